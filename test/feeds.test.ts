import { parseFeed } from '@rowanmanning/feed-parser'
import fc from './fast-check.ts'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, test } from 'vitest'
import { readDocument } from '../src/document.ts'
import { siteSchema } from '../src/model/site.ts'
import { atom } from '../src/render/atom.ts'
import { entryOf } from '../src/render/body.ts'
import { publicEdition } from '../src/render/edition.ts'
import type { Feed } from '../src/render/feed.ts'
import { jsonFeed } from '../src/render/json-feed.ts'
import { frameOf } from '../src/render/frame-of.ts'
import type { Entry } from '../src/render/public-pages.ts'
import { rss } from '../src/render/rss.ts'
import { topicFeed } from '../src/render/topic-feed.ts'

const URL = 'https://digest.example.org/base'
const site = frameOf(
  {
    site: siteSchema.parse({ title: 'The Quarterly', url: URL, author: { name: 'Ada', email: 'ada@example.org' }, language: 'de-CH' }),
    records: [],
    clients: new Map(),
  },
  { pages: [], now: new Date('2026-10-06T00:00:00Z') },
)

const entry = (given: Partial<Entry> = {}): Entry => ({
  title: 'A quarter',
  description: 'What happened.',
  link: `${URL}/2026-Q3/`,
  date: '2026-10-05',
  content: '<p>Text &#x26; <a href="https://x.example/?a=1&#x26;b=2">a link</a></p>',
  ...given,
})
const feedOf = (entries: readonly Entry[], given: Partial<Feed> = {}): Feed => ({
  site,
  path: '/feed.xml',
  title: 'The Quarterly',
  entries,
  ...given,
})

/** What each form of a feed says, read by a parser of XML and by one of feeds. */
function readBack(feed: Feed) {
  const parser = new XMLParser({
    ignoreAttributes: false,
    parseTagValue: false,
    trimValues: false,
    isArray: (name) => name === 'item' || name === 'entry',
  })
  const forms = { rss: rss(feed), atom: atom(feed), json: jsonFeed(feed) }
  for (const xml of [forms.rss, forms.atom]) expect(XMLValidator.validate(xml)).toBe(true)
  const { channel } = parser.parse(forms.rss).rss
  const { feed: whole } = parser.parse(forms.atom)
  const json = JSON.parse(forms.json)
  return { forms, channel, whole, json, known: [parseFeed(forms.rss).toJSON(), parseFeed(forms.atom).toJSON()] }
}

const HOSTILE = [
  ']]></title><script>alert(1)</script>',
  ']]>]]></title><item><title>x</title></item><script>',
  'a &amp; b &lt;b> &#x3C; & <b>',
  '"><img src=x onerror=alert(1)>',
  "it's {process.env.HOME} <!-- --> <?xml?> %27",
  'bell \u0007 escape \u001b nul \u0000 \ufffe half \ud800 🎉',
]

describe('a feed', () => {
  test('says where it is, whose, in which language, and when it changed last', () => {
    const { channel, whole, json, known } = readBack(feedOf([entry(), entry({ title: 'Earlier', link: `${URL}/2026-Q2/`, date: '2026-07-05' })]))
    expect(channel).toMatchObject({
      title: 'The Quarterly',
      link: `${URL}/`,
      language: 'de-CH',
      lastBuildDate: 'Mon, 05 Oct 2026 00:00:00 GMT',
      'atom:link': { '@_href': `${URL}/feed.xml`, '@_rel': 'self' },
    })
    expect(channel.item[1]).toMatchObject({ title: 'Earlier', pubDate: 'Sun, 05 Jul 2026 00:00:00 GMT', 'dc:creator': 'Ada' })
    expect(channel.item[0].guid).toEqual({ '#text': `${URL}/2026-Q3/`, '@_isPermaLink': 'true' })
    expect(whole).toMatchObject({ '@_xml:lang': 'de-CH', id: `${URL}/feed.xml`, updated: '2026-10-05T00:00:00Z', author: { name: 'Ada' } })
    expect(whole.entry[0].content['@_type']).toBe('html')
    expect(whole.entry[1]).toMatchObject({ id: `${URL}/2026-Q2/`, published: '2026-07-05T00:00:00Z', updated: '2026-07-05T00:00:00Z' })
    expect(json).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      home_page_url: `${URL}/`,
      feed_url: `${URL}/feed.xml`,
      language: 'de-CH',
      authors: [{ name: 'Ada', url: `${URL}/` }],
      items: [{ id: `${URL}/2026-Q3/`, url: `${URL}/2026-Q3/`, date_published: '2026-10-05T00:00:00Z', content_html: entry().content }, {}],
    })
    for (const one of known) {
      expect(one).toMatchObject({ language: 'de-CH', title: 'The Quarterly', url: `${URL}/`, self: `${URL}/feed.xml` })
      expect(one.items[0]).toMatchObject({ id: `${URL}/2026-Q3/`, url: `${URL}/2026-Q3/`, title: 'A quarter', description: 'What happened.' })
      // It takes character references for the characters once more than XML does.
      expect(one.items[0]?.content).toContain('>a link</a></p>')
    }
  })

  test.each([
    [undefined, 'The Quarterly, by Ada'],
    ['What changed.', 'What changed.'],
  ])('of a site that says %j of itself says %j', (description, expected) => {
    const { channel, whole, json } = readBack(feedOf([], { site: { ...site, ...(description && { description }) } }))
    expect([channel.description, whole.subtitle, json.description]).toEqual([expected, expected, expected])
  })

  test('of a topic has its home in the folder that it lies in, and ids of its own', () => {
    const { channel, whole, json } = readBack(feedOf([entry()], { path: '/topics/tls/feed.xml', title: 'TLS' }))
    expect([channel.link, json.home_page_url]).toEqual([`${URL}/topics/tls/`, `${URL}/topics/tls/`])
    expect(whole.id).toBe(`${URL}/topics/tls/feed.xml`)
  })

  test('without entries is whole, and the same whenever it is made', () => {
    expect(readBack(feedOf([])).whole.updated).toBe('1970-01-01T00:00:00Z')
  })

  test.each(HOSTILE)('shows %j as the text that it is, in each field', (text) => {
    const shown = text.replace(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    const content = `<p>${text.replaceAll('&', '&#x26;').replaceAll('<', '&#x3C;')}</p>`
    const hostile = feedOf([entry({ title: text, description: text, content })], { title: text, site: { ...site, author: text } })
    const { channel, whole, json, known } = readBack(hostile)
    expect(channel.item).toHaveLength(1)
    expect([channel.title, channel.item[0].title, channel.item[0].description, channel.item[0]['dc:creator']]).toEqual([shown, shown, shown, shown])
    expect([whole.title, whole.author.name, whole.entry[0].title, whole.entry[0].summary]).toEqual([shown, shown, shown, shown])
    for (const held of [channel.item[0]['content:encoded'], whole.entry[0].content['#text']])
      expect(held).toBe(`<p>${shown.replaceAll('&', '&#x26;').replaceAll('<', '&#x3C;')}</p>`)
    expect([json.title, json.items[0].title, json.items[0].content_html]).toEqual([text, text, content])
    expect(known.map(({ items }) => items.length)).toEqual([1, 1])
  })

  test('of any text is whole XML that holds that text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { channel, whole } = readBack(feedOf([entry({ title: `a${text}z`, content: text })]))
        const shown = text.replace(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '').replace(/\r\n?/g, '\n')
        expect([channel.item[0].title, whole.entry[0].title]).toEqual([`a${shown}z`, `a${shown}z`])
      }),
    )
  })
})

test('the feed of a topic has an entry for each digest that told of it, with its words and where they stand', () => {
  const digest = (id: string, date: string) => ({ id, title: `Digest ${id}`, date, path: `/${id}/` })
  const story = (title: string, text: string) => ({
    title,
    state: undefined,
    path: '/stories/a/',
    said: { type: 'root' as const, children: [{ type: 'paragraph' as const, children: [{ type: 'text' as const, value: text }] }] },
  })
  const page = topicFeed(site, {
    name: 'crypto/tls',
    path: '/topics/crypto-tls/',
    parts: [
      { digest: digest('2026-Q3', '2026-10-05'), stories: [story('One', 'Said <of> one.'), story('Two', 'Said of two.')] },
      { digest: digest('2026-Q2', '2026-07-05'), stories: [story('Three', 'Said of three.')] },
    ],
  })
  expect([page.path, page.data.feed?.title]).toEqual(['/topics/crypto-tls/feed.xml', 'The Quarterly: crypto/tls'])
  expect(page.data.feed?.entries).toMatchObject([
    {
      title: 'crypto/tls: Digest 2026-Q3',
      description: 'One; Two',
      link: `${URL}/topics/crypto-tls/#in-2026-Q3`,
      date: '2026-10-05',
      content: '<p>Said &#x3C;of> one.</p>\n<p>Said of two.</p>',
    },
    { link: `${URL}/topics/crypto-tls/#in-2026-Q2` },
  ])
})

describe('an entry', () => {
  const read = (title: string, date: string, body: string): Entry => {
    const text = `---\ntitle: ${title}\nstatus: ready\ndate: ${date}\n---\n\n${body}\n`
    const document = readDocument(text, { kind: 'digests', id: '2026-Q3', file: 'digests/2026-Q3.mdx' })
    const edition = 'tree' in document ? publicEdition(document, { tiers: ['gold'], now: new Date('2026-10-06T00:00:00Z') }) : undefined
    if (!edition) throw new Error('not public')
    return entryOf(edition, { url: URL, language: 'en' })
  }
  const BODY =
    'A [page](/about/), [a heading](#more), a note[^1], ![a picture](/images/x.png), [there](https://x.example/).\n\n## More\n\n`<a href="#x">`\n\n[^1]: The note.'

  test('keeps its id when title, date and text change', () => {
    const [before, after] = [read('One', '2026-10-05', 'Text.'), read('Another', '2026-10-06', 'Other text.')]
    for (const print of [rss, atom, jsonFeed]) {
      const ids = [before, after].map((one) => parseOne(print(feedOf([one]))))
      expect(ids).toEqual([`${URL}/2026-Q3/`, `${URL}/2026-Q3/`])
    }
  })

  test('has no address that is not whole, and leaves text that looks like one alone', () => {
    const { content } = read('One', '2026-10-05', BODY)
    const addresses = [...content.matchAll(/<[^>]* (?:href|src)="([^"]*)"/g)].map(([, address]) => address)
    expect(addresses.length).toBeGreaterThan(5)
    expect(addresses.filter((address) => !address?.startsWith('https://'))).toEqual([])
    expect(content).toContain(`href="${URL}/2026-Q3/#more"`)
    expect(content).toContain('&#x3C;a href="#x">')
  })
})

/** The id of the only entry of a feed of any form. */
function parseOne(feed: string): string | null {
  return feed.startsWith('{') ? JSON.parse(feed).items[0].id : (parseFeed(feed).items[0]?.id ?? null)
}
