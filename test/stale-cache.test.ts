import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from './fast-check.ts'
import { expect, test, vi } from 'vitest'
import { fillSite } from '../scripts/fill-site.ts'
import { preparing } from '../scripts/prepare-folder.ts'
import { publishSite } from '../scripts/publish-site.ts'
import { Problem } from '../src/errors.ts'
import { readFolder } from '../src/folder.ts'
import { scratch, SITE } from './scratch.ts'

const program = vi.hoisted(() => ({ version: 'one' }))
vi.mock('../scripts/program-version.ts', async (original) => {
  const real = await original<typeof import('../scripts/program-version.ts')>()
  return { ...real, programVersion: async () => `${await real.programVersion()} ${program.version}` }
})
vi.setConfig({ testTimeout: 240_000 })

/** Every file of a folder, by its path. */
function everything(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    files
      .map((entry) => [join(entry.parentPath, entry.name), entry])
      .map(([path]) => [String(path).slice(folder.length + 1), readFileSync(String(path), 'latin1')] as const)
      .sort(),
  )
}

/** Builds a content folder into `work`, with what lies there kept or not; gives every file, or what is said where the build stops. */
async function build(content: string, work: string, now: string): Promise<Map<string, string> | string> {
  const environment = {
    content,
    out: join(work, 'dist'),
    private: join(work, 'private'),
    cache: join(work, 'cache'),
    now: new Date(now),
    secret: undefined,
    isNowGiven: false,
    resend: { key: undefined, readKey: undefined, baseUrl: 'https://api.resend.com', isLocal: false, isTest: true },
    github: { endpoint: '', token: undefined },
  }
  let printed = ''
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  try {
    await preparing(environment, async (prepare) => {
      const folder = await readFolder(content)
      await publishSite(environment, (tree) => fillSite(folder, { tree, environment, prepare, name: 'dist' }))
    })
    return everything(environment.out)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return `${printed}${error.message}`
  } finally {
    stderr.mockRestore()
  }
}

function put(content: string, files: Readonly<Record<string, string | undefined>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(content, name)), { recursive: true })
    if (text === undefined) rmSync(join(content, name), { force: true })
    else writeFileSync(join(content, name), text)
  }
}

const SECRET = 'seven kanari words that nobody may read'
/** What may stand in a document, each with the same words that some may read and others not. */
const PIECES = [
  SECRET,
  `<Clients>${SECRET}</Clients>`,
  `<Clients tier="gold">${SECRET}</Clients>`,
  `<Clients only="acme">${SECRET}</Clients>`,
  `<Clients until="2026-11-01">${SECRET}</Clients>`,
  `<Clients until="2026-12-01">${SECRET}</Clients>`,
  `<Public>${SECRET}</Public>`,
  `{/* ${SECRET} */}`,
  '## A heading',
  '[a page](/2026-Q2/) and [a story](/stories/ex/p/1/)',
  `* a line of its own {/* ex/p#1 */}`,
  `* <Clients>a line of clients</Clients> {/* ex/p#1 */}`,
  'other words',
]
const FRONTS = [
  'status: ready',
  'status: draft',
  'status: ready\npublicOn: 2026-11-01',
  'status: ready\npublicOn: 2026-12-01',
  'status: ready\ndate: 2026-01-02',
]
const TITLES = ['A quarter', SECRET]
const RECORD = (title: string, id = '2026-Q2'): string =>
  JSON.stringify({
    digest: id,
    since: '2026-04-01T00:00:00Z',
    until: '2026-07-01T00:00:00Z',
    sources: [{ id: 'clone', kind: 'git', complete: true, returned: title.length, kept: 1, dropped: {}, requests: 0, problems: [] }],
    stories: [
      {
        id: 'ex/p#1',
        rank: 1,
        score: 1,
        reasons: [],
        section: 'landed',
        title,
        refs: ['ex/p#1'],
        items: [{ kind: 'change', id: 'ex/p#1', title, url: 'https://x.example/1', at: '2026-05-01T00:00:00Z', paths: ['src/net/a.go'] }],
      },
    ],
  })
const CLIENT = 'name: Acme Corporation of Somewhere\ntier: gold\nsince: 2026-01-01\n'

const document = fc
  .tuple(fc.constantFrom(...TITLES), fc.constantFrom(...FRONTS), fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 3 }))
  .map(([title, front, pieces]) => `---\ntitle: ${title}\nsummary: s\n${front}\n---\n\n${pieces.join('\n\n')}\n`)
const FIRST = {
  'digests/2026-Q2.mdx': `---\ntitle: A quarter\nsummary: s\nstatus: ready\n---\n\n* a line of its own {/* ex/p#1 */}\n* <Clients only="acme">of theirs</Clients>\n`,
  'items/2026-Q2.json': RECORD('a title'),
}
/** One thing that somebody changes. */
const change = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(
      fc.constantFrom('digests/2026-Q1.mdx', 'digests/2026-Q2.mdx', 'digests/2026-Q3.mdx'),
      fc.option(document, { nil: undefined }),
    ),
  },
  { weight: 2, arbitrary: fc.tuple(fc.constant('items/2026-Q2.json'), fc.constantFrom(undefined, RECORD('a title'), RECORD(`of ${SECRET}`))) },
  // The same story in two digests is followed, and their area a topic.
  fc.tuple(fc.constant('items/2026-Q1.json'), fc.constantFrom(undefined, RECORD('an earlier title', '2026-Q1'))),
  fc.tuple(fc.constant('digests/2026-Q1.mdx'), fc.constant(FIRST['digests/2026-Q2.mdx'])),
  fc.tuple(
    fc.constant('clients/acme.yaml'),
    fc.constantFrom(
      undefined,
      CLIENT,
      `${CLIENT}credit: true\n`,
      `${CLIENT}credit: true\nuntil: 2026-10-31\n`,
      `${CLIENT}concerns: [{ id: x, text: ${SECRET} }]\n`,
    ),
  ),
  fc.tuple(
    fc.constant('site.yaml'),
    fc.constantFrom(
      SITE,
      SITE.replace('The Test', 'Another'),
      `${SITE}language: de\n`,
      SITE.replace('extras: []', 'extras: [markdown]'),
      SITE.replace('extras: []', 'extras: [search, markdown]'),
    ),
  ),
  fc.tuple(
    fc.constant('pages/about.mdx'),
    fc.constantFrom(undefined, ...['About', 'Who'].map((title) => `---\ntitle: ${title}\nsummary: s\n---\n\n<Publications limit={2} />\n`)),
  ),
)
const NOWS = ['2026-10-31T23:59:59Z', '2026-11-01T00:00:00Z', '2026-12-02T00:00:00Z']

test('whatever is changed between builds, and whatever day it is, a build with all that is kept gives what one without gives', async () => {
  let published = 0
  let stopped = 0
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(change, fc.constantFrom(...NOWS)), { minLength: 2, maxLength: 5 }), async (steps) => {
      const work = scratch()
      const content = join(work, 'content')
      put(content, { 'site.yaml': SITE, 'sources.yaml': 'sources: []\n', 'clients/acme.yaml': CLIENT, ...FIRST })
      for (const [[file, text], now] of steps) {
        put(content, { [file]: text })
        // Twice, so that both folders are in use.
        const before = await build(content, join(work, 'kept'), now)
        const kept = await build(content, join(work, 'kept'), now)
        const anew = await build(content, scratch(), now)
        expect(kept).toEqual(anew)
        expect(before).toEqual(anew)
        if (typeof anew === 'string') stopped++
        else published++
      }
    }),
    { numRuns: 30 },
  )
  // Neither kind is rare.
  expect(published).toBeGreaterThan(20)
  expect(stopped).toBeGreaterThan(0)
})

test('what is kept counts for one version of the program, and is thrown away where it cannot be read', async () => {
  const work = scratch()
  const content = join(work, 'content')
  put(content, {
    'site.yaml': SITE,
    'sources.yaml': 'sources: []\n',
    'digests/2026-Q1.mdx': '---\ntitle: The title\nsummary: s\nstatus: ready\n---\n\nwords\n',
  })
  const archive = async (): Promise<string> => {
    const built = await build(content, work, '2026-10-06T00:00:00Z')
    return typeof built === 'string' ? built : (built.get('archive/index.html') ?? '')
  }
  expect(await archive()).toContain('The title')
  const [name = ''] = readdirSync(join(work, 'private/prepared')).filter((file) => file.endsWith('.db'))
  const plant = (): void => {
    const database = new DatabaseSync(join(work, 'private/prepared', name))
    database.exec("UPDATE kept SET facts = replace(facts, 'The title', 'Planted')")
    database.close()
  }
  plant()
  expect(await archive()).toContain('Planted')
  program.version = 'two'
  expect(await archive()).not.toContain('Planted')
  writeFileSync(join(work, 'private/prepared', name), 'no database')
  expect(await archive()).toContain('The title')
  expect(
    readFileSync(join(work, 'private/prepared', name))
      .subarray(0, 6)
      .toString(),
  ).toBe('SQLite')
})
