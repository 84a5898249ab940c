import type { Nodes } from 'mdast'
import { closedMark } from '../closed-mark.ts'
import type { Content } from '../content.ts'
import type { Document } from '../document.ts'
import { draftedNote } from '../drafted-note.ts'
import { imagesIn } from '../images-in.ts'
import { isPublic } from '../is-open.ts'
import { isMarker } from '../markers-of.ts'
import { commentOf } from '../mdx.ts'
import { wordsIn } from './letters.ts'
import { RUN } from './needles.ts'
import { isClosed } from './open-part.ts'

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
        for (const hidden of [undefined, now])
          for (const text of textsIn(node, { hidden, links: false })) if (wordsIn(text).length >= RUN) passages.push({ from: place(node), text })
    }
    const visit = (node: Nodes): void => {
      const note = commentOf(node)
      if (note !== undefined && !isMarker(note) && isPrivate(node)) passages.push({ from: place(node), text: note })
      if (isClosed(node, now)) for (const text of textsIn(node, { site: content.site.url })) passages.push({ from: place(node), text })
      if ('children' in node) for (const child of node.children) visit(child)
    }
    visit(document.tree)
  }
  for (const [name, client] of content.clients) {
    const from = `clients/${name}.yaml`
    if (!client.credit) passages.push({ from, text: client.name })
    for (const recipient of client.recipients) passages.push({ from, text: recipient.name }, { from, text: recipient.email })
    for (const concern of client.concerns) passages.push({ from, text: concern.text })
    for (const answer of client.answers) passages.push({ from, text: answer.text })
  }
  return passages.filter(({ text }) => text.trim() !== '')
}

/** Words that everyone may read in a document, told from its marks alone: what a wrong cut lets out is not among them. */
export function publicWords(document: Document, now: Date): string {
  const { title, summary } = document.frontmatter
  return isPublic(document.frontmatter, now) ? [title, summary, ...textsIn(document.tree, { hidden: now })].join('\n') : ''
}

/** Names of the content's own pictures that everyone may see at an instant, told from the marks alone as `publicWords` is. */
export function publicImages(content: Content, now: Date): Set<string> {
  const site = content.site.url
  const shown = content.documents.filter(({ frontmatter }) => isPublic(frontmatter, now))
  return new Set([
    ...content.pages.flatMap(({ tree }) => [...imagesIn(tree, { site })]),
    ...shown.flatMap(({ tree }) => [...imagesIn(tree, { site, hidden: (node) => isClosed(node, now) })]),
  ])
}

/** Whether a comment is the editor's own, or speaks of a client; what else the draft writes is known to everyone. */
function isPrivate(node: Nodes): boolean {
  const drafted = draftedNote(node)
  return drafted === 'offer' || (drafted === undefined && closedMark(node) === undefined)
}

/**
 * What a node says without its comments: its words, block by block, then each address and each title of a link or picture by itself.
 * `hidden`: an instant at which what is for clients alone is left out; `links: false`: what stands in links too; `site`: whose own addresses are left out.
 */
function textsIn(node: Nodes, options: { hidden?: Date | undefined; links?: boolean; site?: string }): string[] {
  const words: string[] = []
  const others: string[] = []
  const read = (one: Nodes): void => {
    if (one.type === 'mdxFlowExpression' || one.type === 'mdxTextExpression' || one.type === 'yaml') return
    if ((one.type === 'link' && options.links === false) || (options.hidden && isClosed(one, options.hidden))) return
    if ('url' in one && !(options.site !== undefined && isOwn(one.url, options.site))) others.push(one.url)
    if ('title' in one && one.title) others.push(one.title)
    if ('value' in one) words.push(one.value)
    else if ('alt' in one && one.alt) words.push(one.alt)
    if (!('children' in one)) return
    const isBlock = BLOCKS.has(one.type)
    for (const child of one.children) {
      read(child)
      if (isBlock) words.push(' ')
    }
  }
  read(node)
  return [words.join(''), ...others]
}

function isOwn(url: string, site: string): boolean {
  return url.startsWith('/') || url.startsWith('#') || url.startsWith(site)
}
