import { factsOf, type Feed } from './feed.ts'

/** JSON Feed 1.1 with full text. @see https://www.jsonfeed.org/version/1.1/ (read 30 November 2026) */
export function jsonFeed(feed: Feed): string {
  const { title, description, author, language, self, home, site } = factsOf(feed)
  const written = {
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: home,
    feed_url: self,
    description,
    language,
    authors: [{ name: author, url: site }],
    items: feed.entries.map((entry) => ({
      id: entry.link,
      url: entry.link,
      title: entry.title,
      ...(entry.description && { summary: entry.description }),
      content_html: entry.content,
      date_published: `${entry.date}T00:00:00Z`,
      ...(entry.corrected !== undefined && { date_modified: `${entry.corrected}T00:00:00Z` }),
    })),
  }
  return `${JSON.stringify(written, undefined, 1)}\n`
}
