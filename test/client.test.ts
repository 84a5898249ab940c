import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { archiveLink } from '../src/deliver/archive-link.ts'
import { clientSchema } from '../src/model/client.ts'
import { readYaml } from '../src/yaml.ts'
import { writeReceipts } from './frozen.ts'
import { legible, scratch, SITE } from './scratch.ts'
import { story } from './stories.ts'

const SECRET = Buffer.alloc(32, 9)
const SEALING = { DIGEST_SECRET: SECRET.toString('base64') }
const ACME = 'name: Acme Corp\ntier: gold\nsince: 2026-01-01   # signed\nrecipients:\n  - { id: jo, name: Jo Doe, email: jo@acme.example }\n'
const DIGEST = `---
title: The ferry quarter
summary: s
status: ready
date: 2026-10-05
---

Open words. <Clients>Inside words for clients.</Clients>

<Clients tier="gold">

Golden words about the harbour, more than twelve of them so that they have to be cut off.

</Clients>

<Clients tier="platinum">

Platinum words.

</Clients>

<Clients only="acme">

Acme words.

</Clients>
`
const record = (digest: string, until: string, stories: readonly object[]): string =>
  JSON.stringify({ digest, since: '2026-07-01T00:00:00Z', until, sources: [], stories: stories.map((one, index) => ({ ...one, rank: index + 1 })) })
const FILES: Record<string, string> = {
  'site.yaml': SITE,
  'sources.yaml': 'sources: []\n',
  'clients/acme.yaml': ACME,
  'digests/2026-Q3.mdx': DIGEST,
  'digests/2026-Q2.mdx': DIGEST.replace('The ferry quarter', 'An earlier quarter').replace('2026-10-05', '2026-07-05'),
  'digests/2026-Q4.mdx': DIGEST.replace('ready', 'draft').replace('2026-10-05', '2027-01-05'),
  'items/2026-Q3.json': record('2026-Q3', '2026-10-01T00:00:00Z', [
    ...['moor a ferry', 'paint the quay'].map((title, index) => story({ id: `o/r#${index}`, title })),
    story({ id: 'o/r#8', title: 'moor a ferry in a test', folded: 'tests only' }),
  ]),
}
const content = (files: Record<string, string> = {}): string =>
  join(scratch(Object.fromEntries(Object.entries({ ...FILES, ...files }).map(([name, text]) => [`content/${name}`, text]))), 'content')
const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8')
const client = (folder: string, args: string[], environment: Record<string, string> = {}) => legible('client', args, folder, environment)
const FJORD = ['add', '--name', 'Fjord Bank', '--tier', 'gold', '--recipient', 'Ida Roe <ida@fjord.example>']

describe('npm run client -- add', () => {
  test('writes all that it was told, and shows what the client would have got of the last digest that is ready', () => {
    const folder = content()
    const shared = scratch({ 'go.mod': 'module a.example/x\n', 'other/go.mod': 'module a.example/y\n' })
    const given = [
      '--since',
      '2026-10-01',
      '--until',
      '2027-09-30',
      '--uses',
      'Branch links',
      '--credit',
      '--works',
      'The\nnotes',
      '--fails',
      'Upgrades',
    ]
    const more = ['--recipient', '"Ida Lind" <lind@fjord.example>', '--worry', 'How ferries are moored', '--worry', 'Submarine-X hulls']
    const stack = ['--stack', join(shared, 'go.mod'), '--stack', join(shared, 'other/go.mod')]
    const { status, stdout, stderr } = client(folder, [...FJORD, ...given, ...more, ...stack])
    expect([status, stderr]).toEqual([0, ''])
    expect(readYaml(read(folder, 'clients/fjord-bank.yaml'), clientSchema, { file: 'f' })).toEqual(
      clientSchema.parse({
        name: 'Fjord Bank',
        tier: 'gold',
        since: '2026-10-01',
        until: '2027-09-30',
        credit: true,
        recipients: [
          { id: 'ida', name: 'Ida Roe', email: 'ida@fjord.example' },
          { id: 'ida-2', name: 'Ida Lind', email: 'lind@fjord.example' },
        ],
        concerns: [
          { id: 'ferries-moored', text: 'How ferries are moored', match: { words: ['ferry', 'moor'] } },
          { id: 'submarine-x-hulls', text: 'Submarine-X hulls', match: { words: ['Submarine-X'] } },
        ],
        uses: 'Branch links',
        stack: {
          files: [
            { path: 'stacks/fjord-bank/go.mod', on: '2026-10-06' },
            { path: 'stacks/fjord-bank/2/go.mod', on: '2026-10-06' },
          ],
        },
        notes: [
          { on: '2026-10-06', said: 'Works: The notes' },
          { on: '2026-10-06', said: 'Does not work: Upgrades' },
        ],
      }),
    )
    expect(read(folder, 'stacks/fjord-bank/2/go.mod')).toBe('module a.example/y\n')
    expect(stdout).toMatch(/"ferry", "moor"\n {2}meets {5}1 of 2 stories so far.*\n.*• moor a ferry\n/)
    expect(stdout).toMatch(/"Submarine-X" \(.*\n {2}meets {5}none of 2 stories so far: it waits; npm run concerns/)
    expect(stdout).toContain('The ferry quarter, 2026-10-05\n')
    expect(stdout).toContain(
      '2 passages that the public does not get\n    • Inside words for clients.\n    • Golden words about the harbour, more than twelve of them so that …\n',
    )
    expect(stdout).toContain('1 story of its window on what it cares about\n    • moor a ferry (ferries-moored: "ferry" in the title of o/r#0)\n')
    expect(stdout).toContain('archive: none, as DIGEST_SECRET is not set')
    const page = read(folder, '../private/previews/fjord-bank-2026-Q3.html')
    expect(page).toContain('Golden words about the harbour')
    expect(page).not.toMatch(/Platinum words|Acme words/)
    // A person goes on from there: what it wrote has no fault.
    expect(legible('check', [], folder).stdout).not.toContain('clients/')
  })

  test.each<[string, string[], Record<string, string>, RegExp]>([
    ['nothing', ['add'], {}, /nobody is there to be asked for --name "Acme Corp", --tier NAME, --recipient/],
    ['no recipient', ['add', '--name', 'Fjord', '--tier', 'gold'], {}, /asked for --recipient "Jo Doe <jo@acme\.example>"\n/],
    ['a tier that is not there', [...FJORD, '--tier', 'bronze'], {}, /--tier must be one of silver, gold, platinum, got "bronze"/],
    ['a day that is none', [...FJORD, '--since', 'May'], {}, /--since must be a day/],
    ['an end before the beginning', [...FJORD, '--until', '2026-10-05'], {}, /--until must not be before 2026-10-06/],
    ['an address alone', [...FJORD, '--recipient', 'jo@x.example'], {}, /--recipient must be a name and an address.*got "jo@x.example"/],
    ['what is no address', [...FJORD, '--recipient', 'Jo <jo@x>'], {}, /--recipient must be a mail address/],
    ['the address of another client', [...FJORD, '--recipient', 'Jo <JO@acme.example>'], {}, /JO@acme\.example is that of acme\/jo/],
    ['one address twice', [...FJORD, '--recipient', 'Jo <ida@fjord.example>'], {}, /ida@fjord\.example is that of Ida Roe/],
    [
      'the name of a client that is there',
      [...FJORD, '--name', 'ACME'],
      {},
      /its short name must be another than "acme", which has its file clients\/acme\.yaml/,
    ],
    ['the short name of one', ['add', 'Acme', ...FJORD.slice(1)], {}, /NAME must be another than "acme"/],
    [
      'the short name of one that was sealed for and has no file any more',
      FJORD,
      {
        'sealed/pages.jsonl': `${JSON.stringify({ token: 'a'.repeat(26), client: 'Fjord-Bank', key: 1, page: '0'.repeat(64), bytes: 9, kind: 'archive' })}\n`,
      },
      /its short name must be another than "Fjord-Bank", which a client had before/,
    ],
    [
      'the short name of one that was sent mail',
      ['add', 'fjord', ...FJORD.slice(1)],
      {
        'sent/2026-Q2.jsonl': `${JSON.stringify({ at: '2026-07-06T09:00:00Z', revision: 'r1', recipient: 'fjord/ole', state: 'bounced', sha256: '0'.repeat(64) })}\n`,
      },
      /NAME must be another than "fjord", which a client had before/,
    ],
    ['a name that is no file', ['add', 'a/b', ...FJORD.slice(1)], {}, /NAME must be 1 to 64 letters/],
    ['an empty worry', [...FJORD, '--worry', ' '], {}, /--worry must say something/],
    ['a stack that cannot be read', [...FJORD, '--stack', 'package.json'], {}, /Cannot read stacks\/fjord-bank\/package\.json/],
    ['a stack that is not there', [...FJORD, '--stack', '/nope/go.mod'], {}, /there is no file \/nope\/go\.mod, which --stack names/],
    ['a site without tiers', FJORD, { 'site.yaml': SITE.replace(/tiers.*\n/, ''), 'clients/acme.yaml': '' }, /./],
  ])('takes nobody on with %s, and writes nothing', (_, args, files, said) => {
    const folder = content(files)
    const before = read(folder, 'clients/acme.yaml')
    const { status, stdout, stderr } = client(folder, args, SEALING)
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(said)
    expect(
      [
        'clients/fjord-bank.yaml',
        'clients/fjord.yaml',
        'stacks',
        ...(files['sealed/pages.jsonl'] ? [] : ['sealed']),
        '../private/previews',
        '../private/links',
      ].filter((name) => existsSync(join(folder, name))),
    ).toEqual([])
    expect(read(folder, 'clients/acme.yaml')).toBe(before)
  })

  test('writes nothing where one of the files that it shared has no place', () => {
    const folder = content({ 'stacks/fjord-bank/go.mod': 'old', '../shared/go.mod': 'module x.example/y\n', '../shared/go.sum': '' })
    const shared = ['go.sum', 'go.mod'].flatMap((name) => ['--stack', join(folder, '../shared', name)])
    const { status, stderr } = client(folder, [...FJORD, ...shared])
    expect([status, stderr]).toEqual([1, expect.stringContaining('stacks/fjord-bank/go.mod is there already')])
    expect([read(folder, 'stacks/fjord-bank/go.mod'), readdirSync(join(folder, 'stacks/fjord-bank'))]).toEqual(['old', ['go.mod']])
    expect(existsSync(join(folder, 'clients/fjord-bank.yaml'))).toBe(false)
  })

  test('--dry-run prints the file that would be written, and writes nothing', () => {
    const folder = content()
    const { status, stdout } = client(folder, [...FJORD, '--worry', 'ferries', '--dry-run'], SEALING)
    expect(status).toBe(0)
    const [, ...lines] = stdout.split('\n')
    const text = lines
      .slice(
        0,
        lines.findIndex((line) => line.startsWith('concern: ')),
      )
      .join('\n')
    expect(
      ['stacks', 'sealed', '../private/previews', '../private/links', 'clients/fjord-bank.yaml'].filter((name) => existsSync(join(folder, name))),
    ).toEqual([])
    expect(client(folder, [...FJORD, '--worry', 'ferries']).status).toBe(0)
    expect(read(folder, 'clients/fjord-bank.yaml')).toBe(`${text}\n`)
  })

  test('with a secret the archive is there to be published, and its link in a file for its owner alone; on the terminal only with --link', () => {
    const folder = content()
    const { status, stdout, stderr } = client(folder, FJORD, SEALING)
    const link = archiveLink('https://digest.example.org', { secret: SECRET, client: 'fjord-bank', number: 1 })
    const path = join(folder, '../private/links/fjord-bank.txt')
    expect([status, readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual([0, `${link}\n`, 0o600])
    expect(`${stdout}${stderr}`).not.toMatch(/AGE-SECRET|#/)
    expect(stdout).toContain('private/links/fjord-bank.txt, for you alone')
    const token = /private\/(.*)\//.exec(link)?.[1] ?? ''
    expect(existsSync(join(folder, 'sealed', `${token}.age`))).toBe(true)
    expect(legible('build', [], folder).status).toBe(0)
    expect(existsSync(join(folder, '../dist/private', `${token}.age`))).toBe(true)
    // It is the archive that its mail leads to.
    expect(legible('send', ['2026-Q3'], folder, SEALING).stdout).toContain('4 sealed pages')
    expect(existsSync(join(folder, 'sealed', `${token}.age`))).toBe(true)
    const shown = client(folder, [...FJORD.with(2, 'Glacier').with(6, 'Bo <bo@g.example>'), '--link'], SEALING).stdout
    expect(shown).toContain(archiveLink('https://digest.example.org', { secret: SECRET, client: 'glacier', number: 1 }))
  })

  test('where there is nothing to show it says so', () => {
    expect(client(content({ 'digests/2026-Q3.mdx': '', 'digests/2026-Q2.mdx': '' }), FJORD).stdout).toContain('no digest is ready yet')
    const broken = client(content({ 'digests/2026-Q3.mdx': `${DIGEST}\n<Clients tier="lead">x</Clients>\n` }), FJORD)
    expect([broken.status, broken.stdout]).toEqual([0, expect.stringContaining('2026-Q3 cannot be shown to it yet: npm run check names 1 error')])
  })
})

describe('npm run client -- list', () => {
  const LISTED = {
    'clients/acme.yaml': `${ACME.replace('jo@acme.example }', 'jo@acme.example, optedOut: 2026-09-01 }')}until: 2026-11-05\nstack: { modules: [{ name: undici }] }\nnotes: [{ on: 2026-09-01, asked: When? }, { on: 2026-09-01, asked: Why?, answered: So. }]\n`,
    'clients/zinc.yaml': 'name: Zinc\ntier: silver\nsince: 2027-01-01\n',
    'clients/borealis.yaml': 'name: Borealis\ntier: silver\nsince: 2025-01-01\nuntil: 2026-10-05\n',
  }
  const receipt = { revision: 'r1', sha256: 'a'.repeat(64), recipient: 'acme/jo' }
  const listed = async (): Promise<string> => {
    const folder = content(LISTED)
    await writeReceipts(folder, '2026-Q2', [{ ...receipt, state: 'accepted', at: '2026-07-06T09:00:00Z' }])
    await writeReceipts(folder, '2026-Q3', [{ ...receipt, state: 'rejected', at: '2026-10-05T09:00:00Z' }])
    return folder
  }

  test('shows who is served, until when, what each got last and what is open; whose contract ended stands below', async () => {
    const { status, stdout } = client(await listed(), ['list'])
    const rows = stdout.split('\n').map((line) => line.split(/ {2,}/))
    expect([status, rows.slice(1, 4)]).toEqual([
      0,
      [
        ['acme', 'gold', '2026-01-01 – 2026-11-05 (in 30 days)', '1 (1 opted out)', '0', '1 module', '2026-Q2, 2026-07-06', '1 question'],
        ['zinc', 'silver', '2027-01-01 – open (to come)', '0', '0', '–', '–', '–'],
        ['borealis', 'silver', '2025-01-01 – 2026-10-05 (ended)', '0', '0', '–', '–', '–'],
      ],
    ])
    expect(stdout).toContain('the contract of acme ends on 2026-11-05, in 30 days: npm run report -- acme')
    expect(stdout).not.toMatch(/borealis ends|@/)
    expect(client(content({ ...LISTED, 'clients/acme.yaml': `${ACME}until: 2026-12-06\n` }), ['list']).stdout).not.toContain('npm run report')
  })

  test('--json holds the same, and no address', async () => {
    const { stdout } = client(await listed(), ['list', '--json'])
    const [acme, zinc, borealis] = JSON.parse(stdout)
    expect(acme).toEqual({
      client: 'acme',
      name: 'Acme Corp',
      tier: 'gold',
      since: '2026-01-01',
      until: '2026-11-05',
      daysLeft: 30,
      served: true,
      recipients: [{ id: 'jo', optedOut: '2026-09-01' }],
      concerns: [],
      stack: { modules: 1, files: 0 },
      last: { digest: '2026-Q2', on: '2026-07-06' },
      openQuestions: 1,
    })
    expect([zinc.served, zinc.until, borealis.served, borealis.daysLeft]).toEqual([false, null, false, null])
  })

  test('--links writes the links of those who are served, and needs the secret', async () => {
    const folder = await listed()
    expect(client(folder, ['list', '--links'])).toMatchObject({ status: 1, stderr: expect.stringContaining('DIGEST_SECRET is not set') })
    const { stdout } = client(folder, ['list', '--links'], SEALING)
    expect(stdout).not.toContain('#')
    expect(read(folder, '../private/links/acme.txt')).toBe(
      `${archiveLink('https://digest.example.org', { secret: SECRET, client: 'acme', number: 1 })}\n`,
    )
    expect(['zinc', 'borealis'].filter((name) => existsSync(join(folder, `../private/links/${name}.txt`)))).toEqual([])
  })
})

describe('npm run client -- end', () => {
  test('sets the last day in its line alone, moves it when run again, and says what goes on', () => {
    const folder = content()
    const first = client(folder, ['end', 'acme', '--on', '2026-12-31', '--yes'])
    expect([first.status, read(folder, 'clients/acme.yaml')]).toEqual([0, ACME.replace('signed\n', 'signed\nuntil: 2026-12-31\n')])
    expect(first.stdout).toContain('next: from 2027-01-01 on, npm run report -- acme makes its farewell')
    expect(first.stdout).toMatch(/stops {3}after 2026-12-31[^]*correction[^]*sealed pages, until you turn its key/)
    expect(client(folder, ['end', 'acme', '--yes']).stdout).toContain('until 2026-10-06, which was 2026-12-31')
    expect(read(folder, 'clients/acme.yaml')).toBe(ACME.replace('signed\n', 'signed\nuntil: 2026-10-06\n'))
    expect(client(folder, ['end', 'acme'])).toMatchObject({ status: 0, stdout: expect.stringContaining('is its last day already') })
    // A month later it is over: said once more, that takes it up again by no day.
    expect(client(folder, ['end', 'acme', '--yes'], { DIGEST_NOW: '2026-11-05T09:00:00Z' }).stdout).toContain('2026-10-06 is its last day already')
    expect(read(folder, 'clients/acme.yaml')).toBe(ACME.replace('signed\n', 'signed\nuntil: 2026-10-06\n'))
  })

  test.each<[string, string[], RegExp]>([
    ['a client that is not there', ['nobody', '--yes'], /no clients\/nobody\.yaml\n.*\n.*Name one of acme/],
    ['no client', ['--yes'], /a client without its name/],
    ['a day before the first', ['acme', '--on', '2025-12-31', '--yes'], /--on must not be before 2026-01-01/],
    ['a day that is none', ['acme', '--on', 'soon', '--yes'], /--on must be a day/],
    ['nobody to ask', ['acme'], /there is no terminal\n.*--yes/],
  ])('changes nothing with %s', (_, args, said) => {
    const folder = content()
    const { status, stdout, stderr } = client(folder, ['end', ...args])
    expect([status, stdout, read(folder, 'clients/acme.yaml')]).toEqual([1, '', ACME])
    expect(stderr).toMatch(said)
  })

  test('names what was handed over to leave after the last day', async () => {
    const folder = content()
    const mail = { at: '2026-10-06T08:00:00Z', revision: 'r1', sha256: '0'.repeat(64), via: 'resend' as const }
    await writeReceipts(
      folder,
      '2026-Q3',
      (['attempting', 'accepted'] as const).flatMap((state) =>
        [['acme/jo', '2026-10-09T07:00:00Z'] as const, ['other/jo', '2026-10-08T07:00:00Z'] as const].map(([recipient, scheduledAt]) => ({
          ...mail,
          recipient,
          state,
          scheduledAt,
        })),
      ),
    )
    expect(client(folder, ['end', 'acme', '--on', '2026-10-08', '--yes']).stdout).toContain(
      'waits   2026-Q3 is to leave for it at 2026-10-09T07:00:00Z',
    )
    expect(client(folder, ['end', 'acme', '--on', '2026-10-09', '--yes']).stdout).not.toContain('waits')
  })

  test('who was let go gets nothing more but its farewell, by the command that is named', () => {
    const folder = content()
    const [, named = ''] =
      /npm run report -- (.+) makes its farewell/.exec(client(folder, ['end', 'acme', '--on', '2026-10-05', '--yes']).stdout) ?? []
    expect(JSON.parse(legible('report', [...named.split(' '), '--json'], folder).stdout).facts).toMatchObject({
      until: '2026-10-06',
      ended: '2026-10-05',
    })
    expect(legible('send', ['2026-Q3'], folder).stdout).toContain('acme: its contract ended on 2026-10-05')
  })
})

test('what is neither of them is refused with what there is, and each says what it takes', () => {
  const folder = content()
  expect(client(folder, [])).toMatchObject({ status: 1, stderr: expect.stringContaining('add, list or end') })
  expect(client(folder, ['remove'])).toMatchObject({ status: 1, stderr: expect.stringContaining('Cannot do "remove"') })
  expect(client(folder, ['add', '--help']).stdout).toMatch(/^npm run client -- add \[NAME\] \[options\]\n[^]*--worry TEXT/)
  expect(client(folder, ['list', '--nope'])).toMatchObject({ status: 1, stderr: expect.stringContaining('npm run client -- list --help') })
})
