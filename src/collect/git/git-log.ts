import type { Commit } from '../change.ts'
import { devNull } from 'node:os'
import { stream } from '../../process.ts'

/** What every call of git is told: show no signatures, and reach for no network, whatever the clone's configuration says. */
export const GIT = ['-c', 'log.showSignature=false', '-c', 'protocol.allow=never'] as const

/** A partial clone fetches nothing behind our back, and history is what was written, not what replaces it. */
export const GIT_ENVIRONMENT = { GIT_NO_LAZY_FETCH: '1', GIT_NO_REPLACE_OBJECTS: '1', GIT_TERMINAL_PROMPT: '0' } as const

/** git reads smaller numbers as something else than an instant. */
const EARLIEST = Date.UTC(1980, 0, 1) / 1000

const FIELDS = ['%H', '%P', '%ct', '%aN', '%B']
const NUMBERS = /^\n?(\d+|-)\t(\d+|-)\t/

/**
 * Arguments of `git log` for the commits whose committer date falls in [since, until), in Unix seconds. Nothing of a commit can break a row:
 * every field ends in NUL, which git lets into no message and no path. Merges show what they brought to their first parent.
 * What the clone's own configuration could change is said outright, so that it cannot.
 * `--since-as-filter`, because `--since` stops at the first older commit. @see https://git-scm.com/docs/git-log (2.39, read 2026-11)
 */
export function logArguments(branch: string, window: { since: number; until: number }): string[] {
  return [
    '-c',
    'log.mailmap=true',
    '-c',
    'log.showRoot=true',
    'log',
    '-z',
    '--numstat',
    `-O${devNull}`,
    '--find-renames',
    '--diff-merges=first-parent',
    '--no-ext-diff',
    '--no-textconv',
    '--no-relative',
    '--ignore-submodules=none',
    '--no-color',
    '--no-decorate',
    '--encoding=UTF-8',
    ...sinceArgument(window.since),
    `--until=${new Date(Math.max(EARLIEST, window.until - 1) * 1000).toISOString()}`,
    `--format=tformat:%x00${FIELDS.join('%x00')}%x00`,
    branch,
    '--',
  ]
}

/** Reads what `logArguments` makes git print. Bytes that are not UTF-8 become U+FFFD. */
export async function* readLog(output: AsyncIterable<Buffer>): AsyncGenerator<Commit> {
  let fields: string[] | undefined
  let commit: Commit | undefined
  let rename: { added: number; deleted: number; from?: string } | undefined
  for await (const token of tokens(output)) {
    if (fields) {
      fields.push(token)
      if (fields.length === FIELDS.length) {
        const [hash = '', parents = '', committedAt = '', author = '', message = ''] = fields
        commit = { hash, parents: parents.split(' ').filter(Boolean), committedAt: Number(committedAt), author, message, files: [] }
        fields = undefined
      }
    } else if (rename) {
      if (rename.from === undefined) rename.from = token
      else {
        commit?.files.push({ path: token, ...rename })
        rename = undefined
      }
    } else if (NUMBERS.test(token)) {
      const [, added, deleted] = NUMBERS.exec(token) ?? []
      const path = token.replace(NUMBERS, '')
      const lines = { added: Number(added) || 0, deleted: Number(deleted) || 0 }
      if (path) commit?.files.push({ path, ...lines })
      else rename = lines
    } else if (token && token !== '\n') {
      if (commit) yield commit
      fields = [token]
    }
  }
  if (commit) yield commit
}

/** Every commit of a branch since an instant (Unix seconds): parents, committer date and subject; without looking at files. */
export async function readGraph(
  folder: string,
  branch: string,
  since: number,
): Promise<Map<string, { parents: string[]; committedAt: number; subject: string }>> {
  const graph = new Map<string, { parents: string[]; committedAt: number; subject: string }>()
  const output = stream(
    'git',
    [
      '-C',
      folder,
      ...GIT,
      'log',
      '-z',
      '--no-color',
      '--no-decorate',
      '--encoding=UTF-8',
      ...sinceArgument(since),
      '--format=tformat:%H %ct %P%n%s',
      branch,
      '--',
    ],
    { env: GIT_ENVIRONMENT },
  )
  for await (const token of tokens(output)) {
    const [first = '', subject = ''] = token.split('\n')
    const [hash, committedAt, ...parents] = first.trim().split(' ')
    if (hash) graph.set(hash, { parents, committedAt: Number(committedAt), subject })
  }
  return graph
}

function sinceArgument(since: number): string[] {
  return since <= EARLIEST ? [] : [`--since-as-filter=${new Date(since * 1000).toISOString()}`]
}

async function* tokens(output: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of output) {
    const bytes = rest.length ? Buffer.concat([rest, chunk]) : chunk
    let start = 0
    for (let end = bytes.indexOf(0, start); end >= 0; end = bytes.indexOf(0, start)) {
      yield bytes.toString('utf8', start, end)
      start = end + 1
    }
    rest = bytes.subarray(start)
  }
  if (rest.length) yield rest.toString()
}
