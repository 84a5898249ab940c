/** Collecting as the maintainer sees it: the command, its words, its exit codes, its files. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { collectionSchema } from '../src/model/collection.ts'
import { markersOf } from '../src/markers-of.ts'
import { parseMdx } from '../src/mdx.ts'
import { legibleBeside, repository, scratch, SITE } from './scratch.ts'
import { type GithubServer, type FakeIssue, githubServer } from './servers/github.ts'

const TOKEN = 'ghp_canaryCANARYcanary0123456789'
const pull = (number: number, title: string, more: Partial<FakeIssue> = {}): FakeIssue => ({
  number,
  title,
  pull: true,
  createdAt: '2026-07-01T00:00:00Z',
  mergedAt: '2026-08-01T00:00:00Z',
  files: [{ path: 'src/a.ts', additions: 4, deletions: 1 }],
  ...more,
})

async function project(more: FakeIssue[] = []): Promise<GithubServer> {
  const fake = await githubServer([
    {
      name: 'owner/repo',
      issues: [
        pull(1, 'tls: add the new thing', { author: 'ada', closes: [{ number: 9, repository: 'owner/repo' }] }),
        pull(2, 'x509: mend an edge', { reviewers: ['ada'] }),
        { ...pull(3, 'kem: in the works', { author: 'ada' }), mergedAt: undefined as never },
        { number: 9, title: 'want the new thing', createdAt: '2026-07-02T00:00:00Z', closedAt: '2026-08-01T00:00:00Z', stateReason: 'COMPLETED' },
        {
          number: 10,
          title: 'proposal: kem: use the other thing',
          createdAt: '2026-06-02T00:00:00Z',
          updatedAt: '2026-08-09T00:00:00Z',
          labels: ['Proposal', 'Proposal-Accepted'],
          events: [
            {
              __typename: 'LabeledEvent',
              createdAt: '2026-08-09T00:00:00Z',
              label: { name: 'Proposal-Accepted' },
              actor: { __typename: 'User', login: 'rsc' },
            },
          ],
        },
        {
          number: 11,
          title: 'proposal: tls: waits since spring',
          createdAt: '2026-01-02T00:00:00Z',
          updatedAt: '2026-03-09T00:00:00Z',
          labels: ['Proposal', 'Proposal-Accepted'],
          events: [{ __typename: 'LabeledEvent', createdAt: '2026-03-09T00:00:00Z', label: { name: 'Proposal-Accepted' } }],
        },
        ...more,
      ],
      releases: [{ tagName: 'v3.8.1', createdAt: '2026-09-24T00:00:00Z' }],
      milestones: [{ number: 4, title: 'v3.9', dueOn: '2026-12-08T00:00:00Z', open: 7 }],
    },
  ])
  onTestFinished(() => fake.close())
  return fake
}

function content(files: Record<string, string>): string {
  const folder = join(scratch(), 'content')
  for (const [name, text] of Object.entries({
    'site.yaml': SITE.replace('example.org }', 'example.org, accounts: [ada, "Ada Example"] }'),
    ...files,
  })) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}
const GITHUB =
  'sources:\n  - { id: hub, kind: github, repository: owner/repo, collect: [pulls, issues, proposals, releases], proposals: { preset: go } }\n'
const draft = (folder: string, fake: GithubServer, ...args: string[]) =>
  legibleBeside('draft', ['2026-Q3', ...args], folder, { GITHUB_GRAPHQL_URL: `${fake.url}/graphql`, GH_TOKEN: TOKEN })
const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8')

test('a GitHub project becomes a digest: on my desk first, coming next last, each question in the coverage', async () => {
  const folder = content({ 'sources.yaml': GITHUB })
  const fake = await project()
  const first = await draft(folder, fake)
  expect(first).toMatchObject({ status: 0, stdout: '' })
  expect(first.stderr).toMatch(/hub \(github\): returned 5, kept 5; \d+ requests, live/)
  expect(first.stderr).toContain('merged pull requests: 2 (repo:owner/repo is:pr is:merged)')
  const text = read(folder, 'digests/2026-Q3.mdx')
  const headings = parseMdx(text).children.flatMap((node) =>
    node.type === 'heading' ? [text.slice(node.position?.start.offset, node.position?.end.offset)] : [],
  )
  expect(headings).toEqual(['## Executive summary', '## On my desk', '## Landed', '## Decided', '## Released', '## Coming next'])
  expect(markersOf(parseMdx(text)).map((marker) => marker.id)).toEqual([
    'owner/repo#3',
    'owner/repo#1',
    'owner/repo#2',
    'owner/repo#10',
    'owner/repo@v3.8.1',
    'owner/repo/milestone/4',
    'owner/repo#11',
  ])
  expect(text).toContain('* Wrote: [tls: add the new thing](https://github.com/owner/repo/pull/1)')
  expect(text).toContain('* Accepted: [proposal: kem: use the other thing](https://github.com/owner/repo/issues/10)')
  expect(text).toContain('merged pull requests: 2 (repo:owner/repo is:pr is:merged)')
  const collection = collectionSchema.parse(JSON.parse(read(folder, 'items/2026-Q3.json')))
  expect(collection.sources[0]).toMatchObject({ complete: true, returned: 5, kept: 5, served: 'live', problems: [] })
  expect(collection.stories.find((story) => story.id === 'owner/repo#1')?.refs).toContain('owner/repo#9')

  const again = await draft(folder, fake)
  expect(again.stderr).toContain('0 lines added')
  expect(read(folder, 'digests/2026-Q3.mdx')).toBe(text)
  const checked = await legibleBeside('check', ['2026-Q3'], folder)
  expect(checked.stdout).not.toContain('error ')
})

test('--offline opens no connection and gives the same draft, byte for byte, run by run', async () => {
  const folder = content({ 'sources.yaml': GITHUB })
  const fake = await project()
  await draft(folder, fake)
  const count = fake.got.length
  const drafts = []
  for (let run = 0; run < 2; run++) {
    rmSync(join(folder, 'digests'), { recursive: true })
    rmSync(join(folder, 'items'), { recursive: true })
    expect((await draft(folder, fake, '--offline')).status).toBe(0)
    drafts.push(read(folder, 'digests/2026-Q3.mdx') + read(folder, 'items/2026-Q3.json'))
  }
  expect(drafts[0]).toBe(drafts[1])
  expect(drafts[0]).toContain('0 requests, store')
  expect(fake.got).toHaveLength(count)
})

test('a source that fails is named, the others go on, exit 3; alone it writes nothing, exit 1; --strict writes nothing', async () => {
  const clone = repository([{ at: '2026-08-01T00:00:00Z', message: 'area: a change (#1)' }]).folder
  const both = `${GITHUB}  - { id: clone, kind: git, path: ${JSON.stringify(clone)}, branch: main, changes: github, name: other/repo }\n`
  const fake = await project()
  const refuse = { status: 401, body: '{"message":"Bad credentials"}' }
  const folder = content({ 'sources.yaml': both })
  fake.faults.push(refuse)
  const strict = await draft(folder, fake, '--strict')
  expect(strict.status).toBe(1)
  expect(existsSync(join(folder, 'digests/2026-Q3.mdx'))).toBe(false)
  fake.faults.push(refuse)
  const part = await draft(folder, fake)
  expect(part.status).toBe(3)
  expect(part.stderr).toMatch(/problem Cannot collect from GitHub: it refuses the token from GH_TOKEN \(401\)/)
  expect(read(folder, 'digests/2026-Q3.mdx')).toContain('hub (github): NOT COMPLETE, returned 0')
  const alone = content({ 'sources.yaml': GITHUB })
  fake.faults.push(refuse)
  const failed = await draft(alone, fake)
  expect(failed.status).toBe(1)
  expect(failed.stderr).toContain('Renew the token in GH_TOKEN')
  expect(existsSync(join(alone, 'digests'))).toBe(false)
  expect(strict.stderr + part.stderr + failed.stderr).not.toContain(TOKEN)
})

test('no token is a problem of that source, said with what to do', async () => {
  const folder = content({ 'sources.yaml': GITHUB })
  const result = await legibleBeside('draft', ['2026-Q3'], folder, { PATH: '/nowhere' })
  expect(result.status).toBe(1)
  expect(result.stderr).toMatch(/without a token.*Set GH_TOKEN/)
})

test('a token is never sent in the clear to another machine', async () => {
  const folder = content({ 'sources.yaml': GITHUB })
  const result = await legibleBeside('draft', ['2026-Q3'], folder, { GITHUB_API_URL: 'http://github.example/api/v3', GH_TOKEN: TOKEN })
  expect(result.stderr).toContain('would travel in the clear')
})

test('nothing where the window before had many is a problem by name', async () => {
  const folder = content({ 'sources.yaml': GITHUB })
  const many = await project(
    Array.from({ length: 12 }, (_, index) =>
      pull(100 + index, `a: ${index}`, { mergedAt: '2026-05-01T00:00:00Z', createdAt: '2026-05-01T00:00:00Z' }),
    ),
  )
  const environment = { GITHUB_GRAPHQL_URL: `${many.url}/graphql`, GH_TOKEN: TOKEN }
  expect((await legibleBeside('draft', ['2026-Q2'], folder, environment)).status).toBe(0)
  for (const issue of many.repositories[0]?.issues ?? []) if (issue.pull && (issue.mergedAt ?? '') > '2026-07-01') delete issue.mergedAt
  const result = await legibleBeside('draft', ['2026-Q3'], folder, { ...environment, DIGEST_NOW: '2026-10-06T09:00:00Z' })
  expect(result.stderr).toMatch(/no merged pull requests came, where the window until 2026-07-01 had 12/)
  expect(result.status).toBe(3)
  expect(read(folder, 'digests/2026-Q3.mdx')).toContain('no merged pull requests came')
})

test('the token is in no file and no word of a run', async () => {
  const folder = content({ 'sources.yaml': GITHUB })
  const fake = await project()
  const result = await draft(folder, fake, '--json')
  const files = readdirSync(join(folder, '..'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(files.length).toBeGreaterThan(5)
  expect([result.stdout, result.stderr, ...files.map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'))].join('\n')).not.toContain(
    TOKEN,
  )
  expect(fake.got.every((got) => got.headers.authorization === `token ${TOKEN}`)).toBe(true)
})
