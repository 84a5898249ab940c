/** `check --online` as the maintainer sees it: what has changed upstream since the draft, at the lines that tell it. */
import { mkdirSync, readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { markersOf } from '../src/markers-of.ts'
import { parseMdx } from '../src/mdx.ts'
import { legible, legibleBeside, repository, scratch, SITE, type TestCommit } from './scratch.ts'
import { feedServer, rss } from './servers/feed.ts'
import { gerritServer } from './servers/gerrit.ts'
import { type FakeIssue, type GithubServer, githubServer } from './servers/github.ts'
import { entry } from './servers/vulndb.ts'

const AFTER = '2026-10-03T00:00:00Z'
const HUB =
  'sources:\n  - { id: hub, kind: github, repository: owner/repo, collect: [pulls, issues, proposals, releases], proposals: { preset: go } }\n'
const pull = (number: number, title: string, more: Partial<FakeIssue> = {}): FakeIssue => ({
  number,
  title,
  pull: true,
  createdAt: '2026-07-01T00:00:00Z',
  mergedAt: '2026-08-01T00:00:00Z',
  files: [{ path: `src/${number}.ts`, additions: 4, deletions: 1 }],
  ...more,
})
const labelled = (name: string, createdAt: string) => ({ __typename: 'LabeledEvent', createdAt, label: { name } })

/** A project with a bit of everything that can change. */
async function project(): Promise<GithubServer> {
  const issues = [
    pull(1, 'tls: add the new thing'),
    pull(2, 'x509: mend an edge'),
    pull(3, 'kem: take seeds'),
    pull(4, 'rand: tidy a loop'),
    { ...pull(5, 'kem: in the works', { author: 'ada', updatedAt: '2026-08-02T00:00:00Z' }), mergedAt: undefined as never },
    { number: 9, title: 'ssh: hangs at times', createdAt: '2026-07-02T00:00:00Z', closedAt: '2026-08-01T00:00:00Z', stateReason: 'COMPLETED' },
    {
      number: 10,
      title: 'proposal: kem: use the other thing',
      createdAt: '2026-06-02T00:00:00Z',
      updatedAt: '2026-08-09T00:00:00Z',
      labels: ['Proposal', 'Proposal-Accepted'],
      events: [labelled('Proposal-Accepted', '2026-08-09T00:00:00Z')],
    },
  ]
  const fake = await githubServer([
    { name: 'owner/repo', issues, milestones: [{ number: 4, title: 'v3.9', dueOn: '2026-12-08T00:00:00Z', open: 7 }] },
  ])
  onTestFinished(() => fake.close())
  return fake
}

function content(sources: string, files: Record<string, string> = {}): string {
  const folder = join(scratch(), 'content')
  const all = { 'site.yaml': SITE.replace('example.org }', 'example.org, accounts: [ada] }'), 'sources.yaml': sources, ...files }
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}
const environment = (fake?: GithubServer): Record<string, string> => (fake ? { GITHUB_GRAPHQL_URL: `${fake.url}/graphql`, GH_TOKEN: 'ghp_x' } : {})
const draft = async (folder: string, fake?: GithubServer): Promise<void> => {
  expect(await legibleBeside('draft', ['2026-Q3'], folder, environment(fake))).toMatchObject({ status: 0 })
}
const online = (folder: string, fake?: GithubServer, more: Record<string, string> = {}) =>
  legibleBeside('check', ['2026-Q3', '--online'], folder, { ...environment(fake), ...more })
const digest = (folder: string): string => join(folder, 'digests/2026-Q3.mdx')
const read = (file: string): string => readFileSync(file, 'utf8')
const edit = (file: string, change: (text: string) => string): void => writeFileSync(file, change(read(file)))
const issueOf = (fake: GithubServer, number: number): FakeIssue => {
  const found = fake.repositories[0]?.issues.find((one) => one.number === number)
  if (!found) throw new Error(`no issue ${number}`)
  return found
}

/** Each stale finding of a run: the marker at its place, and the fact. */
function stale(stdout: string, folder: string): [string, string][] {
  const markers = markersOf(parseMdx(read(digest(folder))))
  return [
    ...stdout.matchAll(/^ +(\d+):(\d+) +(?:error|warning) +story\/stale +(.*?); say it in the line, or, .* put \{\/\* known: (.*) \*\/\} into it$/gm),
  ].map(([, line, column, fact = '', known]) => {
    expect(known).toBe(fact)
    return [markers.find((one) => one.line === Number(line) && one.column === Number(column))?.id ?? 'no marker', fact]
  })
}

/** Every byte below a folder. */
function bytes(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  return Object.fromEntries(files.map((one) => [join(one.parentPath, one.name), readFileSync(join(one.parentPath, one.name), 'base64')]))
}

/** What moves upstream once the digest is drafted. */
function move(fake: GithubServer): void {
  Object.assign(issueOf(fake, 2), { title: 'x509: mend two edges', updatedAt: AFTER })
  const reopened = issueOf(fake, 9)
  Object.assign(reopened, { updatedAt: AFTER, events: [{ __typename: 'ReopenedEvent', createdAt: AFTER }] })
  delete reopened.closedAt
  Object.assign(issueOf(fake, 5), { mergedAt: AFTER, updatedAt: AFTER })
  issueOf(fake, 10).updatedAt = AFTER
  issueOf(fake, 10).comments = [{ createdAt: AFTER, author: 'rsc', association: 'MEMBER', body: 'go.dev/s/proposal-status#declined' }]
  fake.repositories[0]?.issues.push(
    pull(20, 'Revert "kem: take seeds"', { createdAt: AFTER, mergedAt: AFTER, body: 'Reverts owner/repo#3' }),
    pull(21, 'tls: polish the new thing', { createdAt: AFTER, mergedAt: AFTER, body: 'Follow-up to #1' }),
  )
}
const MOVED: [string, string][] = [
  ['owner/repo#10', 'owner/repo#10: is declined now on 3 October 2026 (it was accepted)'],
  ['owner/repo#2', 'owner/repo#2: has another title now: "x509: mend two edges" (it was "x509: mend an edge")'],
  ['owner/repo#3', 'owner/repo#3: was reverted on 3 October 2026 (by owner/repo#20)'],
  ['owner/repo#5', 'owner/repo#5: landed on 3 October 2026 (it was open)'],
  ['owner/repo#9', 'owner/repo#9: was reopened on 3 October 2026 (it was closed (completed))'],
]

test('each change upstream is found at the marker of its line; nothing in content is written', async () => {
  const folder = content(HUB)
  const fake = await project()
  await draft(folder, fake)
  const quiet = await online(folder, fake)
  expect(quiet).toMatchObject({ status: 0 })
  expect(quiet.stdout).not.toContain('story/stale')
  expect(quiet.stderr).toMatch(/^asked 1 source in \d+ requests: 0 of 8 stories that the digest tells have changed$/m)

  move(fake)
  const before = bytes(folder)
  const found = await online(folder, fake)
  expect(stale(found.stdout, folder).sort()).toEqual(MOVED)
  expect(found.stdout).toMatch(/^ +\d+:\d+ +warning +story\/stale/m)
  expect(found.stderr).toMatch(/^collect: \d+ items from 2026-07-01T00:00:00Z to 2026-10-06T09:00:00Z$/m)
  expect(found.stderr).toMatch(/asked 1 source in \d+ requests: 5 of 8 stories that the digest tells have changed\n$/)
  expect(found.status).toBe(0)
  expect((await online(folder, fake)).stdout).toBe(found.stdout)
  expect((await online(folder, fake, { DIGEST_NOW: '2027-02-01T00:00:00Z' })).stdout).toBe(found.stdout)
  expect(bytes(folder)).toEqual(before)

  const asked = fake.got.length
  const offline = await legibleBeside('check', ['2026-Q3'], folder, environment(fake))
  expect(offline.stdout).not.toContain('story/stale')
  expect(fake.got).toHaveLength(asked)
  edit(digest(folder), (text) => text.replace('status: draft', 'status: ready'))
  const ready = await online(folder, fake)
  expect(ready.stdout).toMatch(/ error +story\/stale/)
  expect(ready.status).toBe(1)
})

test('only what was updated since the draft is asked for', async () => {
  const folder = content(HUB)
  const fake = await project()
  await draft(folder, fake)
  move(fake)
  const count = fake.queries.length
  await online(folder, fake)
  const words = fake.queries.slice(count).flatMap(({ variables }) => (typeof variables['q'] === 'string' ? [variables['q']] : []))
  const cold = words.filter((one) => !/updated:>=2026-(07-31|0[89])|is:open/.test(one))
  expect(cold).toHaveLength(1)
  expect(cold[0]).toContain('is:merged merged:2026-10-01T00:00:00Z..')
  const again = fake.queries.length
  await online(folder, fake, { DIGEST_NOW: '2026-10-20T00:00:00Z' })
  const second = fake.queries.slice(again).flatMap(({ variables }) => (typeof variables['q'] === 'string' ? [variables['q']] : []))
  expect(second.filter((one) => !/updated:>=2026-(07-31|0[89]|1)|is:open/.test(one))).toEqual([])
})

test('a known comment settles its fact and no other; a line that is gone is not asked about', async () => {
  const folder = content(HUB)
  const fake = await project()
  await draft(folder, fake)
  move(fake)
  Object.assign(issueOf(fake, 4), { title: 'rand: */} tidy', updatedAt: AFTER })
  const first = stale((await online(folder, fake)).stdout, folder)
  expect(first).toHaveLength(6)
  const [broken] = first.filter(([id]) => id === 'owner/repo#4')
  expect(broken?.[1]).toContain('"rand: * /} tidy"')
  edit(digest(folder), (text) => {
    const known = `{/*  known: ${MOVED[2]?.[1].replace(' was', '\n  was')} */}\n\n{/* known: ${broken?.[1]} */}`
    return `${text.replace(/^\* .*\{\/\* owner\/repo#9 \*\/\}$/m, '').replace(/^.*\{\/\* owner\/repo#5 \*\/\}$/m, (line) => `${line} {/* known: ${MOVED[4]?.[1]} */}`)}\n${known}\n`
  })
  const left = await online(folder, fake)
  expect(
    stale(left.stdout, folder)
      .map(([id]) => id)
      .sort(),
  ).toEqual(['owner/repo#10', 'owner/repo#2', 'owner/repo#5'])
  expect(left.stderr).toContain('5 of 7 stories that the digest tells have changed; 2 of them known')
  edit(digest(folder), (text) => text.replace('known: owner/repo#3:', 'known: owner/repo#4:'))
  expect(stale((await online(folder, fake)).stdout, folder).map(([id]) => id)).toContain('owner/repo#3')
})

test('what a later draft recorded is not news', async () => {
  const folder = content(HUB)
  const fake = await project()
  await draft(folder, fake)
  Object.assign(issueOf(fake, 2), { title: 'x509: mend two edges', updatedAt: AFTER })
  expect(stale((await online(folder, fake)).stdout, folder)).toHaveLength(1)
  await draft(folder, fake)
  expect(stale((await online(folder, fake)).stdout, folder)).toEqual([])
})

test('a clone and a folder of advisories are read again: a revert after the window, a withdrawal', async () => {
  const commits: TestCommit[] = [
    { name: 'one', at: '2026-08-01T00:00:00Z', message: 'tls: add a thing (#1)' },
    { at: '2026-09-30T00:00:00Z', message: 'tls: add another (#2)' },
  ]
  const clone = repository(commits)
  const advisories = scratch()
  const hole = entry('GO-2026-0001', { name: 'golang.org/x/crypto', paths: ['golang.org/x/crypto/ssh'], published: '2026-08-02T00:00:00Z' })
  writeFileSync(join(advisories, 'one.json'), JSON.stringify(hole))
  const sources = (path: string): string =>
    `sources:\n  - { id: clone, kind: git, path: ${JSON.stringify(path)}, branch: main, changes: github, name: owner/repo }\n  - { id: db, kind: osv, path: ${JSON.stringify(advisories)}, packages: [golang.org/x/crypto] }\n`
  const folder = content(sources(clone.folder))
  expect(legible('draft', ['2026-Q3'], folder).status).toBe(0)
  writeFileSync(join(advisories, 'one.json'), JSON.stringify({ ...hole, modified: AFTER, withdrawn: AFTER }))
  const hash = clone.hashes.get('one') ?? ''
  const later = repository([...commits, { at: AFTER, message: `Revert "tls: add a thing" (#3)\n\nThis reverts commit ${hash}.` }])
  rmSync(clone.folder, { recursive: true })
  edit(join(folder, 'sources.yaml'), () => sources(later.folder))
  const found = await online(folder)
  expect(stale(found.stdout, folder).sort()).toEqual([
    ['GO-2026-0001', 'GO-2026-0001: was withdrawn on 3 October 2026 (it was new)'],
    ['owner/repo#1', 'owner/repo#1: was reverted on 3 October 2026 (by owner/repo#3)'],
  ])
  expect(found.stderr).not.toContain('warning')
  expect(found.stderr).toContain('asked 2 sources in 0 requests: 2 of 3 stories')
  const old = await online(folder, undefined, { DIGEST_NOW: '2026-11-06T09:00:00Z' })
  expect(old.stderr.match(/warning .*/g)).toEqual([expect.stringMatching(/the tip of "main" in \S+ is of 2026-10-03: what landed since is not seen/)])
  expect(old.status).toBe(0)
})

test('a Gerrit is asked again: a revert after the window', async () => {
  const at = (day: string): string => `2026-${day} 00:00:00.000000000`
  const gerrit = await gerritServer([
    { number: 1, subject: 'tls: add a thing', updated: at('08-01'), submitted: at('08-01') },
    { number: 2, subject: 'tls: add another', updated: at('08-02'), submitted: at('08-02') },
  ])
  onTestFinished(() => gerrit.close())
  const folder = content(`sources:\n  - { id: review, kind: gerrit, url: "${gerrit.url}", project: go, branch: master }\n`)
  await draft(folder)
  gerrit.changes.push({ number: 3, message: 'Revert "tls: add a thing"\n\nThis reverts CL 1.\n', updated: at('10-03'), submitted: at('10-03') })
  const count = gerrit.got.length
  const found = await online(folder)
  expect(stale(found.stdout, folder)).toEqual([['go/cl/1', 'go/cl/1: was reverted on 3 October 2026 (by go/cl/3)']])
  const questions = gerrit.got.slice(count).map((got) => got.query.get('q') ?? '')
  expect(questions.filter((one) => one.includes('mergedafter:"2026-07-01') && !one.includes(' after:"2026-08-01 23:00'))).toEqual([])
})

test('a feed is asked for what the digest tells of it, and what was said when that was drafted is not said again', async () => {
  const told = { title: 'On seeds', link: 'https://feed.example/1', date: 'Tue, 04 Aug 2026 00:00:00 GMT' }
  const feed = await feedServer(rss([told]))
  onTestFinished(() => feed.close())
  const folder = content(`sources:\n  - { id: feed, kind: feed, url: "${feed.url}/rss" }\n`)
  const drafted = await legibleBeside('draft', ['2026-Q3'], folder)
  expect(drafted.stderr).toContain('warning the feed reaches back only to')
  feed.xml = rss([
    { ...told, title: 'On seeds, revised' },
    { title: 'Later', link: 'https://feed.example/2', date: 'Sat, 03 Oct 2026 00:00:00 GMT' },
  ])
  const found = await online(folder)
  expect(stale(found.stdout, folder)).toEqual([
    ['https://feed.example/1', 'https://feed.example/1: has another title now: "On seeds, revised" (it was "On seeds")'],
  ])
  expect(found.stderr).toMatch(/^collect: 1 items from/)
  expect(found.stderr).not.toContain('warning')
})

test('a source that fails is said, calls nothing gone, and makes it 3; an error finding is still 1', async () => {
  const folder = content(HUB)
  const fake = await project()
  await draft(folder, fake)
  fake.repositories[0]?.issues.splice(3, 1)
  fake.faults.push({ status: 401, body: '{"message":"Bad credentials"}' })
  rmSync(join(folder, '../cache'), { recursive: true })
  const failed = await online(folder, fake)
  expect(failed.status).toBe(3)
  expect(failed.stdout).not.toContain('story/stale')
  expect(failed.stderr).toMatch(/hub \(github\): NOT COMPLETE.*\n {2}problem Cannot collect from GitHub: it refuses the token/)
  expect(failed.stderr).toContain('0 of 8 stories that the digest tells have changed; not complete: hub')
  const whole = await online(folder, fake)
  expect(stale(whole.stdout, folder)).toEqual([['owner/repo#4', 'owner/repo#4: is no longer given by its source']])
  const clone = repository([{ at: '2026-08-01T00:00:00Z', message: 'area: a change (#1)' }]).folder
  edit(join(folder, 'sources.yaml'), () =>
    HUB.replace(
      '  - { id: hub',
      `  - { id: other, kind: git, path: ${JSON.stringify(clone)}, branch: main, changes: github, name: other/repo }\n  - { id: hut`,
    ),
  )
  expect(stale((await online(folder, fake)).stdout, folder)).toEqual([])

  edit(digest(folder), (text) => text.replace('status: draft', 'status: ready'))
  fake.faults.push({ status: 401, body: '{"message":"Bad credentials"}' })
  expect((await online(folder, fake)).status).toBe(1)
})

test('what cannot be asked about is a problem that says how to mend it; no source is a sentence', async () => {
  const post = '---\ntitle: A post\nsummary: One.\nstatus: draft\ndate: 2026-10-01\n---\n\nText.\n'
  const folder = content('sources: []\n', { 'posts/word.mdx': post, 'digests/2026-Q3.mdx': post.replace('A post', 'A digest') })
  const run = (...args: string[]) => legible('check', [...args, '--online'], folder)
  expect(run()).toMatchObject({ status: 1, stderr: expect.stringContaining('npm run check -- ID --online') })
  expect(run('word')).toMatchObject({ status: 1, stderr: expect.stringContaining('only a digest tells what was collected') })
  expect(run('2026-Q3')).toMatchObject({ status: 1, stderr: expect.stringContaining('npm run draft -- 2026-Q3') })
  expect(legible('draft', ['2026-Q3'], folder).status).toBe(0)
  expect(run('2026-Q3')).toMatchObject({ status: 0, stderr: expect.stringContaining('names no source') })
  edit(digest(folder), (text) => `${text}\n<Clients tier="tin">x</Clients>\n`)
  expect(run('2026-Q3').status).toBe(1)
  unlinkSync(join(folder, 'items/2026-Q3.json'))
  edit(digest(folder), (text) => `${text}\n{oops\n`)
  expect(run('2026-Q3')).toMatchObject({ status: 1, stderr: expect.stringContaining('nobody was asked about 2026-Q3') })
})
