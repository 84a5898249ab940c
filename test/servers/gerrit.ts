import { type Got, listen, type Reply, type Server } from './listen.ts'

/** One change as the server knows it; times as Gerrit writes them, `2026-07-01 00:00:00.000000000`. Everything else has a plain value. */
export type ServerChange = {
  number: number
  status?: 'MERGED' | 'NEW' | 'ABANDONED'
  project?: string
  branch?: string
  subject?: string
  /** Whole commit message; the subject where absent. */
  message?: string
  updated: string
  submitted?: string
  author?: string
  owner?: { name?: string; email?: string; username?: string; tags?: string[] }
  hash?: string
  revertOf?: number
  files?: Record<string, { status?: string; old_path?: string; lines_inserted?: number; lines_deleted?: number; binary?: boolean }>
}

/**
 * A Gerrit on loopback, as upstreams were measured to behave. `changes` and the switches may be altered between requests, also by
 * `before`, which runs before each answer. `limit`: the most changes of a page, whatever is asked for; `knowsMerged`: whether it knows
 * mergedafter and mergedbefore.
 */
export type GerritServer = Server & { changes: ServerChange[]; limit: number; knowsMerged: boolean; before: (got: Got) => void }

const DAY = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d)(?:\.\d+)?(?: ([+-]\d{4}))?)?$/

/** Starts a Gerrit with these changes. */
export async function gerritServer(changes: readonly ServerChange[], given: { limit?: number; knowsMerged?: boolean } = {}): Promise<GerritServer> {
  const server = await listen((got) => {
    gerrit.before(got)
    return answer(got, gerrit)
  })
  const gerrit: GerritServer = Object.assign(server, {
    changes: [...changes],
    limit: given.limit ?? 500,
    knowsMerged: given.knowsMerged ?? true,
    before: () => undefined,
  })
  return gerrit
}

function answer(got: Got, gerrit: GerritServer): Reply {
  const text = { 'content-type': 'text/plain; charset=utf-8' }
  if (got.path !== '/changes/') return { status: 404, headers: text, body: 'Not Found' }
  const options = new Set(got.query.getAll('o'))
  const tests: ((change: ServerChange) => boolean)[] = []
  for (const [, word = '', quoted, bare] of (got.query.get('q') ?? '').matchAll(/([a-z]+):(?:"([^"]*)"|(\S+))/g)) {
    const test = predicate(word, quoted ?? bare ?? '', gerrit)
    if (typeof test === 'string') return { status: 400, headers: text, body: `${test}\n` }
    tests.push(test)
  }
  const found = gerrit.changes
    .filter((change) => tests.every((test) => test(change)))
    .sort((a, b) => (a.updated < b.updated ? 1 : a.updated > b.updated ? -1 : b.number - a.number))
  const skip = Number(got.query.get('S') ?? 0)
  const count = Math.min(Number(got.query.get('n') ?? gerrit.limit), gerrit.limit)
  const page = found.slice(skip, skip + count).map((change) => info(change, options))
  const last = page.at(-1)
  if (last && found.length > skip + count) last['_more_changes'] = true
  return { body: `)]}'\n${JSON.stringify(page)}\n` }
}

/** What one word of a query asks, or what the server says to a word it does not know. */
function predicate(word: string, value: string, gerrit: GerritServer): ((change: ServerChange) => boolean) | string {
  const at = DAY.test(value) ? instant(value) : Number.NaN
  const merged = word === 'mergedafter' || word === 'mergedbefore'
  if (merged && !gerrit.knowsMerged) return `Unsupported operator ${word}:${value}`
  if (/^(merged)?(after|before)$/.test(word) && Number.isNaN(at)) return `Error parsing date: ${value}`
  const time = (change: ServerChange): number =>
    merged ? (change.submitted === undefined ? Number.NaN : instant(change.submitted)) : instant(change.updated)
  const owned = (change: ServerChange): boolean => [owner(change).email, owner(change).username].includes(value)
  if (word === 'status') return (change) => (change.status ?? 'MERGED') === { merged: 'MERGED', open: 'NEW', abandoned: 'ABANDONED' }[value]
  if (word === 'project') return (change) => (change.project ?? 'go') === value
  if (word === 'branch') return (change) => (change.branch ?? 'master') === value
  if (word.endsWith('after')) return (change) => time(change) >= at
  if (word.endsWith('before')) return (change) => time(change) <= at
  if (word === 'owner') return gerrit.changes.some(owned) ? owned : `Account '${value}' not found`
  return `Unsupported operator ${word}:${value}`
}

/** Milliseconds of a time as Gerrit reads it: UTC where no zone is given. Fractions count. */
function instant(text: string): number {
  const [, day, time = '00:00:00', zone = '+0000'] = DAY.exec(text) ?? []
  const fraction = Number(/\.\d+/.exec(text)?.[0] ?? 0) * 1000
  return Date.parse(`${day}T${time}${zone.slice(0, 3)}:${zone.slice(3)}`) + fraction
}

function owner(change: ServerChange): NonNullable<ServerChange['owner']> {
  return change.owner ?? { name: 'Ada Example', email: 'ada@example.org', username: 'ada' }
}

function info(change: ServerChange, options: ReadonlySet<string>): Record<string, unknown> {
  const hash = change.hash ?? change.number.toString(16).padStart(40, '0')
  const message = change.message ?? `${change.subject ?? `area: change ${change.number}`}\n`
  const { name, ...known } = owner(change)
  const person = { name: change.author ?? 'Ada Example', email: 'someone@example.org', date: change.updated, tz: 0 }
  const commit = { parents: [], author: person, committer: person, subject: message.split('\n')[0], message }
  const revision = {
    kind: 'REWORK',
    _number: 2,
    ref: `refs/changes/${change.number}`,
    ...(options.has('CURRENT_COMMIT') && { commit }),
    ...(options.has('CURRENT_FILES') && {
      files: { '/COMMIT_MSG': { status: 'A', lines_inserted: 20, size_delta: 700, size: 700 }, ...change.files },
    }),
  }
  return {
    id: `${change.project ?? 'go'}~${change.number}`,
    project: change.project ?? 'go',
    branch: change.branch ?? 'master',
    hashtags: [],
    change_id: `I${hash}`,
    subject: message.split('\n')[0],
    status: change.status ?? 'MERGED',
    created: change.updated,
    updated: change.updated,
    ...(change.submitted !== undefined && { submitted: change.submitted }),
    insertions: 1,
    deletions: 0,
    _number: change.number,
    virtual_id_number: change.number,
    owner: { _account_id: 1000 + change.number, ...(options.has('DETAILED_ACCOUNTS') && { ...(name !== undefined && { name }), ...known }) },
    ...(change.revertOf !== undefined && { revert_of: change.revertOf }),
    ...(options.has('CURRENT_REVISION') && { current_revision: hash, revisions: { [hash]: revision } }),
  }
}
