import picomatch from 'picomatch'
import { z } from 'zod'
import { Problem } from '../../errors.ts'
import type { Asked } from '../../model/coverage.ts'
import type { Item } from '../../model/item.ts'
import type { GithubSource } from '../../model/source.ts'
import type { Window } from '../../model/window.ts'
import { type GitHub, openGithub } from './github-client.ts'
import type { Outcome, Rules } from './github-items.ts'
import type { Access } from './github-problem.ts'
import { REPOSITORY } from './github-queries.ts'
import { askReleases, milestoneItem, releaseItem, releasesSchema } from './github-releases.ts'
import { streamsOf } from './github-streams.ts'
import { bringUpToDate, standing } from '../passes.ts'
import type { Store } from '../store.ts'
import { type Collected, instant, type Upstream } from '../upstream.ts'

const REPOSITORY_STREAM = 'repository'
const RELEASES_STREAM = 'releases'

/**
 * What a GitHub repository had in the window: merged pull requests, issues that were opened, closed or moved, proposals with their
 * steps, releases; beside these, and not counted with them, the maintainer's open pull requests, open milestones and accepted proposals that wait.
 * @throws {Problem} when nothing could be collected at all
 */
export async function collectGithub(source: GithubSource, window: Window, upstream: Upstream & { access: Access }): Promise<Collected> {
  const github = openGithub(upstream.access, { ...upstream, waiting: upstream.progress })
  const problems: string[] = []
  let failed: Problem | undefined
  /** Asks one thing; after a failure nothing more is asked, so that a limit or an outage is not hammered at. */
  const tryTo = async (work: () => Promise<void>): Promise<void> => {
    if (failed || upstream.offline) return
    try {
      if (upstream.access.problem) throw upstream.access.problem
      await work()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      failed = error
      problems.push(`${error.message}. ${error.fix}`)
    }
  }
  const before = await latest(upstream.store, REPOSITORY_STREAM, z.string())
  let repository = before ?? source.repository
  await tryTo(async () => {
    repository = await nameOfToday(github, source)
    if (repository !== before) await upstream.store.keep(REPOSITORY_STREAM, { at: instant(upstream.clock.now()), ask: 'name', answer: repository })
  })
  if (repository.toLowerCase() !== source.repository.toLowerCase())
    problems.push(`${source.repository} is ${repository} now: mend "repository" of "${source.id}" in sources.yaml`)

  const rules: Rules = { window, accounts: upstream.accounts, inPaths: pathTest(source.paths), inArea: areaTest(source) }
  const outcomes: Outcome[] = []
  const beside: Item[] = []
  const asked: Asked[] = []
  let had = false
  let missing = false
  for (const stream of streamsOf(source, { repository, rules, github })) {
    const passes = { name: stream.name, store: upstream.store, clock: upstream.clock, updatedAt: stream.updatedAt }
    let counted: number | undefined
    await tryTo(async () => {
      const seen = (count: number): void => upstream.progress(`${stream.what}, ${count} so far`)
      const result = await bringUpToDate(passes, async (from, recall) => {
        const pass = await stream.pass(from, { recall, seen })
        if (from === undefined) counted = pass.counted
        return pass
      })
      if (result.missing > 0) {
        missing = true
        problems.push(`GitHub counted ${result.missing} more of "${stream.words}" than it gave: run it again`)
      }
    })
    const state = await standing(passes)
    if (state !== 'nothing') had = true
    if (state !== 'whole' && !missing) {
      missing = true
      if (upstream.offline)
        problems.push(
          `${stream.what} were ${state === 'nothing' ? 'never collected' : 'not collected to the end'} for this window: run it without --offline`,
        )
    }
    const found = await stream.read(upstream.store)
    asked.push({ what: stream.what, query: stream.words, returned: found.length, ...(counted !== undefined && { counted }) })
    if (stream.beside) beside.push(...found.flatMap((one) => ('item' in one ? [one.item] : [])))
    else outcomes.push(...found)
  }
  if (source.collect.includes('releases') || source.collect.includes('issues')) {
    await tryTo(async () => {
      const answer = await askReleases(github, repository, window)
      await upstream.store.keep(RELEASES_STREAM, { at: instant(upstream.clock.now()), ask: 'releases', answer })
    })
    const kept = await latest(upstream.store, RELEASES_STREAM, releasesSchema)
    if (kept) had = true
    else missing = true
    if (source.collect.includes('releases')) {
      asked.push({ what: 'releases and tags', query: repository, returned: kept?.releases.length ?? 0 })
      for (const release of kept?.releases ?? []) {
        const inside = Date.parse(release.at) >= Date.parse(window.since) && Date.parse(release.at) < Date.parse(window.until)
        outcomes.push(inside ? { item: releaseItem(release, repository) } : { dropped: 'outside the window' })
      }
    }
    beside.push(...(kept?.milestones ?? []).flatMap((milestone) => milestoneItem(milestone, repository) ?? []))
  }
  if (!had)
    throw (
      failed ??
      new Problem({
        what: `Cannot collect "${source.id}" offline: nothing was collected for this window before`,
        fix: 'Run it once without --offline',
      })
    )

  const items = outcomes.flatMap((outcome) => ('item' in outcome ? [outcome.item] : []))
  const dropped: Record<string, number> = {}
  for (const outcome of outcomes) if ('dropped' in outcome) dropped[outcome.dropped] = (dropped[outcome.dropped] ?? 0) + 1
  if (
    !failed &&
    source.collect.includes('pulls') &&
    outcomes.length > 0 &&
    !items.some((item) => item.kind === 'change') &&
    !asked.some((one) => one.what === 'merged pull requests' && one.returned > 0)
  )
    problems.push(
      `${repository} merged no pull request in the window: where changes land in another way (Gerrit, pushes), collect them by a source of kind gerrit or git`,
    )
  return {
    items: [...items, ...beside],
    coverage: {
      complete: !failed && !missing,
      returned: outcomes.length,
      kept: items.length,
      dropped,
      asked,
      served: upstream.offline || failed ? 'store' : before === undefined ? 'live' : 'live and store',
      problems,
    },
  }
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
