import { Problem } from '../../errors.ts'
import { isMarker } from '../../markers-of.ts'
import type { Item } from '../../model/item.ts'
import type { Source } from '../../model/source.ts'
import type { Window } from '../../model/window.ts'
import { type Article, feedArticles } from './feed-articles.ts'
import { askFeed, readVersions } from './feed-versions.ts'
import { sharedLinks, tellOnce } from './tell-once.ts'
import { wholeWords } from '../../whole-words.ts'
import { instant } from '../../model/instant.ts'
import { BLANK, type Collected, isInside, leftOut, type Upstream } from '../upstream.ts'

type FeedSource = Extract<Source, { kind: 'feed' }>

/** Daily feeds begin anew each morning and rest at the weekend: only a longer time without an article is a gap. */
const GAP_MS = 3 * 86_400_000

/**
 * Articles of a feed inside the window. A feed holds the latest alone: each version that differs is kept, and the articles of all of them
 * count, each once, as the latest version tells it. Coverage says how far back that reaches.
 * @throws {Problem} when nothing can be had
 */
export async function collectFeed(source: FeedSource, window: Window, upstream: Upstream): Promise<Collected> {
  const versions = await readVersions(upstream)
  const before = versions.length
  const problems: string[] = []
  let complete = true
  if (upstream.offline && before === 0)
    throw new Problem({
      what: `Cannot collect source "${source.id}" offline: nothing of ${source.url} was collected before`,
      where: source.url,
      fix: 'Run it once without --offline',
    })
  if (!upstream.offline) {
    try {
      const fresh = await askFeed(source.url, versions.at(-1), upstream)
      if (fresh) versions.push(fresh)
    } catch (error) {
      if (!(error instanceof Problem) || before === 0) throw error
      complete = false
      problems.push(`${error.message}. ${error.fix}`)
    }
  }
  const read = versions.map((version) => ({ at: version.at, ...feedArticles(version.xml, source.url) }))
  const told = tellOnce(read)
  const { items, dropped, undated } = choose(told, { source, window })
  const nameless = read.reduce((most, version) => Math.max(most, version.nameless), 0)
  if (nameless > 0) problems.push(`${nameless} ${nameless === 1 ? 'article has' : 'articles have'} neither a link nor an id`)
  if (undated > 0)
    problems.push(
      `${undated} ${undated === 1 ? 'article has' : 'articles have'} no date and ${undated === 1 ? 'counts' : 'count'} from the day it was first seen`,
    )
  problems.push(...reach(read, window))
  return {
    items,
    coverage: {
      complete,
      returned: told.length + nameless,
      kept: items.length,
      dropped: { ...dropped, ...(nameless > 0 && { 'without a link or an id': nameless }) },
      asked: [{ what: 'feed', query: source.url, returned: told.length + nameless }],
      served: upstream.offline || !complete ? 'store' : before > 0 ? 'live and store' : 'live',
      problems,
    },
  }
}

function choose(
  articles: readonly (Article & { seenAt: string })[],
  { source, window }: { source: FeedSource; window: Window },
): { items: Item[]; dropped: Record<string, number>; undated: number } {
  const { dropped, drop } = leftOut()
  const word = source.keywords && wholeWords(source.keywords)
  const shared = new Set(sharedLinks(articles))
  const items: Item[] = []
  let undated = 0
  for (const { guid, link, title, time, author, text, categories, seenAt } of articles) {
    const happened = time ?? Date.parse(seenAt)
    if (!isInside(happened, window)) drop('outside the window')
    else if (word && ![title, text, ...categories].some((one) => word.test(one))) drop('without a keyword')
    else {
      if (time === undefined) undated++
      const id = link && !(guid && shared.has(link)) ? link : idOf(guid ?? '', link ?? source.url)
      items.push({
        ...BLANK,
        kind: 'article',
        id,
        title: title || id,
        ...(link && { url: link }),
        at: instant(happened),
        ...(author && { author }),
        message: text,
        labels: categories,
      })
    }
  }
  return { items, dropped, undated }
}

/** An id of an article that no link of its own tells from others: a marker, with nothing in it that ends a comment. */
function idOf(guid: string, page: string): string {
  return isMarker(guid) ? guid : `${page}#${encodeURIComponent(guid)}`.replaceAll('*', '%2A')
}

/** What the versions that were kept cannot hold of the window: what left the feed before the first of them, and between two. */
function reach(versions: readonly { at: string; articles: readonly Article[] }[], window: Window): string[] {
  const problems: string[] = []
  const oldest = versions.map(({ at, articles }) => articles.reduce((least, { time }) => Math.min(least, time ?? least), Date.parse(at)))
  const [first] = oldest
  if (first !== undefined && first > Date.parse(window.since))
    problems.push(`the feed reaches back only to ${instant(first)}: what is older and was never collected is missing`)
  for (const [index, { at }] of versions.entries()) {
    const next = oldest[index + 1]
    if (next !== undefined && next - Date.parse(at) > GAP_MS && at < window.until && instant(next) > window.since)
      problems.push(`what the feed held only between ${at} and ${instant(next)} is missing: it is read too seldom`)
  }
  return problems
}
