import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { collectionSchema } from '../src/model/collection.ts'
import { parseMdx } from '../src/mdx.ts'
import { markersOf } from '../src/markers-of.ts'
import { legible, repository, scratch, SITE, type TestCommit } from './scratch.ts'

const COMMITS: TestCommit[] = [
  { at: '2026-06-01T00:00:00Z', message: 'before the quarter (#1)' },
  {
    at: '2026-07-01T00:00:00Z',
    message: 'area: add a thing (#2)\n\nBecause it was missing.\n\nFixes #9',
    files: { 'src/a.ts': '1\n2\n', 'api/next.txt': 'a\n' },
  },
  { at: '2026-08-01T00:00:00Z', message: 'area: more tests (#3)', files: { 'test/a.test.ts': '1\n' } },
  { at: '2026-10-02T00:00:00Z', message: 'after the quarter (#4)' },
]
const sources = (path: string, more = ''): string =>
  `sources:\n  - { id: clone, kind: git, path: ${JSON.stringify(path)}, branch: main, changes: github, name: owner/repo${more} }\n`

/** A content folder with one clone as its source. */
function content(files: Record<string, string> = {}, commits = COMMITS): string {
  const folder = join(scratch(), 'content')
  mkdirSync(folder)
  for (const [name, text] of Object.entries({ 'site.yaml': SITE, 'sources.yaml': sources(repository(commits).folder), ...files })) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}
/** A PATH whose git does something else first. */
function gitThat(does: string): string {
  const folder = scratch({ git: `#!/bin/sh\n${does}\nPATH="\${PATH#*:}" exec git "$@"\n` })
  chmodSync(join(folder, 'git'), 0o755)
  return `${folder}:${process.env['PATH']}`
}
const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8')

describe('npm run draft', () => {
  test('collects the last quarter and drafts it; again adds nothing; --json gives the items file alone', () => {
    const folder = content()
    const first = legible('draft', [], folder)
    expect(first).toMatchObject({ status: 0, stdout: '' })
    expect(first.stderr).toContain('clone (git): returned 2, kept 2')
    const digest = read(folder, 'digests/2026-Q3.mdx')
    expect(markersOf(parseMdx(digest)).map((marker) => marker.id)).toEqual(['owner/repo#2'])
    const items = read(folder, 'items/2026-Q3.json')
    const second = legible('draft', ['2026-Q3', '--json', '--offline'], folder)
    expect(second.stdout).toBe(items)
    expect(read(folder, 'digests/2026-Q3.mdx')).toBe(digest)
    const collection = collectionSchema.parse(JSON.parse(items))
    expect(collection).toMatchObject({
      digest: '2026-Q3',
      since: '2026-07-01T00:00:00Z',
      until: '2026-10-01T00:00:00Z',
      sources: [{ id: 'clone', complete: true, returned: 2, kept: 2 }],
    })
    expect(collection.stories.map((story) => [story.rank, story.id, story.section, story.folded, story.drafted])).toEqual([
      [1, 'owner/repo#2', 'landed', undefined, '2026-10-06T09:00:00Z'],
      [2, 'owner/repo#3', 'landed', 'tests', undefined],
    ])
    expect(readdirSync(join(folder, 'digests'))).toEqual(['2026-Q3.mdx'])
  })

  test('adds what is new on the next run and keeps an edit byte for byte', () => {
    const folder = content()
    legible('draft', ['2026-Q3', '--until', '2026-07-15'], folder)
    const edited = read(folder, 'digests/2026-Q3.mdx').replace('[area: add a thing]', '**Mine.** [details]')
    writeFileSync(join(folder, 'digests/2026-Q3.mdx'), edited)
    writeFileSync(
      join(folder, 'sources.yaml'),
      sources(repository([...COMMITS.slice(0, 3), { at: '2026-09-01T00:00:00Z', message: 'area: support another (#5)' }]).folder),
    )
    expect(legible('draft', ['2026-Q3'], folder).stderr).toContain('1 line added')
    const now = read(folder, 'digests/2026-Q3.mdx')
    expect(now).toContain('**Mine.** [details]')
    expect(markersOf(parseMdx(now)).map((marker) => marker.id)).toEqual(['owner/repo#2', 'owner/repo#5'])
  })

  test('does not overwrite a digest that is saved while it runs, and writes nothing then', () => {
    const folder = content()
    legible('draft', ['2026-Q3', '--until', '2026-07-15'], folder)
    const items = read(folder, 'items/2026-Q3.json')
    const path = gitThat(`printf '\\nMine, saved meanwhile.\\n' >> ${join(folder, 'digests/2026-Q3.mdx')}`)
    const result = legible('draft', ['2026-Q3'], folder, { PATH: path })
    // The edit comes while git runs, before the digest is read: it is kept, and drafted around.
    expect(result.status).toBe(0)
    expect(read(folder, 'digests/2026-Q3.mdx')).toContain('Mine, saved meanwhile.')
    expect(read(folder, 'items/2026-Q3.json')).not.toBe(items)
  })

  test('writes the digest before its record: a line without a record is found again, a record without a line would be a no', () => {
    const folder = content()
    symlinkSync('/nowhere/at/all', join(folder, 'items'))
    const failed = legible('draft', ['2026-Q3'], folder)
    expect(failed).toMatchObject({ status: 1, stderr: expect.stringContaining('items') })
    expect(markersOf(parseMdx(read(folder, 'digests/2026-Q3.mdx'))).map((marker) => marker.id)).toEqual(['owner/repo#2'])
    rmSync(join(folder, 'items'))
    expect(legible('draft', ['2026-Q3'], folder).stderr).toContain('0 lines added')
  })

  test('remembers the window of a named digest', () => {
    const folder = content()
    legible('draft', ['special', '--since', '2026-07-01', '--until', '2026-07-02'], folder)
    expect(legible('draft', ['special'], folder).stderr).toContain('from 2026-07-01T00:00:00Z to 2026-07-02T00:00:00Z')
  })

  test('marks new lines of a digest that is ready, so that nobody publishes what nobody read', () => {
    const folder = content()
    legible('draft', ['2026-Q3', '--until', '2026-07-01'.replace('01', '15')], folder)
    writeFileSync(
      join(folder, 'digests/2026-Q3.mdx'),
      read(folder, 'digests/2026-Q3.mdx')
        .replace('summary: ""', 'summary: s')
        .replace('status: draft', 'status: ready')
        .replace(/TODO: .*/, 'Done.'),
    )
    expect(legible('check', [], folder).status).toBe(0)
    writeFileSync(
      join(folder, 'sources.yaml'),
      sources(repository([...COMMITS.slice(0, 2), { at: '2026-09-01T00:00:00Z', message: 'area: support another (#5)' }]).folder),
    )
    expect(legible('draft', ['2026-Q3'], folder).stderr).toContain('this digest was ready')
    expect(legible('build', [], folder)).toMatchObject({ status: 1, stderr: expect.stringContaining('text/todo') })
  })

  test('--offline drafts from what was collected before where a source is out of reach', () => {
    const folder = content()
    legible('draft', ['2026-Q3'], folder)
    const items = read(folder, 'items/2026-Q3.json')
    writeFileSync(join(folder, 'sources.yaml'), sources('/nowhere'))
    expect(legible('draft', ['2026-Q3'], folder).status).toBe(1)
    expect(legible('draft', ['2026-Q3', '--offline'], folder).status).toBe(0)
    const recorded = collectionSchema.parse(JSON.parse(items))
    const again = collectionSchema.parse(JSON.parse(read(folder, 'items/2026-Q3.json')))
    expect(again.stories).toEqual(recorded.stories)
    expect(again.sources).toMatchObject([{ returned: 2, served: 'store', requests: 0, problems: [expect.stringContaining('last draft recorded')] }])
    // Of another window nothing was recorded.
    expect(legible('draft', ['2026-Q3', '--offline', '--since', '2026-04-01'], folder).status).toBe(1)
  })

  test('takes any name with --since and --until', () => {
    const folder = content()
    expect(legible('draft', ['special.1', '--since', '2026-07-01', '--until', '2026-07-02'], folder).status).toBe(0)
    expect(JSON.parse(read(folder, 'items/special.1.json'))).toMatchObject({ since: '2026-07-01T00:00:00Z', until: '2026-07-02T00:00:00Z' })
  })

  test.each<[string, string[], RegExp]>([
    ['a name without a window', ['special'], /Cannot tell the window of "special"[\s\S]*--since and --until/],
    ['an empty window', ['2026-Q3', '--since', '2026-10-01'], /Cannot draft an empty window/],
    ['a window that ends before it begins', ['x', '--since', '2026-10-01', '--until', '2026-09-01'], /Cannot draft an empty window/],
    ['a day that is none', ['x', '--since', 'yesterday', '--until', '2026-09-01'], /Cannot read --since "yesterday"/],
    ['an ID that is a path', ['../x', '--since', '2026-07-01', '--until', '2026-09-01'], /Cannot use the ID "\.\.\/x"/],
    ['an option that is not known', ['--sinse', '2026-07-01'], /Unknown option '--sinse'/],
    ['an argument too many', ['2026-Q3', 'x'], /Cannot read the argument "x"/],
    ['a window without commits', ['2025-Q1'], /has no commit from 2025-01-01[\s\S]*nothing was written/],
  ])('names %s, writes nothing, exits 1', (_, args, said) => {
    const folder = content()
    const result = legible('draft', args, folder)
    expect(result.status).toBe(1)
    expect(result.stderr).toMatch(said)
    expect(result.stderr).toMatch(/\n {2}fix \S/)
    expect(result.stderr).not.toContain('    at ')
    expect(readdirSync(folder).sort()).toEqual(['site.yaml', 'sources.yaml'])
  })

  test.each<[string, Record<string, string>, RegExp]>([
    ['a malformed key', { 'sources.yaml': 'sources:\n  - id: a\n    kindd: git\n' }, /sources\.yaml:2/],
    ['a clone that is not there', { 'sources.yaml': sources('/nowhere') }, /Cannot read the clone \/nowhere of source "clone"/],
    ['a branch that is not there', {}, /Cannot find branch "gone"/],
    ['no site.yaml', { 'site.yaml': '' }, /site\.yaml:1/],
    ['sections that are wrong', { 'sections.yaml': 'sections: []\n' }, /sections\.yaml:1/],
    ['a digest that cannot be parsed', { 'digests/2026-Q3.mdx': '---\ntitle: x\nstatus: draft\n---\n\na <Clients> b\n' }, /2026-Q3\.mdx:6:3/],
    ['an items file that was damaged', { 'items/2026-Q3.json': '{"digest":' }, /items\/2026-Q3\.json/],
  ])('names %s and leaves every file as it was', (what, files, said) => {
    const folder = content(files)
    if (what.startsWith('a branch')) writeFileSync(join(folder, 'sources.yaml'), read(folder, 'sources.yaml').replace('branch: main', 'branch: gone'))
    const before = Object.fromEntries(
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.\w+$/.test(name))
        .map((name) => [name, read(folder, name)]),
    )
    const result = legible('draft', ['2026-Q3'], folder)
    expect(result.status).toBe(1)
    expect(result.stderr).toMatch(said)
    expect(
      Object.fromEntries(
        readdirSync(folder, { recursive: true, encoding: 'utf8' })
          .filter((name) => /\.\w+$/.test(name))
          .map((name) => [name, read(folder, name)]),
      ),
    ).toEqual(before)
  })

  test('goes on without a source that fails, names it, and exits 3; --strict writes nothing', () => {
    const folder = content()
    writeFileSync(
      join(folder, 'sources.yaml'),
      `${read(folder, 'sources.yaml')}  - { id: gone, kind: git, path: /nowhere, branch: main, changes: github, name: a/b }\n  - { id: db, kind: osv, path: nowhere, packages: [stdlib] }\n`,
    )
    const strict = legible('draft', ['2026-Q3', '--strict'], folder)
    expect(strict.status).toBe(1)
    expect(existsSync(join(folder, 'digests'))).toBe(false)
    const result = legible('draft', ['2026-Q3'], folder)
    expect(result.status).toBe(3)
    expect(result.stderr).toMatch(/gone \(git\)[\s\S]*problem Cannot read the clone \/nowhere/)
    expect(read(folder, 'digests/2026-Q3.mdx')).toContain('gone (git): NOT COMPLETE')
    expect(JSON.parse(read(folder, 'items/2026-Q3.json')).sources.map((source: { complete: boolean }) => source.complete)).toEqual([
      true,
      false,
      false,
    ])
  })

  test('keeps what a source gave before when it fails now', () => {
    const folder = content()
    const other = repository([{ at: '2026-08-05T00:00:00Z', message: 'other: add one (#70)' }])
    writeFileSync(
      join(folder, 'sources.yaml'),
      `${read(folder, 'sources.yaml')}  - { id: other, kind: git, path: ${other.folder}, branch: main, changes: github, name: o/other }\n`,
    )
    legible('draft', ['2026-Q3'], folder)
    writeFileSync(join(folder, 'sources.yaml'), read(folder, 'sources.yaml').replace(other.folder, '/nowhere'))
    expect(legible('draft', ['2026-Q3'], folder).status).toBe(3)
    expect(JSON.parse(read(folder, 'items/2026-Q3.json')).stories.map((story: { id: string }) => story.id)).toContain('o/other#70')
  })

  test('drafts from no sources at all', () => {
    const folder = content({ 'sources.yaml': 'sources: []\n' })
    expect(legible('draft', ['2026-Q3'], folder).status).toBe(0)
    expect(legible('check', ['2026-Q3'], folder).status).toBe(0)
  })

  test('shows awkward subjects, messages and paths literally, in a digest that builds and runs nothing', () => {
    const awkward = [
      '{process.env.HOME}',
      '<script>alert(1)</script>',
      '`ticks`',
      'a](https://evil.example)',
      'import x from "y"',
      '**/*.go',
      '*/ process.env.HOME /*',
      '\u200fright to left',
      '*/}<Clients>{/*',
    ]
    const folder = content(
      {},
      awkward.map((text, index) => ({
        at: `2026-07-${String(index + 10)}T00:00:00Z`,
        message:
          index === 2
            ? Buffer.concat([Buffer.from(`${text} `), Buffer.from([0xff]), Buffer.from(` (#${index + 10})\n\n${text}`)])
            : `${text} (#${index + 10})\n\n${text}\n\n${text}`,
        files: { [`src/${text.replaceAll('/', '_')}`]: '1\n' },
      })),
    )
    expect(legible('draft', ['2026-Q3'], folder).status).toBe(0)
    writeFileSync(
      join(folder, 'digests/2026-Q3.mdx'),
      read(folder, 'digests/2026-Q3.mdx')
        .replace('summary: ""', 'summary: s')
        .replace('status: draft', 'status: ready')
        .replace(/TODO: .*/, 'Done.'),
    )
    expect(legible('check', [], folder)).toMatchObject({ status: 0 })
    const plan = legible('send', ['2026-Q3', '--json'], folder)
    expect(plan.status).toBe(0)
    expect(legible('build', [], folder)).toMatchObject({ status: 0, stderr: expect.stringMatching(/^build: 15 pages/) })
    const stories = readdirSync(join(folder, '../dist/stories'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html'))
    expect(stories).toContain('index.html')
    expect(stories).toHaveLength(awkward.length + 1)
    const pages = [read(folder, '../dist/2026-Q3/index.html'), stories.map((file) => read(folder, `../dist/stories/${file}`)).join('\n')]
    for (const page of pages) {
      const shown = page
        .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
        .replace(/&(lt|gt|quot);/g, (_, name: string) => ({ lt: '<', gt: '>' })[name] ?? '"')
      for (const text of awkward) expect(shown).toContain(text)
      expect(page.replace(/ (?:content|data-title)="[^"]*"/g, '')).not.toMatch(/<script|href="https:\/\/evil/)
      expect(page).not.toContain(process.env['HOME'])
    }
  })
})

describe('npm run check', () => {
  test('shows findings with their place, and exits 1 on an error alone', () => {
    const folder = content({ 'sources.yaml': 'sources: []\n', 'digests/2026-Q3.mdx': '---\ntitle: t\nstatus: draft\n---\n\nTODO\n' })
    const warned = legible('check', [], folder)
    expect(warned.status).toBe(0)
    expect(warned.stdout).toBe(
      'digests/2026-Q3.mdx\n  1:1  warning  frontmatter/summary  the summary is missing: one sentence for lists, feeds and the line under the subject of the mail\n  6:1  warning  text/todo            "TODO" is left in the text\n0 errors, 2 warnings\n',
    )
    writeFileSync(join(folder, 'digests/2026-Q3.mdx'), '---\ntitle: t\nstatus: draft\n---\n\n<clients>x</clients>\n')
    expect(legible('check', ['2026-Q3'], folder)).toMatchObject({ status: 1, stdout: expect.stringContaining('6:1  error    audience/tag') })
    expect(legible('check', ['2026-Q4'], folder)).toMatchObject({ status: 1, stderr: expect.stringContaining('npm run draft -- 2026-Q4') })
  })
  test("says of every file and folder of the maintainer's that is not read", () => {
    const { stdout, status } = legible(
      'check',
      [],
      content({ 'digests/2026-Q3.md': 'x', 'clients/acme.yml': 'x', 'posts/sub/a.mdx': 'x', 'sections.yml': 'x' }),
    )
    expect(status).toBe(1)
    for (const file of ['digests/2026-Q3.md', 'clients/acme.yml', 'posts/sub', 'sections.yml'])
      expect(stdout).toMatch(new RegExp(`^${file.replace('.', '\\.')}\n.*document/ending`, 'm'))
  })
})

describe('npm run send', () => {
  const DIGEST =
    '---\ntitle: The quarter\nsummary: s\nstatus: ready\n---\n\nPublic. <Clients>Private.</Clients>\n\n<Clients only="acme">\n\nAcme.\n\n</Clients>\n'
  const client = (name: string, tier: string, people: string): string => `name: ${name}\ntier: ${tier}\nsince: 2026-01-01\nrecipients: [${people}]\n`
  const ready = (): string =>
    content({
      'sources.yaml': 'sources: []\n',
      'digests/2026-Q3.mdx': DIGEST,
      'clients/acme.yaml': client('Acme', 'gold', '{ id: jo, name: Jo, email: jo@acme.example }, { id: mei, name: Mei, email: mei@acme.example }'),
      'clients/borealis.yaml': client('Borealis', 'silver', '{ id: teo, name: Teo, email: teo@borealis.example }'),
      'clients/gone.yaml': `${client('Gone', 'silver', '{ id: x, name: X, email: x@gone.example }')}until: 2026-06-30\n`,
    })
  const plan = (folder: string, ...args: string[]) => JSON.parse(legible('send', ['2026-Q3', '--json', ...args], folder).stdout)

  test('freezes the same revision for the same content, and sends nothing', () => {
    const folder = ready()
    const first = plan(folder)
    expect(first).toMatchObject({
      digest: '2026-Q3',
      revision: 'r1',
      messages: 3,
      variants: 2,
      recipients: 3,
      findings: [],
      skipped: [{ client: 'gone', reason: 'its contract ended on 2026-06-30' }],
    })
    expect(plan(folder)).toEqual(first)
    expect(plan(folder, '--only', 'acme')).toMatchObject({ revision: 'r1', hash: first.hash, messages: 2, variants: 1 })
    expect(existsSync(join(folder, '../private/outbox'))).toBe(false)
    expect(existsSync(join(folder, 'sent'))).toBe(false)
    const text = legible('send', ['2026-Q3'], folder).stdout
    expect(text).toContain(`hash ${first.hash}`)
    expect(text).toContain('client-acme')
    expect(text).not.toContain('@')
  })

  test('freezes the same hash in any time zone', () => {
    const one = ready()
    const other = ready()
    const zoned = (folder: string, TZ: string): string => JSON.parse(legible('send', ['2026-Q3', '--json'], folder, { TZ }).stdout).hash
    expect(zoned(one, 'Pacific/Kiritimati')).toBe(zoned(other, 'America/Los_Angeles'))
  })

  test('sends to the outbox once, with approval and head count, and skips what has a receipt', () => {
    const folder = ready()
    const { hash } = plan(folder)
    const send = (...args: string[]) => legible('send', ['2026-Q3', '--send', ...args], folder)
    expect(send('--yes', '3')).toMatchObject({ status: 1, stderr: expect.stringContaining('no revision was approved') })
    expect(send('--approve', 'f'.repeat(64), '--yes', '3').status).toBe(1)
    expect(send('--approve', hash.slice(0, 4), '--yes', '3').status).toBe(1)
    expect(send('--approve', hash, '--yes', '3', '--pdf')).toMatchObject({ status: 1, stderr: expect.stringContaining('was frozen without') })
    expect(send('--letter')).toMatchObject({ status: 1, stderr: expect.stringContaining('--pdf --letter') })
    expect(send('--approve', hash)).toMatchObject({ status: 1, stderr: expect.stringContaining('--yes N') })
    expect(send('--approve', hash, '--yes', '2')).toMatchObject({ status: 1, stderr: expect.stringContaining('the head count is 3, got "2"') })
    expect(existsSync(join(folder, '../private/outbox'))).toBe(false)
    expect(send('--approve', hash, '--yes', '1', '--only', 'borealis')).toMatchObject({ status: 0, stderr: expect.stringContaining('1 accepted') })
    expect(send('--approve', hash, '--yes', '3')).toMatchObject({ status: 0, stderr: expect.stringContaining('2 accepted, 1 had a receipt') })
    expect(send('--approve', hash, '--yes', '3')).toMatchObject({ status: 0, stderr: expect.stringContaining('0 accepted, 3 had a receipt') })
    expect(readdirSync(join(folder, '../private/outbox'))).toEqual([
      '2026-Q3.r1.acme.jo.eml',
      '2026-Q3.r1.acme.mei.eml',
      '2026-Q3.r1.borealis.teo.eml',
    ])
    expect(read(folder, '../private/outbox/2026-Q3.r1.borealis.teo.eml')).not.toContain('Acme')
    const lines = read(folder, 'sent/2026-Q3.jsonl').trim().split('\n')
    expect(lines.map((line) => JSON.parse(line).state).filter((state) => state !== 'planned')).toEqual(
      Array(3).fill(['attempting', 'accepted']).flat(),
    )
  })

  test('sends nothing for a client that is not in the revision', () => {
    const folder = ready()
    const { hash } = plan(folder)
    for (const only of ['nosuch', 'acm', 'ACME', 'acme/jo'])
      expect(legible('send', ['2026-Q3', '--send', '--approve', hash, '--yes', '0', '--only', only], folder)).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('holds no such message'),
      })
  })

  test('never sends a second revision, however it came to be', () => {
    const folder = ready()
    const first = plan(folder)
    writeFileSync(join(folder, 'digests/2026-Q3.mdx'), DIGEST.replace('Public.', 'Changed.'))
    const second = plan(folder)
    expect([first.revision, second.revision]).toEqual(['r1', 'r2'])
    expect(legible('send', ['2026-Q3', '--send', '--approve', first.hash, '--yes', '3'], folder)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('is not the hash of r2'),
    })
    const line = { at: '2026-10-06T09:00:00Z', revision: 'r1', recipient: 'acme/jo', state: 'accepted', sha256: 'a'.repeat(64) }
    mkdirSync(join(folder, 'sent'))
    writeFileSync(join(folder, 'sent/2026-Q3.jsonl'), `${JSON.stringify(line)}\n`)
    expect(legible('send', ['2026-Q3', '--send', '--approve', second.hash, '--yes', '3'], folder)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('is not the hash of r1'),
    })
    expect(legible('send', ['2026-Q3'], folder)).toMatchObject({ status: 1, stderr: expect.stringContaining('was sent as r1') })
    expect(existsSync(join(folder, '../private/outbox'))).toBe(false)
  })

  test('what was sent stays as it was planned whatever the clients become, and the plan says what differs', () => {
    const folder = ready()
    const { hash } = plan(folder)
    legible('send', ['2026-Q3', '--send', '--approve', hash, '--yes', '3'], folder)
    expect(legible('send', ['2026-Q3'], folder).stdout).toContain('3 messages, 3 with a receipt already; nothing was sent now')
    const borealis = (tier: string, people: string): void => writeFileSync(join(folder, 'clients/borealis.yaml'), client('Borealis', tier, people))
    const says = (): unknown[] => {
      const again = JSON.parse(legible('send', ['2026-Q3', '--json'], folder).stdout)
      expect(again).toMatchObject({ revision: 'r1', hash, messages: 3 })
      return again.findings.flatMap(({ code, message }: { code: string; message: string }) => (code === 'send/drift' ? message : []))
    }
    expect(says()).toEqual([])
    borealis('silver', '{ id: teo, name: Teo, email: teo@borealis.example }, { id: new, name: New, email: new@borealis.example }')
    expect(says()).toEqual(['borealis/new is not in r1, which was frozen before, and gets nothing'])
    borealis('gold', '{ id: teo, name: Teo, email: teo@borealis.example, optedOut: 2026-10-01 }')
    expect(says()).toEqual(['borealis/teo is of the tier gold now; it gets what was frozen'])
    borealis('silver', '{ id: teo, name: Teo, email: other@borealis.example }')
    expect(says()).toEqual(['borealis/teo has another address now; it gets what was frozen'])
    writeFileSync(join(folder, 'digests/2026-Q3.mdx'), `${DIGEST}\n<Clients only="borealis">What it was not told.</Clients>\n`)
    expect(legible('send', ['2026-Q3'], folder)).toMatchObject({ status: 1, stderr: expect.stringContaining('the text differs now') })
    writeFileSync(join(folder, 'digests/2026-Q3.mdx'), DIGEST)
    rmSync(join(folder, 'clients/borealis.yaml'))
    expect(says()).toEqual(['borealis/teo clients/borealis.yaml is not there now; it gets what was frozen'])
  })

  test('what was begun goes on although another revision was frozen beside it', () => {
    const folder = ready()
    const first = plan(folder)
    writeFileSync(join(folder, 'digests/2026-Q3.mdx'), DIGEST.replace('Public.', 'Changed.'))
    expect(plan(folder).revision).toBe('r2')
    // As when a plan is made while the first messages leave, or on another machine.
    const second = join(folder, '../private/revisions/2026-Q3/r2')
    renameSync(second, join(folder, '../r2'))
    expect(legible('send', ['2026-Q3', '--send', '--approve', first.hash, '--yes', '2', '--only', 'acme'], folder).status).toBe(0)
    renameSync(join(folder, '../r2'), second)
    expect(legible('send', ['2026-Q3'], folder)).toMatchObject({ status: 1, stderr: expect.stringContaining('sent as r1, and the text differs now') })
    expect(legible('send', ['2026-Q3', '--send', '--approve', first.hash, '--yes', '3'], folder)).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('1 accepted, 2 had a receipt'),
    })
  })

  test('a private folder that is lost comes back from the same content, under the number of then, and only from that', () => {
    const folder = ready()
    const first = plan(folder)
    writeFileSync(join(folder, 'digests/2026-Q3.mdx'), DIGEST.replace('Public.', 'Changed.'))
    const second = plan(folder)
    expect([first.revision, second.revision]).toEqual(['r1', 'r2'])
    legible('send', ['2026-Q3', '--send', '--approve', second.hash, '--yes', '2', '--only', 'acme'], folder)
    rmSync(join(folder, '../private'), { recursive: true })
    writeFileSync(join(folder, 'digests/2026-Q3.mdx'), DIGEST)
    expect(legible('send', ['2026-Q3'], folder)).toMatchObject({ status: 1, stderr: expect.stringContaining('was sent as r2') })
    writeFileSync(join(folder, 'digests/2026-Q3.mdx'), DIGEST.replace('Public.', 'Changed.'))
    expect(plan(folder)).toMatchObject({ revision: 'r2', hash: second.hash })
    expect(legible('send', ['2026-Q3', '--send', '--approve', second.hash, '--yes', '3'], folder)).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('1 accepted, 2 had a receipt'),
    })
  })

  test('--json tells the findings of a digest that cannot be frozen', () => {
    const folder = ready()
    writeFileSync(join(folder, 'digests/2026-Q3.mdx'), DIGEST.replace('only="acme"', 'only="nobody"'))
    const { status, stdout } = legible('send', ['2026-Q3', '--json'], folder)
    expect([status, JSON.parse(stdout)]).toMatchObject([
      1,
      { digest: '2026-Q3', revision: null, messages: 0, findings: [{ code: 'audience/client' }] },
    ])
  })

  test('does not freeze other content once something was sent', () => {
    const folder = ready()
    legible('send', ['2026-Q3', '--send', '--approve', plan(folder).hash, '--yes', '1', '--only', 'borealis'], folder)
    writeFileSync(join(folder, 'digests/2026-Q3.mdx'), DIGEST.replace('Public.', 'Changed.'))
    expect(legible('send', ['2026-Q3'], folder)).toMatchObject({ status: 1, stderr: expect.stringContaining('was sent as r1') })
    writeFileSync(join(folder, 'digests/2026-Q3.mdx'), DIGEST)
    expect(plan(folder).revision).toBe('r1')
  })

  test('shows a draft and does not send it; an error freezes nothing', () => {
    const folder = ready()
    writeFileSync(join(folder, 'digests/2026-Q3.mdx'), DIGEST.replace('ready', 'draft'))
    const shown = legible('send', ['2026-Q3', '--json'], folder)
    expect(shown.status).toBe(1)
    const { hash, findings } = JSON.parse(shown.stdout)
    expect(findings).toMatchObject([{ code: 'send/draft', level: 'error' }])
    expect(legible('send', ['2026-Q3', '--send', '--approve', hash, '--yes', '3'], folder)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('frozen as a draft'),
    })
    writeFileSync(join(folder, 'digests/2026-Q3.mdx'), DIGEST.replace('only="acme"', 'only="nobody"'))
    expect(legible('send', ['2026-Q3'], folder)).toMatchObject({ status: 1, stderr: expect.stringContaining('audience/client') })
    expect(readdirSync(join(folder, '../private/revisions/2026-Q3'))).toEqual(['r1'])
  })

  const SECRET = { DIGEST_SECRET: Buffer.alloc(32, 7).toString('base64') }
  const sealed = (folder: string): string[] => (existsSync(join(folder, 'sealed')) ? readdirSync(join(folder, 'sealed')) : [])

  test('without a secret says on stderr that no page is sealed, and no mail holds a link', () => {
    const folder = ready()
    const { stderr, stdout } = legible('send', ['2026-Q3'], folder)
    expect(stderr).toMatch(/^send: no sealed pages, as DIGEST_SECRET is not set.*\n$/)
    expect([stdout.includes('sealed'), sealed(folder)]).toEqual([false, []])
    expect(read(folder, '../private/revisions/2026-Q3/r1/messages/acme/jo.json')).not.toMatch(/\/private\/|in a browser/)
    expect(legible('send', ['2026-Q3'], folder, { DIGEST_SECRET: 'hunter2' })).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^Cannot use the environment variable DIGEST_SECRET(?![\s\S]*hunter2)[\s\S]*openssl rand -base64 32/),
    })
  })

  test('with one seals a page a client, says what to do first, and shows no key', () => {
    const folder = ready()
    const { stdout, stderr } = legible('send', ['2026-Q3'], folder, SECRET)
    expect(stdout).toMatch(/4 sealed pages in .*sealed, 4 of them new, 0 removed: build and publish the site before sending/)
    expect(sealed(folder)).toHaveLength(5)
    const again = legible('send', ['2026-Q3', '--json'], folder, SECRET)
    expect(JSON.parse(again.stdout)).toMatchObject({ revision: 'r1', messages: 3 })
    expect([stdout, stderr, again.stdout, again.stderr].join('\n')).not.toMatch(/AGE-SECRET/)
    const mail = JSON.parse(read(folder, '../private/revisions/2026-Q3/r1/messages/acme/jo.json'))
    const link = /https:\/\/digest\.example\.org\/private\/([a-z2-7]{26})\/#AGE-SECRET-KEY-PQ-1[0-9A-Z]{58}(?=\s)/.exec(mail.text)
    expect(mail.html).toContain(`href="${link?.[0]}"`)
    expect(sealed(folder)).toContain(`${link?.[1]}.age`)
    for (const file of ['manifest.json', 'variants/client-acme/page.html', 'variants/client-acme/message.html'])
      expect(read(folder, `../private/revisions/2026-Q3/r1/${file}`)).not.toMatch(/AGE-SECRET/)
    legible('send', ['2026-Q3', '--send', '--approve', JSON.parse(again.stdout).hash, '--yes', '3'], folder, SECRET)
    expect(read(folder, 'sent/2026-Q3.jsonl')).not.toMatch(/AGE-SECRET/)
  })

  test('seals no draft, and nothing of a digest with errors', () => {
    const folder = ready()
    for (const digest of [DIGEST.replace('ready', 'draft'), DIGEST.replace('only="acme"', 'only="nobody"')]) {
      writeFileSync(join(folder, 'digests/2026-Q3.mdx'), digest)
      expect(legible('send', ['2026-Q3'], folder, SECRET).status).toBe(1)
      expect(sealed(folder).filter((name) => name.endsWith('.age'))).toEqual([])
    }
  })

  test('after sending, turning a key or setting a secret leaves what was sent as it is, and seals anew', () => {
    const folder = ready()
    const sent = (environment: Record<string, string>) => legible('send', ['2026-Q3'], folder, environment)
    const { hash } = JSON.parse(legible('send', ['2026-Q3', '--json'], folder, SECRET).stdout)
    legible('send', ['2026-Q3', '--send', '--approve', hash, '--yes', '3'], folder, SECRET)
    const before = sealed(folder)
    writeFileSync(join(folder, 'clients/acme.yaml'), `${read(folder, 'clients/acme.yaml')}key: 2\n`)
    expect(sent(SECRET)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/4 sealed pages .* 2 of them new, 2 removed[\s\S]*3 with a receipt already/),
    })
    expect(sealed(folder).filter((name) => before.includes(name))).toHaveLength(3)
    expect(sent({})).toMatchObject({ status: 1, stderr: expect.stringMatching(/sent with links to sealed pages, and DIGEST_SECRET is not set/) })
    expect(sent({ DIGEST_SECRET: Buffer.alloc(32, 8).toString('base64') })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('the sender or DIGEST_SECRET is another now'),
    })

    const plain = ready()
    const first = JSON.parse(legible('send', ['2026-Q3', '--json'], plain).stdout)
    legible('send', ['2026-Q3', '--send', '--approve', first.hash, '--yes', '3'], plain)
    expect(JSON.parse(legible('send', ['2026-Q3', '--json'], plain, SECRET).stdout)).toEqual(first)
    expect(sealed(plain)).toHaveLength(5)
  })

  test.each(['0', '1.5', '"two"'])('refuses the key number %s by its line', (key) => {
    const folder = ready()
    writeFileSync(join(folder, 'clients/acme.yaml'), `${client('Acme', 'gold', '')}key: ${key}\n`)
    expect(legible('send', ['2026-Q3'], folder)).toMatchObject({ status: 1, stderr: expect.stringMatching(/acme\.yaml:5[\s\S]*key/) })
  })

  test('refuses to send with a key while DIGEST_NOW says what day it is', () => {
    const folder = ready()
    const { hash } = plan(folder)
    const sent = legible('send', ['2026-Q3', '--send', '--approve', hash, '--yes', '3'], folder, { RESEND_API_KEY: 're_x', CI: '' })
    expect(sent).toMatchObject({ status: 1, stderr: expect.stringContaining('DIGEST_NOW') })
    expect(existsSync(join(folder, 'sent'))).toBe(false)
  })
})

test.each(['draft', 'check', 'build', 'send', 'status', 'inbox', 'dev', 'demo', 'sample', 'schemas', 'real', 'bench'])(
  'npm run %s has a help',
  (name) => {
    const { status, stdout, stderr } = legible(name, ['--help'], '/nowhere')
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(new RegExp(`^npm run ${name}\\b.*\n[A-Z].*\\.\n`))
  },
)
