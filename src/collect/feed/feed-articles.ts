import { parseFeed } from '@rowanmanning/feed-parser'
import { XMLValidator } from 'fast-xml-parser'
import { plainLine } from '../../plain.ts'
import { htmlText } from './html-text.ts'
import { plainTitle } from './plain-title.ts'
import { Unreadable } from '../patience.ts'

/** One entry of a feed. `guid` and `link`: what it is told from others by, one of them at least; `time`: milliseconds since 1970, undefined without a date. */
export type Article = {
  guid: string | undefined
  link: string | undefined
  title: string
  time: number | undefined
  author: string
  text: string
  categories: string[]
}

type FeedItem = ReturnType<typeof parseFeed>['items'][number]

/** A feed names nothing before there were feeds. */
const FIRST_MS = Date.UTC(1995)
/** The parser looks through the whole feed for each article. */
const MOST_ARTICLES = 5000
/** No date is longer. */
const DATE_LENGTH = 100

/** The articles of an RSS or Atom feed, and how many have neither an id nor a link. `base`: what relative links are relative to. @throws {Unreadable} for what is no whole feed */
export function feedArticles(xml: string, base: string): { articles: Article[]; nameless: number } {
  const text = xml.replace(/^\s+|^\ufeff\s*/, '')
  const valid = XMLValidator.validate(text)
  if (valid !== true) throw new Unreadable(`it is no whole XML (line ${valid.err.line}: ${plainLine(valid.err.msg)})`)
  // Entities of its own can grow a small file without bounds; feeds need none.
  if (/<!ENTITY/i.test(text)) throw new Unreadable('it declares entities of its own')
  let items: FeedItem[]
  try {
    items = parseFeed(text).items
  } catch {
    throw new Unreadable('it is XML, and neither RSS nor Atom')
  }
  if (items.length > MOST_ARTICLES) throw new Unreadable(`it has more than ${MOST_ARTICLES} articles`)
  const read = items.map((item) => readArticle(item, base))
  const articles = read.filter((article) => article.guid !== undefined || article.link !== undefined)
  return { articles, nameless: read.length - articles.length }
}

function readArticle(item: FeedItem, base: string): Article {
  const link = linkOf(item.url, base)
  const guid = item.id ? plainLine(item.id) : undefined
  return {
    guid,
    link: link ?? (guid && /^https?:/i.test(guid) ? linkOf(guid, base) : undefined),
    title: plainTitle(item.title ?? ''),
    time: dateOf(item, ['published', 'pubdate', 'issued', 'date', 'created']) ?? dateOf(item, ['updated', 'modified']),
    author: item.authors.flatMap((author) => (author.name ? [plainLine(author.name)] : [])).join(', '),
    text: htmlText(item.description ?? item.content ?? ''),
    categories: [...new Set(item.categories.map((category) => plainLine(category.label ?? category.term)))].filter(Boolean),
  }
}

/** A link that a person can follow, with nothing in it that ends a comment or begins code. */
function linkOf(url: string | null, base: string): string | undefined {
  if (!url || !URL.canParse(url, base)) return undefined
  const { href, protocol } = new URL(url, base)
  if (protocol !== 'http:' && protocol !== 'https:') return undefined
  return href.replace(/[*{}`|\\]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** The parser reads a date without a zone as local time; here it is UTC, so that every machine says the same. */
function dateOf(item: FeedItem, names: readonly string[]): number | undefined {
  for (const name of names) {
    const text = item.element.findElementWithName(name)?.textContent.trim()
    if (!text || text.length > DATE_LENGTH) continue
    const zoned = /(?:Z|[+-]\d\d:?\d\d|\b[A-Z]{1,5})\s*(?:\([^)]*\))?$/i.test(text) || /^\d{4}-\d\d-\d\d$/.test(text)
    const time = Date.parse(zoned ? text : /T\d\d/.test(text) ? `${text}Z` : `${text} UTC`)
    if (time > FIRST_MS) return time
  }
  return undefined
}
