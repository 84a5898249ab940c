import { expect, test } from 'vitest'
import { findEntry } from '../src/collect/osv/find-entry.ts'
import type { OsvSource } from '../src/collect/osv/osv-layout.ts'
import { Problem } from '../src/errors.ts'
import { NetworkError, type Question } from '../src/http.ts'
import { virtualClock } from './clock.ts'
import { scratch } from './scratch.ts'
import { entry } from './servers/vulndb.ts'

const ID = 'GO-2026-0007'
const CVE = 'CVE-2026-1007'
const GHSA = 'GHSA-aaaa-bbbb-cccc'
const OURS = entry(ID, { aliases: [CVE, GHSA] })
const VECTOR = 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:H/A:N'
const THEIRS = entry(GHSA, { aliases: [CVE, ID], severity: [{ type: 'CVSS_V3', score: VECTOR }], database_specific: { severity: 'MODERATE' } })
const URL = 'https://db.example'

/** What addresses answer: a value is its JSON, a number a status, "down" no connection; what is not named is not there. */
type Web = Record<string, unknown>

/** Looks in these sources, again and again with the same store; `asked` holds every address that was asked. */
function finder(sources: Partial<OsvSource>[], web: Web = {}) {
  const asked: string[] = []
  const cache = scratch()
  const all = sources.map((source, index): OsvSource => ({ id: `db${index}`, kind: 'osv', packages: ['stdlib:crypto'], ...source }))
  return {
    asked,
    find: (id: string, options: { offline?: boolean } = {}) =>
      findEntry(id, all, {
        folder: '/',
        cache,
        clock: virtualClock(),
        offline: options.offline ?? false,
        ask: async ({ url }: Question) => {
          if (options.offline) throw new Error(`${url} was asked offline`)
          asked.push(url)
          const answer = web[url]
          if (answer === 'down') throw new NetworkError('no whole answer')
          if (answer === undefined || typeof answer === 'number') return { status: answer ?? 404, headers: {}, text: 'none' }
          return { status: 200, headers: {}, text: JSON.stringify(answer) }
        },
      }),
  }
}

test('a folder has it by its id, whatever its case, and by its alias', async () => {
  const path = scratch({ 'a/one.json': JSON.stringify(OURS), 'two.json': JSON.stringify(entry('GO-2026-0008')), 'bad.json': '{' })
  const { find, asked } = finder([{ path }])
  for (const id of [ID, ID.toLowerCase(), CVE, GHSA.toUpperCase()]) expect((await find(id)).advisory.entry.id).toBe(ID)
  expect(asked).toEqual([])
})

test('an entry that has the id goes before one that only names it', async () => {
  const path = scratch({ 'a.json': JSON.stringify(THEIRS), 'b.json': JSON.stringify(OURS) })
  expect((await finder([{ path }]).find(ID)).advisory.entry.id).toBe(ID)
})

test('sources are asked in their order, and the first that has it serves', async () => {
  const one = scratch({ 'a.json': JSON.stringify(entry('GO-2026-0008')) })
  const two = scratch({ 'a.json': JSON.stringify({ ...OURS, summary: 'two' }) })
  const three = scratch({ 'a.json': JSON.stringify({ ...OURS, summary: 'three' }) })
  const found = await finder([{ path: one }, { path: two }, { path: three }]).find(ID)
  expect([found.advisory.entry.summary, found.at]).toEqual(['two', two])
})

test('of a database like that of Go an id of its own is asked for at once, another one through its index', async () => {
  const web = { [`${URL}/ID/${ID}.json`]: OURS, [`${URL}/index/vulns.json`]: [{ id: 'GO-2026-0001' }, { id: ID, aliases: [CVE] }] }
  const own = finder([{ url: URL }], { ...web, [`${URL}/ID/${ID}.json`]: { ...OURS, aliases: [] } })
  expect((await own.find(ID)).advisory.entry.id).toBe(ID)
  expect(own.asked).toEqual([`${URL}/ID/${ID}.json`])
  const alias = finder([{ url: URL }], web)
  expect((await alias.find(CVE)).advisory.entry.id).toBe(ID)
  expect(alias.asked).toEqual([`${URL}/index/vulns.json`, `${URL}/ID/${ID}.json`])
})

test('a database without such an index is asked like api.osv.dev, and its aliases say how severe others call it', async () => {
  const found = await finder([{ url: `${URL}/` }], { [`${URL}/v1/vulns/${ID}`]: OURS, [`${URL}/v1/vulns/${GHSA}`]: THEIRS }).find(ID)
  expect(found.advisory.scores).toEqual([
    { by: 'GitHub', type: 'CVSS_V3', value: VECTOR, number: 5.9 },
    { by: 'GitHub', type: 'word', value: 'MODERATE' },
  ])
  expect([found.advisory.database, found.advisory.url]).toEqual(['Go vulnerability database', `https://pkg.go.dev/vuln/${ID}`])
})

test('an incomplete vector stays as it stands, without a number', async () => {
  const path = scratch({ 'a.json': JSON.stringify({ ...OURS, severity: [{ type: 'CVSS_V4', score: 'CVSS:4.0/AV:N/AC:L' }] }) })
  expect((await finder([{ path }]).find(ID)).advisory.scores).toEqual([
    { by: 'the Go vulnerability database', type: 'CVSS_V4', value: 'CVSS:4.0/AV:N/AC:L' },
  ])
})

test('nobody else is looked at for severity than the sources that were asked', async () => {
  const path = scratch({ 'a.json': JSON.stringify(OURS) })
  const { find, asked } = finder([{ path }], { [`https://api.osv.dev/v1/vulns/${GHSA}`]: THEIRS })
  expect((await find(ID)).advisory.scores).toEqual([])
  expect(asked).toEqual([])
})

test('what no source has is asked of the public databases: of that of Go only where it may know it', async () => {
  const web = { 'https://vuln.go.dev/index/vulns.json': [], 'https://api.osv.dev/v1/vulns/PYSEC-2026-7': entry('PYSEC-2026-7') }
  const other = finder([], web)
  expect((await other.find('PYSEC-2026-7')).at).toBe('https://api.osv.dev')
  expect(other.asked).toEqual(['https://api.osv.dev/v1/vulns/PYSEC-2026-7'])
  const go = finder([], { ...web, [`https://vuln.go.dev/ID/${ID}.json`]: OURS, [`https://api.osv.dev/v1/vulns/${GHSA}`]: THEIRS })
  const found = await go.find(ID)
  expect([found.at, found.advisory.scores.length]).toEqual(['https://vuln.go.dev', 2])
})

test('that nobody has it is a problem of its own, which names whom it asked', async () => {
  const path = scratch({ 'a.json': JSON.stringify(entry('GO-2026-0008')) })
  const error = await finder([{ path }], { 'https://vuln.go.dev/index/vulns.json': [] })
    .find(ID)
    .catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(Problem)
  expect(String(error)).toBe(`Problem: Cannot find ${ID}: nobody has it who was asked (${path}, https://vuln.go.dev, https://api.osv.dev)`)
})

test('that somebody could not be asked is another, and says what was asked', async () => {
  const error = await finder([{ url: URL }], { [`${URL}/ID/${ID}.json`]: 500, 'https://vuln.go.dev/index/vulns.json': [] })
    .find(ID)
    .catch((caught: unknown) => caught)
  expect(String(error)).toContain(
    `Cannot say whether anybody knows ${ID}: Cannot collect from ${URL}/ID/${ID}.json: db.example answered 500, 3 times`,
  )
})

test('who could not be asked is named where somebody else has it', async () => {
  const path = scratch({ 'a.json': JSON.stringify(OURS) })
  const found = await finder([{ url: URL }, { path }], { [`${URL}/ID/${ID}.json`]: 'down' }).find(ID)
  expect([found.at, found.problems.length]).toEqual([path, 1])
  expect(found.problems[0]).toContain(`${URL}/ID/${ID}.json`)
})

test('an answer about something else is refused', async () => {
  const error = await finder([{ url: URL }], { [`${URL}/ID/${ID}.json`]: entry('GO-2026-0008'), 'https://vuln.go.dev/index/vulns.json': [] })
    .find(ID)
    .catch((caught: unknown) => caught)
  expect(String(error)).toContain('it calls itself GO-2026-0008')
})

test('offline what was asked before serves, by id and by alias, and nobody is asked', async () => {
  const { find } = finder([{ url: URL }], { [`${URL}/ID/${ID}.json`]: OURS, [`${URL}/index/vulns.json`]: [{ id: ID, aliases: [CVE] }] })
  await expect(find(ID, { offline: true })).rejects.toThrow(`Cannot find ${ID}`)
  await find(ID)
  expect((await find(ID, { offline: true })).advisory.entry).toMatchObject({ id: ID })
  expect((await find(CVE, { offline: true })).at).toBe(URL)
})

test('dates that are none, or of year 1, are not known', async () => {
  const path = scratch({
    'a.json': JSON.stringify({ ...OURS, published: '0001-01-01T00:00:00Z', withdrawn: 'soon', modified: '2026-08-02T00:00:00+02:00' }),
  })
  const { published, withdrawn, modified } = (await finder([{ path }]).find(ID)).advisory
  expect([published, withdrawn, modified]).toEqual([undefined, undefined, '2026-08-01T22:00:00Z'])
})
