import { describe, expect, test } from 'vitest'
import { feedArticles } from '../src/collect/feed/feed-articles.ts'
import { htmlText } from '../src/collect/feed/html-text.ts'
import { plainTitle } from '../src/collect/feed/plain-title.ts'

/** A megabyte of the same, which no tag closes. */
const long = (unit: string): string => unit.repeat(1_000_000 / unit.length)

describe('htmlText()', () => {
  test.each([
    ['a<!-- b <p> -->c<!---->d', 'acd'],
    ['a <!-- b', 'a <!-- b'],
    ['a<script>x</script >b<STYLE type="x">y</script></style>c', 'abc'],
    ['<script>1<style>2</script>a</style>', 'a</style>'],
    ['a<script>b<style>c</style>d', 'a<script>bd'],
    ['<p>a</p><ul><li>b<li>Vec<T></ul>', 'a\n\nb\nVec<T>'],
  ])('of %j is %j', (html, text) => {
    expect(htmlText(html)).toBe(text)
  })

  test.each(['<!--', '<script>', '<script ', '<style><script>', '</script', '<p ', '<', ' ', '\n'])('of 1 MB of %j comes back', (unit) => {
    expect(typeof htmlText(`${long(unit)}!`)).toBe('string')
  })
})

describe('plainTitle()', () => {
  test.each([
    ['The <dialog> element,\n<em>at last</em>: Vec<T> & <b>', 'The <dialog> element, at last: Vec<T> & <b>'],
    ['<b><i>a</i></B> <sub>2</sub>', 'a 2'],
    ['</b>a<b> <code>x</i>', '</b>a<b> <code>x</i>'],
    ['<b> and <b>x</b>', '<b> and x'],
  ])('of %j is %j', (title, text) => {
    expect(plainTitle(title)).toBe(text)
  })

  test.each(['<b>', '<b><i>', '</b>', '<b></b>', '<'])('of 1 MB of %j comes back', (unit) => {
    expect(typeof plainTitle(long(unit))).toBe('string')
  })
})

describe('feedArticles()', () => {
  const feed = (item: string, encoding = 'UTF-8'): string =>
    `<?xml version="1.0" encoding="${encoding}"?><rss version="2.0"><channel><title>T</title>${item}</channel></rss>`

  test.each(['ISO-8859-1', 'UTF-16', 'windows-1252', 'x-nonsense'])(
    'takes no notice of a declaration that says %s: the text is decoded',
    (encoding) => {
      const xml = feed('<item><title>Tähkäpää 🎉</title><guid>one</guid></item>', encoding)
      for (const text of [xml, `\ufeff${xml}`, `\n${xml}`])
        expect(feedArticles(text, 'https://feed.example/')).toMatchObject({ articles: [{ title: 'Tähkäpää 🎉' }], nameless: 0 })
    },
  )

  test('a date of 1 MB is none', () => {
    const { articles } = feedArticles(feed(`<item><guid>one</guid><pubDate>${long('Z(')}</pubDate></item>`), 'https://feed.example/')
    expect(articles).toMatchObject([{ time: undefined }])
  })

  test('1 MB of empty articles are refused', () => {
    expect(() => feedArticles(feed(long('<item/>')), 'https://feed.example/')).toThrow(/more than 5000 articles/)
  })
})
