import type { Nodes } from 'mdast'
import { toString } from 'mdast-util-to-string'
import { visit } from 'unist-util-visit'
import { closedMark } from '../closed-mark.ts'
import type { Content } from '../content.ts'
import type { Document } from '../document.ts'
import { draftedNote } from '../drafted-note.ts'
import { isPublic } from '../is-open.ts'
import { isMarker } from '../markers-of.ts'
import { commentOf } from '../mdx.ts'
import type { Finding } from '../model/finding.ts'
import { isClosed, openPart } from './open-part.ts'

const RUN = 5

const BLOCKS: ReadonlySet<string> = new Set(['root', 'list', 'listItem', 'blockquote', 'table', 'tableRow', 'mdxJsxFlowElement'])

/** A text that the public must not see, and where it stands. */
export type Passage = { from: string; text: string }

/** Every private text of the content at an instant: passages and the editor's notes in documents, documents that are not public yet, and what is known of clients. */
export function privatePassages(content: Content, now: Date): Passage[] {
  const passages: Passage[] = []
  for (const document of content.documents) {
    const place = (node: Nodes): string => `${document.file}:${node.position?.start.line ?? 1}`
    if (!isPublic(document.frontmatter, now)) {
      const { title, summary } = document.frontmatter
      passages.push({ from: document.file, text: title }, { from: document.file, text: summary })
      // Headings and titles from outside are common words; five in a row of the editor's own are not.
      for (const node of document.tree.children)
        passages.push(
          ...[node, openPart(node, now)]
            .flatMap((part) => (part ? [wordsOf(part, { links: false })] : []))
            .filter((text) => tokens(text).length >= RUN)
            .map((text) => ({ from: place(node), text })),
        )
    }
    visit(document.tree, (node: Nodes) => {
      const note = commentOf(node)
      if (note !== undefined && !isMarker(note) && isPrivate(node)) passages.push({ from: place(node), text: note })
      if (isClosed(node, now)) passages.push({ from: place(node), text: wordsOf(node, { site: content.site.url }) })
    })
  }
  for (const [name, client] of content.clients) {
    const from = `clients/${name}.yaml`
    if (!client.credit) passages.push({ from, text: client.name })
    for (const recipient of client.recipients) passages.push({ from, text: recipient.name }, { from, text: recipient.email })
    for (const concern of client.concerns) passages.push({ from, text: concern.text })
    for (const answer of client.answers) passages.push({ from, text: answer.text })
  }
  return passages.filter(({ text }) => isTelling(tokens(text)))
}

/** Words that everyone may read in a document, told from its marks alone: what a wrong cut lets out is not among them. */
export function publicWords(document: Document, now: Date): string {
  const { title, summary } = document.frontmatter
  const open = openPart(document.tree, now) ?? document.tree
  return isPublic(document.frontmatter, now) ? [title, summary, wordsOf(open), wordsOf(open, { addresses: false })].join('\n') : ''
}

/**
 * Private text in the public output. A hit is five consecutive words of a passage, or the whole passage where it is shorter, that
 * stand nowhere in `known` (what everyone may read of the content, pages, templates, dates). Markup, entities, case, white space and
 * percent-encoding hide nothing. `files`: every file of the output with its path; `name`: how the output is called in what is found.
 */
export function leaks(
  files: readonly { path: string; text: string }[],
  passages: readonly Passage[],
  known: readonly string[],
  name = 'build',
): Finding[] {
  const free = new Set(
    known.flatMap((text) => {
      const list = tokens(text)
      return [1, 2, 3, 4, RUN].flatMap((length) => runs(list, length))
    }),
  )
  const wanted = new Map<number, Map<string, Passage>>()
  for (const passage of passages) {
    const list = tokens(passage.text)
    const length = Math.min(RUN, list.length)
    const byRun = wanted.get(length) ?? new Map<string, Passage>()
    wanted.set(length, byRun)
    for (const run of runs(list, length)) if (!free.has(run) && !byRun.has(run)) byRun.set(run, passage)
  }
  return files.flatMap((file) => {
    const hits = new Map<Passage, string>()
    for (const reading of readings(file)) {
      const list = tokens(reading)
      for (const [length, byRun] of wanted) {
        for (const run of runs(list, length)) {
          const passage = byRun.get(run)
          if (passage && !hits.has(passage)) hits.set(passage, run)
        }
      }
    }
    return [...hits].map(([passage, run]): Finding => ({
      file: `${name}/${file.path}`,
      level: 'error',
      code: 'leak/passage',
      message: `holds "${run}", which is private in ${passage.from}`,
    }))
  })
}

/** A file as a reader may come to see it: its name, and its text with entities and percent-encoding undone; markup taken out, and markup as gaps that keep what attributes say. */
function readings({ path, text }: { path: string; text: string }): string[] {
  const decoded = `${path}\n${text}`
    .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => character(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, decimal: string) => character(Number(decimal)))
    .replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, entity: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' })[entity] ?? ' ')
    .replace(/%[0-9a-f]{2}(?:%[0-9a-f]{2})*/gi, (encoded) => {
      try {
        return decodeURIComponent(encoded)
      } catch {
        return encoded
      }
    })
  const attributes = decoded.replace(
    /<[^>]*>/g,
    (markup) => ` ${[...markup.matchAll(/=\s*(?:"([^"]*)"|'([^']*)')/g)].map((match) => match[1] ?? match[2]).join(' ')} `,
  )
  return [decoded.replace(/<[^>]*>/g, ''), attributes, ...(/\.(html|xml|svg)$/.test(path) ? [] : [decoded])]
}

/** Whether a comment is the editor's own, or speaks of a client; what else the draft writes is known to everyone. */
function isPrivate(node: Nodes): boolean {
  const drafted = draftedNote(node)
  return drafted === 'offer' || (drafted === undefined && closedMark(node) === undefined)
}

/** A single number or a short word tells nothing that could be looked for. */
function isTelling(list: readonly string[]): boolean {
  return list.some((token) => !/^\d+$/.test(token)) && list.join('').length >= 4
}

function character(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' '
}

function tokens(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}

function runs(list: readonly string[], length: number): string[] {
  return Array.from({ length: Math.max(0, list.length - length + 1) }, (_, index) => list.slice(index, index + length).join(' '))
}

/** Words of a node, block by block, without its comments. `links`: those of links too, `addresses`: where they lead (default true); `site`: whose own addresses are left out. */
function wordsOf(node: Nodes, options: { links?: boolean; addresses?: boolean; site?: string } = {}): string {
  if (node.type === 'link' && options.links === false) return ''
  if (node.type === 'mdxFlowExpression' || node.type === 'mdxTextExpression' || node.type === 'yaml') return ''
  const url = 'url' in node ? node.url : ''
  const own = options.site !== undefined && (url.startsWith('/') || url.startsWith('#') || url.startsWith(options.site))
  const address = url === '' || own || options.addresses === false ? '' : ` ${url} `
  if ('children' in node) return node.children.map((child) => wordsOf(child, options)).join(BLOCKS.has(node.type) ? ' ' : '') + address
  return toString(node) + address
}
