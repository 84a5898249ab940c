import { listen, type Server } from './listen.ts'

/** One article as tests write it; `link` and `guid` may be absent. */
export type TestArticle = { title: string; link?: string; guid?: string; date?: string; description?: string; category?: string; author?: string }

/** A feed that may change while it runs; it answers 304 to whoever has its ETag or its date. */
export type FeedServer = Server & { xml: string; etag: string | undefined; lastModified: string | undefined }

export async function feedServer(xml: string): Promise<FeedServer> {
  const server = await listen(({ headers }) => {
    const { etag, lastModified } = feed
    const known =
      (etag !== undefined && headers['if-none-match'] === etag) || (lastModified !== undefined && headers['if-modified-since'] === lastModified)
    const own = {
      'content-type': 'application/rss+xml',
      ...(etag && { etag }),
      ...(lastModified && { 'last-modified': lastModified }),
      'set-cookie': 'session=secret',
    }
    return known ? { status: 304, headers: own, body: '' } : { headers: own, body: feed.xml }
  })
  const feed: FeedServer = Object.assign(server, { xml, etag: undefined, lastModified: undefined })
  return feed
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const element = (name: string, text: string | undefined): string => (text === undefined ? '' : `<${name}>${escape(text)}</${name}>`)

/** An RSS 2.0 feed of these articles. */
export function rss(articles: readonly TestArticle[]): string {
  const items = articles.map(
    ({ title, link, guid, date, description, category, author }) =>
      `<item>${element('title', title)}${element('link', link)}${element('guid', guid)}${element('pubDate', date)}${element('description', description)}${element('category', category)}${element('dc:creator', author)}</item>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Test</title><link>https://feed.example/</link><description>Test</description>${items.join('\n')}</channel></rss>\n`
}

/** An Atom feed of these articles; `date` is when each was published. */
export function atom(articles: readonly TestArticle[]): string {
  const entries = articles.map(
    ({ title, link, guid, date, description, author }) =>
      `<entry>${element('title', title)}${link === undefined ? '' : `<link rel="alternate" href="${escape(link)}"/>`}${element('id', guid)}${element('published', date)}<updated>2026-09-30T00:00:00Z</updated>${element('summary', description)}${author === undefined ? '' : `<author><name>${escape(author)}</name></author>`}</entry>`,
  )
  return `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>Test</title><id>urn:test</id><updated>2026-09-30T00:00:00Z</updated>${entries.join('\n')}</feed>\n`
}
