import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cardFiles } from '../scripts/card-files.ts'
import type { drawCards } from '../scripts/draw-cards.ts'
import { preparing } from '../scripts/prepare-folder.ts'
import { readFolder } from '../src/folder.ts'
import { siteSchema } from '../src/model/site.ts'
import { cardsOf } from '../src/render/cards-of.ts'
import { legible, scratch, SITE } from './scratch.ts'

const site = siteSchema.parse({ title: 'T', url: 'https://x.example/base', author: { name: 'Ada', email: 'ada@example.org' } })
const edition = (id: string, title: string, kind: 'digests' | 'posts' = 'digests') => ({ kind, id, title, date: '2026-10-05' })
const TWO = [edition('2026-Q3', 'A digest'), edition('hello', 'A post', 'posts')]

/** Cards that are drawn as their titles, and which were. */
function drawing(content = '/content') {
  const cache = scratch()
  const drawn: string[] = []
  const draw: typeof drawCards = async (cards, done) => {
    for (const [number, { title }] of cards.entries()) {
      drawn.push(title)
      done({ png: Buffer.from(title), lacking: '' }, number)
    }
  }
  const make = async (editions: typeof TWO, from = content): Promise<[string, string][]> => {
    const files = await cardFiles(site, editions, { content: from, cache, draw })
    return Promise.all(files.map(async ({ path, make: bytes }): Promise<[string, string]> => [path, Buffer.from(await bytes()).toString()]))
  }
  const kept = (): string[] => readdirSync(join(cache, 'cards'), { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name))
  return { make, drawn, kept }
}

test('cardFiles() gives a card for the site and one for each publication, at a path of its own', async () => {
  const { make } = drawing()
  expect(await make(TWO)).toEqual([
    ['cards/index.png', ''],
    ['cards/2026-Q3.png', 'A digest'],
    ['cards/posts/hello.png', 'A post'],
  ])
})

test('cardFiles() draws a card once, and forgets the one that it was before', async () => {
  const { make, drawn, kept } = drawing()
  const first = await make(TWO)
  expect(await make(TWO)).toEqual(first)
  expect(drawn).toEqual(['', 'A digest', 'A post'])
  const changed = [edition('2026-Q3', 'Another'), ...TWO.slice(1)]
  await make(changed)
  expect(drawn.slice(3)).toEqual(['Another'])
  expect(kept()).toHaveLength(3)
  // What another content has stays.
  await make(TWO.slice(0, 1), '/another')
  await make(changed)
  expect(drawn.slice(4)).toEqual(['', 'A digest'])
  expect(kept()).toHaveLength(5)
})

test('cardFiles() draws what is the same on two cards once', async () => {
  const { make, drawn } = drawing()
  await make([edition('a', 'Same'), edition('b', 'Same')])
  expect(drawn).toEqual(['', 'Same'])
})

test('a card is made from what everyone may read, and only of what is published', async () => {
  const digest = (title: string, more: string): string =>
    `---\ntitle: ${title}\nsummary: s\n${more}\n---\n\n## Open <Clients>secret-CLIENTS</Clients>\n\n<Clients only="acme">secret-ACME</Clients>\n`
  const content = scratch({
    'site.yaml': SITE.replace('extras: []', 'extras: [cards]'),
    'sources.yaml': 'sources: []\n',
    'digests/2026-Q3.mdx': digest('Open title', 'status: ready\ndate: 2026-10-05'),
    'digests/2026-Q4.mdx': digest('secret-LATER', 'status: ready\npublicOn: 2026-12-01'),
    'digests/2027-Q1.mdx': digest('secret-DRAFT', 'status: draft'),
    'clients/acme.yaml':
      'name: secret-NAME\ntier: gold\nsince: 2026-01-01\nrecipients: [{ id: jo, name: secret-JO, email: jo@acme.example }]\nconcerns: []\n',
  })
  const cards = await preparing({ content, private: scratch() }, async (prepare) => {
    const folder = await readFolder(content)
    const documents = await prepare(folder, { now: new Date('2026-10-06T00:00:00Z') })
    const prepared = await Promise.all(documents.map((one) => one.prepared))
    return cardsOf(
      folder.site,
      prepared.flatMap((one) => one.edition ?? []),
    )
  })
  const frame = { site: 'The Test Quarterly', host: 'digest.example.org', author: 'Ada Example' }
  expect(cards).toEqual([
    { path: '/cards/index.png', card: { ...frame, kind: '', title: '', day: '', date: '' } },
    { path: '/cards/2026-Q3.png', card: { ...frame, kind: 'Digest', title: 'Open title', day: '5 October 2026', date: '2026-10-05' } },
  ])
})

const CONTENT = {
  'content/sources.yaml': 'sources: []\n',
  'content/digests/2026-Q3.mdx': '---\ntitle: One & all\nsummary: s\nstatus: ready\ndate: 2026-10-05\n---\n\nWords.\n',
  'content/posts/hello.mdx': '---\ntitle: 第三四半期\nsummary: s\nstatus: ready\ndate: 2026-10-05\n---\n\nWords.\n',
}
/** Says at its end which modules of packages that draw were loaded. */
const WATCH = `import{registerHooks}from'node:module'
const seen=new Set()
registerHooks({load(url,context,next){const found=/satori|resvg/.exec(url);if(found)seen.add(found[0]);return next(url,context)}})
process.on('exit',()=>process.stderr.write('drawn with '+[...seen].sort().join(' ')+'\\n'))`
const WATCHED = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(WATCH)}` }

test('a build has the card that each of its pages names, draws nothing twice, and says once what it could not draw', () => {
  const folder = scratch({
    ...CONTENT,
    'content/site.yaml': SITE.replace('example.org', 'example.org/base').replace('extras: []', 'extras: [cards]'),
  })
  const built = legible('build', [], join(folder, 'content'), WATCHED)
  expect(built).toMatchObject({ status: 0 })
  expect(built.stderr.split('\n')).toEqual([
    'cards: no font has 第三四半期: what is written with it is left out of 1 card',
    expect.stringMatching(/^build: /),
    'drawn with resvg satori',
    '',
  ])
  const images = ['index.html', 'archive/index.html', '2026-Q3/index.html', 'posts/hello/index.html'].map((page) => {
    const html = readFileSync(join(folder, 'dist', page), 'utf8')
    expect(html).toContain('<meta name="twitter:card" content="summary_large_image">')
    return /<meta property="og:image" content="([^"]*)">/.exec(html)?.[1] ?? ''
  })
  const base = 'https://digest.example.org/base'
  expect(images).toEqual(['index', 'index', '2026-Q3', 'posts/hello'].map((name) => `${base}/cards/${name}.png`))
  for (const image of images)
    expect(
      readFileSync(join(folder, 'dist', image.slice(base.length)))
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
  const properties = (page: string): string[] => {
    const html = readFileSync(join(folder, 'dist', page, 'index.html'), 'utf8')
    expect(html).not.toContain('<script')
    const found = [...html.matchAll(/<(?:meta|link) (?:property|name|itemprop)="([^"]*)" (?:content|href)="([^"]*)">/g)]
    return [/itemtype="([^"]*)"/.exec(html)?.[1] ?? '', ...found.map(([, name, value]) => `${name} ${value}`)]
  }
  expect(properties('2026-Q3')).toEqual(
    expect.arrayContaining([
      'https://schema.org/Article',
      'og:site_name The Test Quarterly',
      'og:locale en_US',
      'article:published_time 2026-10-05',
      'og:image:width 1200',
      'og:image:height 630',
      'og:image:alt One &amp; all · The Test Quarterly',
      'headline One &amp; all',
      'datePublished 2026-10-05',
      `url ${base}/2026-Q3/`,
      `image ${base}/cards/2026-Q3.png`,
    ]),
  )
  expect(properties('')).toEqual(expect.arrayContaining(['https://schema.org/WebSite', 'og:image:alt The Test Quarterly', 'name The Test Quarterly']))
  expect(properties('').join()).not.toMatch(/published/i)
  const again = legible('build', [], join(folder, 'content'), WATCHED)
  expect(again.stderr.split('\n')).toEqual([expect.stringMatching(/^build: /), 'drawn with ', ''])
})

test('without cards a build makes no file for them, names none, and loads nothing that draws', () => {
  const folder = scratch({ ...CONTENT, 'content/site.yaml': SITE.replace('extras: []', 'extras: [search, markdown]') })
  const built = legible('build', [], join(folder, 'content'), WATCHED)
  expect(built).toMatchObject({ status: 0, stderr: expect.stringContaining('drawn with \n') })
  expect(readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('cards'))).toEqual([])
  const html = readFileSync(join(folder, 'dist/2026-Q3/index.html'), 'utf8')
  expect(html).not.toContain('og:image')
  expect(html).toContain('<meta name="twitter:card" content="summary">')
})
