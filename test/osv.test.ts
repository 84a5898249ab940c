import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { collect } from '../src/collect/collect.ts'
import { curate } from '../src/curate/curate.ts'
import { draft } from '../src/draft/draft.ts'
import { openNetwork } from '../src/http.ts'
import { markersOf } from '../src/markers-of.ts'
import { parseMdx } from '../src/mdx.ts'
import { BUILT_IN_SECTIONS } from '../src/model/section.ts'
import { coverageSchema } from '../src/model/coverage.ts'
import { itemSchema } from '../src/model/item.ts'
import type { Source } from '../src/model/source.ts'
import { virtualClock } from './clock.ts'
import { NO_GITHUB, scratch } from './scratch.ts'
import type { Fault } from './servers/listen.ts'
import { entry, type TestEntry, type Vulndb, vulndbServer } from './servers/vulndb.ts'
import { draftInput } from './stories.ts'

const WINDOW = { since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z' }
const PACKAGES = ['stdlib:crypto', 'golang.org/x/crypto']

/** Collects from one source, again and again with the same store. */
function collector(source: Partial<Source> & { packages?: string[] }, { folder = '/' }: { folder?: string } = {}) {
  const clock = virtualClock()
  const cache = scratch()
  const full = { id: 'db', kind: 'osv', packages: PACKAGES, ...source } as Source
  return {
    clock,
    async run(options: { offline?: boolean; window?: typeof WINDOW } = {}) {
      const { items, coverage } = await collect([full], options.window ?? WINDOW, {
        folder,
        cache,
        ask: openNetwork({ clock }),
        clock,
        offline: options.offline ?? false,
        accounts: [],
        github: NO_GITHUB,
      })
      const [one] = coverage
      if (!one) throw new Error('no coverage')
      coverageSchema.parse(one)
      items.forEach((item) => itemSchema.parse(item))
      expect(one.returned).toBe(one.kept + Object.values(one.dropped).reduce((sum, count) => sum + count, 0))
      return { items, coverage: one, ids: items.map((item) => item.id).sort() }
    },
  }
}

async function start(entries: readonly TestEntry[], options: Parameters<typeof vulndbServer>[1] = {}): Promise<Vulndb> {
  const server = await vulndbServer(entries, options)
  onTestFinished(() => server.close())
  return server
}

function folderOf(entries: readonly unknown[]): string {
  return scratch(
    Object.fromEntries(entries.map((one, index) => [`deep/${index}/entry${index}.json`, typeof one === 'string' ? one : JSON.stringify(one)])),
  )
}

const inFolder = (entries: readonly unknown[], packages = PACKAGES) => collector({ path: folderOf(entries), packages }).run()
const paths = (server: Vulndb) => server.got.map(({ path }) => path)

describe('an entry in the window', () => {
  const at = (published: string, modified: string, withdrawn?: string) => entry('GO-2026-1', { published, modified, ...(withdrawn && { withdrawn }) })

  test.each<[string, TestEntry, string | undefined, string | undefined]>([
    ['published at its first instant', at('2026-07-01T00:00:00Z', '2026-07-02T00:00:00Z'), 'new', '2026-07-01T00:00:00Z'],
    ['published just before it', at('2026-06-30T23:59:59.999Z', '2026-06-30T23:59:59.999Z'), undefined, 'outside the window'],
    ['published in its last fraction', at('2026-09-30T23:59:59.999Z', '2027-01-01T00:00:00Z'), 'new', '2026-09-30T23:59:59Z'],
    ['published at its end', at('2026-10-01T00:00:00Z', '2026-10-01T00:00:00Z'), undefined, 'outside the window'],
    ['published in it by another zone', at('2026-10-01T01:00:00+02:00', '2026-10-01T01:00:00+02:00'), 'new', '2026-09-30T23:00:00Z'],
    ['published after it by another zone', at('2026-09-30T23:00:00-02:00', '2026-10-02T00:00:00Z'), undefined, 'outside the window'],
    ['older and modified in it', at('2026-01-01T00:00:00Z', '2026-08-01T00:00:00Z'), 'updated', '2026-08-01T00:00:00Z'],
    ['older and modified at its end', at('2026-01-01T00:00:00Z', '2026-10-01T00:00:00Z'), undefined, 'outside the window'],
    ['withdrawn in it', at('2026-01-01T00:00:00Z', '2026-09-01T00:00:00Z', '2026-08-03T00:00:00Z'), 'withdrawn', '2026-08-03T00:00:00Z'],
    ['new and withdrawn in it', at('2026-07-05T00:00:00Z', '2026-08-03T00:00:00Z', '2026-08-03T00:00:00Z'), 'withdrawn', '2026-08-03T00:00:00Z'],
    ['withdrawn before it', at('2026-01-01T00:00:00Z', '2026-08-01T00:00:00Z', '2026-06-30T23:59:59Z'), undefined, 'withdrawn before'],
    ['withdrawn after it', at('2026-07-05T00:00:00Z', '2026-11-03T00:00:00Z', '2026-11-03T00:00:00Z'), 'new', '2026-07-05T00:00:00Z'],
    ['never published, modified in it', at('0001-01-01T00:00:00Z', '2026-08-01T00:00:00Z'), 'updated', '2026-08-01T00:00:00Z'],
    ['without a date', at('0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'), undefined, 'without a date'],
    ['with nonsense for dates', at('yesterday', '2026-13-45T99:00:00Z'), undefined, 'without a date'],
    [
      'not reviewed',
      { ...at('2026-08-01T00:00:00Z', '2026-08-01T00:00:00Z'), database_specific: { review_status: 'UNREVIEWED' } },
      undefined,
      'not reviewed',
    ],
  ])('%s', async (_, one, state, told) => {
    const { items, coverage } = await inFolder([one])
    if (state) expect(items).toMatchObject([{ id: 'GO-2026-1', state, at: told }])
    else expect([items, coverage.dropped]).toEqual([[], { [told ?? '']: 1 }])
  })

  test('year 1 is in no window', async () => {
    const path = folderOf([at('0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z')])
    const { items, coverage } = await collector({ path, packages: ['stdlib'] }).run({
      window: { since: '0001-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' },
    })
    expect(items).toEqual([])
    expect(coverage.problems).toEqual([expect.stringMatching(/1 entry has no date.*GO-2026-1/)])
  })

  test('tells what a person needs, and no number that nobody gave', async () => {
    const one = entry('GO-2026-6090', {
      aliases: ['CVE-2026-1234'],
      summary: 'Denial of service in crypto/tls',
      affected: [
        {
          package: { name: 'stdlib', ecosystem: 'Go' },
          ranges: [
            {
              type: 'SEMVER',
              events: [
                { introduced: '1.27.0-0' },
                { fixed: '1.27.0-rc.3' },
                { introduced: '0' },
                { fixed: '1.25.13' },
                { introduced: '1.26.0-0' },
                { fixed: '1.26.6' },
              ],
            },
          ],
          ecosystem_specific: { imports: [{ path: 'crypto/tls', symbols: ['Conn.Read'] }] },
        },
        { package: { name: 'golang.org/x/crypto', ecosystem: 'Go' }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }] },
      ],
      references: [{ type: 'WEB', url: 'https://groups.example/announce' }],
    })
    const { items } = await inFolder([one])
    expect(items).toMatchObject([
      { kind: 'vulnerability', title: 'Denial of service in crypto/tls', url: 'https://pkg.go.dev/vuln/GO-2026-6090', aliases: ['CVE-2026-1234'] },
    ])
    expect(items[0]?.message.split('\n')).toEqual(
      expect.arrayContaining([
        'A peer can cause trouble.',
        'Affects crypto/tls: Conn.Read',
        'Fixed in stdlib 1.25.13, 1.26.6, 1.27.0-rc.3',
        'golang.org/x/crypto: no fix',
        'Severity: not assigned by Go',
        'See: https://groups.example/announce',
      ]),
    )
    expect(items[0]?.author).toBeUndefined()
  })

  test('a severity that nobody gave is not assigned by the database, which is called by its name where it is Go', async () => {
    const npm = { ...entry('GHSA-aaaa-bbbb-cccc'), affected: [{ package: { name: 'lodash', ecosystem: 'npm' }, ranges: [] }] }
    const { items } = await inFolder([entry('GO-2026-1'), npm], ['stdlib:crypto', 'npm:lodash'])
    expect(Object.fromEntries(items.map((item) => [item.id, item.message.split('\n').at(-1)]))).toEqual({
      'GO-2026-1': 'Severity: not assigned by Go',
      'GHSA-aaaa-bbbb-cccc': 'Severity: not assigned by the database',
    })
  })

  test('a branch without a fix is said; a vector stands as it was given', async () => {
    const ranges = [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '0.0.0-20200101' }, { introduced: '2.0.0' }] }]
    const severity = [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L' }]
    const { items } = await inFolder([
      entry('GO-2026-1', { severity, affected: [{ package: { name: 'golang.org/x/crypto', ecosystem: 'Go' }, ranges }] }),
    ])
    expect(items[0]?.message).toContain('Fixed in golang.org/x/crypto 0.0.0-20200101; no fix from 2.0.0 on')
    expect(items[0]?.message).toContain('Severity: CVSS_V3 CVSS:3.1/AV:N/AC:L')
  })

  test('versions stand in their order, a pre-release before its release', async () => {
    const fixed = ['1.27.0', '1.10.1', '1.27.0-rc.10', '1.9.2', '1.27.0-rc.2']
    const ranges = fixed.map((version) => ({ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: version }] }))
    const { items } = await inFolder([entry('GO-2026-1', { affected: [{ package: { name: 'golang.org/x/crypto', ecosystem: 'Go' }, ranges }] })])
    expect(items[0]?.message).toContain('Fixed in golang.org/x/crypto 1.9.2, 1.10.1, 1.27.0-rc.2, 1.27.0-rc.10, 1.27.0\n')
  })

  test('names changes, commits and issues by the ids that sources give them', async () => {
    const fix = (url: string) => ({ type: 'FIX', url })
    const { items } = await inFolder([
      entry('GO-2026-1', {
        references: [
          fix('https://go.dev/cl/781360/2'),
          fix('https://go-review.googlesource.com/c/crypto/+/781361'),
          { type: 'REPORT', url: 'https://go.dev/issues/79596' },
          { type: 'REPORT', url: 'https://github.com/owner/repo/issues/7' },
          fix('https://github.com/owner/repo/issues/7'),
          { type: 'WEB', url: 'https://go.dev/issue/1' },
          fix('javascript:alert(1)'),
        ],
      }),
      entry('GO-2026-2', {
        name: 'golang.org/x/crypto',
        references: [fix('https://github.com/golang/crypto/commit/0123456789abcdef0123456789abcdef01234567')],
      }),
    ])
    expect(Object.fromEntries(items.map((item) => [item.id, item.references]))).toEqual({
      'GO-2026-1': [
        { id: 'go/cl/781360', verb: 'fixes' },
        { id: 'crypto/cl/781361', verb: 'fixes' },
        { id: 'golang/go#79596', verb: 'updates' },
        { id: 'owner/repo#7', verb: 'fixes' },
      ],
      'GO-2026-2': [{ id: 'golang/crypto@0123456789ab', verb: 'fixes' }],
    })
  })
})

describe('packages', () => {
  const tls = entry('GO-2026-1')
  const http = entry('GO-2026-2', { paths: ['net/http', 'cryptography'] })
  const whole = entry('GO-2026-3', { paths: [] })
  const ssh = entry('GO-2026-4', { name: 'golang.org/x/crypto', paths: ['golang.org/x/crypto/ssh/agent'] })
  const other = entry('GO-2026-5', { name: 'golang.org/x/cryptonite' })
  const second = entry('GO-2026-6', { name: 'example.org/m', paths: [] })
  const npm = { ...entry('GHSA-aaaa-bbbb-cccc'), affected: [{ package: { name: 'lodash', ecosystem: 'npm' }, ranges: [] }] }
  const all = [tls, http, whole, ssh, other, second, npm]

  test.each<[string, string[], string[]]>([
    ['stdlib:crypto', ['GO-2026-1', 'GO-2026-3'], ['outside the packages']],
    ['Go:stdlib', ['GO-2026-1', 'GO-2026-2', 'GO-2026-3'], []],
    ['golang.org/x/crypto', ['GO-2026-4'], []],
    ['golang.org/x/crypto/ssh', ['GO-2026-4'], []],
    ['golang.org/x/crypto/openpgp', [], ['outside the packages']],
    ['example.org/m/v2', [], []],
    ['npm:lodash', ['GHSA-aaaa-bbbb-cccc'], []],
    ['lodash', [], []],
  ])('%s', async (text, ids, dropped) => {
    const run = await inFolder(all, [text])
    expect(run.ids).toEqual(ids)
    expect(Object.keys(run.coverage.dropped)).toEqual(dropped)
    expect(run.coverage.problems).toEqual(ids.length === 0 ? [expect.stringContaining(`"${text}"`)] : [])
  })
})

describe('a folder', () => {
  test('names the files that cannot be read and goes on; the later of two entries wins', async () => {
    const { modified, ...undated } = entry('GO-2026-2')
    const run = await inFolder([
      entry('GO-2026-1', { modified: '2026-08-05T00:00:00Z', summary: 'later' }),
      entry('GO-2026-1', { modified: '2026-08-02T00:00:00Z', summary: 'earlier' }),
      undated,
      '{"id": ',
    ])
    expect(modified).toBeDefined()
    expect(run.items.map((item) => item.title)).toEqual(['later'])
    expect(run.coverage).toMatchObject({ complete: false, served: 'disk', requests: 0, dropped: { unreadable: 2 } })
    expect(run.coverage.problems).toEqual([expect.stringContaining('entry2.json'), expect.stringContaining('entry3.json')])
  })

  test('is relative to the content folder, and an empty or absent one is a problem', async () => {
    const folder = scratch({ 'content/site.yaml': '', 'db/ID/GO-2026-1.json': JSON.stringify(entry('GO-2026-1')), 'db/index/db.json': '{}' })
    mkdirSync(join(folder, 'empty'))
    const at = (path: string) => collector({ path }, { folder: join(folder, 'content') }).run()
    expect(await at('../db')).toMatchObject({ ids: ['GO-2026-1'], coverage: { complete: true, returned: 1 } })
    for (const path of ['../empty', '../nowhere'])
      expect((await at(path)).coverage).toMatchObject({ complete: false, problems: [expect.stringContaining('Mend "path"')] })
  })
})

describe("vuln.go.dev's layout", () => {
  const old = entry('GO-2020-1', { published: '2020-01-01T00:00:00Z', modified: '2026-06-30T23:59:59Z' })

  test('asks for what the window can hold, and the second time only for what changed', async () => {
    const server = await start([old, entry('GO-2026-1'), entry('GO-2026-2'), entry('GO-2026-3', { name: 'golang.org/x/net' })])
    server.indexed.set('GO-2026-2', '0001-01-01T00:00:00Z')
    const { run } = collector({ url: `${server.url}/` })
    const first = await run()
    expect(first.ids).toEqual(['GO-2026-1', 'GO-2026-2'])
    expect(paths(server)).toEqual(['/index/modules.json', '/ID/GO-2026-1.json', '/ID/GO-2026-2.json'])
    expect(first.coverage).toMatchObject({
      returned: 3,
      kept: 2,
      dropped: { 'outside the window': 1 },
      served: 'live',
      complete: true,
      requests: 3,
      problems: [expect.stringContaining('golang.org/x/crypto')],
    })

    server.got.length = 0
    server.entries.set('GO-2026-1', entry('GO-2026-1', { modified: '2026-09-01T00:00:00Z', summary: 'told anew' }))
    server.indexed.delete('GO-2026-2')
    const second = await run()
    expect(paths(server)).toEqual(['/index/modules.json', '/ID/GO-2026-1.json'])
    expect(second.items.map((item) => item.title).sort()).toEqual(['Trouble GO-2026-2', 'told anew'])
    expect(second.coverage.served).toBe('live and store')

    server.got.length = 0
    const offline = await run({ offline: true })
    expect(offline.items).toEqual(second.items)
    expect(offline.coverage).toMatchObject({ complete: true, served: 'store', requests: 0, returned: 3, kept: 2 })
    expect(server.got).toEqual([])
  })

  test('counts the entries it looked at, whether they came now or are held', async () => {
    const server = await start([old, entry('GO-2026-1'), entry('GO-2026-2')])
    const { run } = collector({ url: server.url, packages: ['stdlib:crypto'] })
    const asked = async (options: Parameters<typeof run>[0]) => (await run(options)).coverage.asked.map(({ what, returned }) => [what, returned])
    const both = [
      ['index', 3],
      ['entries', 2],
    ]
    expect(await asked({})).toEqual(both)
    expect(await asked({ window: { since: '2026-08-01T00:00:00Z', until: '2026-09-01T00:00:00Z' } })).toEqual(both)
    expect(paths(server).filter((path) => path.startsWith('/ID/'))).toHaveLength(2)
    expect(await asked({ offline: true })).toEqual(both)
  })

  test('an answer older than what is held does not take its place', async () => {
    const server = await start([entry('GO-2026-1', { modified: '2026-08-05T00:00:00Z', summary: 'later' })])
    const { run } = collector({ url: server.url })
    await run()
    server.entries.set('GO-2026-1', entry('GO-2026-1', { modified: '2026-08-02T00:00:00Z', summary: 'earlier' }))
    server.indexed.set('GO-2026-1', '2026-08-06T00:00:00Z')
    for (const offline of [false, true]) expect((await run({ offline })).items.map((item) => item.title)).toEqual(['later'])
    expect(paths(server).filter((path) => path.startsWith('/ID/'))).toHaveLength(2)
  })

  test('what the index names and nobody has is named, and the rest goes on', async () => {
    const server = await start([entry('GO-2026-2')])
    server.indexed.set('GO-2026-1', '2026-08-01T00:00:00Z')
    const { ids, coverage } = await collector({ url: server.url, packages: ['stdlib:crypto'] }).run()
    expect(ids).toEqual(['GO-2026-2'])
    expect(coverage).toMatchObject({ complete: false, dropped: { 'not there': 1 }, problems: [expect.stringContaining('GO-2026-1')] })
  })

  test.each<[string, Fault[]]>([
    ['is broken for good', ['truncate', 'truncate', 'truncate']],
    ['lacks what is needed', [{ body: '{"id":"GO-2026-1"}' }]],
    ['calls itself otherwise', [{ body: JSON.stringify(entry('GO-2026-9')) }]],
  ])('an entry that %s is named, and the rest goes on', async (_, faults) => {
    const server = await start([entry('GO-2026-1'), entry('GO-2026-2')])
    server.faults.push(undefined, ...faults)
    const { run } = collector({ url: server.url, packages: ['stdlib:crypto'] })
    const first = await run()
    expect(first.ids).toEqual(['GO-2026-2'])
    expect(first.coverage).toMatchObject({ complete: false, dropped: { unreadable: 1 }, problems: [expect.stringContaining('GO-2026-1')] })
    expect((await run()).ids).toEqual(['GO-2026-1', 'GO-2026-2'])
  })

  test('offline with nothing collected makes no request and names the source', async () => {
    const server = await start([entry('GO-2026-1')])
    const { items, coverage } = await collector({ url: server.url }).run({ offline: true })
    expect([items, server.got]).toEqual([[], []])
    expect(coverage).toMatchObject({ complete: false, requests: 0, problems: [expect.stringMatching(/"db" offline/)] })
  })

  test('offline says what it was never told of', async () => {
    const server = await start([entry('GO-2026-1'), entry('GO-2026-2', { published: '2026-01-01T00:00:00Z', modified: '2026-01-01T00:00:00Z' })])
    const { run } = collector({ url: server.url, packages: ['stdlib:crypto'] })
    await run()
    const { coverage } = await run({ offline: true, window: { since: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' } })
    expect(coverage).toMatchObject({ complete: false, kept: 1, dropped: { 'not collected yet': 1 } })
    expect(coverage.problems.join()).toMatch(/collected last on 2026-10-02T09:00:00Z/)
  })

  test('a server that fails midway leaves what came, and later what is held', async () => {
    const server = await start([entry('GO-2026-1'), entry('GO-2026-2'), entry('GO-2026-3')])
    const { run, clock } = collector({ url: server.url, packages: ['stdlib:crypto'] })
    server.faults.push(undefined, undefined, { status: 500, body: '' }, 'reset', 'cut')
    const first = await run()
    expect(first.ids).toEqual(['GO-2026-1'])
    expect(first.coverage).toMatchObject({ complete: false, dropped: { 'not collected yet': 2 }, requests: 5 })
    expect(clock.waits).toEqual([1000, 2000])
    expect((await run()).coverage.complete).toBe(true)
    server.faults.push(...Array.from({ length: 3 }, (): Fault => 'empty'))
    const third = await run()
    expect(third.ids).toEqual(['GO-2026-1', 'GO-2026-2', 'GO-2026-3'])
    expect(third.coverage).toMatchObject({ complete: false, served: 'store' })
  })

  test.each<[string, Fault, RegExp]>([
    ['a login page', { headers: { 'content-type': 'text/html' }, body: '<html><title>Log in' }, /<html><title>Log in.*3 times/],
    ['half an index', 'truncate', /no index of modules.*3 times/],
    ['a connection that ends', 'cut', /no whole answer.*3 times/],
    ['silence', 'stall', /30 seconds, 3 times/],
    ['nothing', 'empty', /nothing, 3 times/],
    ['a redirect', { status: 302, headers: { location: 'https://elsewhere.example/' }, body: '' }, /redirect to https:\/\/elsewhere/],
    ['a refusal', { status: 403, body: 'no' }, /answered 403.*login/],
  ])('%s for the index fails the source, never an empty list', async (_, fault, said) => {
    const server = await start([entry('GO-2026-1')])
    server.faults.push(fault, fault, fault)
    const { run, clock } = collector({ url: server.url })
    server.onStall = clock.expire
    const { items, coverage } = await run()
    expect(items).toEqual([])
    expect(coverage).toMatchObject({ complete: false, problems: [expect.stringMatching(said)] })
  })

  test('waits as long as it is asked to', async () => {
    const server = await start([entry('GO-2026-1')])
    server.faults.push({ status: 429, headers: { 'retry-after': '7' }, body: '' })
    const { run, clock } = collector({ url: server.url })
    expect((await run()).ids).toEqual(['GO-2026-1'])
    expect(clock.waits).toEqual([7000])
  })
})

describe("api.osv.dev's layout", () => {
  const many = Array.from({ length: 5 }, (_, index) => entry(`GO-2026-${index + 1}`))

  test('pages through each package, keeps what came, and serves it offline', async () => {
    const server = await start([...many, entry('GO-2026-9', { name: 'golang.org/x/crypto' })], { layout: 'query' })
    const { run } = collector({ url: `${server.url}/v1`, packages: ['stdlib:crypto', 'golang.org/x/crypto/tls'] })
    const { ids, items, coverage } = await run()
    expect(ids).toEqual(['GO-2026-1', 'GO-2026-2', 'GO-2026-3', 'GO-2026-4', 'GO-2026-5'])
    expect(server.got.map(({ body }) => JSON.parse(body))).toEqual([
      { package: { name: 'stdlib', ecosystem: 'Go' } },
      { package: { name: 'stdlib', ecosystem: 'Go' }, page_token: '2' },
      { package: { name: 'stdlib', ecosystem: 'Go' }, page_token: '4' },
      { package: { name: 'golang.org/x/crypto/tls', ecosystem: 'Go' } },
      { package: { name: 'golang.org/x/crypto', ecosystem: 'Go' } },
    ])
    expect(coverage).toMatchObject({ returned: 6, dropped: { 'outside the packages': 1 }, served: 'live', complete: true })
    const offline = await run({ offline: true })
    expect(offline.items).toEqual(items)
    expect(offline.coverage).toMatchObject({ served: 'store', complete: true, returned: 6 })
  })

  test('is asked where there is no index', async () => {
    const server = await start(many, { layout: 'query', width: 9 })
    expect((await collector({ url: server.url, packages: ['stdlib:crypto'] }).run()).ids).toHaveLength(5)
    expect(paths(server)).toEqual(['/index/modules.json', '/v1/query'])
  })

  test('a page that cannot be had leaves those before it and what is held', async () => {
    const server = await start(many, { layout: 'query' })
    const { run } = collector({ url: `${server.url}/v1`, packages: ['stdlib:crypto'] })
    server.faults.push(undefined, 'truncate', 'cut', { status: 502, body: '' })
    const first = await run()
    expect(first.ids).toEqual(['GO-2026-1', 'GO-2026-2'])
    expect(first.coverage).toMatchObject({ complete: false, returned: 2 })
    await run()
    server.faults.push(...Array.from({ length: 3 }, (): Fault => 'reset'))
    const third = await run()
    expect(third.ids).toHaveLength(5)
    expect(third.coverage).toMatchObject({ complete: false, served: 'store' })
  })

  test('asks one question once, whatever number of packages it answers', async () => {
    const server = await start([...many, entry('GO-2026-7', { paths: ['net/http'] })], { layout: 'query', width: 9 })
    const { ids } = await collector({ url: `${server.url}/v1`, packages: ['stdlib:crypto', 'stdlib:net'] }).run()
    expect(ids).toHaveLength(6)
    expect(server.got).toHaveLength(1)
  })

  test('offline after a run that never came to its end says so', async () => {
    const server = await start(many, { layout: 'query' })
    const { run } = collector({ url: `${server.url}/v1`, packages: ['stdlib:crypto'] })
    server.faults.push(undefined, ...Array.from({ length: 3 }, (): Fault => 'cut'))
    await run()
    const { ids, coverage } = await run({ offline: true })
    expect(ids).toEqual(['GO-2026-1', 'GO-2026-2'])
    expect(coverage).toMatchObject({ complete: false, served: 'store', problems: [expect.stringContaining('never collected whole')] })
  })

  test('an address with neither layout is to be mended', async () => {
    const server = await start([], { layout: 'query' })
    server.faults.push(undefined, { status: 404, body: 'no such page' })
    const { coverage } = await collector({ url: server.url }).run()
    expect(coverage).toMatchObject({ complete: false, requests: 2, problems: [expect.stringMatching(/404 \("no such page"\).*Mend the address/)] })
  })

  test('pages that never end are an error', async () => {
    const server = await start(many, { layout: 'query' })
    server.faults.push(...Array.from({ length: 3 }, (): Fault => ({ body: '{"vulns":[],"next_page_token":"again"}' })))
    const { coverage } = await collector({ url: `${server.url}/v1` }).run()
    expect(coverage).toMatchObject({ complete: false, requests: 2, problems: [expect.stringContaining('never end')] })
  })
})

test('text from outside stays data: the digest compiles and shows it literally', async () => {
  const hostile = '<script>alert(1)</script> {process.env.HOME} */ } ](x) \u202egnp.exe 🎉 `'
  const { items } = await inFolder(
    [
      entry('GO-2026-1', {
        summary: hostile,
        details: `${hostile}\n\n${hostile}\n*/}{/*`,
        aliases: ['CVE-2026-1*/'],
        fixed: ['1*/{x}'],
        paths: ['crypto/*/{y}'],
      }),
      { ...entry('EVIL*/{x}'), references: [{ type: 'ADVISORY', url: 'https://x.example/*/{z}' }] },
    ],
    ['stdlib:crypto'],
  )
  expect(items).toHaveLength(2)
  expect(items.map((item) => item.id).sort()[0]).toBe('GO-2026-1')
  const { text } = draft(draftInput(curate(items, { sections: BUILT_IN_SECTIONS, window: WINDOW })))
  expect(text).toContain('\\u202e')
  expect(text).toContain('🎉')
  expect(
    markersOf(parseMdx(text))
      .map((marker) => marker.id)
      .sort(),
  ).toEqual(items.map((item) => item.id).sort())
  expect(JSON.stringify(parseMdx(text))).not.toMatch(/"mdxJsx|"html"/)
})
