import type { Nodes } from 'mdast'
import { toString } from 'mdast-util-to-string'
import { visit } from 'unist-util-visit'
import type { Content } from '../content.ts'
import { draftedNote } from '../drafted-note.ts'
import { commentOf, isTag } from '../mdx.ts'
import type { Finding } from '../model/finding.ts'

const RUN = 5

const BLOCKS: ReadonlySet<string> = new Set(['root', 'list', 'listItem', 'blockquote', 'table', 'tableRow', 'mdxJsxFlowElement'])

/** A text that the public must not see, and where it stands. */
export type Passage = { from: string; text: string }

/** Every private text of the content at an instant: passages and the editor's notes in documents, documents that are not public yet, and what is known of clients. */
export function privatePassages(content: Content, now: Date): Passage[] {
  const passages: Passage[] = []
  for (const document of content.documents) {
    const { status, publicOn, title, summary } = document.frontmatter
    const add = (node: Nodes, text: string): void => { passages.push({ from: `${document.file}:${node.position?.start.line ?? 1}`, text }) }
    if (status !== 'ready' || (publicOn !== undefined && now < opens(publicOn))) passages.push({ from: document.file, text: title }, { from: document.file, text: summary }, ...document.tree.children.map((node) => ({ from: `${document.file}:${node.position?.start.line ?? 1}`, text: words(node, { links: false }) })).filter((passage) => tokens(passage.text).length >= RUN))
    visit(document.tree, (node: Nodes) => {
      const note = commentOf(node)
      if (note !== undefined && /\s/.test(note) && draftedNote(node) === undefined) add(node, note)
      if (!isTag(node) || node.name !== 'Clients') return
      const until = node.attributes.find((attribute) => 'name' in attribute && attribute.name === 'until')?.value
      if (typeof until !== 'string' || now < opens(until)) add(node, words(node))
    })
  }
  for (const [name, client] of content.clients) {
    const from = `clients/${name}.yaml`
    if (!client.credit) passages.push({ from, text: client.name })
    for (const recipient of client.recipients) passages.push({ from, text: recipient.name }, { from, text: recipient.email })
    for (const concern of client.concerns) passages.push({ from, text: concern.text })
  }
  return passages.filter((passage) => tokens(passage.text).length > 0)
}

/**
 * Private text in the public output. `name`: how the output is called in what is found. A hit is five consecutive words of a passage, or the whole passage where it is shorter, that
 * stand nowhere in `known` (the public editions, pages and templates). Markup, entities, case, white space and percent-encoding hide nothing.
 * `files`: every file of the output with its path.
 */
export function leaks(files: readonly { path: string; text: string }[], passages: readonly Passage[], known: readonly string[], name = 'build'): Finding[] {
  const free = new Set(known.flatMap((text) => { const list = tokens(text); return [1, 2, 3, 4, RUN].flatMap((length) => runs(list, length)) }))
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
    for (const reading of readings(`${file.path}\n${file.text}`)) {
      const list = tokens(reading)
      for (const [length, byRun] of wanted) {
        for (const run of runs(list, length)) {
          const passage = byRun.get(run)
          if (passage && !hits.has(passage)) hits.set(passage, run)
        }
      }
    }
    return [...hits].map(([passage, run]): Finding => ({ file: `${name}/${file.path}`, level: 'error', code: 'leak/passage', message: `holds "${run}", which is private in ${passage.from}` }))
  })
}

/** The text as a reader may come to see it: as it stands, without tags, with tags as gaps; entities and percent-encoding undone. */
function readings(text: string): string[] {
  const decoded = text
    .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => character(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, decimal: string) => character(Number(decimal)))
    .replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' })[name] ?? ' ')
    .replace(/%[0-9a-f]{2}(?:%[0-9a-f]{2})*/gi, (encoded) => { try { return decodeURIComponent(encoded) } catch { return encoded } })
  return [decoded, decoded.replace(/<[^>]*>/g, ''), decoded.replace(/<[^>]*>/g, ' ')]
}

function character(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' '
}

function tokens(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

function runs(list: readonly string[], length: number): string[] {
  return Array.from({ length: Math.max(0, list.length - length + 1) }, (_, index) => list.slice(index, index + length).join(' '))
}

/** Words of a node, block by block, without its comments. `links`: those of links too; in a document that is in work they are titles from outside. */
function words(node: Nodes, options: { links: boolean } = { links: true }): string {
  if (node.type === 'link' && !options.links) return ''
  if (node.type === 'mdxFlowExpression' || node.type === 'mdxTextExpression' || node.type === 'yaml') return ''
  const address = 'url' in node ? ` ${node.url} ` : ''
  if ('children' in node) return node.children.map((child) => words(child, options)).join(BLOCKS.has(node.type) ? ' ' : '') + address
  return toString(node) + address
}

function opens(day: string): Date {
  return new Date(`${day}T00:00:00Z`)
}
