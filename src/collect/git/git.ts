import { resolve } from 'node:path'
import picomatch from 'picomatch'
import type { Item } from '../../model/item.ts'
import type { GitSource } from '../../model/source.ts'
import type { Window } from '../../model/window.ts'
import { run, stream } from '../../process.ts'
import { type Commit, joinItems, toItem } from '../change.ts'
import { day, findTip, type Git, oldTip, shallowProblems, tipProblems } from './clone.ts'
import { MOST_FRAGMENTS, readFragments } from './fragments.ts'
import { GIT, GIT_ENVIRONMENT, logArguments, readGraph, readLog } from './git-log.ts'
import { landings } from './landing.ts'
import { pullNumber } from '../message.ts'
import { type Collected, leftOut } from '../upstream.ts'
import { joinWording } from '../wording.ts'

/** How far before the window branches are followed, so that what a merge brought is told from where it was forked. */
const BRANCH_AGE_S = 100 * 86_400

/**
 * Changes that landed on a branch of a local clone inside the window, by committer date, newest first, each id once.
 * No network. Coverage counts commits: `returned` = `kept` + the sum of `dropped`.
 * @throws {Problem} when there is no such clone or branch
 */
export async function collectGit(
  source: GitSource,
  window: Window,
  options: { folder: string; accounts?: readonly string[]; drafted?: Window; progress?: (text: string) => void },
): Promise<Collected> {
  const clone = resolve(options.folder, source.path)
  const since = Date.parse(window.since) / 1000
  const until = Date.parse(window.until) / 1000
  const git: Git = (...args) => run('git', ['-C', clone, ...GIT, ...args], { env: GIT_ENVIRONMENT })
  const tip = await findTip(source, clone, git)
  const shallow = await shallowProblems(clone, git, tip, since)
  const problems = [...shallow, ...(options.drafted ? oldTip : tipProblems)(clone, source.branch, tip, window)]

  const github = source.changes === 'github'
  const [graph, commits] = await Promise.all([
    github ? readGraph(clone, tip.hash, since - BRANCH_AGE_S) : undefined,
    readCommits(clone, tip.hash, { since, until }, options.progress),
  ])
  const { owners, pure, brought } = landings(
    new Map(
      [...(graph ?? [])].map(([hash, node]) => [
        hash,
        { parents: node.parents, number: pullNumber(node.subject), inside: node.committedAt >= since && node.committedAt < until },
      ]),
    ),
    tip.hash,
  )

  const matches = source.paths && picomatch(source.paths, { dot: true })
  const { dropped, drop } = leftOut()
  const inner = Map.groupBy(
    commits.filter((commit) => owners.has(commit.hash)),
    (commit) => owners.get(commit.hash),
  )
  const items = new Map<string, Item>()
  /** The commits of each item, oldest first. */
  const landed = new Map<string, Commit[]>()
  const changed = new Set(commits.filter((commit) => commit.parents.length < 2).flatMap((commit) => commit.files.map((file) => file.path)))
  for (const commit of commits) {
    const owner = owners.get(commit.hash)
    const ownerAt = owner === undefined ? since - 1 : (graph?.get(owner)?.committedAt ?? until)
    // A merge that changes what none of its commits did, or says what matters, has something of its own.
    const ownWork = commit.files.some((file) => !changed.has(file.path)) || /\b(CVE-\d{4}-\d+|GHSA-\w{4})/i.test(commit.message)
    if (pure.has(commit.hash) && !ownWork) drop('merges of changes that are listed')
    else if (ownerAt >= until) drop('commits of a pull request that landed after the window')
    else if (ownerAt >= since) drop('commits inside a listed pull request')
    else if (matches && !commit.files.some((file) => matches(file.path) || (file.from !== undefined && matches(file.from)))) drop('outside the paths')
    else {
      const older = (brought.get(commit.hash) ?? []).filter((hash) => !owners.has(hash)).flatMap((hash) => graph?.get(hash)?.subject ?? [])
      const item = toItem(commit, inner.get(commit.hash) ?? [], { source, older, accounts: options.accounts ?? [] })
      const same = items.get(item.id)
      if (same) drop('further commits of a listed change')
      items.set(item.id, same ? joinItems(item, same) : item)
      landed.set(item.id, [commit, ...(landed.get(item.id) ?? [])])
    }
  }
  const fragments = await readFragments(clone, [...landed.values()].flat())
  for (const [id, item] of items) {
    const found = (landed.get(id) ?? []).flatMap((commit) => fragments.get(commit.hash) ?? []).slice(0, MOST_FRAGMENTS)
    if (found.length > 0) items.set(id, { ...item, wording: joinWording([...found, ...item.wording]) })
  }
  if (commits.length === 0)
    problems.push(
      `branch "${source.branch}" of ${clone} has no commit from ${window.since} to ${window.until}; its tip is ${tip.hash.slice(0, 12)} of ${day(tip.committedAt)}: fetch, or mend the window`,
    )
  else if (items.size === 0)
    problems.push(
      `none of the ${commits.length} commits touches "paths" (${source.paths?.join(', ') ?? 'everything'}): mend the globs, or take the source out`,
    )
  return {
    items: [...items.values()],
    coverage: {
      complete: shallow.length === 0 && commits.length > 0,
      returned: commits.length,
      kept: items.size,
      dropped,
      served: 'disk',
      asked: [{ what: 'commits', query: `${source.branch} of ${clone}`, returned: commits.length }],
      problems,
    },
  }
}

async function readCommits(
  clone: string,
  tip: string,
  window: { since: number; until: number },
  progress?: (text: string) => void,
): Promise<Commit[]> {
  const commits: Commit[] = []
  for await (const commit of readLog(stream('git', ['-C', clone, ...GIT, ...logArguments(tip, window)], { env: GIT_ENVIRONMENT }))) {
    if (commit.committedAt < window.since || commit.committedAt >= window.until) continue
    commits.push(commit)
    if (commits.length % 200 === 0) progress?.(`${commits.length} commits so far`)
  }
  return commits
}
