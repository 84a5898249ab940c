import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from './fast-check.ts'
import type { Nodes } from 'mdast'
import { toString } from 'mdast-util-to-string'
import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import { report } from '../src/draft/report.ts'
import { after, counted, lasting, listed, median } from '../src/draft/report/wording.ts'
import type { Report } from '../src/model/report.ts'
import { cutFor } from '../src/render/audience.ts'
import { toHtml } from '../src/render/html.ts'
import { legible, scratch, SITE } from './scratch.ts'

const FACTS: Report = {
  client: 'acme',
  name: 'Acme Corp',
  since: '2026-01-01',
  until: '2026-03-01',
  site: { title: 'T', url: 'https://example.org' },
  promisedHours: 6,
  mails: [],
  concerns: [],
  proposals: [],
  questions: [],
  work: { wrote: 0, waiting: 0, reviewed: 0, decided: 0, released: 0, opened: 0, published: 0, days: { wrote: [], reviewed: [] }, best: [] },
  gaps: [{ since: '2026-01-01', until: '2026-03-01' }],
  partial: [],
  pages: 0,
}
const MAIL: Report['mails'][number] = {
  id: 'GO-2026-9001',
  kind: 'notice',
  title: 'Cut streams',
  what: 'first',
  at: '2026-02-13T15:20:00Z',
  got: ['Jo Doe'],
  open: [],
  written: false,
  passages: 0,
  published: '2026-02-13T12:00:00Z',
}
const documentOf = (given: Partial<Report> = {}) =>
  report({ ...FACTS, ...given }, { id: 'report-acme-2026-03-01', file: 'reports/acme/2026-03-01.mdx' })
/** What a client reads of it: cells and blocks with a space between them. */
const wordsOf = (given: Partial<Report> = {}): string => {
  const words = (node: Nodes): string =>
    'children' in node && !['paragraph', 'heading', 'tableCell'].includes(node.type) ? node.children.map(words).join(' ') : toString(node)
  return words(cutFor({ edition: 'clients', tier: 'gold', client: 'acme' }, documentOf(given).tree, { tiers: ['gold'], now: new Date('2026-03-02') }))
}

describe('report()', () => {
  test('says of nothing that there was none, not why', () => {
    const words = wordsOf()
    for (const said of [
      'No mail that reached you is on record for this time.',
      'No notice that reached you is on record for this time.',
      'No concern of yours is noted.',
      'No question of yours is noted for this time.',
      'Nothing was collected in this time, so of this work nothing is known from records.',
    ])
      expect(words).toContain(said)
    expect(words).not.toMatch(/median|Thank you|undefined|NaN/)
  })

  test.each<[string, Partial<Report['mails'][number]>, string]>([
    ['within the promise', {}, '3 hours 20 minutes kept'],
    ['to the minute', { published: '2026-02-13T09:20:00Z' }, '6 hours kept'],
    ['late', { published: '2026-02-13T09:19:59Z' }, '6 hours not kept'],
    ['before it was public', { published: '2026-02-15T15:20:00Z' }, '2 days before it was public kept'],
    ['nobody knows how long after', { published: undefined }, 'not known not known'],
  ])('tells of a notice that came %s', (_, given, said) => {
    expect(wordsOf({ mails: [{ ...MAIL, ...given }] })).toContain(said)
  })

  test('counts each publication once, corrections and updates apart, and what is only a file as that', () => {
    const digest = { ...MAIL, id: '2026-Q1', kind: 'digest' as const, title: 'Quarter', published: undefined }
    const words = wordsOf({
      mails: [
        digest,
        { ...digest, got: ['Mei'], written: true },
        { ...digest, what: 'correction', open: ['Zoë'] },
        MAIL,
        { ...MAIL, what: 'update' },
        { ...digest, id: 'gone', kind: 'unknown', title: 'Gone' },
      ],
    })
    for (const said of ['Digests received 1', 'Notices received 1', 'Corrections and updates 2', 'Correction: Quarter', 'Update: Cut streams'])
      expect(words).toContain(said)
    expect(words).toContain('Jo Doe; of Zoë it is not known')
    expect(words).toContain('Of 1 of these mails it is known only on which day it was written as a file')
    expect(words).toContain('The text of 1 of them is not kept any more')
  })

  test('counts nothing as received of which it is not known of anybody', () => {
    const words = wordsOf({ mails: [{ ...MAIL, got: [], open: ['Jo Doe'] }] })
    for (const said of [
      'Notices received 0',
      'Notice: Cut streams of Jo Doe it is not known',
      'February 2026 not known not known 0',
      'No notice that reached you',
    ])
      expect(words).toContain(said)
  })

  test('tells questions with the days that they waited, open ones as that', () => {
    const asked = { on: '2026-02-01', asked: 'Which first?' }
    const words = wordsOf({
      questions: [asked, { ...asked, answered: 'That.', answeredOn: '2026-02-02' }, { ...asked, answered: 'This.', answeredOn: '2026-02-01' }],
    })
    for (const said of ['Questions answered 2 of 3', 'none is noted –', 'That. 1 day', 'This. the same day']) expect(words).toContain(said)
  })

  test('counts no answer as one of this time that came after it', () => {
    const questions = ['2026-02-28', '2026-03-01'].map((answeredOn) => ({ on: '2026-02-01', asked: 'Which?', answered: 'That.', answeredOn }))
    expect(wordsOf({ questions })).toContain('Questions answered 1 of 2, 1 more since')
  })

  test('counts by month, and calls months of which nothing was collected not known', () => {
    const days = { wrote: ['2026-02-03', '2026-02-28'], reviewed: [] }
    const words = wordsOf({ gaps: [{ since: '2026-01-01', until: '2026-02-01' }], work: { ...FACTS.work, wrote: 2, days }, mails: [MAIL] })
    expect(words).toContain('January 2026  not known not known 0')
    expect(words).toContain('February 2026 ██ 2 0 1')
    expect(words).toContain('Nothing was collected from 1 January 2026 to 31 January 2026: what happened then is not counted.')
    expect(words).toContain('I wrote 2 changes that landed.')
  })

  test('calls a day a day', () => {
    const day = { since: '2026-02-28', until: '2026-03-01' }
    expect(documentOf({ ...day, gaps: [day] }).frontmatter.title).toBe('Your retainer on 28 February 2026')
    expect(wordsOf({ gaps: [{ since: '2026-02-01', until: '2026-02-02' }] })).toContain('Nothing was collected on 1 February 2026: what')
  })

  test('says for which days a source did not give all', () => {
    expect(wordsOf({ gaps: [], partial: [{ since: '2026-01-10', until: '2026-02-01' }] })).toContain(
      'What was collected from 10 January 2026 to 31 January 2026 is not complete',
    )
    expect(wordsOf({ gaps: [] })).not.toContain('is not complete')
  })

  test('draws a sign a change, and where there are many the longest bar to a dozen, so that whatever there is is seen', () => {
    const many = (day: string, count: number): string[] => Array.from({ length: count }, () => day)
    const barsOf = (wrote: string[], reviewed: string[]): string[] =>
      wordsOf({ gaps: [], work: { ...FACTS.work, days: { wrote, reviewed } } }).match(/[█░]+(?= \d)/g) ?? []
    expect(barsOf(many('2026-01-05', 3), [...many('2026-01-05', 2), '2026-02-01'])).toEqual(['███░░', '░'])
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), fc.nat(400), (a, b, c) => {
        const bars = barsOf(many('2026-01-05', a), [...many('2026-01-05', b), ...many('2026-02-05', c)])
        const [longest, ...others] = bars.map((bar) => bar.length).sort((x, y) => y - x)
        expect(bars.length).toBe(Number(a + b > 0) + Number(c > 0))
        expect(longest ?? 0).toBeLessThanOrEqual(12)
        expect(longest ?? 0).toBeGreaterThanOrEqual(Math.min(11, Math.max(a + b, c)))
        expect([bars.join('').includes('█'), bars.join('').includes('░')]).toEqual([a > 0, b + c > 0])
        expect(others.every((other) => other <= (longest ?? 0))).toBe(true)
      }),
    )
  })

  test('says thank you where the contract is over, and what stays readable', () => {
    expect(wordsOf({ ended: '2026-02-28', pages: 0 })).toContain('Your contract ended on 28 February 2026. Thank you for it.')
    expect(wordsOf({ ended: '2026-02-28', pages: 1 })).toContain('One of your editions can still be read in a browser, by the link in its mail.')
    expect(wordsOf({ ended: '2026-02-28', pages: 3 })).toContain('3 of your editions can still be read in a browser, by the links in their mails.')
  })

  test('gives nobody else a word of it', () => {
    const { tree, frontmatter } = documentOf({ mails: [MAIL] })
    for (const audience of [
      { edition: 'public' },
      { edition: 'clients', tier: 'gold' },
      { edition: 'clients', tier: 'gold', client: 'other' },
    ] as const)
      expect(cutFor(audience, tree, { tiers: ['gold'], now: new Date('2026-03-02') }).children).toEqual([])
    expect(JSON.stringify(frontmatter)).not.toContain('Acme')
  })

  test('takes every text from outside for words, whatever it holds', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '</Clients>',
        '{process.env.HOME}',
        '<script>',
        '](x)',
        '*/ a /*',
        '| a | b |',
        '# x',
        'javascript:alert(1)',
        'https://o.example/<Clients>?{/*',
      ),
    )
    fc.assert(
      fc.property(nasty, nasty, (text, url) => {
        const { tree } = documentOf({
          name: text,
          mails: [{ ...MAIL, title: text, got: [text] }],
          concerns: [{ id: 'x', text, stories: [{ id: 'x', title: text, url, told: ['2026-Q1'], state: text, passage: true }], untold: 2 }],
          proposals: [{ id: 'o/p#1', title: text, url, answers: [{ on: '2026-01-02', text }], own: [] }],
          questions: [{ on: '2026-01-02', asked: text, answered: text, answeredOn: '2026-01-03' }],
          work: { ...FACTS.work, best: [{ id: 'x', kind: 'change', title: text, url, at: MAIL.at, own: ['wrote'] }] },
        })
        const cut = cutFor({ edition: 'clients', tier: 'gold', client: 'acme' }, tree, { tiers: ['gold'], now: new Date('2026-03-02') })
        const html = toHtml(cut, { base: 'https://example.org' })
        expect(html).not.toMatch(/<script|href="(?!https?:|#)/i)
        expect(html).toContain('The work that keeps the project going')
      }),
    )
  })
})

describe('the words of a report', () => {
  test.each<[number, string]>([
    [0, 'less than a minute'],
    [59_999, 'less than a minute'],
    [60_000, '1 minute'],
    [3_600_000, '1 hour'],
    [12_120_000, '3 hours 22 minutes'],
    [86_460_000, '1 day'],
    [187_200_000, '2 days 4 hours'],
  ])('%d ms last %s', (ms, said) => {
    expect(lasting(ms)).toBe(said)
    if (ms > 0) expect(after(-ms)).toBe(`${said} before it was public`)
  })

  test('counts, lists and finds the middle', () => {
    expect([counted(0, 'change'), counted(1, 'change'), counted(2, 'change')]).toEqual(['no changes', '1 change', '2 changes'])
    expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual(['', 'a', 'a and b', 'a, b and c'])
    expect([median([]), median([3]), median([9, 1]), median([9, 1, 2])]).toEqual([undefined, 3, 5, 2])
  })
})

describe('npm run report', () => {
  const line = (recipient: string, at: string): string =>
    ['attempting', 'accepted']
      .map((state) => `${JSON.stringify({ at, revision: 'r1', recipient, state, sha256: 'a'.repeat(64), via: 'resend' })}\n`)
      .join('')
  const story = (id: string, title: string, rank: number, own: string[]): object => ({
    id,
    rank,
    score: 1,
    reasons: [],
    section: 'landed',
    title,
    state: 'landed 3 May',
    refs: [id],
    items: [{ kind: 'change', id, title, url: `https://example.org/${rank}`, at: '2026-05-03T00:00:00Z', own }],
  })
  const FILES: Record<string, string> = {
    'site.yaml': `${SITE}promise: { hours: 6 }\n`,
    'sources.yaml': 'sources: []\n',
    'clients/acme.yaml': `name: Acme Industries
tier: gold
since: 2026-01-01
recipients:
  - { id: jo, name: Jo of Acme, email: jo@acme.example }
  - { id: mei, name: Mei of Acme, email: mei@acme.example, optedOut: 2026-08-01 }
concerns: [{ id: keys, text: How the keys of tickets rotate, match: { words: [keys] } }]
answers: [{ about: o/p#7, on: 2026-06-02, text: We can live with either way }]
notes:
  - { on: 2026-02-03, said: They are about to move their whole data centre }
  - { on: 2026-03-10, asked: Which of our machines come first?, answered: Those behind one address., answeredOn: 2026-03-12 }
`,
    'clients/borealis.yaml': `name: Borealis Fields
tier: silver
since: 2026-01-01
until: 2026-08-31
recipients: [{ id: teo, name: Teo of Borealis, email: teo@borealis.example }]
concerns: [{ id: links, text: Slow radio links between their wind farms }]
`,
    'digests/2026-Q2.mdx': `---
title: The second quarter
summary: s
status: ready
---

* Keys rotate. {/* o/p#1 */}
  <Clients only="acme">Your edge sets its own.</Clients>

<Clients only="borealis">Your turbines need the long timeout now.</Clients>
`,
    'notices/GO-2026-9001.mdx': `---
title: Cut streams
summary: s
status: ready
date: 2026-08-13
---

{/*
Facts from OSV
public since: 2026-08-13T09:00:00Z
*/}

Upgrade.
`,
    'items/2026-Q2.json': JSON.stringify({
      digest: '2026-Q2',
      since: '2026-04-01T00:00:00Z',
      until: '2026-07-01T00:00:00Z',
      sources: ['github', 'feed'].map((kind) => ({ id: kind, kind, complete: false, returned: 0, kept: 0, dropped: {}, requests: 1, problems: [] })),
      stories: [
        story('o/p#1', 'Rotate the keys', 1, ['wrote']),
        story('o/p#2', 'Name the keys', 2, []),
        story('o/p#3', 'Mend a test', 3, ['reviewed']),
      ],
    }),
    'sent/2026-Q2.jsonl': line('acme/jo', '2026-07-02T09:00:00.000Z') + line('borealis/teo', '2026-07-02T09:00:01.000Z'),
    'sent/GO-2026-9001.jsonl': line('acme/jo', '2026-08-13T12:20:00.000Z'),
  }
  const folderOf = (files: Record<string, string> = {}): string =>
    join(scratch(Object.fromEntries(Object.entries({ ...FILES, ...files }).map(([name, text]) => [`content/${name}`, text]))), 'content')
  const NO_BROWSER = { CHROMIUM_PATH: '/nope' }
  const run = (folder: string, args: string[], environment: Record<string, string> = {}) =>
    legible('report', args, folder, { ...NO_BROWSER, ...environment })
  const filesOf = (folder: string): string =>
    readdirSync(join(folder, '../private'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.(eml|pdf)$/.test(entry.name))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n')

  test('tells from receipts, records and notes alone, in page and mail, the same bytes each time', async () => {
    const folder = folderOf()
    const { status, stdout, stderr } = run(folder, ['acme', '--json'])
    expect([status, stderr]).toEqual([0, expect.stringContaining('report: no PDF: Cannot print: CHROMIUM_PATH is /nope')])
    const said = JSON.parse(stdout)
    expect(said).toMatchObject({
      report: 'report-acme-2026-10-01',
      revision: 'r1',
      messages: 1,
      skipped: [{ recipient: 'mei' }],
      files: { pdf: null },
    })
    const { facts } = said
    expect(facts).toMatchObject({
      since: '2026-01-01',
      until: '2026-10-01',
      promisedHours: 6,
      mails: [
        { id: '2026-Q2', kind: 'digest', what: 'first', got: ['Jo of Acme'], passages: 1 },
        { id: 'GO-2026-9001', kind: 'notice', published: '2026-08-13T09:00:00Z' },
      ],
      concerns: [{ id: 'keys', stories: [{ id: 'o/p#1', told: ['2026-Q2'], state: 'landed 3 May', passage: true }], untold: 1 }],
      proposals: [{ id: 'o/p#7', answers: [{ text: 'We can live with either way' }] }],
      questions: [{ asked: 'Which of our machines come first?', answeredOn: '2026-03-12' }],
      work: { wrote: 1, reviewed: 1 },
      gaps: [
        { since: '2026-01-01', until: '2026-04-01' },
        { since: '2026-07-01', until: '2026-10-01' },
      ],
      partial: [{ since: '2026-04-01', until: '2026-07-01' }],
    })
    const page = readFileSync(said.files.page, 'utf8')
    const mail = await simpleParser(readFileSync(said.files.mail))
    for (const text of [page, mail.html || '', (mail.text ?? '').replace(/\s+/g, ' ')])
      for (const words of ['3 hours 20 minutes', 'Rotate the keys', 'Those behind one address.', 'Jo of Acme']) expect(text).toContain(words)
    expect(mail.subject).toBe('Your retainer from 1 January 2026 to 30 September 2026')
    expect(filesOf(folder)).not.toMatch(/data centre|turbines|Borealis|radio links/)
    const again = JSON.parse(run(folder, ['acme', '--json'], { DIGEST_NOW: '2026-10-07T09:00:00Z' }).stdout)
    expect([again.revision, again.hash]).toEqual(['r1', said.hash])
    expect(readFileSync(said.files.page, 'utf8')).toBe(page)
  })

  test('counts no notice as new, nor as late, that somebody at the client had before the span', () => {
    const later = line('acme/mei', '2026-09-20T12:20:00.000Z').replaceAll('"r1"', '"r2"')
    const folder = folderOf({ 'sent/GO-2026-9001.jsonl': `${FILES['sent/GO-2026-9001.jsonl']}${later}` })
    const whats = (args: string[]): string[] =>
      JSON.parse(run(folder, ['acme', '--json', ...args]).stdout).facts.mails.map(({ id, what }: { id: string; what: string }) => `${id} ${what}`)
    expect(whats(['--since', '2026-08-01'])).toEqual(['GO-2026-9001 first', 'GO-2026-9001 first'])
    expect(whats(['--since', '2026-09-01'])).toEqual(['GO-2026-9001 update'])
  })

  test('counts no passage that was written into a digest after it was sent', () => {
    const [digest, journal] = ['digests/2026-Q2.mdx', 'sent/2026-Q2.jsonl']
    const folder = folderOf({ [digest]: (FILES[digest] ?? '').replace(/ *<Clients only="acme">.*\n/, ''), [journal]: '' })
    expect(legible('send', ['2026-Q2'], folder).status).toBe(0)
    for (const name of [digest, journal]) writeFileSync(join(folder, name), FILES[name] ?? '')
    const { mails, concerns } = JSON.parse(run(folder, ['acme', '--json']).stdout).facts
    expect([mails[0], concerns[0].stories[0]]).toMatchObject([
      { id: '2026-Q2', passages: 0 },
      { id: 'o/p#1', told: ['2026-Q2'], passage: false },
    ])
  })

  test.each<[string, (folder: string) => void]>([
    [
      'the name of another client in an answer',
      (folder) => appendTo(folder, '  - { on: 2026-04-01, asked: Who else?, answered: Borealis Fields asked that too. }\n'),
    ],
    ['what another client said', (folder) => appendTo(folder, '  - { on: 2026-04-01, asked: About slow radio links between their wind farms }\n')],
    [
      'a passage for another client',
      (folder) => appendTo(folder, '  - { on: 2026-04-01, asked: x, answered: Your turbines need the long timeout now. }\n'),
    ],
  ])('refuses %s, and freezes nothing', (_, put) => {
    const folder = folderOf()
    put(folder)
    const { status, stdout, stderr } = run(folder, ['acme'])
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/leak\/edition[^]*acme gets this edition[^]*Cannot freeze report-acme-2026-10-01: it holds text that acme may not read/)
    expect(existsSync(join(folder, '../private/revisions'))).toBe(false)
    expect(existsSync(join(folder, '../private/reports'))).toBe(false)
  })
  test('is not refused for a concern of its own that a comment quotes', () => {
    const quoted = 'About how the keys are rotated'
    const folder = folderOf({
      'digests/2026-Q1.mdx': `---\ntitle: q\nsummary: s\nstatus: ready\n---\n\n* a\n  <Clients only="acme">\n  {/* What it might mean for Acme: you care about "${quoted.slice(6)} by hand" */}\n\n  b\n  </Clients>\n`,
    })
    const path = join(folder, 'clients/acme.yaml')
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(
        /^concerns:.*$/m,
        'concerns: [{ id: keys, text: How the keys are rotated by hand, match: { words: [keys] } }]',
      ),
    )
    expect(run(folder, ['acme'])).toMatchObject({ status: 0 })
  })

  function appendTo(folder: string, text: string): void {
    const path = join(folder, 'clients/acme.yaml')
    writeFileSync(path, `${readFileSync(path, 'utf8')}${text}`)
  }

  test('is sent like everything else, and what was sent stays', () => {
    const folder = folderOf()
    const { hash } = JSON.parse(run(folder, ['acme', '--json']).stdout)
    const id = 'report-acme-2026-10-01'
    const planned = legible('send', [id], folder)
    expect([planned.status, planned.stderr]).toEqual([1, expect.stringContaining('npm run report -- acme --since 2026-01-01 --until 2026-10-01')])
    expect(legible('status', [id], folder).stdout).toMatch(
      /acme\/jo +not sent yet[^]*next: npm run report -- acme --since 2026-01-01 --until 2026-10-01/,
    )
    expect(legible('send', [id, '--send', '--approve', hash, '--yes', '1'], folder)).toMatchObject({ status: 0 })
    expect(readdirSync(join(folder, '../private/outbox'))).toEqual([`${id}.r1.acme.jo.eml`])
    expect(readFileSync(join(folder, `../private/outbox/${id}.r1.acme.jo.eml`))).toEqual(
      readFileSync(join(folder, '../private/reports/acme/2026-10-01.eml')),
    )
    expect(legible('status', [id], folder)).toMatchObject({ status: 0, stdout: expect.stringMatching(/acme\/jo +in the outbox/) })
    expect(legible('status', [], folder).stdout).toContain(id)
    const same = run(folder, ['acme'])
    expect([same.status, same.stdout]).toEqual([0, expect.stringContaining(`it was sent: npm run status -- ${id}`)])
    appendTo(folder, '  - { on: 2026-04-01, asked: What else? }\n')
    const changed = run(folder, ['acme'])
    expect([changed.status, changed.stderr]).toEqual([1, expect.stringContaining('it was sent as r1, and it would be another now')])
    // No report tells of reports.
    const next = JSON.parse(
      run(folder, ['acme', '--json', '--since', '2026-09-01', '--until', '2027-03-01'], { DIGEST_NOW: '2027-03-02T09:00:00Z' }).stdout,
    )
    expect(next.facts.mails).toEqual([])
  })

  test('says farewell after the contract, and is sent then too', () => {
    const folder = folderOf()
    const { hash, files, facts } = JSON.parse(run(folder, ['borealis', '--json']).stdout)
    expect(facts).toMatchObject({ since: '2026-01-01', until: '2026-09-01', ended: '2026-08-31', mails: [{ id: '2026-Q2', passages: 1 }] })
    const page = readFileSync(files.page, 'utf8')
    expect(page).toContain('Your contract ended on 31 August 2026. Thank you for it.')
    expect(filesOf(folder)).not.toContain('your organisation is a client')
    const id = 'report-borealis-2026-09-01'
    expect(legible('status', [id], folder).stdout).toMatch(/borealis\/teo +not sent yet/)
    const sent = legible('send', [id, '--send', '--approve', hash, '--yes', '1'], folder)
    expect([sent.status, sent.stderr]).toEqual([0, expect.stringContaining('borealis/teo: accepted')])
    expect(sent.stderr).not.toContain('acme/jo')
  })

  test('is made though an earlier digest has a mistake in a mark, which is hidden from everyone', () => {
    const folder = folderOf({ 'digests/2026-Q1.mdx': '---\ntitle: T\nsummary: s\nstatus: ready\n---\n\n<Clients tier="iron">Cold.</Clients>\n' })
    const { status, stdout } = run(folder, ['acme', '--json'])
    expect([status, JSON.parse(stdout).messages]).toEqual([0, 1])
    expect(filesOf(folder)).not.toContain('Cold.')
  })

  test('is no page of the archive: it may have been frozen to be looked at', () => {
    const folder = folderOf({ 'digests/2026-Q3.mdx': '---\ntitle: The third\nsummary: s\nstatus: ready\n---\n\nWords.\n' })
    const secret = { DIGEST_SECRET: Buffer.alloc(32, 7).toString('base64') }
    run(folder, ['acme'], secret)
    expect(legible('send', ['2026-Q3'], folder, secret).status).toBe(0)
    const ledger = readFileSync(join(folder, 'sealed/pages.jsonl'), 'utf8').split('\n').filter(Boolean)
    expect(ledger.map((one) => JSON.parse(one).digest)).toEqual(['2026-Q3', undefined].reverse())
  })

  test('is not sent to who asked for no more mail since', () => {
    const folder = folderOf()
    const { hash } = JSON.parse(run(folder, ['borealis', '--json']).stdout)
    const path = join(folder, 'clients/borealis.yaml')
    writeFileSync(path, readFileSync(path, 'utf8').replace('borealis.example }', 'borealis.example, optedOut: 2026-10-01 }'))
    const { status, stderr } = legible('send', ['report-borealis-2026-09-01', '--send', '--approve', hash, '--yes', '1'], folder)
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/asked for no more mail[^]*npm run report -- borealis --since 2026-01-01 --until 2026-09-01/),
    ])
    expect(existsSync(join(folder, 'sent/report-borealis-2026-09-01.jsonl'))).toBe(false)
  })

  test.each<[string, string[], Record<string, string>, RegExp]>([
    ['for nobody', [], {}, /a client without its name[^]*acme, borealis/],
    ['for a client that is not there', ['cobalt'], {}, /no clients\/cobalt\.yaml[^]*acme, borealis/],
    ['on days to come', ['acme', '--until', '2026-10-08'], {}, /still to come/],
    [
      'under the ID of a digest',
      ['acme'],
      { 'digests/report-acme-2026-10-01.mdx': '---\ntitle: T\nsummary: s\nstatus: ready\ndate: 2026-10-01\n---\n\nWords.\n' },
      /a digest, notice or post has that ID/,
    ],
    [
      'while a digest cannot be read, which it may have got',
      ['acme'],
      { 'digests/2026-Q2.mdx': `${FILES['digests/2026-Q2.mdx']}\n<Clients>\n` },
      /digests\/2026-Q2\.mdx[^]*Cannot report on acme: digests\/2026-Q2\.mdx cannot be read/,
    ],
    ['without a sender', ['acme'], { 'site.yaml': SITE.replace(/sender: .*\n/, '') }, /names no sender/],
  ])('makes none %s', (_, args, files, said) => {
    const folder = folderOf(files)
    const { status, stdout, stderr } = run(folder, args)
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(said)
    expect(existsSync(join(folder, '../private/reports'))).toBe(false)
  })
})
