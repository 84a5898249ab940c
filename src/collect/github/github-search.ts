import { Problem } from '../../errors.ts'
import type { GitHub } from './github-client.ts'
import type { PagedQuery } from './github-shapes.ts'
import type { SearchPage } from './github-queries.ts'
import type { Recall } from '../passes.ts'
import { instant } from '../../model/instant.ts'

/** GitHub gives no more of one search than this, whatever it counts. */
const MOST = 1000
const EVER: readonly [number, number] = [Date.UTC(2008, 0), Date.UTC(2100, 0)]

/**
 * One search. `words`: what is searched, without the span of time; `span`: the instants that it is split by, to the second, both inside;
 * `complete` follows the lists of a node that go on.
 */
export type Search<T> = {
  query: PagedQuery<SearchPage<T>>
  variables: Readonly<Record<string, unknown>>
  words: string
  span: { field: 'merged' | 'created'; since: string; until: string } | undefined
  complete: (node: T) => Promise<void>
}

/**
 * Reads a search whole: spans of more than 1,000 results are halved until each has less, and a span that brought fewer nodes than
 * GitHub counted is read a second time. `missing`: what it counted and did not give even then; `counted`: what it counted.
 * @throws {Problem} when a single second has more than 1,000 results, or GitHub cannot be asked
 */
export async function readSearch<T extends { id: string }>(
  search: Search<T>,
  { github, recall, seen }: { github: GitHub; recall: Recall; seen: (count: number) => void },
): Promise<{ missing: number; counted: number }> {
  let total = 0

  /** One part of the search, page by page; undefined when it must be split first. */
  async function read(words: string, attempt: number): Promise<{ missing: number; counted: number } | undefined> {
    const ids = new Set<string>()
    let counted: number | undefined
    let cursor: string | null = null
    let live: AsyncGenerator<SearchPage<T>> | undefined
    try {
      for (;;) {
        const answer = await recall(`${attempt} ${words} ${cursor ?? ''}`, async () => {
          live ??= github.pages(search.query, { ...search.variables, q: `${words} sort:created-asc` }, cursor)
          const { value } = await live.next()
          if ((value?.search.issueCount ?? 0) <= MOST) for (const node of value?.search.nodes ?? []) if (node) await search.complete(node)
          return value
        })
        const page = search.query.answer.parse(answer)
        counted ??= page.search.issueCount
        if (counted > MOST) return undefined
        for (const node of page.search.nodes ?? []) if (node) ids.add(node.id)
        seen(total + ids.size)
        const next = search.query.page(page)
        if (!next.more) break
        cursor = next.cursor
      }
    } finally {
      await live?.return(undefined)
    }
    total += ids.size
    return { missing: Math.max(counted - ids.size, 0), counted }
  }

  async function part(span: readonly [number, number] | undefined): Promise<{ missing: number; counted: number }> {
    const field = search.span?.field ?? 'created'
    const words = span ? `${search.words} ${field}:${instant(span[0])}..${instant(span[1])}` : search.words
    const first = await read(words, 1)
    if (first?.missing) {
      total -= first.counted - first.missing
      return (await read(words, 2)) ?? first
    }
    if (first) return first
    const [since, until] = span ?? EVER
    if (until - since < 1000 && span)
      throw new Problem({
        what: `Cannot collect from GitHub: one second has more than ${MOST} results of "${words}"`,
        fix: 'Narrow the source by labels, and collect the rest by another source',
      })
    const middle = Math.floor((since + until) / 2000) * 1000
    const older = await part([since, middle])
    const newer = await part([middle + 1000, until])
    return { missing: older.missing + newer.missing, counted: older.counted + newer.counted }
  }

  const { span } = search
  // Whole seconds, both inside: the last that begins before the end.
  return part(span && [Math.floor(Date.parse(span.since) / 1000) * 1000, Math.ceil(Date.parse(span.until) / 1000) * 1000 - 1000])
}
