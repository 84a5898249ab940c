import { z } from 'zod'
import type { Window } from '../../model/window.ts'
import { askChanges, quoted, refusal } from './gerrit-ask.ts'
import { type Change, changeSchema, type GerritSource } from './gerrit-change.ts'
import type { Recall, Stream } from '../passes.ts'
import type { Upstream } from '../upstream.ts'

/** One kept answer: the question it answers, and the changes as they came. */
const keptSchema = z.object({ query: z.string(), changes: z.array(changeSchema) })

/** A server that pages without end gives no change that was not there before: so many pages of that are enough to tell. */
const MOST_BARREN = 8
/** So often a list that is longer than a page may move while it is read. */
const MOST_ROUNDS = 10

/**
 * One pass over the merged changes of a window, each page kept as it comes: round by round, until a round fits one page or brings
 * nothing new, because a change that is updated meanwhile jumps to the front and is passed by. `problem`: why the pass is not whole.
 */
export function mergedPass(
  source: GerritSource,
  window: Window,
  upstream: Upstream,
): {
  pass: (from: string | undefined, recall: Recall) => Promise<{ missing: number }>
  problem: () => string | undefined
} {
  let problem: string | undefined
  /** Whether the server knows mergedafter; undefined until it was asked. */
  let known: boolean | undefined
  let received = 0
  /** When each change was updated, as this pass saw it last. */
  const seen = new Map<number, string>()

  async function page(from: string | undefined, skip: number): Promise<{ query: string; changes: unknown[] }> {
    const query = mergedQuery(source, window, { from, known: known !== false })
    const answer = await askChanges(query, skip, source, upstream)
    if ('changes' in answer) return { query, changes: answer.changes }
    if (known !== undefined) throw refusal(400, answer.refused, query, source)
    known = false
    return page(from, skip)
  }

  async function round(
    from: string | undefined,
    ask: (skip: number) => Promise<Change[]>,
  ): Promise<{ pages: number; latest: string | undefined; quiet: boolean }> {
    const numbers = new Set<number>()
    let latest = from
    let barren = 0
    let quiet = true
    for (let pages = 1, skip = 0; ; pages++) {
      const changes = await ask(skip)
      const before = numbers.size
      for (const { _number, updated } of changes) {
        // One that comes twice was pushed back by one that jumped to the front.
        if (numbers.has(_number) || seen.get(_number) !== updated) quiet = false
        numbers.add(_number)
        seen.set(_number, updated)
      }
      if (pages === 1) for (const { updated } of changes) if (latest === undefined || updated > latest) latest = updated
      if (changes.at(-1)?._more_changes !== true) return { pages, latest, quiet }
      barren = numbers.size > before ? 0 : barren + 1
      if (barren === MOST_BARREN) {
        problem = `${source.url} says "_more_changes" for ever, without a new one, to ${mergedQuery(source, window, { from, known: known !== false })}`
        return { pages: 1, latest, quiet }
      }
      skip += changes.length
    }
  }

  return {
    problem: () => problem,
    async pass(from, recall) {
      problem = undefined
      seen.clear()
      let since = from
      for (let rounds = 0; rounds < MOST_ROUNDS; rounds++) {
        const { pages, latest, quiet } = await round(since, async (skip) => {
          const kept = keptSchema.parse(await recall(`changes, round ${rounds}, after ${skip}`, () => page(since, skip)))
          // A pass that is gone on with stays with the question it began with: where a page begins depends on it.
          known = kept.query.includes(' mergedafter:')
          received += kept.changes.length
          upstream.progress(`changes, ${received} so far`)
          return kept.changes
        })
        if (problem !== undefined) return { missing: 1 }
        if (pages === 1 || quiet) return { missing: 0 }
        since = latest
      }
      problem = `the changes of "${source.project}" on ${source.url} moved ${MOST_ROUNDS} times while they were read: run it again`
      return { missing: 1 }
    },
  }
}

/** What the store has of a stream: the latest version of every change, how many answers, and whether the server knew mergedafter. */
export async function readMerged(stream: Stream): Promise<{ changes: Map<number, Change>; answers: number; known: boolean }> {
  const changes = new Map<number, Change>()
  let answers = 0
  let known = true
  for await (const { answer } of stream.store.read(stream.name)) {
    const { data } = keptSchema.safeParse(answer)
    if (!data) continue
    answers++
    known = data.query.includes(' mergedafter:')
    for (const change of data.changes) {
      const before = changes.get(change._number)
      if (!before || before.updated <= change.updated) changes.set(change._number, change)
    }
  }
  return { changes, answers, known }
}

/** The latest update that a kept answer shows; undefined for what is none, or empty. */
export function latestUpdate(answer: unknown): string | undefined {
  const { data } = keptSchema.safeParse(answer)
  return data?.changes.map((change) => change.updated).reduce<string | undefined>((a, b) => (a !== undefined && a > b ? a : b), undefined)
}

/** The question for what was merged in the window and updated since `from`. Its times are inclusive. A server that does not know mergedafter is asked for all that was updated since. */
export function mergedQuery(source: GerritSource, window: Window, { from, known }: { from: string | undefined; known: boolean }): string {
  const query = `status:merged project:${quoted(source.project)} branch:${quoted(source.branch)}`
  if (!known) return `${query} after:${time(Math.max(Date.parse(window.since), from === undefined ? -Infinity : Date.parse(from)))}`
  const whole = `${query} mergedafter:${time(Date.parse(window.since))} mergedbefore:${time(Math.ceil(Date.parse(window.until) / 1000) * 1000)}`
  return from === undefined ? whole : `${whole} after:${time(Date.parse(from))}`
}

function time(ms: number): string {
  return `"${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} +0000"`
}
