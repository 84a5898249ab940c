/** Concerns, questions and answers, as the maintainer sees them: the draft offers, the maintainer opens or deletes. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parseMdx } from '../src/mdx.ts'
import { commentOf } from '../src/mdx-nodes.ts'
import { matchesSchema } from '../src/model/matches.ts'
import { legible, legibleBeside, repository, scratch, SITE } from './scratch.ts'
import { type FakeIssue, githubServer } from './servers/github.ts'

const CLIENT = (concerns: string, more = ''): string =>
  `name: Acme Corp\ntier: gold\nsince: 2026-01-01\nrecipients:\n  - { id: jo, name: Jo Doe, email: jo@acme.example }\nconcerns:\n${concerns}${more}`
const TICKETS = '  - { id: tickets, text: How tickets are keyed, match: { words: [ticket] } }\n'
const ROOTS = '  - { id: roots, text: Which roots are trusted, match: { paths: ["src/x509/**"] } }\n'

function content(files: Record<string, string>): { folder: string; read: (name: string) => string; write: (name: string, text: string) => void } {
  const base = scratch()
  const folder = join(base, 'content')
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  for (const [name, text] of Object.entries({ 'site.yaml': SITE, ...files })) write(name, text)
  return { folder, write, read: (name) => readFileSync(join(folder, name), 'utf8') }
}
const DIGEST = 'digests/2026-Q3.mdx'
const PRIVATE = '../private/concerns/2026-Q3.json'

test('a draft offers what a story might mean for a client: closed it shows nothing and blocks, deleted it stays deleted, opened it is for that client', () => {
  const { folder: clone } = repository([
    { at: '2026-08-01T00:00:00Z', message: 'tls: rotate each ticket (#2)\n\nWords.', files: { 'src/tls/a.ts': '1\n' } },
    { at: '2026-08-02T00:00:00Z', message: 'x509: read the roots anew (#3)\n\nWords.', files: { 'src/x509/b.ts': '1\n' } },
  ])
  const { folder, read, write } = content({
    'sources.yaml': `sources:\n  - { id: c, kind: git, path: ${JSON.stringify(clone)}, branch: main, changes: github, name: owner/repo }\n`,
    'clients/acme.yaml': CLIENT(TICKETS),
    'clients/old.yaml': CLIENT(TICKETS).replace('since: 2026-01-01', 'since: 2025-01-01\nuntil: 2026-06-30').replace('jo@acme', 'jo@old'),
  })
  const draft = () => legible('draft', ['2026-Q3'], folder)
  const first = draft()
  expect(first.status).toBe(0)
  expect(first.stderr).toMatch(/concerns +1 for acme, below their lines/)
  const text = read(DIGEST)
  const offer =
    /^ {2}\{\/\* <Clients only="acme"> \*\/\}\n {2}\{\/\* What it might mean for Acme Corp: .*"How tickets are keyed" \("ticket" in the title of owner\/repo#2\).* \*\/\}\n {2}\{\/\* <\/Clients> \*\/\}\n/m
  expect(text).toMatch(offer)
  expect(text).not.toContain('only="old"')
  expect(read('items/2026-Q3.json')).not.toMatch(/acme|ticket[s ].*keyed/i)
  expect(matchesSchema.parse(JSON.parse(read(PRIVATE))).matches).toMatchObject([
    { story: 'owner/repo#2', client: 'acme', concern: 'tickets', offered: expect.anything() },
  ])

  // Drafting again offers nothing twice, whatever became of the offer.
  expect(draft().stderr).not.toContain('concerns')
  expect(read(DIGEST)).toBe(text)
  const ready = (given: string): string =>
    given
      .replace('summary: ""', 'summary: S')
      .replace('status: draft', 'status: ready')
      .replace(/TODO: .*/, 'Words.')
  write(DIGEST, ready(text))
  const blocked = legible('check', ['2026-Q3'], folder)
  expect([blocked.status, blocked.stdout]).toEqual([1, expect.stringMatching(/error +concern\/offer/)])
  const without = text.replace(offer, '')
  write(DIGEST, without)
  expect(draft().status).toBe(0)
  expect(read(DIGEST)).toBe(without)

  // A concern that is new is offered below a line that stands.
  write('clients/acme.yaml', CLIENT(TICKETS + ROOTS))
  expect(draft().stderr).toMatch(/concerns +1 for acme/)
  const grown = read(DIGEST)
  expect(grown).toMatch(
    /\{\/\* owner\/repo#3 \*\/\}\n {2}\{\/\* <Clients only="acme"> \*\/\}\n {2}\{\/\* What it might .*src\/x509\/b\.ts.*\n {2}\{\/\* <\/Clients> \*\/\}\n/,
  )
  expect(grown.split('\n').filter((line) => !without.split('\n').includes(line))).toHaveLength(3)

  const opened = ready(grown)
    .replace('{/* <Clients only="acme"> */}', '<Clients only="acme">')
    .replace('  {/* </Clients> */}', '  You must restart once.\n  </Clients>')
  write(DIGEST, opened)
  expect(legible('check', ['2026-Q3'], folder)).toMatchObject({ status: 0 })
  expect(legible('build', [], folder)).toMatchObject({ status: 0 })
  expect(legible('check', ['2026-Q3'], folder)).toMatchObject({ status: 0 })
  const { variants } = JSON.parse(legible('send', ['2026-Q3', '--json'], folder).stdout)
  expect(variants).toBe(1)
  expect(read('../private/revisions/2026-Q3/r1/variants/client-acme/page.html')).toContain('You must restart once.')
  expect(read('../dist/2026-Q3/index.html')).not.toMatch(/restart once|What it might mean|acme/i)
})

test('a question goes to the client before a proposal is decided, and its answer is shown when the proposal moves', async () => {
  const moves = [
    ['Proposal-FinalCommentPeriod', '2026-09-29T00:00:00Z'],
    ['Proposal-Accepted', '2026-09-30T00:00:00Z'],
  ] as const
  const proposal = (count: number): FakeIssue => ({
    number: 10,
    title: 'proposal: tls: rotate each ticket',
    createdAt: '2026-03-02T00:00:00Z',
    updatedAt: moves[count - 1]?.[1] ?? '',
    labels: ['Proposal', moves[count - 1]?.[0] ?? ''],
    events: moves.slice(0, count).map(([name, createdAt]) => ({ __typename: 'LabeledEvent' as const, createdAt, label: { name } })),
  })
  const { folder, read, write } = content({
    'sources.yaml': 'sources:\n  - { id: hub, kind: github, repository: owner/repo, collect: [proposals], proposals: { preset: go } }\n',
    'clients/acme.yaml': CLIENT(TICKETS),
  })
  const draft = async (count: number) => {
    const fake = await githubServer([{ name: 'owner/repo', issues: [proposal(count)] }])
    onTestFinished(() => fake.close())
    return legibleBeside('draft', ['2026-Q3'], folder, {
      GITHUB_GRAPHQL_URL: `${fake.url}/graphql`,
      GH_TOKEN: 'ghp_x',
      DIGEST_NOW: '2026-10-01T09:00:00Z',
    })
  }
  expect((await draft(1)).stderr).toMatch(/concerns +1 for acme.*1 question, reply by 5 October 2026/)
  expect(read(DIGEST)).toContain('Please answer by 5 October 2026, before it is decided.')
  expect(matchesSchema.parse(JSON.parse(read(PRIVATE))).matches[0]?.question).toEqual({ replyBy: '2026-10-05' })

  write('clients/acme.yaml', CLIENT(TICKETS, 'answers:\n  - { about: "owner/repo#10", on: 2026-10-03, text: We rely on it. }\n'))
  const asked = read(DIGEST)
  expect((await draft(1)).status).toBe(0)
  expect(read(DIGEST)).toBe(asked)
  expect((await draft(2)).stderr).toMatch(/changed +line \d+ owner\/repo#10 is accepted now on 30 September 2026/)
  const moved = read(DIGEST)
  expect(moved).toContain('{/* Changed since the last draft: owner/repo#10: is accepted now on 30 September 2026 (it was likely accept) */}')
  expect(moved).toContain('On 3 October 2026 it answered about owner/repo#10: "We rely on it."')
  expect(moved.match(/Please answer by/g)).toHaveLength(1)
  expect((await draft(2)).status).toBe(0)
  expect(read(DIGEST)).toBe(moved)
  const walk = (node: Parameters<typeof commentOf>[0]): boolean =>
    'children' in node ? node.children.every(walk) : !/Expression/.test(node.type) || commentOf(node) !== undefined
  expect(walk(parseMdx(moved))).toBe(true)
})
