import { Problem } from '../../errors.ts'
import { dayOf } from '../../model/day.ts'
import type { GitSource } from '../../model/source.ts'
import type { Window } from '../../model/window.ts'
import { ProgramError } from '../../process.ts'

/** So long a branch may rest before its clone is suspected to be old. */
const QUIET_S = 7 * 86_400

/** Runs git in the clone and gives what it prints. */
export type Git = (...args: string[]) => Promise<string>

/** The last commit of the branch. `committedAt`: Unix seconds. */
export type Tip = { hash: string; committedAt: number }

/** The tip of the source's branch. @throws {Problem} when there is no such clone or branch */
export async function findTip(source: GitSource, clone: string, git: Git): Promise<Tip> {
  const fix = `Clone the repository there, or mend "path" of "${source.id}" in sources.yaml`
  try {
    const inside = (await git('rev-parse', '--show-prefix')).trim()
    if (inside)
      throw new Problem({
        what: `Cannot read the clone ${clone} of source "${source.id}": it is only the folder "${inside}" of another repository`,
        where: clone,
        fix,
      })
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error
    throw new Problem(
      { what: `Cannot read the clone ${clone} of source "${source.id}": ${error.stderr.split('\n')[0]?.replace(/^fatal: /, '')}`, where: clone, fix },
      { cause: error },
    )
  }
  // A tag may have the branch's name: the branch is what was asked for.
  for (const name of [`refs/heads/${source.branch}`, `refs/remotes/${source.branch}`, `refs/remotes/origin/${source.branch}`, source.branch]) {
    const found = await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`).catch(() => '')
    if (!found) continue
    const [hash = '', committedAt] = (await git('log', '-1', '--no-color', '--format=%H %ct', found.trim(), '--')).trim().split(' ')
    return { hash, committedAt: Number(committedAt) }
  }
  const branches = await git('for-each-ref', '--format=%(refname:short)', '--count=8', 'refs/heads', 'refs/remotes').catch(() => '')
  throw new Problem({
    what: `Cannot find branch "${source.branch}" in ${clone}`,
    where: clone,
    fix: branches
      ? `Mend "branch" of "${source.id}" in sources.yaml; there are: ${branches.trim().split('\n').join(', ')}`
      : `Fetch first: ${clone} has no branch`,
  })
}

/** A shallow clone is cut at some commits; when one of them is not older than the window, what came before it is missing. */
export async function shallowProblems(clone: string, git: Git, tip: Tip, since: number): Promise<string[]> {
  if ((await git('rev-parse', '--is-shallow-repository')).trim() !== 'true') return []
  const cuts = (await git('log', '-z', '--no-color', '--format=tformat:%H %ct', '--max-parents=0', tip.hash, '--')).split('\0')
  const reach = Math.max(...cuts.filter(Boolean).map((cut) => Number(cut.split(' ')[1])))
  return reach < since ? [] : [`${clone} is a shallow clone that reaches back only to ${day(reach)}: run "git -C ${clone} fetch --unshallow"`]
}

/** A tip that is older than the end of the window may lack what landed since. */
export function tipProblems(clone: string, branch: string, tip: Tip, window: Window): string[] {
  const end = Date.parse(window.until) / 1000
  return tip.committedAt >= end
    ? []
    : [
        `the tip of "${branch}" in ${clone} is ${tip.hash.slice(0, 12)} of ${day(tip.committedAt)}, before the window ends on ${dayOf(window.until)}: if there may be more, run "git -C ${clone} pull --ff-only"`,
      ]
}

/** Where a window ends now every tip is older: one that is older by days may be of a clone that nobody pulled. */
export function oldTip(clone: string, branch: string, tip: Tip, window: Window): string[] {
  return tip.committedAt >= Date.parse(window.until) / 1000 - QUIET_S
    ? []
    : [
        `the tip of "${branch}" in ${clone} is of ${day(tip.committedAt)}: what landed since is not seen; if there may be more, run "git -C ${clone} pull --ff-only"`,
      ]
}

/** A day of Unix seconds, in UTC. */
export function day(seconds: number): string {
  return dayOf(seconds * 1000)
}
