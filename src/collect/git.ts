import { isAbsolute, resolve } from 'node:path'
import picomatch from 'picomatch'
import { Problem } from '../errors.ts'
import type { Coverage } from '../model/coverage.ts'
import type { Item } from '../model/item.ts'
import type { GitSource } from '../model/source.ts'
import type { Window } from '../model/window.ts'
import { plain, plainLine } from '../plain.ts'
import { ProgramError, run, stream } from '../process.ts'
import { type Commit, GIT, GIT_ENVIRONMENT, logArguments, readGraph, readLog } from './git-log.ts'
import { landings } from './landing.ts'
import { pullNumber, references, reverts, reviewedOn, splitMessage } from './message.ts'

/** How far before the window branches are followed, so that what a merge brought is told from where it was forked. */
const BRANCH_AGE_S = 100 * 86_400

/**
 * Changes that landed on a branch of a local clone inside the window, by committer date, newest first, each id once.
 * No network. Coverage counts commits: `returned` = `kept` + the sum of `dropped`.
 * @throws {Problem} when there is no such clone or branch
 */
export async function collectGit(source: GitSource, window: Window, options: { folder: string; progress?: (commits: number) => void }): Promise<{ items: Item[]; coverage: Coverage }> {
  const clone = isAbsolute(source.path) ? source.path : resolve(options.folder, source.path)
  const since = Date.parse(window.since) / 1000
  const until = Date.parse(window.until) / 1000
  const git: Git = (...args) => run('git', ['-C', clone, ...GIT, ...args], { env: GIT_ENVIRONMENT })
  const tip = await findTip(source, clone, git)
  const shallow = await shallowProblems(clone, git, tip, since)
  const problems = [...shallow, ...tipProblems(clone, source.branch, tip, window)]

  const github = source.changes === 'github'
  const [graph, commits] = await Promise.all([
    github ? readGraph(clone, tip.hash, since - BRANCH_AGE_S) : undefined,
    readCommits(clone, tip.hash, { since, until }, options.progress),
  ])
  const { owners, pure, brought } = landings(new Map([...graph ?? []].map(([hash, node]) => [hash, { parents: node.parents, number: pullNumber(node.subject), inside: node.committedAt >= since && node.committedAt < until }])), tip.hash)

  const matches = source.paths && picomatch(source.paths, { dot: true })
  const dropped: Record<string, number> = {}
  const drop = (reason: string): void => { dropped[reason] = (dropped[reason] ?? 0) + 1 }
  const inner = Map.groupBy(commits.filter((commit) => owners.has(commit.hash)), (commit) => owners.get(commit.hash))
  const items = new Map<string, Item>()
  for (const commit of commits) {
    const owner = owners.get(commit.hash)
    if (pure.has(commit.hash)) drop('merges of changes that are listed')
    else if (owner !== undefined) drop((graph?.get(owner)?.committedAt ?? until) < until ? 'commits inside a listed pull request' : 'commits of a pull request that landed after the window')
    else if (matches && !commit.files.some((file) => matches(file.path) || (file.from !== undefined && matches(file.from)))) drop('outside the paths')
    else {
      const older = (brought.get(commit.hash) ?? []).filter((hash) => !owners.has(hash)).flatMap((hash) => graph?.get(hash)?.subject ?? [])
      const item = toItem(commit, inner.get(commit.hash) ?? [], { source, older })
      const same = items.get(item.id)
      if (same) drop('further commits of a listed change')
      items.set(item.id, same ? join(item, same) : item)
    }
  }
  if (commits.length === 0) problems.push(`branch "${source.branch}" of ${clone} has no commit from ${window.since} to ${window.until}; its tip is ${tip.hash.slice(0, 12)} of ${day(tip.committedAt)}: fetch, or mend the window`)
  else if (items.size === 0) problems.push(`none of the ${commits.length} commits touches "paths" (${source.paths?.join(', ') ?? 'everything'}): mend the globs, or take the source out`)
  return {
    items: [...items.values()],
    coverage: { id: source.id, kind: source.kind, complete: shallow.length === 0 && commits.length > 0, returned: commits.length, kept: items.size, dropped, requests: 0, problems },
  }
}

type Git = (...args: string[]) => Promise<string>
type Tip = { hash: string; committedAt: number }

async function findTip(source: GitSource, clone: string, git: Git): Promise<Tip> {
  const fix = `Clone the repository there, or mend "path" of "${source.id}" in sources.yaml`
  try {
    const inside = (await git('rev-parse', '--show-prefix')).trim()
    if (inside) throw new Problem({ what: `Cannot read the clone ${clone} of source "${source.id}": it is only the folder "${inside}" of another repository`, where: clone, fix })
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error
    throw new Problem({ what: `Cannot read the clone ${clone} of source "${source.id}": ${error.stderr.split('\n')[0]?.replace(/^fatal: /, '')}`, where: clone, fix }, { cause: error })
  }
  // A tag may have the branch's name: the branch is what was asked for.
  for (const name of [`refs/heads/${source.branch}`, `refs/remotes/${source.branch}`, `refs/remotes/origin/${source.branch}`, source.branch]) {
    const found = await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`).catch(() => '')
    if (!found) continue
    const [hash = '', committedAt] = (await git('log', '-1', '--no-color', '--format=%H %ct', found.trim(), '--')).trim().split(' ')
    return { hash, committedAt: Number(committedAt) }
  }
  const branches = await git('for-each-ref', '--format=%(refname:short)', '--count=8', 'refs/heads', 'refs/remotes').catch(() => '')
  throw new Problem({ what: `Cannot find branch "${source.branch}" in ${clone}`, where: clone, fix: branches ? `Mend "branch" of "${source.id}" in sources.yaml; there are: ${branches.trim().split('\n').join(', ')}` : `Fetch first: ${clone} has no branch` })
}

async function readCommits(clone: string, tip: string, window: { since: number; until: number }, progress?: (commits: number) => void): Promise<Commit[]> {
  const commits: Commit[] = []
  for await (const commit of readLog(stream('git', ['-C', clone, ...GIT, ...logArguments(tip, window)], { env: GIT_ENVIRONMENT }))) {
    if (commit.committedAt < window.since || commit.committedAt >= window.until) continue
    commits.push(commit)
    if (commits.length % 200 === 0) progress?.(commits.length)
  }
  return commits
}

/** A shallow clone is cut at some commits; when one of them is not older than the window, what came before it is missing. */
async function shallowProblems(clone: string, git: Git, tip: Tip, since: number): Promise<string[]> {
  if ((await git('rev-parse', '--is-shallow-repository')).trim() !== 'true') return []
  const cuts = (await git('log', '-z', '--no-color', '--format=tformat:%H %ct', '--max-parents=0', tip.hash, '--')).split('\0')
  const reach = Math.max(...cuts.filter(Boolean).map((cut) => Number(cut.split(' ')[1])))
  return reach < since ? [] : [`${clone} is a shallow clone that reaches back only to ${day(reach)}: run "git -C ${clone} fetch --unshallow"`]
}

function tipProblems(clone: string, branch: string, tip: Tip, window: Window): string[] {
  const end = Date.parse(window.until) / 1000
  return tip.committedAt >= end ? [] : [`the tip of "${branch}" in ${clone} is ${tip.hash.slice(0, 12)} of ${day(tip.committedAt)}, before the window ends on ${window.until.slice(0, 10)}: if there may be more, run "git -C ${clone} pull --ff-only"`]
}

/** `inner`: the commits of a pull request inside the window; `older`: subjects of what a merge brought from before it. */
function toItem(commit: Commit, inner: readonly Commit[], { source, older }: { source: GitSource; older: readonly string[] }): Item {
  const merged = /^(?:Merge pull request|Auto merge of|Rollup merge of) #\d+/.test(commit.message)
  const { subject, body } = splitMessage(commit.message, { keep: merged ? 1 : 0 })
  const gerrit = source.changes === 'gerrit' ? reviewedOn(commit.message) : undefined
  const pull = source.changes === 'github' ? pullNumber(subject) : undefined
  const tracker = source.tracker ?? (source.changes === 'github' ? source.name : undefined)
  const [title = '', ...rest] = merged && body ? body.split('\n') : [subject, body]
  const says = [commit, ...inner].map((one) => one.message).join('\n\n')
  const id = gerrit ? `${source.name}/cl/${gerrit.number}` : pull !== undefined ? `${source.name}#${pull}` : `${source.name}@${commit.hash.slice(0, 12)}`
  const url = gerrit?.url ?? (source.changes === 'github' ? `https://github.com/${source.name}/${pull === undefined ? `commit/${commit.hash}` : `pull/${pull}`}` : undefined)
  return {
    kind: 'change', id, title: plainLine(title).replace(/ ?\(#\d+\)$/, '') || '(no subject)', ...(url && { url }),
    at: new Date(commit.committedAt * 1000).toISOString().replace('.000Z', 'Z'),
    author: plainLine(inner[0]?.author ?? commit.author),
    paths: [...new Set(commit.files.flatMap((file) => [file.path, ...(file.from === undefined ? [] : [file.from])]))].map(plainLine), added: sum(commit.files, 'added'), deleted: sum(commit.files, 'deleted'),
    message: [plain(rest.join('\n')).trim() || innerText(inner), ...(older.length > 0 ? [`It brings from before the window: ${older.map(plainLine).join('; ')}`] : [])].filter(Boolean).join('\n\n'),
    references: references(says, tracker).filter((reference) => reference.id !== id),
    reverts: reverts(title, body, { name: source.name, gerrit: source.changes === 'gerrit' }).map(plainLine),
    commit: commit.hash,
  }
}

function innerText(inner: readonly Commit[]): string {
  return plain(inner.map((commit) => {
    const { subject, body } = splitMessage(commit.message)
    return [subject, body].filter(Boolean).join('\n\n')
  }).join('\n\n'))
}

/** One change that landed in several commits: told by the first, dated by the last. */
function join(first: Item, later: Item): Item {
  return {
    ...first, at: later.at, ...(later.commit && { commit: later.commit }),
    paths: [...new Set([...first.paths, ...later.paths])], added: first.added + later.added, deleted: first.deleted + later.deleted,
    message: [first.message, ...(later.title === first.title ? [] : [later.title]), later.message].filter(Boolean).join('\n\n'),
    references: [...first.references, ...later.references.filter((reference) => !first.references.some((known) => known.id === reference.id))],
    reverts: [...new Set([...first.reverts, ...later.reverts])],
  }
}

function sum(files: Commit['files'], key: 'added' | 'deleted'): number {
  return files.reduce((total, file) => total + file[key], 0)
}

function day(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10)
}
