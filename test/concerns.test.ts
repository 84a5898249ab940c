/** Concerns, questions and answers, as the maintainer sees them: the draft offers, the maintainer opens or deletes. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
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

describe('npm run concerns', () => {
  const files = (clone: string, client = CLIENT(TICKETS + ROOTS)): Record<string, string> => ({
    'sources.yaml': `sources:\n  - { id: c, kind: git, path: ${JSON.stringify(clone)}, branch: main, changes: github, name: owner/repo }\n`,
    'clients/acme.yaml': client,
  })
  const rows = (stdout: string): string[][] =>
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'))

  test('what was told, and what was passed over, is said when its concern is met again; what a client got counts as served', () => {
    const { folder: clone } = repository([
      { at: '2026-05-01T00:00:00Z', message: 'tls: rotate each ticket (#2)\n\nWords.', files: { 'src/tls/a.ts': '1\n' } },
      { at: '2026-05-02T00:00:00Z', message: 'tls: log each ticket (#3)\n\nWords.', files: { 'src/log/a.ts': '1\n' } },
      { at: '2026-08-01T00:00:00Z', message: 'tls: encrypt each ticket (#4)\n\nWords.', files: { 'src/tls/b.ts': '1\n' } },
    ])
    const { folder, read, write } = content(files(clone))
    const [EARLIER, BEFORE] = ['digests/2026-Q2.mdx', '../private/concerns/2026-Q2.json']
    const outcomes = () => matchesSchema.parse(JSON.parse(read(BEFORE))).matches.map(({ story, outcome, words }) => [story, outcome, words])
    expect(legible('draft', ['2026-Q2'], folder).status).toBe(0)
    const lines = read(EARLIER)
      .replace('summary: ""', 'summary: S')
      .replace('status: draft', 'status: ready')
      .replace(/TODO: .*/, 'Words.')
      .split('\n')
    // Of the line of #2 the offer is opened, of that of #3 deleted.
    const at = (id: string): number => lines.findIndex((line) => line.includes(`{/* owner/repo#${id} */}`))
    const tags = (id: string): number => lines.findIndex((line, index) => index > at(id) && line.includes('{/* <Clients'))
    lines.splice(tags('3'), 3)
    lines.splice(tags('2') + 2, 1, '  Restart *once*, and tell "ops".', '  </Clients>')
    lines.splice(tags('2'), 1, '  <Clients only="acme">')
    write(EARLIER, lines.join('\n'))
    expect(rows(legible('concerns', [], folder).stdout)).toMatchObject([
      ['served', 'client', 'concern', 'met', 'suggested', 'taken', 'text', 'match'],
      [
        'never',
        'acme',
        'tickets',
        expect.stringMatching(/^2026-Q2 owner/),
        expect.stringMatching(/^2026-Q2 owner/),
        '2026-Q2 owner/repo#2',
        'How tickets are keyed',
        '"ticket"',
      ],
      ['never', 'acme', 'roots', '–', '–', '–', 'Which roots are trusted', 'src/x509/**'],
    ])

    expect(legible('draft', ['2026-Q3'], folder).status).toBe(0)
    expect(read(DIGEST)).toContain(
      '"ticket" in the title of owner/repo#4). In 2026-Q2 you told it: "Restart once, and tell "ops"." (owner/repo#2). Suggested and not used: 2026-Q2 owner/repo#3. Say in a sentence',
    )
    const kept = [
      ['owner/repo#2', 'taken', 'Restart once, and tell "ops".'],
      ['owner/repo#3', 'ignored', undefined],
    ]
    expect(outcomes().sort()).toEqual(kept)

    // Sent, it is served; the edition that was sent has it at its head.
    const { hash } = JSON.parse(legible('send', ['2026-Q2', '--json'], folder).stdout)
    expect(legible('send', ['2026-Q2', '--send', '--approve', hash, '--yes', '1'], folder).status).toBe(0)
    expect(read('../private/revisions/2026-Q2/r1/variants/client-acme/message.txt')).toMatch(
      /Why this matters to you\n=+\n\n\* tls: rotate each ticket \[1\]\n\n {2}Restart once, and tell "ops"\.\n\nExecutive summary/,
    )
    const sent = JSON.parse(read('sent/2026-Q2.jsonl').trim().split('\n').at(-1) ?? '')
    const DIGEST_NOW = new Date(Date.parse(sent.at) + 20 * 24 * 3600 * 1000).toISOString().slice(0, 19) + 'Z'
    const text = legible('concerns', [], folder, { DIGEST_NOW }).stdout
    expect(rows(text).map(([served, , concern]) => [served, concern])).toEqual([
      ['served', 'concern'],
      ['never', 'roots'],
      ['2 weeks ago', 'tickets'],
    ])
    const { concerns } = JSON.parse(legible('concerns', ['--json'], folder, { DIGEST_NOW }).stdout)
    expect(concerns).toMatchObject([
      { client: 'acme', id: 'roots', match: { paths: ['src/x509/**'] }, met: null, suggested: null, taken: null, served: null },
      {
        id: 'tickets',
        met: { id: '2026-Q3', story: 'owner/repo#4' },
        served: { id: '2026-Q2', on: sent.at.slice(0, 10), days: 20, story: 'owner/repo#2', words: 'Restart once, and tell "ops".' },
      },
    ])

    // A digest that is lost and begun anew takes nothing of it away.
    rmSync(join(folder, EARLIER))
    expect(legible('draft', ['2026-Q2'], folder).status).toBe(0)
    expect(outcomes().sort()).toEqual(kept)
    expect(legible('draft', ['2026-Q3'], folder).status).toBe(0)
    expect(rows(legible('concerns', [], folder).stdout)[2]?.slice(1, 6)).toEqual([
      'acme',
      'tickets',
      '2026-Q3 owner/repo#4',
      '2026-Q3 owner/repo#4',
      '2026-Q2 owner/repo#2',
    ])
  })

  test('a passage of a notice serves the concern that its comment quotes', () => {
    const note = '{/* What it might mean for Acme Corp: it cares about "Which roots are trusted". */}'
    const { folder, write } = content({
      ...files('/nowhere'),
      'notices/GO-2026-0001.mdx': `---\ntitle: A hole\nsummary: S\nstatus: ready\ndate: 2026-09-01\n---\n\nMend it.\n\n<Clients only="acme">\n\n${note}\n\nYou are not affected.\n\n</Clients>\n`,
    })
    const receipt = { at: '2026-09-02T08:00:00Z', revision: 'r1', sha256: 'a'.repeat(64) }
    const journal = (state: string, recipient: string): string => `${JSON.stringify({ ...receipt, recipient, state })}\n`
    const served = (): unknown =>
      rows(legible('concerns', ['--client', 'acme'], folder).stdout)
        .map(([when, , concern, , , taken]) => [when, concern, taken])
        .slice(1)
    const never = [
      ['never', 'tickets', '–'],
      ['never', 'roots', 'GO-2026-0001'],
    ]
    expect(served()).toEqual(never)
    write('sent/GO-2026-0001.jsonl', journal('accepted', 'other/jo') + journal('attempting', 'acme/jo') + journal('bounced', 'acme/mei'))
    expect(served()).toEqual(never)
    write('sent/GO-2026-0001.jsonl', journal('accepted', 'acme/jo'))
    expect(served()).toEqual([
      ['never', 'tickets', '–'],
      ['4 weeks ago', 'roots', 'GO-2026-0001'],
    ])
  })

  test('what was sent before its passage was written serves no concern', () => {
    const text = '---\ntitle: A hole\nsummary: S\nstatus: ready\ndate: 2026-09-01\n---\n\nMend it.\n'
    const note = '{/* What it might mean for Acme Corp: it cares about "Which roots are trusted". */}'
    const { folder, write } = content({ ...files('/nowhere'), 'notices/GO-2026-0001.mdx': text })
    expect(legible('send', ['GO-2026-0001'], folder).status).toBe(0)
    const receipt = { at: '2026-09-02T08:00:00Z', revision: 'r1', sha256: 'a'.repeat(64), recipient: 'acme/jo', state: 'accepted' }
    write('sent/GO-2026-0001.jsonl', `${JSON.stringify(receipt)}\n`)
    write('notices/GO-2026-0001.mdx', `${text}\n<Clients only="acme">\n\n${note}\n\nYou are not affected.\n\n</Clients>\n`)
    const served = (): unknown => JSON.parse(legible('concerns', ['--json'], folder).stdout).concerns.map((one: { served: unknown }) => one.served)
    expect(served()).toEqual([null, null])
    expect(legible('send', ['GO-2026-0001'], folder).stderr).toContain('update')
    write('sent/GO-2026-0001.jsonl', `${JSON.stringify(receipt)}\n${JSON.stringify({ ...receipt, at: '2026-09-03T08:00:00Z', revision: 'r2' })}\n`)
    expect(served()).toEqual([null, expect.objectContaining({ on: '2026-09-03' })])
  })

  test('names what nothing can meet, the questions that wait, and who is not served; knows no other client', () => {
    const notes =
      'notes:\n  - { on: 2026-09-24, asked: "Is \\eit safe?" }\n  - { on: 2026-09-01, asked: When?, answered: Soon. }\n  - { on: 2026-01-02, said: Hello. }\n'
    const { folder, write } = content(files('/nowhere', CLIENT(`${TICKETS}  - { id: vague, text: All of it }\n`, notes)))
    write('clients/old.yaml', CLIENT(ROOTS, 'until: 2026-06-30\n').replace('jo@acme', 'jo@old'))
    const all = legible('concerns', [], folder)
    expect([
      all.status,
      rows(all.stdout)
        .slice(1)
        .map(([, client, concern]) => [client, concern]),
    ]).toEqual([
      0,
      [
        ['acme', 'tickets'],
        ['acme', 'vague'],
        ['client', 'question'],
        ['acme', 'Is \ufffdit safe?'],
      ],
    ])
    expect(all.stdout).toContain('12 days ago\tacme\tIs')
    expect(all.stderr).toMatch(/clients\/acme.yaml\n.*warning +client\/concern +nothing can meet the concern "vague": give its match/)
    expect(legible('check', [], folder).stdout).toContain('nothing can meet the concern "vague"')
    const json = JSON.parse(legible('concerns', ['--json'], folder).stdout)
    expect(json).toMatchObject({ questions: [{ client: 'acme', on: '2026-09-24', days: 12 }], findings: [{ code: 'client/concern' }] })
    expect(legible('concerns', ['--client', 'old'], folder)).toEqual({
      status: 0,
      stdout: '',
      stderr: 'old is not served on 2026-10-06: its contract ended on 2026-06-30\n',
    })
    expect(legible('concerns', ['--client', 'nobody'], folder)).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/Cannot tell the concerns of "nobody": there is no clients\/nobody\.yaml\n.*\n {2}fix Name one of acme, old/),
    })
  })
})
