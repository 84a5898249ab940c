import picomatch from 'picomatch'
import { Problem } from '../../errors.ts'
import type { Item } from '../../model/item.ts'
import type { Window } from '../../model/window.ts'
import { type Change, type GerritSource, pathsOf, toChangeItem } from './gerrit-change.ts'
import { latestUpdate, mergedPass, mergedQuery, readMerged } from './gerrit-merged.ts'
import { collectOpen } from './gerrit-open.ts'
import { bringUpToDate, isAnswer, standing, type Stream } from '../passes.ts'
import { askedWindows, type Collected, isInside, leftOut, type Upstream } from '../upstream.ts'

/**
 * Changes that were submitted to a branch inside the window, whenever they were updated, each number once, newest first; then the
 * maintainer's open changes in the project, with `state` "open", of any time. Coverage counts what was merged: `returned` = `kept` +
 * the sum of `dropped`. What was collected before is not asked for again, and serves where asking fails.
 * @throws {Problem} when asking fails, or is not allowed, and nothing was collected before
 */
export async function collectGerrit(source: GerritSource, window: Window, upstream: Upstream): Promise<Collected> {
  const parts = askedWindows(window, upstream.drafted).map((asked): Part => ({ asked, stream: streamOf(asked, upstream) }))
  const before = (await readParts(parts)).answers
  let failure: Problem | undefined
  for (const { asked, stream } of parts)
    failure ??= upstream.offline ? await offlineProblem(source, asked, stream) : await refresh(source, asked, upstream, stream)
  const { changes, answers, known } = await readParts(parts)
  if (failure !== undefined && answers === 0) throw failure
  const open = await collectOpen(source, upstream, { ask: !upstream.offline && failure === undefined })

  const matches = source.paths && picomatch(source.paths, { dot: true })
  const { dropped, drop } = leftOut()
  const isOutside = (change: Change): boolean => matches !== undefined && pathsOf(change)?.some((path) => matches(path)) === false
  const merged: Item[] = []
  let inside = 0
  for (const change of changes.values()) {
    const at = Date.parse(change.submitted ?? '')
    if (!isInside(at, window)) {
      drop('outside the window')
      continue
    }
    inside++
    if (isOutside(change)) drop('outside the paths')
    else merged.push(toChangeItem(change, source, upstream.accounts))
  }
  const desk = [...open.changes.values()]
    .filter((change) => !changes.has(change._number) && !isOutside(change))
    .map((change): Item => {
      const { commit: _, ...item } = toChangeItem(change, source, upstream.accounts)
      return { ...item, state: 'open', own: ['wrote'] }
    })

  const live = !upstream.offline && (failure === undefined || answers > before)
  const late = upstream.offline ? await lateness(parts) : undefined
  const problems = [failure && `${failure.message}. ${failure.fix}`, late, open.problem].filter((problem) => problem !== undefined)
  if (inside === 0)
    problems.push(
      `no merged change of project "${source.project}", branch "${source.branch}" on ${source.url} from ${window.since} to ${window.until}: mend "project" and "branch", or the window`,
    )
  else if (merged.length === 0)
    problems.push(
      `none of the ${inside} changes touches "paths" (${source.paths?.join(', ') ?? 'everything'}): mend the globs, or take the source out`,
    )
  const query = parts.map(({ asked }) => mergedQuery(source, asked, { from: undefined, known })).join(' OR ')
  return {
    items: [...merged, ...desk].sort((a, b) => b.at.localeCompare(a.at) || a.id.localeCompare(b.id, 'en')),
    coverage: {
      complete: failure === undefined && open.problem === undefined && inside > 0,
      returned: changes.size,
      kept: merged.length,
      dropped,
      served: !live ? 'store' : before > 0 ? 'live and store' : 'live',
      asked: [{ what: 'merged changes', query, returned: changes.size }, ...open.asked],
      problems,
    },
  }
}

/** One thing to ask for, and where what came of it is kept. */
type Part = { asked: Window; stream: Stream }

function streamOf({ since, until }: Window, { store, clock }: Upstream): Stream {
  return { name: `changes-${since}-${until}`, store, clock, updatedAt: latestUpdate }
}

/** What the store has of all parts. */
async function readParts(parts: readonly Part[]): ReturnType<typeof readMerged> {
  const read = await Promise.all(parts.map(({ stream }) => readMerged(stream)))
  // A server that does not know mergedafter gives one change for several parts.
  const changes = read.flatMap((part) => [...part.changes]).sort(([, a], [, b]) => a.updated.localeCompare(b.updated))
  return {
    changes: new Map(changes),
    answers: read.reduce((sum, { answers }) => sum + answers, 0),
    known: read.every(({ known }) => known),
  }
}

/** Asks for what is not in the store yet; gives what stood in its way. */
async function refresh(source: GerritSource, window: Window, upstream: Upstream, stream: Stream): Promise<Problem | undefined> {
  const { pass, problem } = mergedPass(source, window, upstream)
  try {
    const { missing } = await bringUpToDate(stream, pass)
    return missing === 0 ? undefined : new Problem({ what: problem() ?? 'changes are missing', where: source.url, fix: 'What came is used' })
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

/** What is said of a window that was not over when it was asked for last. */
async function lateness(parts: readonly Part[]): Promise<string | undefined> {
  for (const { asked, stream } of parts) {
    let last: string | undefined
    for await (const { at } of stream.store.read(stream.name, (ask) => !isAnswer(ask))) last = at
    if (last !== undefined && Date.parse(last) < Date.parse(asked.until)) return `collected last on ${last}: what came later is missing`
  }
  return undefined
}

async function offlineProblem(source: GerritSource, window: Window, stream: Stream): Promise<Problem | undefined> {
  if ((await standing(stream)) === 'whole') return undefined
  return new Problem({
    what: `Cannot collect "${source.id}" offline: its changes from ${window.since} to ${window.until} were not collected whole before`,
    where: source.url,
    fix: 'Run it without --offline',
  })
}
