import { run } from '../src/process.ts'
import { gerritServer, type GerritServer, type ServerChange } from '../test/servers/gerrit.ts'

const HOUR_MS = 3_600_000

/**
 * A Gerrit on loopback that holds the commits of a clone's branch from `since` to `until` as merged changes of project "go": submitted when
 * they were committed, and commented on up to six weeks later, so that its order is another than git's.
 */
export async function serveClone(clone: string, window: { since: string; until: string }): Promise<GerritServer> {
  const log = await run('git', [
    '-C',
    clone,
    'log',
    '-z',
    '--numstat',
    '--find-renames',
    `--since-as-filter=${window.since}`,
    `--until=${window.until}`,
    '--format=tformat:%x01%H%x00%ct%x00%an%x00%B%x00',
    'master',
  ])
  return gerritServer(log.split('\u0001').slice(1).map(toChange))
}

function toChange(record: string): ServerChange {
  const [hash = '', committedAt = '', author = '', message = '', ...tokens] = record.split('\0')
  const number = Number([...message.matchAll(/^Reviewed-on: \S+\/(\d+)$/gm)].at(-1)?.[1])
  const submittedMs = Number(committedAt) * 1000
  const files: ServerChange['files'] = {}
  for (let index = 0; index < tokens.length; index++) {
    const [, added, deleted, path] = /^\n?(\d+|-)\t(\d+|-)\t(.*)$/s.exec(tokens[index] ?? '') ?? []
    if (path === undefined) continue
    const lines = { lines_inserted: Number(added) || 0, lines_deleted: Number(deleted) || 0 }
    if (path) files[path] = { status: 'M', ...lines }
    else files[tokens[index + 2] ?? ''] = { status: 'R', old_path: tokens[index + 1] ?? '', ...lines }
  }
  return { number, hash, author, message, files, submitted: time(submittedMs), updated: time(submittedMs + (number % 1000) * HOUR_MS) }
}

function time(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')}.000000000`
}
