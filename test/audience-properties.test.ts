import fc from './fast-check.ts'
import type { Nodes } from 'mdast'
import { expect, test, vi } from 'vitest'
import { check } from '../src/check/check.ts'
import type { Content } from '../src/content.ts'
import { type Document, readDocument } from '../src/document.ts'
import { isExpression, isTag } from '../src/mdx-nodes.ts'
import type { Audience } from '../src/model/audience.ts'
import { clientSchema } from '../src/model/client.ts'
import { siteSchema } from '../src/model/site.ts'
import { cutFor } from '../src/render/audience.ts'
import { type Edition, editionOf } from '../src/render/edition.ts'
import { toEmail } from '../src/render/email.ts'
import { toHtml } from '../src/render/html.ts'
import { toPage } from '../src/render/page.ts'
import { toText } from '../src/render/text.ts'
import { AUDIENCES, glued, type Marked, NOW, READERS, TIERS, written } from './marked-documents.ts'
import { visit } from '../src/visit.ts'

const given = process.env['AUDIENCE_RUNS']
const runs = Number(given ?? 1)
// The same documents each time, so that a change is judged by what it changes; new ones, and many, with AUDIENCE_RUNS.
const SEED = given === undefined ? {} : { seed: Date.now() % 2 ** 31 }
const [WRITTEN, GLUED] = [1400, 600]
// Thousands of documents take longer than one test may by default.
vi.setConfig({ testTimeout: 60_000 * runs })

const SITE = siteSchema.parse({ title: 'T', url: 'https://digest.example.org', author: { name: 'Ada', email: 'ada@example.org' }, tiers: TIERS })
const CLIENT = clientSchema.parse({ name: 'A name of theirs', tier: 'gold', since: '2026-01-01', recipients: [] })
const CONTENT: Content = {
  folder: '/',
  site: SITE,
  clients: new Map([
    ['acme', CLIENT],
    ['other', CLIENT],
  ]),
  documents: [],
  pages: [],
  images: [],
  records: [],
  faults: [],
}
const CONTEXT = { tiers: TIERS, now: NOW }
const FRAME = { site: 'T', url: SITE.url, language: 'en', note: 'N' }
const PUBLIC: Audience = { edition: 'public' }

const tape = (maxLength: number) => fc.array(fc.nat(9999), { minLength: 12, maxLength, size: 'max' })
const FRONT = '---\ntitle: t\nsummary: s\nstatus: ready\n---\n\n'

/** The document, or the code of what refuses it. `ready`, so that every finding counts. */
function read(text: string): Document | string {
  const document = readDocument(text, { kind: 'digests', id: '2026-Q3', file: 'digests/2026-Q3.mdx' })
  if (!('tree' in document)) return document.code
  const error = check({ content: { ...CONTENT, documents: [document] }, collections: new Map(), assets: [], now: NOW }).find(
    (finding) => finding.level === 'error',
  )
  return error?.code ?? document
}

/** What shows any part of an edition. */
function renderings(edition: Edition): Record<string, string> {
  return {
    html: toHtml(edition.tree, { base: '' }),
    text: toText(edition.tree, { base: SITE.url }),
    feed: toHtml(edition.tree, { base: SITE.url }),
    headings: edition.headings.map(({ text, slug }) => `${text} ${slug}`).join('\n'),
    description: edition.description,
  }
}

const wordsIn = (text: string): Set<string> => new Set(text.match(/w\d+w/g))

/** Nobody gets a word that is not meant for them. */
function expectNoLeak(marked: Marked, reader: keyof typeof READERS, shown: Record<string, string>): void {
  const forbidden = new Set(marked.words.filter(({ readers }) => (readers & READERS[reader]) === 0).map(({ word }) => word))
  for (const [where, text] of Object.entries(shown))
    expect([where, reader, [...wordsIn(text)].filter((word) => forbidden.has(word))]).toEqual([where, reader, []])
}

/** Everyone gets each word that is meant for them, in everything that shows a whole text. */
function expectNothingLost(marked: Marked, reader: keyof typeof READERS, shown: Record<string, string>): void {
  const meant = marked.words.filter(({ readers }) => (readers & READERS[reader]) !== 0)
  for (const where of ['html', 'text', 'feed', 'mail', 'page'].filter((name) => name in shown)) {
    const there = wordsIn(shown[where] ?? '')
    const lost = meant.filter(({ word, inText }) => !there.has(word) && (inText || where !== 'text'))
    expect([where, reader, lost.map(({ word }) => word)]).toEqual([where, reader, []])
  }
}

/** Footnotes are numbered from 1 without gaps, and every link inside the text has its target. */
function expectWhole(shown: Record<string, string>): void {
  for (const where of ['html', 'mail', 'page']) {
    const html = shown[where] ?? ''
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map((match) => match[1] ?? '')
    expect([where, ids]).toEqual([where, [...new Set(ids)]])
    const links = [...html.matchAll(/ href="#([^"]*)"/g)].map((match) => match[1] ?? '')
    expect([where, links.filter((link) => !ids.includes(link))]).toEqual([where, []])
  }
  const numbers = [...(shown['html'] ?? '').matchAll(/data-footnote-ref[^>]*>(\d+)</g)].map((match) => Number(match[1]))
  const inOrder = [...new Set(numbers)]
  expect(inOrder).toEqual(inOrder.map((_, index) => index + 1))
  const noted = [...new Set([...(shown['text'] ?? '').matchAll(/\[note (\d+)\]/g)].map((match) => Number(match[1])))]
  expect(noted.length).toBe(inOrder.length)
}

/**
 * The text as it is when a person deletes what the public may not read: each passage from "<" to ">", with a block quote of which nothing is left, but not a space that stands
 * between two passages; where it stood alone on its lines, those lines and the empty ones before them in the same block quote.
 */
function withoutPrivate({ text, tree }: Document): string {
  const cuts: [start: number, end: number, stays: string][] = []
  visit(tree, (node: Nodes) => {
    if (!isHidden(node) && !(node.type === 'blockquote' && isNothing(node))) return undefined
    cuts.push([node.position?.start.offset ?? 0, node.position?.end.offset ?? 0, isOpen(node) && hasSpace(node) ? ' ' : ''])
    return 'skip'
  })
  return cuts.reverse().reduce((left, [start, end, stays]) => {
    const before = left.lastIndexOf('\n', start - 1) + 1
    const after = left.indexOf('\n', end)
    const prefix = left.slice(before, start)
    if (!/^[ >]*$/.test(prefix + left.slice(end, after))) return left.slice(0, start) + stays + left.slice(end)
    const lines = left.slice(0, before).split('\n').slice(0, -1)
    while (/^[ >]*$/.test(lines.at(-1) ?? 'x') && quotes(lines.at(-1) ?? '') === quotes(prefix)) lines.pop()
    return `${lines.join('\n')}\n${left.slice(after + 1)}`
  }, text)
}

/** How many block quotes a line stands in. */
function quotes(prefix: string): number {
  return prefix.split('>').length
}

/** A mark that the public may not read, or one of which nothing would be left. */
function isHidden(node: Nodes): boolean {
  if (!isTag(node) || (node.name !== 'Clients' && node.name !== 'Public')) return false
  return !isOpen(node) || node.children.every(isNothing)
}

function isOpen(node: Nodes): boolean {
  if (!isTag(node)) return false
  const until = node.attributes.find((attribute) => 'name' in attribute && attribute.name === 'until')?.value
  return node.name === 'Public' || (typeof until === 'string' && new Date(until) <= NOW)
}

/** Whether a space of the public stands in it, between passages that are cut. */
function hasSpace(node: Nodes): boolean {
  if (node.type === 'text') return node.value.trim() === '' && node.value !== ''
  return node.type === 'mdxJsxTextElement' && isOpen(node) && node.children.some(hasSpace)
}

function isNothing(node: Nodes): boolean {
  if (isExpression(node) || isHidden(node)) return true
  return node.type === 'text' ? node.value.trim() === '' : 'children' in node && node.type !== 'footnoteDefinition' && node.children.every(isNothing)
}

/** Gives the text as cut by hand when the two parsers read it in two ways, so that no reader gets it: an empty item after a definition is one. */
function expectCutByHandTheSame(document: Document): string[] {
  const byHand = withoutPrivate(document)
  const again = read(byHand)
  if (again === 'document/syntax') return [byHand]
  expect(typeof again === 'string' ? [again, byHand] : []).toEqual([])
  if (typeof again === 'string') return []
  const [cut, deleted] = [document, again].map((one) => renderings(editionOf(one, PUBLIC, CONTEXT)))
  expect(cut).toEqual(deleted)
  return []
}

function expectCutOnce({ tree }: Document, audience: Audience): void {
  const before = JSON.stringify(tree)
  const once = cutFor(audience, tree, CONTEXT)
  expect(JSON.stringify(tree)).toBe(before)
  const [first, second] = [once, cutFor(audience, once, CONTEXT)].map((cut) => [toHtml(cut, { base: '' }), toText(cut, { base: '' })])
  expect(second).toEqual(first)
}

/** Looks at every edition of a document; at mails, pages and a second cut for two readers of six, others with each document. */
function expectEditions(marked: Marked, document: Document, look: (reader: keyof typeof READERS, shown: Record<string, string>) => void): void {
  AUDIENCES.forEach(([reader, audience], index) => {
    const isChosen = index % 3 === marked.words.length % 3
    const edition = editionOf(document, audience, CONTEXT)
    const shown = { ...renderings(edition), ...(isChosen && { mail: toEmail(edition, FRAME), page: toPage(edition, FRAME, '') }) }
    expectNoLeak(marked, reader, shown)
    expectWhole(shown)
    look(reader, shown)
    if (isChosen) expectCutOnce(document, audience)
  })
}

test('whatever a maintainer writes, each reader gets what is meant for them, all of it, and nothing else', () => {
  const refused: string[] = []
  const undecided: string[] = []
  fc.assert(
    fc.property(tape(300).map(written), (marked) => {
      const document = read(`${FRONT}${marked.text}\n`)
      if (typeof document === 'string') return void refused.push(document)
      expectEditions(marked, document, (reader, shown) => expectNothingLost(marked, reader, shown))
      undecided.push(...expectCutByHandTheSame(document))
    }),
    { numRuns: WRITTEN * runs, ...SEED },
  )
  // A mark that holds nothing but comments is an error of its own.
  expect(refused.filter((code) => code !== 'concern/offer')).toEqual([])
  expect(refused.length).toBeLessThan(WRITTEN * runs * 0.04)
  expect(undecided.slice(Math.ceil(WRITTEN * runs * 0.001))).toEqual([])
})

test('whatever pieces are glued together, what is accepted leaks nothing', () => {
  let accepted = 0
  fc.assert(
    fc.property(tape(90).map(glued), (marked) => {
      const document = read(`${FRONT}${marked.text}\n`)
      if (typeof document === 'string') return
      accepted++
      expectEditions(marked, document, () => {})
    }),
    { numRuns: GLUED * runs, ...SEED },
  )
  expect(accepted).toBeGreaterThan(GLUED * runs * 0.3)
})
