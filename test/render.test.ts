import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Document, readDocument } from '../src/document.ts'
import type { Audience } from '../src/model/audience.ts'
import { editionOf, publicEdition } from '../src/render/edition.ts'
import { toEmail } from '../src/render/email.ts'
import { longDate } from '../src/render/long-date.ts'
import { toHtml } from '../src/render/html.ts'
import { toPage } from '../src/render/page.ts'
import { newestFirst } from '../src/render/public-pages.ts'
import { toText } from '../src/render/text.ts'
import { ROOT } from './scratch.ts'

const FIXTURES = join(ROOT, 'test/fixtures')
const CONTEXT = { tiers: ['silver', 'gold'], now: new Date('2026-10-06T09:00:00Z') }
const FRAME = { site: 'The Test Quarterly', url: 'https://digest.example.org', language: 'en', note: 'You read this because this is a test.' }
const ACME: Audience = { edition: 'clients', tier: 'gold', client: 'acme' }

function read(text: string, id = '2026-Q3'): Document {
  const document = readDocument(text, { kind: 'digests', id, file: `digests/${id}.mdx` })
  if (!('tree' in document)) throw new Error(document.message)
  return document
}

describe.each(readdirSync(FIXTURES))('a fixture, %s,', (name) => {
  const document = read(readFileSync(join(FIXTURES, name, 'input.mdx'), 'utf8'))
  test('renders as it did', async () => {
    const open = editionOf(document, { edition: 'public' }, CONTEXT)
    const closed = editionOf(document, ACME, CONTEXT)
    await expect(`${toHtml(open.tree, { base: '' })}\n`).toMatchFileSnapshot(join(FIXTURES, name, 'public.html'))
    await expect(toText(open.tree, { base: FRAME.url })).toMatchFileSnapshot(join(FIXTURES, name, 'public.txt'))
    await expect(toText(closed.tree, { base: FRAME.url })).toMatchFileSnapshot(join(FIXTURES, name, 'acme.txt'))
    await expect(toEmail(closed, FRAME)).toMatchFileSnapshot(join(FIXTURES, name, 'acme.html'))
  })

  test('keeps the rules of mail', () => {
    const edition = editionOf(document, ACME, CONTEXT)
    const mail = toEmail(edition, FRAME)
    expect(mail).not.toMatch(/<script|class="sr-only|display: ?flex|var\(|undefined|\[object Object\]|href="\//)
    expect(mail).toContain(`<html lang="en" dir="ltr">`)
    expect(mail.match(/<h1/g)).toHaveLength(1)
    const links = [...mail.matchAll(/href="(https?:[^"]+)"/g)].map((match) => match[1] ?? '')
    const text = toText(edition.tree, { base: FRAME.url })
    for (const link of links) expect(text).toContain(link.replace(/^http:\/\/www\./, 'www.'))
    for (const line of text.split('\n').filter((one) => !/https?:\/\//.test(one))) expect(line.length).toBeLessThanOrEqual(78)
  })
})

test('toText() holds the headings of the page in their order and case', () => {
  const { tree } = editionOf(read('---\ntitle: x\nstatus: ready\n---\n\n## Node v22\n\na\n\n### Deeper\n\nb\n'), { edition: 'public' }, CONTEXT)
  expect(toText(tree, { base: '' })).toBe('Node v22\n========\n\na\n\nDeeper\n------\n\nb\n')
})

test('toHtml() and toText() drop addresses that could run', () => {
  const { tree } = editionOf(
    read('---\ntitle: x\nstatus: ready\n---\n\n[a](javascript:alert(1)) [b](data:text/html,x) [c](//evil.example) [d](/x/)\n'),
    { edition: 'public' },
    CONTEXT,
  )
  expect(toHtml(tree, { base: '/base' })).toBe('<p><a href="">a</a> <a href="">b</a> <a href="">c</a> <a href="/base/x/">d</a></p>')
  expect(toText(tree, { base: 'https://x.example' })).toBe('a b c d [1]\n\nLinks\n-----\n\n[1] https://x.example/x/\n')
})

test('toPage() fetches nothing and is kept from search engines', () => {
  const page = toPage(editionOf(read(readFileSync(join(FIXTURES, 'references/input.mdx'), 'utf8')), ACME, CONTEXT), FRAME, 'body { color: red }')
  expect(page).toContain('<meta name="robots" content="noindex">')
  expect(page).toContain('<style>body { color: red }\n:root')
  expect(page).not.toMatch(/<script|<link|src="http/)
})

describe('editionOf()', () => {
  const TEXT = `---
title: x
status: ready
---

<Clients>Private beginning.</Clients>

Public beginning ${'word '.repeat(40)}[^1]

## One <Clients tier="gold">of gold</Clients>[^1]

${'word '.repeat(460)}

### One of gold

<Clients>

## Three \`x\`

${'word '.repeat(690)}

</Clients>

## Four

[^1]: A note.
`
  test('tells headings, length and description from what was cut, with the ids that the page has', () => {
    const open = editionOf(read(TEXT), { edition: 'public' }, CONTEXT)
    const closed = editionOf(read(TEXT), ACME, CONTEXT)
    expect(open.headings).toEqual([
      { depth: 2, text: 'One', slug: 'one' },
      { depth: 3, text: 'One of gold', slug: 'one-of-gold' },
      { depth: 2, text: 'Four', slug: 'four' },
    ])
    expect(closed.headings.map(({ slug }) => slug)).toEqual(['one-of-gold', 'one-of-gold-1', 'three-x', 'four'])
    for (const edition of [open, closed]) {
      const html = toHtml(edition.tree, { base: '' })
      expect([...html.matchAll(/<h\d id="([^"]*)"/g)].map((match) => match[1])).toEqual(edition.headings.map(({ slug }) => slug))
    }
    expect([open.minutes, closed.minutes]).toEqual([2, 5])
    expect([open.description, closed.description]).toEqual([expect.stringMatching(/^Public beginning (word )+…$/), 'Private beginning.'])
    expect(open.description.length).toBeLessThanOrEqual(200)
  })

  test('takes the summary for the description where there is one', () => {
    expect(editionOf(read(TEXT.replace('status', 'summary: s\nstatus')), ACME, CONTEXT)).toMatchObject({ summary: 's', description: 's' })
    expect(editionOf(read('---\ntitle: x\nstatus: ready\n---\n\n## a\n'), ACME, CONTEXT)).toMatchObject({ description: '', minutes: 1 })
  })

  test.each(['title: <Clients>x</Clients>', 'title: x\nsummary: "\\x3cpublic>x</Public>"'])('refuses the frontmatter %j', (frontmatter) => {
    expect(() => editionOf(read(`---\n${frontmatter}\nstatus: ready\n---\n`), ACME, CONTEXT)).toThrow('a mark stands in its frontmatter')
  })

  test('a page shows contents from three headings on, and how long it takes', () => {
    const page = toPage(editionOf(read(TEXT), { edition: 'public' }, CONTEXT), FRAME, '')
    expect(page).toContain(
      '<p class="minutes">2 min read</p><nav class="contents" aria-label="Contents"><ol><li class="depth-2"><a href="#one">One</a></li>',
    )
    expect(toPage(editionOf(read('---\ntitle: x\nstatus: ready\n---\n\n## a\n\n## b\n'), ACME, CONTEXT), FRAME, '')).not.toContain('<nav')
  })
})

test('the last word of a title does not stand alone in a line of a mail', () => {
  const { frontmatter: _, ...document } = read('---\ntitle: x\nstatus: ready\n---\n\na\n')
  const titled = (title: string): string =>
    toEmail(editionOf({ ...document, frontmatter: { title, summary: 'x', status: 'ready' } }, ACME, CONTEXT), FRAME).match(
      /<h1[^>]*>(.*?)<\/h1>/,
    )?.[1] ?? ''
  expect(['The Quarterly, 2026 Q3', 'Q3', 'A title of whole words'].map(titled)).toEqual([
    'The Quarterly, 2026\u00A0Q3',
    'Q3',
    'A title of whole words',
  ])
})

test('a title from outside is text in page and mail', () => {
  const { frontmatter: _, ...document } = read('---\ntitle: x\nstatus: ready\n---\n\na\n')
  const edition = editionOf({ ...document, frontmatter: { title: '<script>"&', summary: '</title><img>', status: 'ready' } }, ACME, CONTEXT)
  for (const rendered of [toEmail(edition, FRAME), toPage(edition, FRAME, '')]) {
    expect(rendered).not.toMatch(/<script|<img/)
    expect(rendered).toContain('&#x3C;script>"&#x26;')
  }
})

describe('publicEdition()', () => {
  const digest = (id: string, frontmatter: string): Document => read(`---\ntitle: ${id}\n${frontmatter}\n---\n\ntext\n`, id)
  test('knows what is ready and whose day has come, newest first', () => {
    const editions = [
      digest('2026-Q1', 'status: ready'),
      digest('2026-Q2', 'status: ready\ndate: 2026-07-05'),
      digest('2026-Q3', 'status: draft'),
      digest('later', 'status: ready\npublicOn: 2026-10-07'),
      digest('today', 'status: ready\npublicOn: 2026-10-06'),
    ].flatMap((document) => publicEdition(document, CONTEXT) ?? [])
    expect(newestFirst(editions).map(({ id, date }) => [id, date])).toEqual([
      ['today', '2026-10-06'],
      ['2026-Q2', '2026-07-05'],
      ['2026-Q1', '2026-04-01'],
    ])
  })
  test('opens a digest at 00:00 UTC of its day', () => {
    const later = digest('later', 'status: ready\npublicOn: 2026-10-07')
    expect(publicEdition(later, { tiers: [], now: new Date('2026-10-06T23:59:59.999Z') })).toBeUndefined()
    expect(publicEdition(later, { tiers: [], now: new Date('2026-10-07T00:00:00Z') })).toMatchObject({ id: 'later' })
  })
})

test('longDate() is the same in every time zone', () => {
  expect(longDate('2026-10-05', 'en')).toBe('5 October 2026')
  expect(longDate('2026-10-05', 'de')).toBe('5. Oktober 2026')
})
