import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { collect } from '../src/collect/collect.ts'
import { openNetwork } from '../src/http.ts'
import type { GithubSource } from '../src/model/source.ts'
import { sourceSchema } from '../src/model/source.ts'
import { libraryTimers, virtualClock } from './clock.ts'
import { scratch } from './scratch.ts'
import { type GithubServer, type FakeIssue, type FakeRepository, githubSchema, idOf, githubServer } from './servers/github.ts'

const WINDOW = { since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z' }
const CANARY = 'ghp_canaryCANARYcanary0123456789'
const schema = githubSchema()
const pull = (number: number, mergedAt: string, more: Partial<FakeIssue> = {}): FakeIssue => ({
  number,
  title: `area: pull ${number}`,
  createdAt: '2026-06-15T00:00:00Z',
  mergedAt,
  pull: true,
  files: [{ path: 'src/a.ts', additions: 3, deletions: 1 }],
  ...more,
})
const issue = (number: number, more: Partial<FakeIssue> = {}): FakeIssue => ({
  number,
  title: `issue ${number}`,
  createdAt: '2026-08-01T00:00:00Z',
  ...more,
})

async function github(repository: Partial<FakeRepository> = {}): Promise<GithubServer> {
  const fake = await githubServer([{ name: 'owner/repo', issues: [], ...repository }], schema)
  onTestFinished(() => fake.close())
  return fake
}

/** One who collects, run by run, into one cache. */
function collector(fake: GithubServer, given: Record<string, unknown> = {}, clock = virtualClock()) {
  libraryTimers(clock)
  fake.onStall = clock.expire
  const cache = scratch()
  const source = (more: Record<string, unknown>): GithubSource => {
    const parsed = sourceSchema.parse({ id: 'gh', kind: 'github', repository: 'owner/repo', ...given, ...more })
    if (parsed.kind !== 'github') throw new Error('not GitHub')
    return parsed
  }
  return {
    clock,
    cache,
    async run(options: { offline?: boolean; window?: typeof WINDOW; accounts?: string[]; more?: Record<string, unknown>; token?: string } = {}) {
      const before = fake.queries.length
      const { items, coverage } = await collect([source(options.more ?? {})], options.window ?? WINDOW, {
        folder: '/',
        cache,
        ask: openNetwork({ clock, secrets: [CANARY] }),
        clock,
        offline: options.offline ?? false,
        accounts: options.accounts ?? [],
        github: { endpoint: `${fake.url}/graphql`, token: options.token ?? CANARY, tokenFrom: 'GH_TOKEN' },
      })
      const [one] = coverage
      if (!one) throw new Error('no coverage')
      return { items, coverage: one, queries: fake.queries.slice(before) }
    },
  }
}
const searches = (queries: readonly { variables: Record<string, unknown> }[]): string[] =>
  queries.flatMap(({ variables }) => (variables['q'] ? [String(variables['q'])] : []))

describe('merged pull requests', () => {
  test('are those merged inside the half-open window, with all that is known of them', async () => {
    const fake = await github({
      issues: [
        pull(1, '2026-06-30T23:59:59Z'),
        pull(2, '2026-07-01T00:00:00Z', {
          title: 'a `title` with <script>, {process.env.X} and 🎉 \u202e',
          body: 'Why.\n\nUpdates #7, fixes other/repo#8. Depends on #9, #6 and Owner/Repo#2.\n\n```release-note\nTickets rotate \u202e daily.\n```',
          labels: ['kind/bug'],
          closes: [{ number: 9, repository: 'owner/repo' }],
          author: null,
          files: [
            { path: 'src/.hidden/x.ts', additions: 10, deletions: 4 },
            { path: 'README.md', additions: 1, deletions: 0 },
          ],
        }),
        pull(3, '2026-09-30T23:59:59Z', { author: 'robot', bot: true }),
        pull(4, '2026-10-01T00:00:00Z'),
        { ...pull(5, '2026-08-01T00:00:00Z'), mergedAt: undefined, closedAt: '2026-08-02T00:00:00Z' } as unknown as FakeIssue,
      ],
    })
    const { items, coverage } = await collector(fake, { paths: ['src/**'] }).run()
    expect(items.map((item) => item.id)).toEqual(['owner/repo#3', 'owner/repo#2'])
    expect(items[1]).toMatchObject({
      kind: 'change',
      title: 'a `title` with <script>, {process.env.X} and 🎉 \\u202e',
      url: 'https://github.com/owner/repo/pull/2',
      at: '2026-07-01T00:00:00Z',
      author: 'ghost (deleted account)',
      paths: ['src/.hidden/x.ts', 'README.md'],
      added: 11,
      deleted: 4,
      labels: ['kind/bug'],
      references: [
        { id: 'owner/repo#9', verb: 'fixes' },
        { id: 'owner/repo#7', verb: 'updates' },
        { id: 'other/repo#8', verb: 'fixes' },
        { id: 'owner/repo#6', verb: 'follows' },
      ],
      wording: [{ text: 'Tickets rotate \\u202e daily.' }],
      commit: '2'.padStart(40, '0'),
    })
    expect(items[0]?.author).toBe('robot')
    expect(coverage).toMatchObject({ complete: true, returned: 2, kept: 2, dropped: {}, served: 'live', problems: [] })
    expect(coverage.asked).toEqual([{ what: 'merged pull requests', query: 'repo:owner/repo is:pr is:merged', returned: 2, counted: 2 }])
  })

  test('outside the paths they are counted, not kept', async () => {
    const fake = await github({
      issues: [pull(1, '2026-08-01T00:00:00Z'), pull(2, '2026-08-02T00:00:00Z', { files: [{ path: 'doc/x.md', additions: 1, deletions: 0 }] })],
    })
    const { coverage } = await collector(fake, { paths: ['src/**'] }).run()
    expect(coverage).toMatchObject({ returned: 2, kept: 1, dropped: { 'outside the paths': 1 } })
  })

  test('2,500 of them, 400 in one hour, come as 2,500: spans are halved until each has at most 1,000', async () => {
    const at = (index: number): string =>
      new Date(index < 400 ? Date.UTC(2026, 7, 1, 12, 0, index * 8) : Date.UTC(2026, 6, 1) + index * 3_000_000).toISOString()
    const fake = await github({ issues: Array.from({ length: 2500 }, (_, index) => pull(index + 1, at(index))) })
    const { items, coverage, queries } = await collector(fake).run()
    expect(new Set(items.map((item) => item.id)).size).toBe(2500)
    expect(coverage).toMatchObject({ complete: true, returned: 2500, kept: 2500 })
    expect(coverage.asked[0]?.counted).toBe(2500)
    expect(queries.every(({ variables }) => Number(variables['first'] ?? 1) <= 25)).toBe(true)
    expect(fake.most()).toBe(1)
  })

  test('more than 1,000 in a single second are a problem that names the search', async () => {
    const fake = await github({ issues: Array.from({ length: 1001 }, (_, index) => pull(index + 1, '2026-08-01T12:00:00Z')) })
    const { coverage } = await collector(fake).run()
    expect(coverage.complete).toBe(false)
    expect(coverage.problems.join()).toMatch(
      /one second has more than 1000 results of "repo:owner\/repo is:pr is:merged merged:2026-08-01T12:00:00Z\.\.2026-08-01T12:00:00Z"/,
    )
  })

  test('what GitHub counts and does not give is a problem with its number, and the next run asks for all again', async () => {
    const fake = await github({ issues: Array.from({ length: 30 }, (_, index) => pull(index + 1, '2026-08-01T00:00:00Z')) })
    fake.withheld.add(idOf({ name: 'owner/repo' }, { number: 4 }))
    const one = collector(fake)
    const first = await one.run()
    expect(first.coverage).toMatchObject({ complete: false, returned: 29 })
    expect(first.coverage.problems.join()).toContain('counted 1 more')
    fake.withheld.clear()
    const second = await one.run()
    expect(second.coverage).toMatchObject({ complete: true, returned: 30, problems: [] })
  })

  test('a search that brought less than it counted is read a second time before that is a problem', async () => {
    const fake = await github({ issues: Array.from({ length: 30 }, (_, index) => pull(index + 1, '2026-08-01T00:00:00Z')) })
    fake.withheld.add(idOf({ name: 'owner/repo' }, { number: 4 }))
    fake.beforeAnswer = () => {
      if (fake.got.length > 3) fake.withheld.clear()
    }
    const { coverage } = await collector(fake).run()
    expect(coverage).toMatchObject({ complete: true, returned: 30, problems: [], requests: 5 })
    expect(coverage.asked[0]).toMatchObject({ returned: 30, counted: 30 })
  })

  test('what a stopped run got short is not believed again when the search is read a second time', async () => {
    const fake = await github({ issues: Array.from({ length: 30 }, (_, index) => pull(index + 1, '2026-08-01T00:00:00Z')) })
    fake.withheld.add(idOf({ name: 'owner/repo' }, { number: 4 }))
    const one = collector(fake)
    fake.faults.push(undefined, undefined, { status: 401, body: '{"message":"Bad credentials"}' })
    expect((await one.run()).coverage).toMatchObject({ complete: false, returned: 24 })
    fake.withheld.clear()
    expect((await one.run()).coverage).toMatchObject({ complete: true, returned: 30, problems: [] })
  })

  test('lists inside them that go on are followed to their end', async () => {
    const files = Array.from({ length: 250 }, (_, index) => ({ path: `src/f${index}.ts`, additions: 1, deletions: 0 }))
    const labels = Array.from({ length: 40 }, (_, index) => `label ${index}`)
    const closes = Array.from({ length: 25 }, (_, index) => ({ number: index + 100, repository: 'owner/repo' }))
    const reviewers = [...Array.from({ length: 25 }, (_, index) => `someone${index}`), 'ada']
    const fake = await github({ issues: [pull(1, '2026-08-01T00:00:00Z', { files, labels, closes, reviewers })] })
    const { items } = await collector(fake).run({ accounts: ['ada'] })
    expect(items[0]?.paths).toHaveLength(250)
    expect(items[0]?.labels).toHaveLength(40)
    expect(items[0]?.references).toHaveLength(25)
    expect(items[0]?.own).toEqual(['reviewed'])
  })

  test('none at all is said, with where changes may be instead', async () => {
    const fake = await github({ issues: [issue(1)] })
    const { coverage } = await collector(fake, { collect: ['pulls', 'issues'] }).run()
    expect(coverage.problems.join()).toContain('merged no pull request in the window')
  })
})

describe('again', () => {
  test('a second run asks only for what was updated since the latest update less an hour, a changed title is told anew', async () => {
    const fake = await github({
      issues: Array.from({ length: 60 }, (_, index) => pull(index + 1, `2026-08-01T00:00:${String(index % 60).padStart(2, '0')}Z`)),
    })
    const one = collector(fake)
    const first = await one.run()
    expect(searches(first.queries)).toHaveLength(3)
    const seventh = fake.repositories[0]?.issues[6]
    if (!seventh) throw new Error('no seventh')
    Object.assign(seventh, { title: 'retitled', updatedAt: '2026-10-01T10:00:00Z' })
    fake.repositories[0]?.issues.push(pull(99, '2026-09-30T00:00:00Z'))
    const second = await one.run()
    expect(searches(second.queries)).toEqual([
      'repo:owner/repo is:pr is:merged updated:>=2026-07-31T23:00:59Z merged:2026-07-01T00:00:00Z..2026-09-30T23:59:59Z sort:created-asc',
      ...searches(second.queries).slice(1),
    ])
    expect(second.items).toHaveLength(61)
    expect(second.items.find((item) => item.id === 'owner/repo#7')?.title).toBe('retitled')
    expect(second.coverage.served).toBe('live and store')
    const third = await one.run()
    expect(third.items).toEqual(second.items)
    expect(searches(third.queries)[0]).toContain('updated:>=2026-10-01T09:00:00Z')
  })

  test('--offline asks nothing and gives the same; without a store it is a problem by name', async () => {
    const fake = await github({ issues: [pull(1, '2026-08-01T00:00:00Z')], releases: [{ tagName: 'v1', createdAt: '2026-08-02T00:00:00Z' }] })
    const one = collector(fake, { collect: ['pulls', 'releases'] })
    const none = await one.run({ offline: true })
    expect(none.coverage).toMatchObject({ complete: false, requests: 0 })
    expect(none.coverage.problems.join()).toContain('"gh" offline')
    const live = await one.run()
    const count = fake.got.length
    const offline = await one.run({ offline: true })
    expect(offline.items).toEqual(live.items)
    expect(offline.coverage).toMatchObject({ complete: true, served: 'store', requests: 0 })
    expect(fake.got).toHaveLength(count)
  })

  test('a run that was stopped goes on where it was, repeats nothing, and asks for what moved meanwhile', async () => {
    const fake = await github({ issues: Array.from({ length: 100 }, (_, index) => pull(index + 1, '2026-08-01T00:00:00Z')) })
    const one = collector(fake)
    const gone = { status: 403, headers: { 'retry-after': '7200' }, body: '{"message":"You have exceeded a secondary rate limit"}' }
    fake.faults.push(undefined, undefined, undefined, gone)
    const first = await one.run()
    expect(first.coverage).toMatchObject({ complete: false, returned: 50 })
    expect(first.coverage.problems.join()).toMatch(/secondary rate limit is used up until 2026-10-02T11:00Z.*Run it again after that/)
    const second = await one.run()
    expect(second.coverage).toMatchObject({ complete: true, returned: 100 })
    const cursors = second.queries.filter(
      ({ variables }) => String(variables['q']).includes('merged:') && !String(variables['q']).includes('updated:'),
    )
    expect(cursors.map(({ variables }) => variables['cursor'])).toEqual(['c50', 'c75'])
  })

  test('another configuration of the source, or another window, begins anew', async () => {
    const fake = await github({ issues: [pull(1, '2026-08-01T00:00:00Z')] })
    const one = collector(fake)
    await one.run()
    expect(searches((await one.run({ more: { paths: ['lib/**'] } })).queries).some((text) => text.includes('updated:'))).toBe(false)
    expect(searches((await one.run({ window: { since: '2026-08-01T00:00:00Z', until: '2026-09-01T00:00:00Z' } })).queries)[0]).not.toContain(
      'updated:',
    )
  })
})

describe('when GitHub fails', () => {
  const quarter = () => github({ issues: Array.from({ length: 60 }, (_, index) => pull(index + 1, '2026-08-01T00:00:00Z')) })

  test.each([
    'truncate',
    'cut',
    'stall',
    'reset',
    'empty',
    { status: 500, body: 'oops' },
    { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' },
  ] as const)('an answer that is no whole answer is asked for again (%j)', async (fault) => {
    const fake = await quarter()
    fake.faults.push(undefined, fault, undefined, fault)
    const { coverage } = await collector(fake).run()
    expect(coverage).toMatchObject({ complete: true, returned: 60, problems: [] })
    expect(coverage.requests).toBe(6)
  })

  test('after four tries the source fails with what was said, what came is kept', async () => {
    const fake = await quarter()
    fake.faults.push(undefined, undefined, 'truncate', 'truncate', 'truncate', 'truncate')
    const { coverage, items } = await collector(fake).run()
    expect(coverage).toMatchObject({ complete: false, returned: 25 })
    expect(items).toHaveLength(25)
    expect(coverage.problems.join()).toContain('not whole JSON')
  })

  test.each([
    [
      '200 RATE_LIMITED',
      (reset: number) => ({
        headers: { 'x-ratelimit-reset': String(reset), 'x-ratelimit-remaining': '0' },
        body: '{"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded"}]}',
      }),
    ],
    [
      '200 RATE_LIMIT',
      (reset: number) => ({
        headers: { 'x-ratelimit-reset': String(reset) },
        body: '{"errors":[{"type":"RATE_LIMIT","code":"graphql_rate_limit","message":"API rate limit already exceeded for user ID 1."}]}',
      }),
    ],
    [
      '403',
      (reset: number) => ({
        status: 403,
        headers: { 'x-ratelimit-reset': String(reset), 'x-ratelimit-remaining': '0' },
        body: '{"message":"API rate limit exceeded"}',
      }),
    ],
  ])('the rate limit as %s: waits until a minute past the reset', async (_, fault) => {
    const fake = await quarter()
    const one = collector(fake)
    fake.faults.push(undefined, fault(one.clock.now() / 1000 + 300))
    const { coverage } = await one.run()
    expect(coverage).toMatchObject({ complete: true, returned: 60 })
    expect(Math.max(...one.clock.waits)).toBe(360_000)
  })

  test('a reset an hour ahead is not waited for: it says when to run again; one in the past is tried once', async () => {
    const fake = await quarter()
    const one = collector(fake)
    const limited = (reset: number) => ({
      headers: { 'x-ratelimit-reset': String(reset) },
      body: '{"errors":[{"type":"RATE_LIMIT","message":"API rate limit already exceeded"}]}',
    })
    fake.faults.push(undefined, limited(one.clock.now() / 1000 + 3600))
    const far = await one.run()
    expect(far.coverage.problems.join()).toMatch(/rate limit is used up until 2026-10-02T10:00Z/)
    expect(Math.max(0, ...one.clock.waits)).toBeLessThan(1000)
    const past = limited(one.clock.now() / 1000 - 3600)
    const before = fake.got.length
    fake.faults.push(undefined, past, past, past, past)
    const again = await one.run()
    expect(again.coverage.complete).toBe(false)
    expect(fake.got.length - before).toBe(3)
  })

  test.each([
    ['seconds', { status: 403, headers: { 'retry-after': '40' }, body: '{"message":"You have exceeded a secondary rate limit"}' }, 40_000],
    ['a date', { status: 429, headers: { 'retry-after': 'Fri, 02 Oct 2026 09:01:00 GMT' }, body: '{"message":"slow down"}' }, 60_000],
    ['nothing', { status: 429, body: '{"message":"slow down"}' }, 60_000],
    ['200', { headers: { 'retry-after': '50' }, body: '{"errors":[{"message":"You have exceeded a secondary rate limit."}]}' }, 50_000],
  ])('a secondary limit that says %s is waited for, twice at most, and nothing is asked before', async (_, fault, waitMs) => {
    const fake = await quarter()
    const one = collector(fake)
    fake.faults.push(undefined, fault, fault)
    expect((await one.run()).coverage).toMatchObject({ complete: true, returned: 60 })
    expect(one.clock.waits.filter((wait) => wait === waitMs).length).toBeGreaterThanOrEqual(1)
    const third = await quarter()
    const other = collector(third)
    third.faults.push(undefined, fault, fault, fault)
    expect((await other.run()).coverage.complete).toBe(false)
    expect(third.got).toHaveLength(4)
  })

  test('a page that is too heavy is asked for again narrower, from the same cursor', async () => {
    const fake = await quarter()
    fake.widest = 8
    const { coverage, queries } = await collector(fake).run()
    expect(coverage).toMatchObject({ complete: true, returned: 60 })
    expect(queries.slice(1, 5).map(({ variables }) => [variables['first'], variables['cursor']])).toEqual([
      [25, null],
      [13, null],
      [8, null],
      [8, 'c8'],
    ])
  })

  test('502 and 504 make pages narrower too; for ever, they end in a problem', async () => {
    const fake = await quarter()
    fake.faults.push(undefined, { status: 502, body: 'Bad Gateway' }, { status: 504, body: '' })
    const one = collector(fake)
    const { coverage, queries } = await one.run()
    expect(coverage).toMatchObject({ complete: true, returned: 60 })
    expect(queries[1]?.variables['first']).toBe(8)
    expect(one.clock.waits.filter((ms) => ms >= 1000)).toEqual([1000, 2000])
    const down = await quarter()
    down.faults.push(undefined, ...Array.from({ length: 40 }, () => ({ status: 502, body: 'Bad Gateway' })))
    const failed = await collector(down).run()
    expect(failed.coverage.complete).toBe(false)
    expect(down.got.length).toBeLessThan(14)
  })

  test('at a width of one, what came without an error is kept and the rest is counted as missing', async () => {
    const fake = await github({ issues: [pull(1, '2026-08-01T00:00:00Z'), pull(2, '2026-08-02T00:00:00Z'), pull(3, '2026-08-03T00:00:00Z')] })
    const heavy = (got: { body: string }) => {
      const { variables } = JSON.parse(got.body)
      if (!variables.q || (Number(variables.first) === 1 && variables.cursor !== 'c1')) return undefined
      const data = Number(variables.first) > 1 ? null : { search: { issueCount: 3, pageInfo: { hasNextPage: true, endCursor: 'c2' }, nodes: [null] } }
      return {
        body: JSON.stringify({
          data,
          errors: [{ type: 'RESOURCE_LIMITS_EXCEEDED', path: ['search', 'nodes', 0], message: 'Resource limits for this query exceeded.' }],
        }),
      }
    }
    fake.faults.push(...Array.from({ length: 60 }, () => heavy))
    const { items, coverage } = await collector(fake).run()
    expect(items.map((item) => item.id)).toEqual(['owner/repo#3', 'owner/repo#1'])
    expect(coverage.complete).toBe(false)
    expect(coverage.problems.join()).toContain('counted 1 more')
  })

  test('a node with an error anywhere in it is missing, not a pull request without files', async () => {
    const fake = await github({ issues: [pull(1, '2026-08-01T00:00:00Z'), pull(2, '2026-08-02T00:00:00Z')] })
    const one = collector(fake, { paths: ['src/**'] })
    const heavy = (got: { body: string }) => {
      const { variables } = JSON.parse(got.body)
      if (!variables.q) return undefined
      const page = (nodes: unknown[], more: boolean) => ({
        search: { issueCount: 2, pageInfo: { hasNextPage: more, endCursor: more ? 'c1' : null }, nodes },
      })
      const error = { type: 'RESOURCE_LIMITS_EXCEEDED', path: ['search', 'nodes', 0, 'files'], message: 'Resource limits for this query exceeded.' }
      if (variables.first > 1) return { body: JSON.stringify({ data: null, errors: [error] }) }
      if (variables.cursor === 'c1') return undefined
      const node = { id: idOf({ name: 'owner/repo' }, { number: 1 }), files: null }
      return { body: JSON.stringify({ data: page([node], true), errors: [error] }) }
    }
    fake.faults.push(...Array.from({ length: 30 }, () => heavy))
    const { items, coverage } = await one.run()
    expect(items.map((item) => item.id)).toEqual(['owner/repo#2'])
    expect(coverage).toMatchObject({ complete: false, dropped: {} })
    expect(coverage.problems.join()).toContain('counted 1 more')
  })

  test.each(['{"data":null}', '{"errors":"boom"}', '{"errors":{}}', '{"errors":[null]}', '[]', '"text"', 'null'])(
    '%s is no answer, and is asked for again',
    async (body) => {
      const fake = await quarter()
      fake.faults.push(undefined, { body })
      expect((await collector(fake).run()).coverage).toMatchObject({ complete: true, returned: 60, requests: 5 })
    },
  )

  test('what fails by itself leaves the other questions alone; after a refusal each that was not asked is named', async () => {
    const fake = await github({ issues: [issue(5000), ...Array.from({ length: 1001 }, (_, index) => pull(index + 1, '2026-08-01T12:00:00Z'))] })
    const { coverage, items } = await collector(fake, { collect: ['pulls', 'issues'] }).run()
    expect(coverage.complete).toBe(false)
    expect(items.map((item) => item.id)).toContain('owner/repo#5000')
    const limited = await quarter()
    limited.faults.push(undefined, { status: 403, headers: { 'retry-after': '7200' }, body: '{"message":"secondary rate limit"}' })
    const stopped = await collector(limited, { collect: ['pulls', 'issues', 'releases'] }).run()
    expect(stopped.coverage.problems.join()).toContain('not asked for after that: issues, releases')
    expect(limited.got).toHaveLength(2)
  })

  test.each([
    ['401', { status: 401, body: '{"message":"Bad credentials"}' }, /refuses the token from GH_TOKEN \(401\)/],
    [
      'a redirect',
      { status: 301, headers: { location: 'https://elsewhere.example/' }, body: '' },
      /redirect to https:\/\/elsewhere\.example\/, which is refused/,
    ],
    [
      'FORBIDDEN',
      { body: '{"data":null,"errors":[{"type":"FORBIDDEN","message":"Resource protected by organization SAML enforcement."}]}' },
      /SAML enforcement.*scope or the single sign-on/,
    ],
    ['an error it does not know', { body: '{"data":null,"errors":[{"type":"NEW_KIND","message":"something new"}]}' }, /something new \(NEW_KIND\)/],
    ['404', { status: 404, body: 'nothing here' }, /no GraphQL at that address/],
  ])('%s is a problem at once, in words that help', async (_, fault, words) => {
    const fake = await quarter()
    fake.faults.push(fault)
    const { coverage } = await collector(fake).run()
    expect(coverage).toMatchObject({ complete: false, kept: 0, requests: 1 })
    expect(coverage.problems.join()).toMatch(words)
  })

  test('an answer of another shape is a problem that names the place', async () => {
    const fake = await quarter()
    fake.faults.push(undefined, { body: '{"data":{"search":{"issueCount":"many","pageInfo":{"hasNextPage":false,"endCursor":null}}}}' })
    const one = collector(fake)
    const { coverage } = await one.run()
    expect(coverage.problems.join()).toContain('Cannot read GitHub\'s answer to "Pulls": search.issueCount')
    fake.faults.push(undefined, { body: '{"data":{"search":{"issueCount":3}}}' })
    expect((await one.run()).coverage.problems.join()).toContain('its pages do not go on')
  })

  test('the token goes to GitHub and nowhere else: an answer that echoes it changes nothing of that', async () => {
    const fake = await quarter()
    fake.faults.push(undefined, { body: `{"data":null,"errors":[{"type":"ODD","message":"your token ${CANARY} is odd"}]}` })
    const one = collector(fake)
    const first = await one.run()
    await one.run()
    expect(fake.got.every((got) => got.headers.authorization === `token ${CANARY}` && got.headers['user-agent']?.startsWith('legible/'))).toBe(true)
    const stored = readdirSync(one.cache, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(stored.length).toBeGreaterThan(1)
    const text = stored.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')).join() + JSON.stringify(first)
    expect(text).not.toContain(CANARY)
    expect(first.coverage.problems.join()).toContain('your token [secret] is odd')
  })
})

describe('the store', () => {
  test('an older answer does not take the place of a newer one', async () => {
    const fake = await github({ issues: [pull(1, '2026-08-01T00:00:00Z', { title: 'new title', updatedAt: '2026-09-01T00:00:00Z' })] })
    const one = collector(fake)
    await one.run()
    Object.assign(fake.repositories[0]?.issues[0] ?? {}, { title: 'old title', updatedAt: '2026-08-31T23:30:00Z' })
    expect((await one.run()).items[0]?.title).toBe('new title')
  })

  test('an issue that lost its label leaves, one that was never in the area is not counted', async () => {
    const fake = await github({ issues: [issue(1, { labels: ['area'] }), issue(2, { labels: ['area'] }), issue(3)] })
    const one = collector(fake, { collect: ['issues'], labels: ['area'] })
    expect((await one.run()).items).toHaveLength(2)
    Object.assign(fake.repositories[0]?.issues[0] ?? {}, { labels: [], updatedAt: '2026-09-01T00:00:00Z' })
    Object.assign(fake.repositories[0]?.issues[2] ?? {}, { updatedAt: '2026-09-01T00:00:00Z' })
    const { items, coverage } = await one.run()
    expect(items.map((item) => item.id)).toEqual(['owner/repo#2'])
    expect(coverage).toMatchObject({ returned: 2, kept: 1, dropped: { 'outside the labels and titles': 1 } })
  })

  test('offline, what came after the last run is said to be missing', async () => {
    const fake = await github({ issues: [pull(1, '2026-07-02T00:00:00Z')] })
    const one = collector(fake, {}, virtualClock('2026-08-01T00:00:00Z'))
    await one.run()
    expect((await one.run({ offline: true })).coverage.problems.join()).toContain(
      'collected last on 2026-08-01T00:00:00Z: what came later is missing',
    )
  })

  test('releases are read back to half a year before the window, no further: what was made then may be published now', async () => {
    const on = (day: string, count: number, name: string) =>
      Array.from({ length: count }, (_, index) => ({ tagName: `${name}${index}`, createdAt: `${day}T00:00:00Z` }))
    const late = { tagName: 'late', createdAt: '2026-05-20T00:00:00Z', publishedAt: '2026-07-10T00:00:00Z' }
    const fake = await github({ releases: [...on('2026-06-20', 30, 'june'), late, ...on('2024-01-01', 100, 'old')] })
    const { items, coverage, queries } = await collector(fake, { collect: ['releases'] }).run()
    expect(items.map((item) => [item.id, item.at])).toEqual([['owner/repo@late', '2026-07-10T00:00:00Z']])
    expect(queries.filter(({ query }) => query.startsWith('query Releases'))).toHaveLength(3)
    expect(coverage).toMatchObject({ complete: true, kept: 1 })
  })

  test('releases of one window do not hide those of another', async () => {
    const fake = await github({ releases: [{ tagName: 'v1', createdAt: '2026-07-02T00:00:00Z' }] })
    const one = collector(fake, { collect: ['releases'] })
    expect((await one.run()).items).toHaveLength(1)
    fake.repositories[0]?.releases?.splice(0)
    await one.run({ window: { since: '2026-10-01T00:00:00Z', until: '2027-01-01T00:00:00Z' } })
    expect((await one.run({ offline: true })).items).toHaveLength(1)
  })

  test('a mark that cannot be read means: from the beginning', async () => {
    const fake = await github({ issues: [pull(1, '2026-08-01T00:00:00Z')] })
    const one = collector(fake)
    await one.run()
    for (const entry of readdirSync(one.cache, { recursive: true, withFileTypes: true })) {
      if (!entry.name.startsWith('pulls')) continue
      const file = join(entry.parentPath, entry.name)
      writeFileSync(file, readFileSync(file, 'utf8').replace('"watermark":"2026-08-01T00:00:00Z"', '"watermark":"2026-08-01T00:00:00+02:00"'))
    }
    const { coverage, queries } = await one.run()
    expect(coverage).toMatchObject({ complete: true, returned: 1 })
    expect(searches(queries)[0]).not.toContain('updated:')
  })
})

describe('values that GitHub would not give', () => {
  test.each([
    ['an offset', { updatedAt: '2026-09-30T10:00:00+02:00' }, true],
    ['a year that is far', { updatedAt: '9999-12-31T23:59:59-01:00' }, true],
    ['fewer than no lines', { files: [{ path: 'a', additions: -5, deletions: 0 }] }, false],
    ['a number below one', { number: -7 }, false],
  ])('%s is read, or is a problem by name, in this run and the next', async (_, more, complete) => {
    const fake = await github({ issues: [pull(1, '2026-08-01T00:00:00Z', more)] })
    const one = collector(fake)
    for (let run = 0; run < 2; run++) {
      const { coverage } = await one.run()
      expect(coverage.complete).toBe(complete)
      if (!complete) expect(coverage.problems.join()).toContain('Cannot read GitHub\'s answer to "Pulls": search.nodes.0.')
    }
  })

  test('a tag with white space or what ends a comment is spelled out', async () => {
    const fake = await github({ releases: [{ tagName: 'v1*/ {x}', createdAt: '2026-07-02T00:00:00Z' }] })
    const { items } = await collector(fake, { collect: ['releases'] }).run()
    expect(items.map((item) => item.id)).toEqual(['owner/repo@v1%2A%2F%20%7Bx%7D'])
  })

  test('a window that ends within a second keeps what merged in it', async () => {
    const fake = await github({ issues: [pull(1, '2026-09-30T12:00:00Z'), pull(2, '2026-09-30T12:00:01Z')] })
    const { items } = await collector(fake).run({ window: { since: '2026-07-01T00:00:00Z', until: '2026-09-30T12:00:00.500Z' } })
    expect(items.map((item) => item.id)).toEqual(['owner/repo#1'])
  })
})

describe('the repository', () => {
  test('one that is renamed between two runs keeps its things one: old ids are aliases', async () => {
    const fake = await github({ issues: [pull(1, '2026-08-01T00:00:00Z'), pull(2, '2026-08-02T00:00:00Z')] })
    const one = collector(fake)
    await one.run()
    Object.assign(fake.repositories[0] ?? {}, { name: 'new/home', renamedFrom: ['owner/repo'] })
    Object.assign(fake.repositories[0]?.issues[1] ?? {}, { title: 'renamed too', updatedAt: '2026-10-01T00:00:00Z' })
    for (const offline of [false, true]) {
      const { items, coverage } = await one.run({ offline })
      expect(items.map((item) => [item.id, item.aliases, item.title])).toEqual([
        ['new/home#2', ['owner/repo#2'], 'renamed too'],
        ['new/home#1', ['owner/repo#1'], 'area: pull 1'],
      ])
      expect(coverage.problems.join()).toContain('owner/repo is new/home now')
    }
  })

  test('one that was renamed is collected under its name of today, and said', async () => {
    const fake = await github({ name: 'new/home', renamedFrom: ['owner/repo'], issues: [pull(1, '2026-08-01T00:00:00Z')] })
    const { items, coverage } = await collector(fake).run()
    expect(items.map((item) => item.id)).toEqual(['new/home#1'])
    expect(coverage.problems.join()).toContain('owner/repo is new/home now')
  })

  test('one that is not there is a problem by name', async () => {
    const fake = await github({ name: 'other/repo' })
    expect((await collector(fake).run()).coverage.problems.join()).toContain('Cannot find the repository "owner/repo" of source "gh"')
  })

  test('releases and tags of the window, each once, drafts left out; open milestones that are a plan', async () => {
    const fake = await github({
      releases: [
        { tagName: 'v2.0.0', name: 'Two', createdAt: '2026-08-01T00:00:00Z', publishedAt: '2026-08-02T00:00:00Z', description: 'Notes' },
        { tagName: 'v2.1.0-rc.1', createdAt: '2026-09-01T00:00:00Z', isPrerelease: true },
        { tagName: 'v1.9.0', createdAt: '2026-06-01T00:00:00Z' },
        { tagName: 'secret', createdAt: '2026-09-02T00:00:00Z', isDraft: true },
      ],
      tags: [
        { name: 'v2.0.0', committedAt: '2026-08-01T00:00:00Z' },
        { name: 'v1.8.9', committedAt: '2026-05-01T00:00:00Z', taggedAt: '2026-07-15T00:00:00Z' },
      ],
      milestones: [
        { number: 1, title: 'Backlog', open: 900 },
        { number: 2, title: 'v2.1', dueOn: '2026-11-01T00:00:00Z', open: 12 },
      ],
    })
    const { items, coverage } = await collector(fake, { collect: ['releases'] }).run()
    expect(items.map((item) => [item.id, item.title, item.state, item.at])).toEqual([
      ['owner/repo@v2.1.0-rc.1', 'v2.1.0-rc.1', 'prerelease', '2026-09-01T00:00:00Z'],
      ['owner/repo/milestone/2', 'v2.1: due on 2026-11-01, 12 open', 'planned', '2026-09-01T00:00:00Z'],
      ['owner/repo@v2.0.0', 'v2.0.0: Two', undefined, '2026-08-02T00:00:00Z'],
      ['owner/repo@v1.8.9', 'v1.8.9', undefined, '2026-07-15T00:00:00Z'],
    ])
    expect(coverage).toMatchObject({ returned: 4, kept: 3, dropped: { 'outside the window': 1 } })
  })
})

describe('issues', () => {
  test('are those opened, closed or moved in the window, as they stood at its end; comments alone are counted', async () => {
    const fake = await github({
      issues: [
        issue(1, { labels: ['area/x'] }),
        issue(2, {
          createdAt: '2025-01-01T00:00:00Z',
          closedAt: '2026-08-05T00:00:00Z',
          stateReason: 'NOT_PLANNED',
          events: [
            { __typename: 'ClosedEvent', createdAt: '2026-08-05T00:00:00Z', stateReason: 'NOT_PLANNED', actor: { __typename: 'User', login: 'ada' } },
          ],
        }),
        issue(3, { createdAt: '2025-01-01T00:00:00Z', updatedAt: '2026-08-05T00:00:00Z' }),
        issue(4, {
          closedAt: '2026-11-05T00:00:00Z',
          updatedAt: '2026-11-05T00:00:00Z',
          stateReason: 'COMPLETED',
          events: [{ __typename: 'ClosedEvent', createdAt: '2026-11-05T00:00:00Z', stateReason: 'COMPLETED' }],
        }),
        issue(5, {
          createdAt: '2025-01-01T00:00:00Z',
          updatedAt: '2026-08-05T00:00:00Z',
          events: [{ __typename: 'MilestonedEvent', createdAt: '2026-08-05T00:00:00Z', milestoneTitle: 'v3' }],
        }),
        issue(6, { createdAt: '2026-10-01T00:00:00Z' }),
        issue(7, { createdAt: '2025-01-01T00:00:00Z', updatedAt: '2026-06-30T00:00:00Z' }),
      ],
    })
    const { items, coverage } = await collector(fake, { collect: ['issues'] }).run({ accounts: ['ada'] })
    expect(items.map((item) => [item.id, item.state, item.at, item.transitions.map((step) => step.to), item.own])).toEqual([
      ['owner/repo#2', 'closed (not planned)', '2026-08-05T00:00:00Z', ['closed (not planned)'], ['decided']],
      ['owner/repo#5', 'open', '2026-08-05T00:00:00Z', ['milestone v3'], []],
      ['owner/repo#1', 'open', '2026-08-01T00:00:00Z', ['opened'], []],
      ['owner/repo#4', 'open', '2026-08-01T00:00:00Z', ['opened'], []],
    ])
    expect(coverage).toMatchObject({ returned: 5, kept: 4, dropped: { 'nothing but comments in the window': 1 } })
  })

  test('with more events than a page are read to their end, each event once', async () => {
    const label = (index: number, at: number) => ({
      __typename: 'LabeledEvent',
      createdAt: new Date(at + index * 60_000).toISOString(),
      label: { name: `l${index}` },
    })
    const before = Array.from({ length: 70 }, (_, index) => label(index, Date.UTC(2026, 4, 1)))
    const inside = Array.from({ length: 60 }, (_, index) => label(index + 100, Date.UTC(2026, 7, 1)))
    const fake = await github({
      issues: [issue(1, { createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-08-02T00:00:00Z', events: [...before, ...inside] })],
    })
    const { items } = await collector(fake, { collect: ['issues'] }).run()
    expect(items[0]?.transitions.map((step) => step.to)).toEqual(inside.map((event) => `labelled ${event.label.name}`))
  })

  test('belong to the area by a label or by the title', async () => {
    const fake = await github({
      issues: [issue(1, { labels: ['Area-Crypto'] }), issue(2, { title: 'crypto/tls: x' }), issue(3, { title: 'net/http: x' })],
    })
    const { items, coverage } = await collector(fake, { collect: ['issues'], labels: ['area-crypto'], titles: ['^(x/)?crypto'] }).run()
    expect(items.map((item) => item.id).sort()).toEqual(['owner/repo#1', 'owner/repo#2'])
    expect(coverage.dropped).toEqual({ 'outside the labels and titles': 1 })
  })
})

describe("the maintainer's own", () => {
  test('what they wrote, reviewed and merged is marked, their open pull requests stand beside the window', async () => {
    const fake = await github({
      issues: [
        pull(1, '2026-08-01T00:00:00Z', { author: 'Ada' }),
        pull(2, '2026-08-02T00:00:00Z', { reviewers: ['ada'], mergedBy: 'ada' }),
        pull(3, '2026-08-03T00:00:00Z'),
        { number: 4, title: 'in the works', createdAt: '2026-05-01T00:00:00Z', updatedAt: '2026-10-02T00:00:00Z', pull: true, author: 'ada' },
        { number: 5, title: 'of somebody', createdAt: '2026-05-01T00:00:00Z', pull: true },
      ],
    })
    const one = collector(fake)
    const { items, coverage } = await one.run({ accounts: ['ada', 'Ada Example'] })
    expect(items.map((item) => [item.id, item.state, item.own])).toEqual([
      ['owner/repo#4', 'open', ['wrote']],
      ['owner/repo#3', undefined, []],
      ['owner/repo#2', undefined, ['reviewed', 'decided']],
      ['owner/repo#1', undefined, ['wrote']],
    ])
    expect(coverage).toMatchObject({ returned: 3, kept: 3 })
    Object.assign(fake.repositories[0]?.issues[3] ?? {}, { closedAt: '2026-10-02T10:00:00Z', updatedAt: '2026-10-02T10:00:00Z' })
    const later = await one.run({ accounts: ['ada', 'Ada Example'] })
    expect(later.items.map((item) => item.id)).not.toContain('owner/repo#4')
  })
})
