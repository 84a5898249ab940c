import { factsOf, type Feed } from './feed.ts'
import { printXml } from './print-xml.ts'

/** Atom with full text. @see https://www.rfc-editor.org/rfc/rfc4287 (read 30 November 2026) */
export function atom(feed: Feed): string {
  const { title, description, author, language, self, home, site, updated } = factsOf(feed)
  return printXml({
    feed: {
      '@xmlns': 'http://www.w3.org/2005/Atom',
      '@xml:lang': language,
      id: self,
      title,
      subtitle: description,
      updated: `${updated}T00:00:00Z`,
      author: { name: author, uri: site },
      link: [
        { '@rel': 'self', '@type': 'application/atom+xml', '@href': self },
        { '@rel': 'alternate', '@type': 'text/html', '@href': home },
      ],
      generator: 'Legible',
      entry: feed.entries.map((entry) => ({
        id: entry.link,
        title: entry.title,
        link: { '@rel': 'alternate', '@type': 'text/html', '@href': entry.link },
        published: `${entry.date}T00:00:00Z`,
        updated: `${entry.corrected ?? entry.date}T00:00:00Z`,
        ...(entry.description && { summary: entry.description }),
        content: { '@type': 'html', '#text': entry.content },
      })),
    },
  })
}
