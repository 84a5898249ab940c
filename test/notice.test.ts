import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { legible, legibleBeside, scratch, SITE } from './scratch.ts'
import { listen } from './servers/listen.ts'
import { entry } from './servers/vulndb.ts'

const ID = 'GO-2026-0007'
const CVE = 'CVE-2026-1007'
const OURS = entry(ID, {
  aliases: [CVE],
  name: 'example.org/lattice',
  paths: ['example.org/lattice/tickets'],
  fixed: ['0.17.0'],
  summary: 'Tickets outlive their keys in example.org/lattice',
})

/** A content folder with a folder of OSV files as its one source. */
function content(entries: readonly unknown[] = [OURS], more: Record<string, string> = {}): string {
  const folder = scratch({
    'content/site.yaml': SITE,
    'content/sources.yaml': 'sources:\n  - { id: db, kind: osv, path: ../osv, packages: [example.org/lattice] }\n',
    'content/clients/acme.yaml':
      'name: Acme Corp\ntier: gold\nsince: 2026-01-01\nstack: { modules: [{ name: example.org/lattice, version: 0.14.0, on: 2026-09-01 }] }\n',
    'content/clients/borealis.yaml':
      'name: Borealis Grid\ntier: silver\nsince: 2026-01-01\nconcerns:\n  - { id: tickets, text: How tickets are keyed, match: { words: [tickets] } }\n',
    ...Object.fromEntries(entries.map((one, index) => [`osv/${index}.json`, JSON.stringify(one)])),
    ...more,
  })
  return join(folder, 'content')
}

const noticeIn = (folder: string, id: string): string => readFileSync(join(folder, 'notices', `${id}.mdx`), 'utf8')

test('drafts a notice from its id, says what it found, whom it touches and what waits', () => {
  const folder = content()
  const { status, stdout, stderr } = legible('notice', ['go-2026-0007'], folder)
  expect([status, stdout]).toEqual([0, ''])
  expect(stderr).toContain('notice: GO-2026-0007 of the Go vulnerability database, public since 1 August 2026\n')
  expect(stderr).toContain('filled in  1 module, 1 package, 1 symbol, 1 fix, no score: none was given, 0 links, 0 credits\n')
  expect(stderr).toMatch(/touches {4}acme: affected \(.*0\.17\.0\); borealis: concern "tickets"\n/)
  expect(stderr).toMatch(/to judge {3}10 TODOs, the first in line 17: /)
  const text = noticeIn(folder, ID)
  expect(text).toMatch(
    /^---\ntitle: "GO-2026-0007: Tickets outlive their keys in example\.org\/lattice"\nsummary: ""\nstatus: draft\ndate: 2026-10-06\nstate: public\n---\n/,
  )
  expect(text.split('\n')[16]).toMatch(/^TODO: /)
  expect(legible('check', [ID], folder).status).toBe(0)
})

test('the public build knows nothing of a draft, and once it is ready nothing of what is for one client', () => {
  const folder = content()
  legible('notice', [ID], folder)
  const text = noticeIn(folder, ID)
    .replaceAll('TODO: ', 'Judged: ')
    .replace('summary: ""', 'summary: Upgrade.')
    .replace('status: draft', 'status: ready')
  writeFileSync(join(folder, 'notices', `${ID}.mdx`), text)
  expect(legible('build', [], folder).status).toBe(0)
  const page = readFileSync(join(folder, '../dist', ID, 'index.html'), 'utf8')
  expect(page).toContain('all versions before 0.17.0')
  expect(page).not.toMatch(/0\.14\.0|Acme|Borealis|What it means for you|organisation alone/)
})

test('the same id again, an alias of it and a file of it go to the notice that is there, and add only what changed', () => {
  const folder = content()
  legible('notice', [CVE], folder)
  const first = noticeIn(folder, CVE)
  expect(first).toContain(`title: "${CVE}: Tickets outlive`)
  const again = legible('notice', [ID], folder)
  expect(again.stderr).toContain(`(as it was), the notice of ${ID}: both are names of one vulnerability\n`)
  expect([noticeIn(folder, CVE), existsSync(join(folder, 'notices', `${ID}.mdx`))]).toEqual([first, false])
  const file = join(folder, '../new.json')
  writeFileSync(file, JSON.stringify({ ...OURS, withdrawn: '2026-10-05T00:00:00Z' }))
  const third = legible('notice', ['--file', file], folder)
  expect([third.status, third.stderr]).toEqual([0, expect.stringMatching(/changed {4}\d of its facts; read at its top which\n/)])
  expect(noticeIn(folder, CVE)).toContain('withdrawn: no → 2026-10-05T00:00:00Z')
})

test("another database's entry on the same vulnerability is no news of the one that a notice was drafted from", () => {
  const theirs = { ...entry(CVE, { aliases: [ID], name: 'other' }), id: CVE }
  const folder = content([OURS, theirs])
  legible('notice', [ID], folder)
  const first = noticeIn(folder, ID)
  const again = legible('notice', [CVE], folder)
  expect([again.status, noticeIn(folder, ID), existsSync(join(folder, 'notices', `${CVE}.mdx`))]).toEqual([0, first, false])
  const refused = legible('notice', ['--file', join(folder, '../osv/1.json')], folder)
  expect([refused.status, noticeIn(folder, ID)]).toEqual([1, first])
  expect(refused.stderr).toContain(`which was drafted from ${ID}`)
})

test('an entry that is not public yet makes a notice of which nothing leaves', () => {
  const folder = content([])
  const file = join(folder, '../early.json')
  writeFileSync(file, JSON.stringify({ ...OURS, published: '' }))
  const { status, stderr } = legible('notice', [ID, '--file', file], folder)
  expect([status, stderr]).toEqual([0, expect.stringContaining('which does not say since when it is public')])
  expect(noticeIn(folder, ID)).toMatch(/^state: heard$/m)
})

test.each([
  [[], 'Cannot tell which vulnerability the notice is about'],
  [['GO-2026-0009', '--offline'], 'Cannot find GO-2026-0009: nobody has it who was asked'],
  [['--file', '/nowhere.json'], 'Cannot read /nowhere.json: there is no such file'],
])('%j writes nothing and says why', (args, message) => {
  const folder = content()
  const { status, stderr } = legible('notice', args, folder)
  expect([status, stderr]).toEqual([1, expect.stringContaining(message)])
  expect(existsSync(join(folder, 'notices'))).toBe(false)
})

test.each([
  ['{', 'it is no JSON'],
  ['{"id": "GO-2026-0007"}', 'modified: '],
  [JSON.stringify(entry('GO-2026-0008')), 'Cannot take'],
])('a file with %s is refused', (text, message) => {
  const folder = content()
  const file = join(folder, '../bad.json')
  writeFileSync(file, text)
  const { status, stderr } = legible('notice', [ID, '--file', file], folder)
  expect([status, stderr]).toEqual([1, expect.stringContaining(message)])
})

test('what a database gave serves offline afterwards', async () => {
  const server = await listen(({ path }) => (path === `/ID/${ID}.json` ? { body: JSON.stringify(OURS) } : { status: 404, body: 'none' }))
  const folder = content([], {
    'content/sources.yaml': `sources:\n  - { id: db, kind: osv, url: "${server.url}", packages: [example.org/lattice] }\n`,
  })
  const online = await legibleBeside('notice', [ID], folder)
  await server.close()
  expect([online.status, online.stderr]).toEqual([0, expect.stringContaining(`found in   ${server.url}`)])
  const offline = legible('notice', [ID, '--offline'], folder)
  expect([offline.status, offline.stderr]).toEqual([0, expect.stringContaining('changed    nothing')])
})

test.each(['-rf', '../../../evil', '__proto__', '..', `X-${'9'.repeat(70)}`])(
  'an id that no notice can be called is refused, and its alias is not (%s)',
  (id) => {
    const folder = content([{ ...OURS, id, aliases: [CVE] }])
    const refused = legible('notice', ['--', id], folder)
    expect([refused.status, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/^Cannot call a notice ".*": a name must (be 1 to 64 letters|not end)[^]*Give an alias/),
    ])
    expect([existsSync(join(folder, 'notices')), legible('notice', [CVE], folder).status, legible('check', [], folder).status]).toEqual([false, 0, 0])
  },
)

test('two at once by two names of a vulnerability make one notice', async () => {
  const folder = content()
  const both = await Promise.all([ID, CVE].map((id) => legibleBeside('notice', [id], folder)))
  expect(both.map(({ status }) => status)).toEqual([0, 0])
  expect(readdirSync(join(folder, 'notices'))).toHaveLength(1)
  expect(both.filter(({ stderr }) => stderr.includes('both are names of one vulnerability'))).toHaveLength(1)
})
