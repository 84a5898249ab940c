/** `npm run notice -- --watch` as a cron job runs it. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { watchedSchema } from '../src/model/watched.ts'
import { legible, legibleBeside, scratch, SITE } from './scratch.ts'
import { entry, type TestEntry, vulndbServer } from './servers/vulndb.ts'

const PROMISE = 'promise: { hours: 6 }\n'
const CLIENT =
  'name: Acme Corp\ntier: gold\nsince: 2026-01-01\nstack: { modules: [{ name: example.org/lattice, version: 0.14.0 }] }\nconcerns:\n  - { id: tickets, text: How tickets are keyed, match: { words: [ticket] } }\n'
const NOTICE = (more: string): string =>
  `---\ntitle: T\nsummary: S\nstatus: ready\ndate: 2026-10-06\n${more}---\n\nWords.\n\n{/* Facts from a database, 6 October 2026.\nid: GO-2026-7\nalso known as: CVE-2026-7 */}\n`
const RECEIPT = (at: string, state: string, revision = 'r1'): string =>
  `${JSON.stringify({ at, revision, recipient: 'acme/jo', state, sha256: 'a'.repeat(64) })}\n`

/** A content folder whose only source is a database. `at`: when each run is. */
function world(source: string, files: Record<string, string> = {}) {
  const base = scratch()
  const folder = join(base, 'content')
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const settings = {
    'site.yaml': SITE + PROMISE,
    'sources.yaml': `sources:\n  - { id: db, kind: osv, packages: [example.org/lattice], ${source} }\n`,
  }
  for (const [name, text] of Object.entries({ ...settings, ...files })) write(name, text)
  return {
    folder,
    write,
    put: (one: TestEntry) => write(`osv/${one.id}.json`, JSON.stringify(one)),
    run: (args: string[], at = '2026-10-06T09:00:00Z') => legible('notice', args, folder, { DIGEST_NOW: at }),
    beside: (args: string[], at = '2026-10-06T09:00:00Z') => legibleBeside('notice', args, folder, { DIGEST_NOW: at }),
    file: join(base, 'private/watch.json'),
    kept: () => watchedSchema.parse(JSON.parse(readFileSync(join(base, 'private/watch.json'), 'utf8'))),
  }
}

const lattice = (id: string, published: string, more: Parameters<typeof entry>[1] = {}): TestEntry =>
  entry(id, { name: 'example.org/lattice', paths: ['example.org/lattice/seal'], fixed: ['0.17.0'], published, modified: published, ...more })

test('calls until somebody was told, with age, facts and whom it touches; then it is quiet', () => {
  const { run, put, write, kept } = world('path: osv', { 'clients/acme.yaml': CLIENT })
  put(lattice('GO-2026-1', '2026-07-01T00:00:00Z'))
  put(lattice('GO-2026-7', '2026-10-06T06:50:00Z', { aliases: ['CVE-2026-7'], summary: 'A ticket \u202e{x} opens\nevery door' }))
  const first = run(['--watch'])
  expect(first.status).toBe(0)
  expect(first.stdout.split('\n')).toEqual([
    '1 vulnerability waits for an answer',
    '',
    'GO-2026-7 (CVE-2026-7): A ticket \\u202e{x} opens every door',
    '  new, 2 h 10 min of 6 h',
    expect.stringMatching(/^ {2}acme: example\.org\/lattice 0\.14\.0 affected, fixed in 0\.17\.0; cares about tickets \("ticket"\)$/),
    '  next: npm run notice -- GO-2026-7',
    '',
    'Nobody needs a word about one? npm run notice -- ID --dismiss "WHY"',
    '',
  ])
  expect(first.stderr).toBe('watch: 1 new to you, 1 waiting in 2 entries of 1 source; 1 older than 30 days is taken as known\n')
  expect(kept().records.map(({ entry: { id }, open }) => [id, open?.at])).toEqual([
    ['GO-2026-1', undefined],
    ['GO-2026-7', '2026-10-06T06:50:00Z'],
  ])

  // Half of the hours have passed: the promise is at risk. What was drafted and not sent answers nothing.
  expect(run(['--watch'], '2026-10-06T09:49:59Z').status).toBe(0)
  write('notices/doors.mdx', NOTICE(''))
  write('sent/doors.jsonl', RECEIPT('2026-10-06T09:30:00Z', 'attempting'))
  const late = run(['--watch'], '2026-10-06T09:50:00Z')
  expect([late.status, late.stdout]).toEqual([3, expect.stringContaining('  new, 3 h of 6 h: at risk\n')])
  expect(late.stdout).toContain('  next: npm run send -- doors\n')
  write('sent/doors.jsonl', RECEIPT('2026-10-06T09:55:00Z', 'accepted'))
  const answered = run(['--watch'], '2026-10-06T10:00:00Z')
  expect(answered).toEqual({ status: 0, stdout: '', stderr: 'watch: nothing new and nothing waits in 2 entries of 1 source\n' })

  // Its facts change: it waits again, until the notice was sent with the day of its update.
  const more = { aliases: ['CVE-2026-7'], modified: '2026-10-07T08:00:00Z', summary: 'A door' }
  put(lattice('GO-2026-7', '2026-10-06T06:50:00Z', { ...more, fixed: ['0.17.1'] }))
  const updated = run(['--watch'], '2026-10-07T09:00:00Z')
  expect(updated.stdout).toContain(
    '  updated, 1 h of 6 h\n  was  example.org/lattice: all versions before 0.17.0\n  now  example.org/lattice: all versions before 0.17.1\n',
  )
  expect(updated.stdout).toContain('  next: npm run notice -- GO-2026-7, say what changed, set "updated" to the day, then npm run send -- doors\n')
  write('notices/doors.mdx', NOTICE('updated: 2026-10-07\n'))
  expect(run(['--watch'], '2026-10-07T09:10:00Z').stdout).toContain('waits for an answer')
  // That the first mail is delivered late tells nobody what changed.
  const mailed = RECEIPT('2026-10-06T09:55:00Z', 'accepted') + RECEIPT('2026-10-07T09:15:00Z', 'delivered')
  write('sent/doors.jsonl', mailed)
  expect(run(['--watch'], '2026-10-07T09:16:00Z').stdout).toContain('waits for an answer')
  write('sent/doors.jsonl', mailed + RECEIPT('2026-10-07T09:20:00Z', 'accepted', 'r2'))
  expect(run(['--watch'], '2026-10-07T09:30:00Z').stdout).toBe('')
  put(lattice('GO-2026-7', '2026-10-06T06:50:00Z', { ...more, fixed: ['0.17.1'], modified: '2026-10-08T08:00:00Z', details: 'Other words' }))
  expect(run(['--watch'], '2026-10-08T09:00:00Z')).toMatchObject({
    status: 0,
    stdout: 'GO-2026-7 has other details; its facts are as they were: A door\n',
  })
})

test('what is dismissed with a reason is listed no more, by an alias too', () => {
  const { run, put, kept } = world('path: osv')
  put(lattice('GO-2026-7', '2026-10-06T02:00:00Z', { aliases: ['CVE-2026-7'] }))
  expect(run(['cve-2026-7', '--dismiss', 'W'])).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/the watch never saw it[\s\S]*--watch first/),
  })
  expect(run(['--watch'])).toMatchObject({ status: 3, stdout: expect.stringContaining('touches no client') })
  expect(run(['cve-2026-7', '--dismiss', ' ']).stderr).toContain('without a reason')
  expect(run(['--watch']).status).toBe(3)
  expect(run(['CVE-2026-7', '--dismiss', 'only on\nPlan 9'])).toMatchObject({ status: 0, stderr: expect.stringContaining('is dismissed') })
  expect(kept().records[0]).toMatchObject({ dismissed: { on: '2026-10-06T09:00:00Z', why: 'only on Plan 9' } })
  expect(run(['--watch'])).toMatchObject({ status: 0, stdout: '' })
  expect(run(['cve-2026-7', '--dismiss', 'W'])).toMatchObject({ status: 0, stderr: expect.stringContaining('nothing was changed') })
  expect(kept().records[0]?.dismissed?.why).toBe('only on Plan 9')
})

test('as JSON it is alone on stdout; without a promise nothing is at risk, which is said', () => {
  const { run, put } = world('path: osv', { 'site.yaml': SITE })
  put(lattice('GO-2026-7', '2026-10-01T00:00:00Z'))
  const { status, stdout, stderr } = run(['--watch', '--json'])
  expect(JSON.parse(stdout)).toMatchObject({
    at: '2026-10-06T09:00:00Z',
    counts: { waiting: 1, fresh: 1, atRisk: 0, touching: 0, entries: 1, known: 0, minor: 0 },
    failed: [],
    waiting: [{ id: 'GO-2026-7', what: 'new', ageMinutes: 7740, isAtRisk: false, touched: [] }],
  })
  expect([status, stderr.match(/no "promise"/g)]).toEqual([0, ['no "promise"']])
  expect(run(['--watch']).stdout).toContain('  new, 5 days 9 h old\n')
})

test('asks a server for what changed alone; when it fails nobody knows, and what waits is listed still; offline nobody is asked', async () => {
  const server = await vulndbServer([lattice('GO-2026-1', '2026-07-01T00:00:00Z'), lattice('GO-2026-7', '2026-10-06T08:00:00Z')])
  onTestFinished(() => server.close())
  const { beside, kept } = world('', {
    'sources.yaml': `sources:\n  - { id: db, kind: osv, url: "${server.url}", packages: [example.org/lattice, stdlib] }\n`,
  })
  expect((await beside(['--watch'])).stdout).toContain('GO-2026-7')
  expect(server.got.map(({ path }) => path)).toEqual(['/index/modules.json', '/ID/GO-2026-1.json', '/ID/GO-2026-7.json'])
  server.entries.set(
    'GO-2026-1',
    lattice('GO-2026-1', '2026-07-01T00:00:00Z', { modified: '2026-10-06T08:30:00Z', withdrawn: '2026-10-06T08:30:00Z' }),
  )
  server.indexed.set('GO-2026-9', '2026-10-06T08:50:00Z')
  const missing = await beside(['--watch'])
  expect(server.got.slice(3).map(({ path }) => path)).toEqual(['/index/modules.json', '/ID/GO-2026-1.json', '/ID/GO-2026-9.json'])
  expect(missing.status).toBe(3)
  expect(missing.stdout).toMatch(/^Nobody knows whether anything is new: a source failed\n {2}db: the entry GO-2026-9 .*404/)
  expect(missing.stdout).toMatch(/GO-2026-7[\s\S]*GO-2026-1: [^\n]*\n {2}withdrawn, 30 min of 6 h\n {2}now {2}it is withdrawn\n/)

  const before = kept()
  server.faults.push(...Array.from({ length: 3 }, () => ({ status: 404, body: 'gone' })))
  const gone = await beside(['--watch'])
  expect([gone.status, gone.stdout]).toEqual([3, expect.stringMatching(/^Nobody knows[\s\S]*GO-2026-7[\s\S]*GO-2026-1/)])
  expect(kept()).toEqual(before)
  const asked = server.got.length
  expect((await beside(['--watch', '--offline'])).stdout).toContain('2 vulnerabilities wait')
  expect(server.got).toHaveLength(asked)
})

test('many stand in a line each, but for the ten that are most urgent', () => {
  const { run, put } = world('path: osv')
  for (let index = 10; index < 23; index++) put(lattice(`GO-2026-${index}`, `2026-10-06T07:${index}:00Z`, { summary: `Trouble ${index}` }))
  const { stdout } = run(['--watch'])
  expect(stdout.match(/^ {2}next: /gm)).toHaveLength(10)
  expect(stdout).toContain(
    'next: npm run notice -- GO-2026-19\n\nGO-2026-20: new, 1 h 40 min of 6 h: Trouble 20\nGO-2026-21: new, 1 h 39 min of 6 h: Trouble 21\nGO-2026-22: new, 1 h 38 min of 6 h: Trouble 22\n\nNobody',
  )
})

test('two at once do each other no harm', async () => {
  const { beside, put, kept } = world('path: osv')
  for (const id of ['GO-2026-7', 'GO-2026-8']) put(lattice(id, '2026-10-06T08:00:00Z'))
  const ended = await Promise.all([beside(['--watch']), beside(['--watch'])])
  expect(ended.map(({ status, stdout }) => [status, stdout.includes('2 vulnerabilities wait')])).toEqual([
    [0, true],
    [0, true],
  ])
  expect(ended.map(({ stderr }) => /(\d) new/.exec(stderr)?.[1]).sort()).toEqual(['0', '2'])
  expect(kept().records).toHaveLength(2)
})

test('without a database, and with a record that is no record, it says what to do and writes nothing', () => {
  const { run, file, write } = world('path: osv', { 'sources.yaml': 'sources: []\n' })
  expect(run(['--watch'])).toMatchObject({ status: 1, stderr: expect.stringMatching(/no source is a vulnerability database[\s\S]*kind "osv"/) })
  expect(existsSync(file)).toBe(false)
  write('sources.yaml', 'sources:\n  - { id: db, kind: osv, packages: [example.org/lattice], path: osv }\n')
  expect(run(['--watch'])).toMatchObject({ status: 3, stdout: expect.stringContaining('there is no such folder') })
  writeFileSync(file, '{"records": 3}')
  expect(run(['--watch'])).toMatchObject({ status: 1, stderr: expect.stringContaining('watch.json') })
  expect(readFileSync(file, 'utf8')).toBe('{"records": 3}')
})

test('what only announced it answers nothing, though the notice is public by now', () => {
  const { run, put, write, folder } = world('path: osv', {
    'clients/acme.yaml': `${CLIENT}recipients: [{ id: jo, name: Jo, email: jo@acme.example }]\n`,
  })
  put(lattice('GO-2026-7', '2026-10-06T06:50:00Z'))
  const announced = 'announced: { modules: [example.org/lattice], release: 2026-10-06, source: "https://lists.example.org/1" }\n'
  const send = (): void => {
    const { hash } = JSON.parse(legible('send', ['doors', '--json'], folder).stdout)
    expect(legible('send', ['doors', '--send', '--approve', hash, '--yes', '1'], folder).status).toBe(0)
  }
  write('notices/doors.mdx', NOTICE(`state: pre-announced\n${announced}`))
  send()
  write('notices/doors.mdx', NOTICE(`state: public\n${announced}`))
  expect(run(['--watch']).stdout).toContain('1 vulnerability waits for an answer')
  const { stdout } = legible('send', ['doors', '--json', '--no-thread'], folder)
  expect(legible('send', ['doors', '--send', '--approve', JSON.parse(stdout).hash, '--yes', '1'], folder).status).toBe(0)
  expect(run(['--watch']).stdout).toBe('')
})
