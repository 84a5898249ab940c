import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from './fast-check.ts'
import { beforeAll, expect, test } from 'vitest'
import { type Templates, templatesOf } from '../scripts/compile-templates.ts'
import { stampPages } from '../scripts/stamp-pages.ts'
import { readEnvironment } from '../src/environment.ts'
import { readFolder } from '../src/folder.ts'
import { frameOf } from '../src/render/frame-of.ts'
import { publicationPage, type PublicPage } from '../src/render/public-pages.ts'
import { siteSchema } from '../src/model/site.ts'
import { SITE } from './scratch.ts'

let templates: Templates

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'legible-stamp-'))
  writeFileSync(join(folder, 'site.yaml'), SITE)
  templates = await templatesOf(await readFolder(folder), readEnvironment({ DIGEST_CONTENT: folder }))
  return () => rmSync(folder, { recursive: true, force: true })
})

const site = frameOf(
  {
    site: siteSchema.parse({ title: 'The Title', url: 'https://x.example', author: { name: 'Ada', email: 'ada@x.example' } }),
    records: [],
    clients: new Map(),
  },
  { pages: [], now: new Date('2026-10-06T00:00:00Z') },
)
const text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('', 'The Title', 'Ordinary words: of (v1.2), and more?', 'Üb – 漢字') },
  fc.constantFrom(
    '',
    'The Title',
    'What happened, and when: v1.2',
    'A & B',
    '<b>"x"</b>',
    "it's",
    'Üb – 漢字 — 🎉',
    'legible-title-9f3a71',
    '{x}',
    '\u00a0',
    '&amp;',
    '$& $1',
    '`',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }).map((one) => one.toWellFormed()),
)
const page = fc
  .record({
    kind: fc.constantFrom('digests' as const, 'notices' as const, 'posts' as const),
    id: fc.constantFrom('2026-Q3', 'a.b_c-d', 'GO-2026-0001'),
    title: text,
    summary: text,
    description: text,
    date: fc.constantFrom('2026-10-05', '2020-01-31'),
    above: fc.constantFrom('', '<p class="minutes">1 min read</p>'),
    below: fc.constantFrom('', '<details>a</details>'),
    body: fc.constantFrom('', '<p>a &#x26; b</p>', '<p>$& legible-body-9f3a71</p>'),
  })
  .map(({ above, body, below, ...edition }): PublicPage => publicationPage(site, edition, { above, body, below }))

test('stampPages() gives of every page what the templates give', async () => {
  let asked = 0
  const stamp = stampPages((one) => {
    asked++
    return templates.render(one)
  })
  const runs = 400
  await fc.assert(
    fc.asyncProperty(page, async (one) => {
      expect(Buffer.from(await stamp(one)).toString()).toBe(Buffer.from(await templates.render(one)).toString())
    }),
    { numRuns: runs },
  )
  // Neither kind is rare.
  expect(asked).toBeGreaterThan(runs * 0.1)
  expect(asked).toBeLessThan(runs * 0.9)
})

test('stampPages() asks the templates once for pages of ordinary words, and for each that needs them', async () => {
  const asked: string[] = []
  const stamp = stampPages((one) => {
    asked.push(one.path)
    return templates.render(one)
  })
  const named = (id: string, title: string): PublicPage =>
    publicationPage(site, { kind: 'digests', id, title, summary: 's', description: 's', date: '2026-10-05' }, { above: 'a', body: 'b', below: '' })
  for (const id of ['one', 'two', 'three']) expect(Buffer.from(await stamp(named(id, `Title ${id}`))).toString()).toContain(`<h1>Title ${id}</h1>`)
  await stamp(named('four', 'A & B'))
  await stamp({ path: '/archive/', data: { site, canonical: '/archive/', listed: [] } })
  expect(asked).toEqual([expect.stringContaining('legible-path'), '/four/', '/archive/'])
})
