import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { collect } from '../src/collect/collect.ts'
import { curate } from '../src/curate/curate.ts'
import { draft } from '../src/draft/draft.ts'
import { openNetwork } from '../src/http.ts'
import { markersOf } from '../src/markers-of.ts'
import { parseMdx } from '../src/mdx.ts'
import { itemSchema } from '../src/model/item.ts'
import { BUILT_IN_SECTIONS } from '../src/model/section.ts'
import { virtualClock } from './clock.ts'
import { NO_GITHUB, scratch } from './scratch.ts'
import { atom, type FeedServer, feedServer, rss, type TestArticle } from './servers/feed.ts'
import type { Fault } from './servers/listen.ts'
import { draftInput } from './stories.ts'

const WINDOW = { since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z' }

const article = (name: string, given: Partial<TestArticle> = {}): TestArticle => ({
  title: `On ${name}`,
  link: `https://feed.example/${name}`,
  guid: `urn:${name}`,
  date: 'Sat, 01 Aug 2026 10:00:00 GMT',
  ...given,
})

async function start(articles: readonly TestArticle[] | string, options: { keywords?: string[]; path?: string } = {}) {
  const server: FeedServer = await feedServer(typeof articles === 'string' ? articles : rss(articles))
  onTestFinished(() => server.close())
  const clock = virtualClock()
  const cache = scratch()
  const url = `${server.url}${options.path ?? '/rss.xml'}`
  return {
    server,
    clock,
    cache,
    async run({ offline = false, at }: { offline?: boolean; at?: string } = {}) {
      if (at) await clock.wait(Date.parse(at) - clock.now())
      const { items, coverage } = await collect(
        [{ id: 'news', kind: 'feed', url, ...(options.keywords && { keywords: options.keywords }) }],
        WINDOW,
        {
          folder: '/',
          cache,
          ask: openNetwork({ clock }),
          clock,
          offline,
          accounts: [],
          github: NO_GITHUB,
        },
      )
      const [one] = coverage
      if (!one) throw new Error('no coverage')
      items.forEach((item) => itemSchema.parse(item))
      expect(one.returned).toBe(one.kept + Object.values(one.dropped).reduce((sum, count) => sum + count, 0))
      return { items, coverage: one, titles: items.map((item) => item.title) }
    },
  }
}

/** The lines that a store holds. */
function versions(cache: string): string[] {
  const files = readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl'))
  return files.flatMap((name) => readFileSync(join(cache, name), 'utf8').trim().split('\n'))
}

describe('collectFeed()', () => {
  test.each<[string, (articles: readonly TestArticle[]) => string]>([
    ['RSS', rss],
    ['Atom', atom],
  ])('tells the articles of %s, by their links', async (_, print) => {
    const date = print === rss ? 'Sat, 01 Aug 2026 12:00:00 +0200' : '2026-08-01T12:00:00.5+02:00'
    const description = '<p>First &amp; <b>bold</b></p><script>alert(1)</script><p>Vec<T> &lt;x&gt;</p>'
    const { run } = await start(print([article('a', { date, description, author: 'Ada Example' })]))
    expect((await run()).items).toEqual([
      expect.objectContaining({
        kind: 'article',
        id: 'https://feed.example/a',
        title: 'On a',
        url: 'https://feed.example/a',
        at: '2026-08-01T10:00:00Z',
        author: 'Ada Example',
        message: 'First & bold\n\nVec<T> <x>',
      }),
    ])
  })

  test('a title is text: only words set apart lose their tags', async () => {
    const { run } = await start([article('a', { title: 'The <dialog> element, <em>at last</em>: Vec<T> & <b>' })])
    expect((await run()).titles).toEqual(['The <dialog> element, at last: Vec<T> & <b>'])
  })

  test('windows are half-open, and a date without a zone is UTC on every machine', async () => {
    const { run } = await start([
      article('before', { date: '2026-06-30T23:59:59Z' }),
      article('first', { date: '2026-07-01T00:00:00' }),
      article('zoned', { date: '2026-10-01T01:00:00+02:00' }),
      article('last', { date: 'Wed, 30 Sep 2026 23:59:59' }),
      article('after', { date: 'Thu, 01 Oct 2026 00:00:00' }),
    ])
    const { items, coverage } = await run()
    expect(items.map((item) => [item.title, item.at])).toEqual([
      ['On last', '2026-09-30T23:59:59Z'],
      ['On zoned', '2026-09-30T23:00:00Z'],
      ['On first', '2026-07-01T00:00:00Z'],
    ])
    expect(coverage).toMatchObject({ returned: 5, kept: 3, dropped: { 'outside the window': 2 }, complete: true, served: 'live' })
  })

  test('keeps to whole keywords, in title, text or categories', async () => {
    const { run } = await start(
      [
        article('tls', { title: 'About tls 1.3' }),
        article('b', { description: 'uses <i>ML-KEM</i>.' }),
        article('c', { category: 'TLS' }),
        article('d', { title: 'TLSv9, hustls' }),
      ],
      { keywords: ['TLS', 'ML-KEM'] },
    )
    const { titles, coverage } = await run()
    expect(titles.sort()).toEqual(['About tls 1.3', 'On b', 'On c'])
    expect(coverage.dropped).toEqual({ 'without a keyword': 1 })
  })

  test('asks whether it changed, keeps what left the feed, and tells each article once, as it was told last', async () => {
    const { server, run, cache } = await start([article('a'), article('b')])
    server.etag = '"one"'
    server.lastModified = 'Sat, 01 Aug 2026 11:00:00 GMT'
    await run({ at: '2026-08-02T00:00:00Z' })
    expect(server.got[0]?.headers).toMatchObject({ accept: expect.stringContaining('rss') })
    expect(server.got[0]?.headers).not.toHaveProperty('if-none-match')
    const same = await run({ at: '2026-08-03T00:00:00Z' })
    expect(server.got[1]?.headers).toMatchObject({ 'if-none-match': '"one"', 'if-modified-since': 'Sat, 01 Aug 2026 11:00:00 GMT' })
    expect(same.titles).toEqual(['On a', 'On b'])
    expect(same.coverage).toMatchObject({ returned: 2, served: 'live and store', requests: 1, asked: [{ returned: 2 }] })

    server.etag = '"two"'
    server.lastModified = undefined
    server.xml = rss([article('b', { title: 'On b, corrected', link: 'https://feed.example/b2' }), article('c')])
    const third = await run({ at: '2026-08-04T00:00:00Z' })
    expect(third.titles.sort()).toEqual(['On a', 'On b, corrected', 'On c'])
    expect(third.coverage).toMatchObject({ returned: 3, asked: [{ returned: 3 }] })
    const offline = await run({ offline: true })
    expect(offline.items).toEqual(third.items)
    expect(offline.coverage).toMatchObject({ served: 'store', requests: 0 })
    expect(server.got).toHaveLength(3)

    expect(versions(cache)).toHaveLength(2)
    expect(versions(cache).join()).not.toMatch(/secret|cookie/)
  })

  test('an article is the same by its id or by its link; a feed that did not change is kept once, tags or none', async () => {
    const { server, run, cache } = await start([article('a'), article('b')])
    await run()
    await run()
    expect(versions(cache)).toHaveLength(1)
    server.xml = rss([article('a', { guid: 'urn:new' }), article('b', { link: 'https://feed.example/new' })])
    const { items, coverage } = await run()
    expect(items.map((item) => item.id).sort()).toEqual(['https://feed.example/a', 'https://feed.example/new'])
    expect(coverage.returned).toBe(2)
    expect(versions(cache)).toHaveLength(2)
  })

  test('articles that share one link are told apart by their ids, and stay the same', async () => {
    const link = 'https://feed.example/changes'
    const three = [article('a', { link }), article('b', { link, guid: 'o/r@v1.2*' }), article('c', { link, guid: 'o/r@v1.3' })]
    const { server, run } = await start(three)
    const ids = ['https://feed.example/changes#o%2Fr%40v1.2%2A', 'https://feed.example/changes#urn%3Aa', 'o/r@v1.3']
    const first = await run()
    expect(first.items.map((item) => item.id).sort()).toEqual(ids)
    expect(first.items.map((item) => item.url)).toEqual([link, link, link])
    expect(first.coverage).toMatchObject({ returned: 3, kept: 3 })
    server.xml = rss([article('a', { link, title: 'On a, corrected' }), article('d', { link })])
    const second = await run()
    expect(second.titles.sort()).toEqual(['On a, corrected', 'On b', 'On c', 'On d'])
    server.xml = rss([article('e', { link })])
    expect((await run()).items.map((item) => item.id).sort()).toEqual(
      [...ids, 'https://feed.example/changes#urn%3Ad', 'https://feed.example/changes#urn%3Ae'].sort(),
    )
  })

  test('an article that a version repeats is one', async () => {
    const { run } = await start([article('a'), article('a')])
    expect((await run()).items.map((item) => item.id)).toEqual(['https://feed.example/a'])
  })

  test('what has no date counts from when it was first seen', async () => {
    const undated = article('a', { date: '0001-01-01T00:00:00Z' })
    const { server, run } = await start([undated])
    await run({ at: '2026-09-01T00:00:00Z' })
    server.xml = rss([undated, article('b', { date: '2026-11-01T00:00:00Z' })])
    const { items, coverage } = await run({ at: '2026-10-05T00:00:00Z' })
    expect(items).toMatchObject([{ at: '2026-09-01T00:00:00Z' }])
    expect(coverage.problems).toEqual(expect.arrayContaining([expect.stringContaining('1 article has no date')]))
  })

  test('says how far back it reaches, and what it cannot have seen', async () => {
    const { server, run } = await start([article('a', { date: '2026-07-20T00:00:00Z' })])
    const first = await run({ at: '2026-07-21T00:00:00Z' })
    expect(first.coverage).toMatchObject({ complete: true, problems: [expect.stringContaining('reaches back only to 2026-07-20T00:00:00Z')] })
    server.xml = rss([article('b', { date: '2026-09-01T00:00:00Z' })])
    const later = await run({ at: '2026-09-02T00:00:00Z' })
    expect(later.coverage.problems[1]).toContain('between 2026-07-21T00:00:00Z and 2026-09-01T00:00:00Z')
    const { run: whole } = await start([article('a'), article('old', { date: '2026-06-01T00:00:00Z' })])
    expect((await whole()).coverage.problems).toEqual([])
  })

  test('an empty feed is none that failed', async () => {
    const { run } = await start([])
    expect((await run()).coverage).toMatchObject({ complete: true, returned: 0, problems: [expect.stringContaining('reaches back only')] })
  })

  test.each<[string, Fault, RegExp]>([
    [
      'a login page',
      { headers: { 'content-type': 'text/html' }, body: '<!doctype html><html><head><meta name=x><title>Log in</title>' },
      /no feed.*<title>Log in.*3 times/,
    ],
    ['a login page in good XML', { body: '<html><body><p>Log in</p></body></html>' }, /neither RSS nor Atom.*Log in.*3 times/],
    ['half a feed', 'truncate', /no whole XML.*3 times/],
    ['a connection that ends', 'cut', /no whole answer.*3 times/],
    ['a connection that is reset', 'reset', /no whole answer.*3 times/],
    ['silence', 'stall', /30 seconds, 3 times/],
    ['nothing', 'empty', /nothing, 3 times/],
    [
      'entities of its own',
      { body: '<!DOCTYPE rss [<!ENTITY a "b">]><rss version="2.0"><channel><title>&a;</title></channel></rss>' },
      /entities of its own/,
    ],
    ['a redirect', { status: 301, headers: { location: 'https://elsewhere.example/' }, body: '' }, /redirect to https:\/\/elsewhere/],
    ['a refusal', { status: 404, body: 'gone\u001b[31m' }, /answered 404 \("gone\ufffd.*Mend the address/],
  ])('%s fails the source; what is held serves', async (_, fault, said) => {
    const { server, run, clock } = await start([article('a')])
    server.onStall = clock.expire
    server.faults.push(fault, fault, fault)
    const first = await run()
    expect(first.items).toEqual([])
    expect(first.coverage).toMatchObject({ complete: false, problems: [expect.stringMatching(said)] })
    server.faults.length = 0
    expect((await run()).titles).toEqual(['On a'])
    server.faults.push(fault, fault, fault)
    const third = await run()
    expect(third.titles).toEqual(['On a'])
    expect(third.coverage).toMatchObject({ complete: false, served: 'store', kept: 1 })
  })

  test('a fault that passes is waited out', async () => {
    const { server, run, clock } = await start([article('a')])
    server.faults.push({ status: 429, headers: { 'retry-after': '5' }, body: '' }, 'truncate')
    const { coverage } = await run()
    expect(coverage).toMatchObject({ complete: true, requests: 3 })
    expect(clock.waits).toEqual([5000, 1000])
  })

  test('offline with nothing collected makes no request and names the source', async () => {
    const { server, run } = await start([article('a')])
    expect((await run({ offline: true })).coverage).toMatchObject({
      complete: false,
      requests: 0,
      problems: [expect.stringMatching(/"news" offline/)],
    })
    expect(server.got).toEqual([])
  })

  test('only links that a person can follow are links', async () => {
    const { server, run } = await start([
      { title: 'script', link: 'javascript:alert(1)', guid: 'one', date: '2026-08-01T00:00:00Z' },
      { title: 'relative', link: '/posts/1', date: '2026-08-01T00:00:00Z' },
      { title: 'neither', date: '2026-08-01T00:00:00Z' },
      { title: 'upper', link: 'https://feed.example/A', date: '2026-08-01T00:00:00Z' },
      { title: 'lower', link: 'https://feed.example/a', date: '2026-08-01T00:00:00Z' },
    ])
    const { items, coverage } = await run()
    expect(Object.fromEntries(items.map((item) => [item.title, [item.id, item.url]]))).toEqual({
      script: [`${server.url}/rss.xml#one`, undefined],
      relative: ['https://feed.example/posts/1', 'https://feed.example/posts/1'],
      upper: ['https://feed.example/A', 'https://feed.example/A'],
      lower: ['https://feed.example/a', 'https://feed.example/a'],
    })
    expect(coverage.dropped).toEqual({ 'without a link or an id': 1 })
  })
})

test('text from outside stays data: the digest compiles and shows it literally', async () => {
  const hostile = '<script>alert(1)</script> {process.env.HOME} */ } ](x) \u202egnp.exe 🎉 `'
  const { run } = await start([
    article('a', {
      title: hostile,
      description: `<p>${hostile}</p>*/}{/*`,
      link: 'https://feed.example/*/?q={x}*/',
      category: '*/',
      author: '*/ {x}',
    }),
    article('b', { link: 'nonsense://x', guid: '*/ {x} \u202e' }),
    article('c', { link: 'nonsense://x', guid: 'evil@*/x' }),
    article('d', { link: 'nonsense://x', guid: 'evil@}{`x' }),
  ])
  const { items } = await run()
  expect(items).toHaveLength(4)
  expect(items.find((item) => item.author)?.title).toBe(hostile.replace('\u202e', '\\u202e'))
  const { text } = draft(draftInput(curate(items, { sections: BUILT_IN_SECTIONS, window: WINDOW })))
  expect(
    markersOf(parseMdx(text))
      .map((marker) => marker.id)
      .sort(),
  ).toEqual(items.map((item) => item.id).sort())
  expect(JSON.stringify(parseMdx(text))).not.toMatch(/"mdxJsx|"html"/)
  expect(text).toContain('🎉')
})
