import { factsOf, type Feed } from './feed.ts'
import { printXml } from './print-xml.ts'

/** RSS 2.0 with full text. @see https://www.rssboard.org/rss-specification and https://www.rssboard.org/rss-profile (read 30 November 2026) */
export function rss(feed: Feed): string {
  const { title, description, author, language, self, home, updated } = factsOf(feed)
  return printXml({
    rss: {
      '@version': '2.0',
      '@xmlns:atom': 'http://www.w3.org/2005/Atom',
      '@xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
      '@xmlns:dc': 'http://purl.org/dc/elements/1.1/',
      channel: {
        title,
        link: home,
        description,
        language,
        lastBuildDate: dateOf(updated),
        generator: 'Legible',
        'atom:link': { '@href': self, '@rel': 'self', '@type': 'application/rss+xml' },
        item: feed.entries.map((entry) => ({
          title: entry.title,
          link: entry.link,
          guid: { '@isPermaLink': 'true', '#text': entry.link },
          pubDate: dateOf(entry.date),
          'dc:creator': author,
          ...(entry.description && { description: entry.description }),
          'content:encoded': entry.content,
        })),
      },
    },
  })
}

function dateOf(day: string): string {
  return new Date(`${day}T00:00:00Z`).toUTCString()
}
