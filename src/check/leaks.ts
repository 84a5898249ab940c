import type { Nodes } from 'mdast'
import { closedMark } from '../closed-mark.ts'
import type { Content } from '../content.ts'
import { type Document, errataOf } from '../document.ts'
import { draftedNote } from '../drafted-note.ts'
import { imagesIn } from '../images-in.ts'
import { isPublic } from '../is-open.ts'
import { isMarker } from '../markers-of.ts'
import { commentOf } from '../mdx-nodes.ts'
import type { Audience } from '../model/audience.ts'
import { dayOf } from '../model/day.ts'
import type { Site } from '../model/site.ts'
import { wordsIn } from './letters.ts'
import { RUN } from './needles.ts'
import { isClosed, type Reader } from './open-part.ts'
import { expressionsOf, tagsOf } from './walk.ts'

const BLOCKS: ReadonlySet<string> = new Set(['root', 'list', 'listItem', 'blockquote', 'table', 'tableRow', 'mdxJsxFlowElement'])

/** A text that some must not see, and where it stands; `isHushed`: of which nothing may be quoted either. */
export type Passage = { from: string; text: string; isHushed?: true }

/** Who a text is searched for: an audience (default: the public), and the instant. */
type Seen = { site: Site; now: Date; audience?: Audience }

/** Every text of the content that an audience must not read at an instant, but for what is known of a client that reads it itself. */
export function privatePassages({ documents, clients, site }: Content, now: Date, audience: Audience = { edition: 'public' }): Passage[] {
  return [...documents.flatMap((document) => documentPassages(document, { site, now, audience })), ...clientPassages(clients, now, audience)]
}

/** Texts of a document and its errata that an audience must not read: passages for others, the editor's notes, and all of a document that it does not get yet, or that nobody does. */
export function documentPassages(document: Document, { site, now, audience = { edition: 'public' } }: Seen): Passage[] {
  const passages: Passage[] = []
  if (document.withheld) {
    const { withheld } = document
    const all = { ...withheld, frontmatter: { ...withheld.frontmatter, status: 'draft' as const } }
    passages.push(...documentPassages(all, { site, now }).map((one) => ({ ...one, isHushed: true as const })))
  }
  const hidden = (node: Nodes): boolean => isClosed(node, now, { audience, tiers: site.tiers })
  const place = (node: Nodes): string => `${document.file}:${node.position?.start.line ?? 1}`
  if (!isGiven(document, now, audience)) {
    const { title, summary } = document.frontmatter
    passages.push({ from: document.file, text: title }, { from: document.file, text: summary })
    // Headings and titles from outside are common words; five in a row of the editor's own are not.
    for (const node of document.tree.children)
      for (const part of [{}, { hidden }])
        for (const text of textsIn(node, { ...part, links: false })) if (wordsIn(text).length >= RUN) passages.push({ from: place(node), text })
  }
  const visit = (node: Nodes): void => {
    const note = commentOf(node)
    if (note !== undefined && !isMarker(note) && isPrivate(node)) passages.push({ from: place(node), text: note })
    if (hidden(node)) for (const text of textsIn(node, { site: site.url })) passages.push({ from: place(node), text })
    if ('children' in node) for (const child of node.children) visit(child)
  }
  if (tagsOf(document.tree).length + expressionsOf(document.tree).length > 0) visit(document.tree)
  return [...passages.filter(saysSomething), ...errataOf(document).flatMap((erratum) => documentPassages(erratum, { site, now, audience }))]
}

/** What is known of clients, but for a client of itself; the name of one that may be named is private on the days on which it is not served. */
export function clientPassages(clients: Content['clients'], now: Date, audience: Audience = { edition: 'public' }): Passage[] {
  const passages: Passage[] = []
  const day = dayOf(now)
  for (const [name, client] of clients) {
    if (audience.edition === 'clients' && audience.client === name) continue
    const from = `clients/${name}.yaml`
    const isServed = client.since <= day && (client.until ?? day) >= day
    if (!client.credit || !isServed) passages.push({ from, text: client.name })
    for (const recipient of client.recipients) passages.push({ from, text: recipient.name }, { from, text: recipient.email })
    for (const concern of client.concerns) passages.push({ from, text: concern.text })
    const { uses = '', answers, notes } = client
    const told = [uses, ...answers.map(({ text }) => text), ...notes.flatMap(({ said = '', asked = '', answered = '' }) => [said, asked, answered])]
    for (const text of told) passages.push({ from, text })
  }
  return passages.filter(saysSomething)
}

function saysSomething({ text }: Passage): boolean {
  return text.trim() !== ''
}

/** Words that everyone may read in a document, told from its marks alone: what a wrong cut lets out is not among them. */
export function publicWords(document: Document, now: Date): string {
  return openWords(document, now, { audience: { edition: 'public' }, tiers: [] })
}

/** Words that a reader may read in a document and its errata, told in the same way. */
export function openWords(document: Document, now: Date, reader: Reader): string {
  const { title, summary } = document.frontmatter
  const hidden = (node: Nodes): boolean => isClosed(node, now, reader)
  if (!isGiven(document, now, reader.audience)) return ''
  return [title, summary, ...textsIn(document.tree, { hidden }), ...errataOf(document).map((erratum) => openWords(erratum, now, reader))].join('\n')
}

/** Whether an audience gets a document: clients get digests and notices by mail before everyone does. */
function isGiven({ kind, frontmatter }: Document, now: Date, audience: Audience): boolean {
  return isPublic(frontmatter, now) || (audience.edition === 'clients' && kind !== 'posts' && frontmatter.status === 'ready')
}

/** Names of the content's own pictures that a document shows to everyone at an instant, told from its marks alone as `publicWords` is. */
export function openImages({ frontmatter, tree }: Document, { site, now }: Seen): string[] {
  return isPublic(frontmatter, now) ? [...imagesIn(tree, { site: site.url, hidden: (node) => isClosed(node, now) })] : []
}

/** Whether a comment is the editor's own, or speaks of a client; what else the draft writes is known to everyone. */
function isPrivate(node: Nodes): boolean {
  const drafted = draftedNote(node)
  return drafted === 'offer' || (drafted === undefined && closedMark(node) === undefined)
}

/**
 * What a node says without its comments: its words, block by block, then each address and each title of a link or picture by itself.
 * `hidden`: what is left out; `links: false`: what stands in links too; `site`: whose own addresses are left out.
 */
function textsIn(node: Nodes, options: { hidden?: (node: Nodes) => boolean; links?: boolean; site?: string }): string[] {
  const words: string[] = []
  const others: string[] = []
  const read = (one: Nodes): void => {
    if (one.type === 'text') return void words.push(one.value)
    if (one.type === 'mdxFlowExpression' || one.type === 'mdxTextExpression' || one.type === 'yaml') return
    if ((one.type === 'link' && options.links === false) || options.hidden?.(one)) return
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
