import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from './fast-check.ts'
import { describe, expect, onTestFinished, test } from 'vitest'
import { collect } from '../src/collect/collect.ts'
import { openNetwork } from '../src/http.ts'
import type { Source } from '../src/model/source.ts'
import { virtualClock } from './clock.ts'
import { NO_GITHUB, repository, scratch } from './scratch.ts'
import { type GerritServer, gerritServer, type ServerChange } from './servers/gerrit.ts'
import type { Fault } from './servers/listen.ts'

const WINDOW = { since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z' }

/** A change submitted at an instant, updated then or later. */
function merged(number: number, submitted: string, given: Partial<ServerChange> = {}): ServerChange {
  const time = submitted.replace('T', ' ').replace('Z', '.000000000')
  return { number, submitted: time, updated: time, files: { 'src/a.go': { lines_inserted: 3, lines_deleted: 1 } }, ...given }
}

/** So many changes, one a day from the first of August on. */
const days = (count: number): ServerChange[] =>
  Array.from({ length: count }, (_, index) => merged(index + 1, new Date(Date.UTC(2026, 7, 1 + index)).toISOString().replace('.000Z', 'Z')))

async function start(changes: readonly ServerChange[], given: { limit?: number; knowsMerged?: boolean } = {}): Promise<GerritServer> {
  const server = await gerritServer(changes, given)
  onTestFinished(() => server.close())
  return server
}

type Given = {
  source?: Partial<Extract<Source, { kind: 'gerrit' }>>
  accounts?: string[]
  offline?: boolean
  window?: typeof WINDOW
  also?: Source[]
}

/** A machine with a store of its own, which collects from a server again and again. */
function machine(server: GerritServer) {
  const clock = virtualClock()
  const cache = scratch()
  server.onStall = clock.expire
  const run = async ({ source = {}, accounts = [], offline = false, window = WINDOW, also = [] }: Given = {}) => {
    const before = server.got.length
    const gerrit: Source = { id: 'go', kind: 'gerrit', url: server.url, project: 'go', branch: 'master', tracker: 'golang/go', ...source }
    const result = await collect([gerrit, ...also], window, {
      folder: '/',
      cache,
      ask: openNetwork({ clock }),
      clock,
      offline,
      accounts,
      github: NO_GITHUB,
    })
    const [coverage] = result.coverage
    if (!coverage) throw new Error('No coverage')
    expect(coverage.returned).toBe(coverage.kept + Object.values(coverage.dropped).reduce((sum, count) => sum + count, 0))
    const got = server.got.slice(before)
    expect(coverage.requests).toBe(got.length)
    return { items: result.items, ids: result.items.map((item) => item.id), coverage, got, queries: got.map((one) => one.query.get('q') ?? '') }
  }
  return { run, clock, cache }
}

describe('the window', () => {
  const edges = [
    merged(1, '2026-06-30T23:59:59Z'),
    merged(2, '2026-07-01T00:00:00Z'),
    merged(3, '2026-09-30T23:59:59Z', { submitted: '2026-09-30 23:59:59.999999999' }),
    merged(4, '2026-10-01T00:00:00Z'),
  ]

  test.each(['UTC', 'Pacific/Kiritimati', 'America/Los_Angeles'])('is half-open by the instant of submission, in the zone %s', async (zone) => {
    const before = process.env['TZ']
    process.env['TZ'] = zone
    try {
      for (const knowsMerged of [true, false]) {
        const { items, coverage } = await machine(await start(edges, { knowsMerged })).run()
        expect(items.map((item) => [item.id, item.at])).toEqual([
          ['go/cl/3', '2026-09-30T23:59:59Z'],
          ['go/cl/2', '2026-07-01T00:00:00Z'],
        ])
        expect(coverage).toMatchObject({ returned: 3, kept: 2, dropped: { 'outside the window': 1 }, complete: true, problems: [], served: 'live' })
      }
    } finally {
      if (before === undefined) delete process.env['TZ']
      else process.env['TZ'] = before
    }
  })

  test.each([true, false])('goes by submission and not by the last update (mergedafter known: %s)', async (knowsMerged) => {
    const server = await start(
      [
        merged(1, '2026-06-20T00:00:00Z', { updated: '2026-08-01 00:00:00.000000000' }),
        merged(2, '2026-09-20T00:00:00Z', { updated: '2026-11-01 00:00:00.000000000' }),
        merged(3, '2026-08-02T00:00:00Z', { branch: 'release-branch.go1.30' }),
        merged(4, '2026-08-02T00:00:00Z', { project: 'crypto' }),
        merged(5, '2026-08-02T00:00:00Z', { status: 'ABANDONED' }),
      ],
      { knowsMerged },
    )
    expect((await machine(server).run()).ids).toEqual(['go/cl/2'])
  })

  test('is asked for in UTC, and by the last update where the server does not know mergedafter, once a run', async () => {
    const server = await start(days(5), { limit: 2, knowsMerged: false })
    const { run } = machine(server)
    const first = await run()
    expect(first.queries[0]).toBe(
      'status:merged project:go branch:master mergedafter:"2026-07-01 00:00:00 +0000" mergedbefore:"2026-10-01 00:00:00 +0000"',
    )
    expect(first.queries.filter((query) => query.includes('mergedafter'))).toHaveLength(1)
    expect(first.coverage).toMatchObject({ kept: 5, complete: true, problems: [] })
    expect(first.coverage.asked[0]?.query).toBe('status:merged project:go branch:master after:"2026-07-01 00:00:00 +0000"')
    const second = await run()
    expect(second.queries[1]).toBe('status:merged project:go branch:master after:"2026-08-04 23:00:00 +0000"')
    expect(second.coverage.asked).toEqual(first.coverage.asked)
    expect((await run({ offline: true })).coverage.asked).toEqual(first.coverage.asked)
  })
})

describe('pages', () => {
  test('of 2 give all of 7 changes, one question at a time, by name', async () => {
    const server = await start(days(7), { limit: 2 })
    const { ids, got, coverage } = await machine(server).run()
    expect(ids).toEqual([7, 6, 5, 4, 3, 2, 1].map((number) => `go/cl/${number}`))
    expect(got.slice(0, 4).map((one) => one.query.get('S') ?? '0')).toEqual(['0', '2', '4', '6'])
    expect(coverage.asked[0]?.returned).toBe(7)
    expect(server.most()).toBe(1)
    for (const { headers } of got) expect(headers['user-agent']).toMatch(/^legible\//)
    expect(got[0]?.query.getAll('o')).toEqual(['CURRENT_REVISION', 'CURRENT_COMMIT', 'CURRENT_FILES', 'DETAILED_ACCOUNTS'])
  })

  test('lose and double nothing when a change moves between them', async () => {
    const server = await start(days(6), { limit: 2 })
    server.before = () => {
      // The third change jumps to the front once the first page is out, and would be passed by.
      if (server.got.length === 2) server.changes = server.changes.map((one) => (one.number === 4 ? { ...one, updated: '2026-10-01 08:00:00' } : one))
    }
    const { ids, coverage } = await machine(server).run()
    expect(ids).toEqual([6, 5, 4, 3, 2, 1].map((number) => `go/cl/${number}`))
    expect(coverage).toMatchObject({ returned: 6, complete: true })
  })

  test('lose and double nothing, whatever moves and however short they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.option(fc.integer({ min: 1, max: 9 })), { maxLength: 7 }),
        async (count, limit, moves) => {
          const server = await gerritServer(days(count), { limit })
          let second = 0
          server.before = () => {
            const moved = moves[server.got.length - 1]
            const updated = `2026-10-01 09:00:${String(++second).padStart(2, '0')}.000000000`
            server.changes = server.changes.map((one) => (one.number === moved ? { ...one, updated } : one))
          }
          try {
            const { run } = machine(server)
            const { ids, coverage } = await run()
            expect(ids.toSorted()).toEqual(days(count).map((one) => `go/cl/${one.number}`))
            expect(coverage).toMatchObject({ returned: count, kept: count, complete: true })
            expect((await run()).ids).toEqual(ids)
          } finally {
            server.close()
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('without end and without a new change are an error by name, and the next run begins anew', async () => {
    const server = await start(days(4), { limit: 2 })
    server.before = (got) => {
      // A server that takes no notice of S.
      got.query.delete('S')
    }
    const { run } = machine(server)
    const { coverage, ids, got } = await run()
    expect(coverage.complete).toBe(false)
    expect(coverage.problems.join()).toMatch(/"_more_changes" for ever, without a new one, to status:merged project:go/)
    expect(ids).toHaveLength(2)
    expect(got.length).toBeLessThan(15)
    server.before = () => undefined
    expect(await run()).toMatchObject({ coverage: { complete: true, returned: 4, problems: [] } })
  })

  test.each([
    [5, 2],
    [6, 2],
    [7, 3],
  ])('of %i changes with one and the same update, %i a page, come to an end', async (count, limit) => {
    const updated = '2026-09-15 12:00:00.000000000'
    const server = await start(
      days(count).map((change) => ({ ...change, updated })),
      { limit },
    )
    const { run } = machine(server)
    expect((await run()).coverage).toMatchObject({ complete: true, returned: count, problems: [] })
    expect(server.got.length).toBeLessThanOrEqual(2 * Math.ceil(count / limit))
    expect((await run()).coverage).toMatchObject({ complete: true, returned: count, problems: [] })
  })

  test('that move for ever are an error by name', async () => {
    const server = await start(days(3), { limit: 1 })
    server.before = () => {
      const minute = String(server.got.length % 60).padStart(2, '0')
      server.changes = server.changes.map((one, index) => (index === server.got.length % 3 ? { ...one, updated: `2026-10-01 10:${minute}:00` } : one))
    }
    const { coverage } = await machine(server).run()
    expect(coverage.complete).toBe(false)
    expect(coverage.problems).toHaveLength(1)
  })
})

describe('answers that are none', () => {
  const login: Fault = {
    headers: { 'content-type': 'text/html' },
    body: '<!doctype html>\u202e<title>Sign in – go-review</title><p>Please sign in to go on, whoever you are',
  }
  test.each<[string, Fault, RegExp]>([
    ['a login page', login, /without \)\]\}': "<!doctype html>\\u202e<title>Sign in – go-review<\/title><p>Please sign in to go on", 3 times/],
    ['a truncated one', 'truncate', /JSON that is cut off or broken, 3 times/],
    ['an empty one', 'empty', /answered with nothing, 3 times/],
    ['a cut one', 'cut', /no whole answer from 127\.0\.0\.1:\d+.*, 3 times/],
    ['a stalled one', 'stall', /did not answer whole within 30 seconds, 3 times/],
    ['a reset', 'reset', /no whole answer from .*, 3 times/],
    ['broken records', { body: `)]}'\n[{"_number":1,"subject":"***ERROR***"}]` }, /1 broken changes \(\*\*\*ERROR\*\*\*\), 3 times/],
    ['no list', { body: ")]}'\n{}" }, /no list of changes, 3 times/],
    ['a change without what is needed', { body: `)]}'\n[{"_number":7}]` }, /a change that cannot be read \(7\): "updated"/],
    ...['2026-02-30 10:00:00', '2026-13-01 10:00:00.000000000', '2026-08-01 24:00:00'].map((updated): [string, Fault, RegExp] => [
      `a change of ${updated}`,
      {
        body: `)]}'\n[{"_number":7,"updated":"${updated}","owner":{},"current_revision":"a","revisions":{"a":{"commit":{"author":{},"message":""}}}}]`,
      },
      /a change that cannot be read \(7\): "updated" must be a time that there is, 3 times/,
    ]),
    ['a failing server', { status: 502, body: 'bad gateway' }, /answered 502, 3 times/],
  ])('%s is asked for again, and then fails by name, never as an empty list', async (_, fault, said) => {
    const server = await start(days(2))
    const { run, clock } = machine(server)
    server.faults.push(fault, fault)
    expect((await run()).coverage).toMatchObject({ complete: true, returned: 2, requests: 3 })
    expect(clock.waits).toEqual([1000, 2000])
    const fresh = machine(server)
    server.faults.push(fault, fault, fault)
    const { coverage, items } = await fresh.run()
    expect(items).toEqual([])
    expect(coverage).toMatchObject({ id: 'go', complete: false, returned: 0, problems: [expect.stringMatching(said)] })
    expect((await fresh.run()).coverage).toMatchObject({ complete: true, returned: 2 })
  })

  test.each<[string, Fault, RegExp]>([
    [
      'a redirect',
      { status: 302, headers: { location: 'https://login.example/' }, body: '' },
      /redirect to https:\/\/login\.example\/, which is refused/,
    ],
    ['404', { status: 404, body: 'Not Found\nsecond line' }, /answered 404, "Not Found".*Mend "url" of "go"/],
    ['403', { status: 403, body: 'Forbidden' }, /answered 403, "Forbidden".*"project" of "go"/],
    ['401', { status: 401, body: 'Unauthorized' }, /answered 401, "Unauthorized".*"project" of "go"/],
  ])('%s is not asked for again, and says what to mend', async (_, fault, said) => {
    const server = await start(days(2))
    server.faults.push(fault)
    const { coverage } = await machine(server).run()
    expect(coverage).toMatchObject({ complete: false, requests: 1, problems: [expect.stringMatching(said)] })
    expect(coverage.problems.join()).not.toContain('second line')
  })

  test('a query that the server takes for a wrong one either way names project and branch', async () => {
    const server = await start(days(2))
    const wrong: Fault = { status: 400, body: 'Project nowhere not found\n' }
    server.faults.push(wrong, wrong)
    const { coverage } = await machine(server).run()
    expect(coverage).toMatchObject({
      complete: false,
      requests: 2,
      problems: [expect.stringMatching(/400, "Project nowhere not found".*Mend "project", "branch"/)],
    })
  })

  test('no change at all, and none under the paths, are suspicious', async () => {
    const none = await machine(await start([])).run({ source: { project: 'nowhere' } })
    expect(none.coverage).toMatchObject({
      complete: false,
      problems: [expect.stringMatching(/no merged change of project "nowhere", branch "master"/)],
    })
    const outside = await machine(await start(days(2))).run({ source: { paths: ['nowhere/**'] } })
    expect(outside.coverage).toMatchObject({ complete: true, returned: 2, kept: 0, dropped: { 'outside the paths': 2 } })
    expect(outside.coverage.problems.join()).toMatch(/none of the 2 changes touches "paths" \(nowhere\/\*\*\)/)
  })
})

describe('a server that says "too many"', () => {
  const many = (headers: Record<string, string> = {}): Fault => ({ status: 429, headers, body: 'RESOURCE_EXHAUSTED' })

  test('is waited for, twice as long each time, at most 6 times', async () => {
    const server = await start(days(1))
    const { run, clock } = machine(server)
    server.faults.push(...Array.from({ length: 5 }, () => many()))
    expect((await run()).coverage).toMatchObject({ complete: true, requests: 6 })
    expect(clock.waits).toEqual([1000, 2000, 4000, 8000, 16_000])
    const fresh = machine(server)
    server.faults.push(...Array.from({ length: 7 }, () => many()))
    expect((await fresh.run()).coverage).toMatchObject({ complete: false, requests: 6, problems: [expect.stringMatching(/answered 429, 6 times/)] })
  })

  test('is waited for as long as it asks, in seconds or until a date', async () => {
    const server = await start(days(1))
    const { run, clock } = machine(server)
    const soon = new Date(clock.now() + 3000 + 42_000).toUTCString()
    server.faults.push(many({ 'retry-after': '3' }), many({ 'retry-after': soon }))
    expect((await run()).coverage.complete).toBe(true)
    expect(clock.waits).toEqual([3000, 42_000])
  })

  test('is left alone when it asks for more than a quarter of an hour, and says when to come again', async () => {
    const server = await start(days(1))
    server.faults.push(many({ 'retry-after': '7200' }))
    const { coverage } = await machine(server).run()
    expect(coverage).toMatchObject({ requests: 1, problems: [expect.stringMatching(/asks to wait.*Run it again after 2026-10-02T11:00Z/)] })
  })
})

describe('a later run', () => {
  test('asks only for what was updated since the watermark less an hour, and repeats nothing', async () => {
    const server = await start(days(7), { limit: 3 })
    const { run } = machine(server)
    const first = await run()
    server.changes.push(merged(8, '2026-09-30T12:00:00Z'))
    const second = await run()
    expect(second.queries).toEqual([
      'status:merged project:go branch:master mergedafter:"2026-07-01 00:00:00 +0000" mergedbefore:"2026-10-01 00:00:00 +0000" after:"2026-08-06 23:00:00 +0000"',
    ])
    expect(second.ids).toEqual(['go/cl/8', ...first.ids])
    expect(second.coverage).toMatchObject({ served: 'live and store', returned: 8, complete: true })
  })

  test('tells a change as it was last', async () => {
    const server = await start([merged(1, '2026-08-01T00:00:00Z', { subject: 'a: old' })])
    const { run } = machine(server)
    expect((await run()).items.map((item) => item.title)).toEqual(['a: old'])
    server.changes = [merged(1, '2026-08-01T00:00:00Z', { subject: 'a: new', updated: '2026-09-01 00:00:00.000000000' })]
    expect((await run()).items.map((item) => item.title)).toEqual(['a: new'])
  })

  test.each([true, false])(
    'goes on where a stopped one stood, and repeats nothing that was finished (mergedafter known: %s)',
    async (knowsMerged) => {
      const server = await start(days(7), { limit: 2, knowsMerged })
      const { run } = machine(server)
      server.faults.push(...(knowsMerged ? [] : [undefined]), undefined, undefined, 'empty', 'empty', 'empty')
      const stopped = await run()
      expect(stopped.coverage).toMatchObject({ complete: false, returned: 4, kept: 4, problems: [expect.stringContaining('answered with nothing')] })
      const rest = await run()
      expect(rest.coverage).toMatchObject({ complete: true, returned: 7, served: 'live and store', problems: [] })
      expect(rest.got.slice(0, 2).map((one) => one.query.get('S'))).toEqual(['4', '6'])
      expect(rest.queries.filter((query) => !query.includes(' after:') || !knowsMerged).length).toBeLessThanOrEqual(knowsMerged ? 2 : 5)
      expect(rest.ids).toHaveLength(7)
    },
  )

  test('uses what is kept when asking fails', async () => {
    const server = await start(days(3))
    const { run } = machine(server)
    const { ids } = await run()
    server.faults.push('reset', 'reset', 'reset')
    const failed = await run()
    expect(failed.ids).toEqual(ids)
    expect(failed.coverage).toMatchObject({ complete: false, kept: 3, served: 'store', problems: [expect.stringContaining('no whole answer')] })
  })

  test('without a connection asks nothing, and names what it does not have', async () => {
    const server = await start(days(3))
    const { run } = machine(server)
    const missed = await run({ offline: true })
    expect(missed.coverage).toMatchObject({
      complete: false,
      requests: 0,
      problems: [expect.stringMatching(/Cannot collect "go" offline.*--offline/)],
    })
    const { ids } = await run()
    const before = server.got.length
    const offline = await run({ offline: true })
    expect(server.got).toHaveLength(before)
    expect(offline).toMatchObject({ ids, coverage: { complete: true, served: 'store', requests: 0, problems: [] } })
    expect((await run({ offline: true, source: { branch: 'other' } })).coverage.complete).toBe(false)
  })

  test('without a connection says that the window was not over when it was asked for last', async () => {
    const server = await start([...days(3), merged(9, '2026-10-01T10:00:00Z')])
    const { run } = machine(server)
    const window = { since: '2026-07-01T00:00:00Z', until: '2027-01-01T00:00:00Z' }
    expect((await run({ window })).coverage).toMatchObject({ complete: true, problems: [] })
    expect((await run({ window, offline: true })).coverage).toMatchObject({
      complete: true,
      returned: 4,
      problems: ['collected last on 2026-10-02T09:00:00Z: what came later is missing'],
    })
  })

  test('without a connection says what a stopped one left open', async () => {
    const server = await start(days(5), { limit: 2 })
    const { run } = machine(server)
    server.faults.push(undefined, 'empty', 'empty', 'empty')
    await run()
    expect(await run({ offline: true })).toMatchObject({
      ids: ['go/cl/5', 'go/cl/4'],
      coverage: { complete: false, problems: [expect.stringContaining('not collected whole')] },
    })
  })

  test('keeps no header', async () => {
    const server = await start(days(1))
    const { run, cache } = machine(server)
    server.faults.push({ status: 429, headers: { 'x-canary': 'canary-header' }, body: '' })
    await run()
    const files = readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.jsonl'))
    const kept = files.map((file) => readFileSync(join(cache, file), 'utf8')).join('')
    expect(kept).toContain('area: change 1')
    expect(kept).not.toMatch(/canary-header|user-agent|content-type/i)
  })
})

describe('an item', () => {
  const only = async (change: ServerChange, given: Given = {}) => {
    const { items } = await machine(await start([change])).run(given)
    if (!items[0]) throw new Error('No item')
    return items[0]
  }

  test('is the one that a clone has of the same commit, and both are one', async () => {
    const message =
      'crypto/tls: mend tickets\n\nThey were not rotated.\n\nFixes #12\n\nChange-Id: I1\nReviewed-on: https://go-review.example.org/c/go/+/77\nReviewed-by: Ada Example <ada@example.org>\n'
    const { folder, hashes } = repository([
      {
        name: 'one',
        at: '2026-08-01T10:00:00Z',
        message,
        author: 'Pasi Tähkäpää',
        files: { 'src/b.go': '1\n2\n', 'src/10.go': '1\n', 'src/é.go': '1\n' },
      },
      { at: '2026-10-02T00:00:00Z', message: 'tip' },
    ])
    const change = merged(77, '2026-08-01T10:00:00Z', {
      message,
      author: 'Pasi Tähkäpää',
      hash: hashes.get('one') ?? '',
      files: {
        'src/é.go': { status: 'A', lines_inserted: 1 },
        'src/b.go': { status: 'A', lines_inserted: 2 },
        'src/10.go': { status: 'A', lines_inserted: 1 },
      },
    })
    const clone: Source = { id: 'clone', kind: 'git', path: folder, branch: 'main', changes: 'gerrit', name: 'go', tracker: 'golang/go' }
    const server = await start([change])
    const accounts = ['ada@example.org']
    const gerrit = await machine(server).run({ accounts })
    const both = await machine(server).run({ accounts, also: [clone] })
    const alone = await collect([clone], WINDOW, {
      github: NO_GITHUB,
      folder: '/',
      cache: scratch(),
      ask: openNetwork(),
      clock: virtualClock(),
      offline: true,
      accounts,
    })
    const [fromClone] = alone.items
    expect(gerrit.items).toEqual([{ ...fromClone, url: `${server.url}/c/go/+/77` }])
    expect(fromClone).toMatchObject({
      id: 'go/cl/77',
      author: 'Pasi Tähkäpää',
      own: ['reviewed'],
      references: [{ id: 'golang/go#12', verb: 'fixes' }],
    })
    expect(both.items).toEqual([{ ...fromClone, url: `${server.url}/c/go/+/77`, links: ['https://go-review.example.org/c/go/+/77'] }])
  })

  test.each([
    ['Reviewed-by: Ada Example <x@example.org>', ['ada example'], ['reviewed']],
    ['Reviewed-by: Somebody <ada@example.org>', ['ada@example.org'], ['reviewed']],
    ['Acked-by: Ada Example', ['Ada Example'], ['reviewed']],
    ['Approved-by: ada', ['ada'], ['reviewed']],
    ['Reviewed-by: Ada Example <x@example.org>', ['ada'], []],
    ['Auto-Submit: Ada Example <x@example.org>', ['Ada Example'], []],
    ['Reviewed-on: https://x.example/1\nReviewed-by:\nAda Example', ['Ada Example'], []],
  ])('with %j is for %j: %j', async (trailer, accounts, own) => {
    const change = merged(1, '2026-08-01T00:00:00Z', { message: `a: b\n\nWhy.\n\n${trailer}\n`, author: 'Bob' })
    expect((await only(change, { accounts })).own).toEqual(own)
  })

  test('has files without magic ones, both ends of a rename and the target of a copy', async () => {
    const change = merged(1, '2026-08-01T00:00:00Z', {
      files: {
        'z/new.go': { status: 'R', old_path: 'crypto/old.go', lines_inserted: 1 },
        'a/copy.go': { status: 'C', old_path: 'elsewhere/origin.go' },
        'b.bin': { binary: true },
        '/MERGE_LIST': { lines_inserted: 9 },
      },
    })
    expect(await only(change)).toMatchObject({ paths: ['a/copy.go', 'b.bin', 'z/new.go', 'crypto/old.go'], added: 1, deleted: 0 })
    expect((await only(change, { source: { paths: ['crypto/**'] } })).id).toBe('go/cl/1')
    expect((await machine(await start([change])).run({ source: { paths: ['elsewhere/**', 'MERGE_LIST'] } })).items).toEqual([])
  })

  test('matches globs, dot files too', async () => {
    const server = await start([
      merged(1, '2026-08-01T00:00:00Z', { files: { 'src/crypto/.hidden/x': {} } }),
      merged(2, '2026-08-02T00:00:00Z', { files: { 'src/cryptography/x': {} } }),
    ])
    expect((await machine(server).run({ source: { paths: ['src/crypto/**'] } })).ids).toEqual(['go/cl/1'])
  })

  test.each([
    ['crypto/tls: `a|b` <script>alert(1)</script> ${process.env.HOME} {{x}} ](y'],
    ['Михаил 🎉 שלום é e\u0301 – RELNOTE=<img onerror=x>'],
    ['# 1. - heading *bold* \\ {/* x */ process.env.HOME /* y */}'],
  ])('keeps %j literally', async (subject) => {
    const { title } = await only(merged(1, '2026-08-01T00:00:00Z', { subject }))
    expect(title).toBe(subject.normalize('NFC'))
  })

  test('carries what its message says to readers', async () => {
    const change = merged(1, '2026-08-01T00:00:00Z', { message: 'a: b\n\nWhy.\n\nRELNOTE=The flag is gone.\n\nChange-Id: I1\n' })
    expect((await only(change)).wording).toEqual([{ text: 'The flag is gone.' }])
  })

  test('takes the owner where the commit names nobody, and never an address', async () => {
    expect((await only(merged(1, '2026-08-01T00:00:00Z', { author: '', owner: { name: 'Olga Owner', email: 'olga@example.org' } }))).author).toBe(
      'Olga Owner',
    )
    const nobody = await only(merged(1, '2026-08-01T00:00:00Z', { author: '', owner: { email: 'local.part@example.org', username: 'local.part' } }))
    expect(nobody).not.toHaveProperty('author')
    expect(JSON.stringify(nobody)).not.toContain('local.part')
  })

  test('says what it takes back, by the field and by the text', async () => {
    const change = merged(9, '2026-08-01T00:00:00Z', { message: 'Revert "a: b"\n\nThis reverts CL 5.\n', revertOf: 4 })
    expect((await only(change)).reverts).toEqual(['go/cl/4', 'go/cl/5', 'a: b'])
  })

  test('has the address of the project, whatever its name', async () => {
    const change = merged(3, '2026-08-01T00:00:00Z', { project: 'plugins/a b' })
    const server = await start([change])
    const { items, queries } = await machine(server).run({ source: { project: 'plugins/a b', url: `${server.url}/` } })
    expect(items).toMatchObject([{ id: 'plugins/a b/cl/3', url: `${server.url}/c/plugins/a%20b/+/3` }])
    expect(queries[0]).toContain('project:"plugins/a b"')
  })
})

describe('the open work of the maintainer', () => {
  const open = (number: number, given: Partial<ServerChange> = {}): ServerChange => ({
    number,
    status: 'NEW',
    updated: '2026-11-02 10:00:00.000000000',
    files: { 'src/crypto/a.go': { lines_inserted: 1 } },
    ...given,
  })
  const accounts = ['ada', 'ada@example.org', 'Ada Example', 'nobody']

  test('is of any time, under the paths, and in no count; an account that is not known has none', async () => {
    const server = await start([...days(1), open(50), open(51, { files: { 'doc/x': {} } }), open(52, { owner: { name: 'Bob', username: 'bob' } })])
    const { items, coverage, queries } = await machine(server).run({ accounts, source: { paths: ['src/**'] } })
    expect(items.map((item) => [item.id, item.state, item.at, item.own])).toEqual([
      ['go/cl/50', 'open', '2026-11-02T10:00:00Z', ['wrote']],
      ['go/cl/1', undefined, '2026-08-01T00:00:00Z', ['wrote']],
    ])
    expect(items[0]).not.toHaveProperty('commit')
    expect(queries.slice(1)).toEqual(['ada', 'ada@example.org', 'nobody'].map((account) => `status:open project:go owner:"${account}"`))
    expect(coverage).toMatchObject({ returned: 1, kept: 1, complete: true, problems: [] })
    expect(coverage.asked.map((asked) => [asked.what, asked.returned])).toEqual([
      ['merged changes', 1],
      ['open changes of the maintainer', 2],
      ['open changes of the maintainer', 2],
      ['open changes of the maintainer', 0],
    ])
  })

  test('is asked for afresh, page by page, and shown as it stood last without a connection', async () => {
    const server = await start([...days(1), open(50), open(51), open(52)], { limit: 2 })
    const { run } = machine(server)
    expect((await run({ accounts: ['ada'] })).ids).toEqual(['go/cl/50', 'go/cl/51', 'go/cl/52', 'go/cl/1'])
    server.changes = [...days(1), open(52), merged(51, '2026-09-01T00:00:00Z')]
    const later = await run({ accounts: ['ada'] })
    expect(later.items.map((item) => [item.id, item.state])).toEqual([
      ['go/cl/52', 'open'],
      ['go/cl/51', undefined],
      ['go/cl/1', undefined],
    ])
    expect((await run({ accounts: ['ada'], offline: true })).items).toEqual(later.items)
    server.changes = days(1)
    server.faults.push(undefined, 'reset', 'reset', 'reset')
    const failed = await run({ accounts: ['ada'] })
    expect(failed.ids).toContain('go/cl/52')
    expect(failed.coverage).toMatchObject({ complete: false, problems: [expect.stringMatching(/open changes: .*no whole answer/)] })
  })
})
