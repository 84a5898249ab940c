import picomatch from 'picomatch'
import type { z } from 'zod'
import { Problem } from '../../errors.ts'
import type { Asked } from '../../model/coverage.ts'
import type { Item } from '../../model/item.ts'
import type { GithubSource } from '../../model/source.ts'
import type { Window } from '../../model/window.ts'
import { type GitHub, openGithub } from './github-client.ts'
import type { Outcome, Rules } from './github-items.ts'
import { type Access, Refusal } from './github-problem.ts'
import { REPOSITORY } from './github-repository-queries.ts'
import { askReleases, milestoneItem, releaseOutcome, releasesSchema } from './github-releases.ts'
import { MERGED, streamsOf } from './github-streams.ts'
import { bringUpToDate, collectedAt, standing } from '../passes.ts'
import type { Store } from '../store.ts'
import { instant } from '../../model/instant.ts'
import { askedWindows, type Collected, leftOut, type Upstream } from '../upstream.ts'

/** Stream of the repository's names. */
const NAMES = 'repository'

/**
 * What a GitHub repository had in the window: merged pull requests, issues that were opened, closed or moved, proposals with their
 * steps, releases; beside these, and not counted with them, the maintainer's open pull requests, open milestones and accepted proposals that wait.
 * @throws {Problem} when nothing could be collected at all
 */
export async function collectGithub(source: GithubSource, window: Window, upstream: Upstream & { access: Access }): Promise<Collected> {
  const { store, clock, offline, access } = upstream
  const github = openGithub(access, { ...upstream, waiting: upstream.progress })
  const problems: string[] = []
  const unasked: string[] = []
  let failure: Problem | undefined
  let missing = false
  let live = false
  const miss = (problem: string): void => {
    missing = true
    problems.push(problem)
  }
  /** Asks one thing; says whether that went through. After a refusal (a limit, an outage, the token) nothing more is asked; what fails by itself leaves the others alone. */
  const tryTo = async (what: string, work: () => Promise<void>): Promise<boolean> => {
    if (offline) return false
    if (failure instanceof Refusal || access.problem) unasked.push(what)
    if (failure instanceof Refusal) return false
    try {
      if (access.problem) throw access.problem
      await work()
      live = true
      return true
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      failure = access.problem ? new Refusal({ what: error.message, fix: error.fix }) : error
      miss(`${error.message}. ${error.fix}`)
      return false
    }
  }

  const names = await readNames(store)
  const before = names.length > 0
  await tryTo('the name of the repository', async () => {
    const name = await nameOfToday(github, source)
    if (name === names[0]) return
    names.unshift(name)
    await store.keep(NAMES, { at: instant(clock.now()), ask: 'name', answer: name })
  })
  const [repository = source.repository] = names
  const former = [...names.slice(1), source.repository].filter((name) => name.toLowerCase() !== repository.toLowerCase())
  if (repository.toLowerCase() !== source.repository.toLowerCase())
    problems.push(`${source.repository} is ${repository} now: mend "repository" of "${source.id}" in sources.yaml`)

  const rules: Rules = {
    window,
    accounts: upstream.accounts,
    inPaths: pathTest(source.paths),
    inArea: areaTest(source),
    names: [...new Set([repository, ...former])],
  }
  const outcomes: Outcome[] = []
  const beside: Item[] = []
  const asked: Asked[] = []
  const late = new Set<string>()
  let had = false
  const windows = askedWindows(window, upstream.drafted)
  for (const stream of streamsOf(source, { repository, rules, github, asked: windows })) {
    const passes = { name: stream.name, store, clock, updatedAt: stream.updatedAt }
    const failures = failure
    let counted: number | undefined
    const went = await tryTo(stream.what, async () => {
      const seen = (count: number): void => upstream.progress(`${stream.what}, ${count} so far`)
      const result = await bringUpToDate(passes, async (from, recall) => {
        const pass = await stream.pass(from, { recall, seen })
        if (from === undefined) counted = pass.counted
        return pass
      })
      if (result.missing > 0) miss(`GitHub counted ${result.missing} more of "${stream.words}" than it gave: run it again`)
    })
    // A pass that went through, or that ended with something missing, stands by itself.
    const state = went ? 'whole' : await standing(passes)
    if (state !== 'nothing') had = true
    if (offline && state !== 'whole')
      miss(`${stream.what} were ${state === 'nothing' ? 'never collected' : 'not collected to the end'} for this window: run it without --offline`)
    const through = offline || failure !== failures ? await collectedAt(passes) : undefined
    if (through !== undefined && through < window.until) late.add(through)
    const found = await stream.read(store)
    asked.push({ what: stream.what, query: stream.words, returned: found.length, ...(counted !== undefined && { counted }) })
    if (stream.beside) beside.push(...found.flatMap((one) => ('item' in one ? [one.item] : [])))
    else outcomes.push(...found)
  }
  if (source.collect.includes('releases') || source.collect.includes('issues')) {
    const stream = `releases-${windows[0].since}-${windows[0].until}`
    await tryTo('releases', async () => {
      const answer = await askReleases(github, repository, window)
      await store.keep(stream, { at: instant(clock.now()), ask: 'releases', answer })
    })
    const kept = await latest(store, stream, releasesSchema)
    if (kept) had = true
    else if (offline) miss('releases and milestones were never collected for this window: run it without --offline')
    if (source.collect.includes('releases')) {
      asked.push({ what: 'releases and tags', query: repository, returned: kept?.releases.length ?? 0 })
      outcomes.push(...(kept?.releases ?? []).map((release) => releaseOutcome(release, rules)))
    }
    beside.push(...(kept?.milestones ?? []).flatMap((milestone) => milestoneItem(milestone, repository) ?? []))
  }
  if (!had)
    throw (
      failure ??
      new Problem({
        what: `Cannot collect "${source.id}" offline: nothing was collected for this window before`,
        fix: 'Run it once without --offline',
      })
    )
  if (unasked.length > 0) problems.push(`not asked for after that: ${unasked.join(', ')}`)
  for (const at of late) problems.push(`collected last on ${at}: what came later is missing`)
  if (
    source.collect.includes('pulls') &&
    !failure &&
    !offline &&
    outcomes.length > 0 &&
    asked.some((one) => one.what === MERGED && one.returned === 0)
  )
    problems.push(
      `${repository} merged no pull request in the window: where changes land in another way (Gerrit, pushes), collect them by a source of kind gerrit or git`,
    )
  const items = outcomes.flatMap((outcome) => ('item' in outcome ? [outcome.item] : []))
  const { dropped, drop } = leftOut()
  for (const outcome of outcomes) if ('dropped' in outcome) drop(outcome.dropped)
  return {
    items: [...items, ...beside],
    coverage: {
      complete: !missing,
      returned: outcomes.length,
      kept: items.length,
      dropped,
      asked,
      served: !live ? 'store' : before ? 'live and store' : 'live',
      problems,
    },
  }
}

/** Names that the repository was collected under, the latest first. */
async function readNames(store: Store): Promise<string[]> {
  const names: string[] = []
  for await (const { answer } of store.read(NAMES)) if (typeof answer === 'string') names.unshift(answer)
  return [...new Set(names)]
}

/** The repository's name of today. @throws {Problem} when there is none of that name */
async function nameOfToday(github: GitHub, source: GithubSource): Promise<string> {
  const [owner, name] = source.repository.split('/')
  const { repository } = await github.one(REPOSITORY, { owner, name })
  if (repository) return repository.nameWithOwner
  throw new Problem({
    what: `Cannot find the repository "${source.repository}" of source "${source.id}"`,
    fix: 'Mend "repository" in sources.yaml, or give the token access to it',
  })
}

function pathTest(paths: readonly string[] | undefined): Rules['inPaths'] {
  const matches = paths && picomatch([...paths], { dot: true })
  return (files) => !matches || files.some((file) => matches(file))
}

/** In the area: by a label or by the title; where neither is asked for, everything. */
function areaTest({ labels, titles }: GithubSource): Rules['inArea'] {
  const wanted = new Set(labels?.map((label) => label.toLowerCase()))
  const patterns = (titles ?? []).map((title) => new RegExp(title, 'iu'))
  return (has, title) =>
    (!labels && !titles) || has.some((label) => wanted.has(label.toLowerCase())) || patterns.some((pattern) => pattern.test(title))
}

/** The last answer of a stream that is asked anew each time. */
async function latest<T>(store: Store, stream: string, schema: z.ZodType<T>): Promise<T | undefined> {
  let found: T | undefined
  for await (const { answer } of store.read(stream)) found = schema.safeParse(answer).data ?? found
  return found
}
