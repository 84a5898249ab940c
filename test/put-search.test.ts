import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { unpack } from '../src/check/unpack.ts'
import { legible, scratch, SITE } from './scratch.ts'
import { change, story } from './stories.ts'

const head = (title: string): string => `---\ntitle: ${title}\nsummary: s\nstatus: ready\ndate: 2026-10-05\n---\n\n`
const line = 'A line that is told to everyone {/* ex/p#1 */}'
const record = (digest: string, refs: string[]): string =>
  JSON.stringify({
    digest,
    since: '2026-07-01T00:00:00Z',
    until: '2026-10-01T00:00:00Z',
    sources: [{ id: 'clone', kind: 'git', complete: true, returned: 9, kept: 9, dropped: {}, requests: 0, problems: [] }],
    stories: [story({ id: refs[0] ?? '', title: 'A story', refs, items: refs.map((id) => change({ id })) })],
  })
const FILES: Record<string, string> = {
  'site.yaml': SITE.replace('extras: []', 'extras: [search]'),
  'sources.yaml': 'sources: []\n',
  'digests/2026-Q3.mdx': `${head('The quarter')}Publicword <Clients>closed-CLIENTS</Clients> text[^1].\n\n* ${line}\n\n[^1]: A note.\n`,
  'digests/2026-Q4.mdx': `${head('The quarter after').replace('10-05', '10-06')}* Again {/* ex/p#11 */}\n`,
  'items/2026-Q3.json': record('2026-Q3', ['ex/p#1']),
  'items/2026-Q4.json': record('2026-Q4', ['ex/p#11', 'ex/p#1']),
  'posts/hello.mdx': `${head('A post')}Postword\n`,
  'notices/GO-2026-0001.mdx': `${head('A notice')}Notice-word\n`,
  'pages/about.mdx': '---\ntitle: About this\n---\n\nAbout-word.\n',
  'clients/acme.yaml': 'name: Planted-NONE\ntier: gold\nsince: 2026-01-01\n',
}
/** Pagefind's program is not there. */
const WITHOUT = { PAGEFIND_EXTENDED_BINARY_PATH: '/nowhere/pagefind' }

let work = ''
const inside = (...parts: string[]): string => join(work, ...parts)
const put = (files: Record<string, string>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(inside('content', name)), { recursive: true })
    writeFileSync(inside('content', name), text)
  }
}
const build = (environment: Record<string, string> = {}) => legible('build', [], inside('content'), environment)
const files = (folder = 'dist'): string[] =>
  readdirSync(inside(folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(inside(folder, file)).isFile())
    .sort()
const bytesOf = (folder = 'dist'): [string, string][] => files(folder).map((file) => [file, readFileSync(inside(folder, file)).toString('base64')])
/** All that can be read in the files of the search, by its file. */
const read = (): [string, string][] =>
  files()
    .filter((file) => /^(pagefind|search)\//.test(file))
    .flatMap((file) => [...unpack(file, readFileSync(inside('dist', file)))].map(({ text }): [string, string] => [file, text]))
const holding = (words: RegExp): string[] =>
  [...new Set(read().flatMap(([file, text]) => (words.test(text) ? [file.split('/')[1] ?? ''] : [])))].sort()

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'legible-search-'))
  put(FILES)
  expect(build()).toMatchObject({ status: 0, stderr: expect.stringMatching(/^build: 13 pages/) })
  return () => rmSync(work, { recursive: true, force: true })
}, 120_000)

test('a build has what the search page needs, and nothing else of Pagefind', () => {
  const named = files()
    .filter((file) => /^(pagefind|search)\//.test(file))
    .map((file) => file.replace(/en_\w+/, 'en_HASH'))
  expect([...new Set(named)]).toEqual([
    'pagefind/filter/en_HASH.pf_filter',
    'pagefind/fragment/en_HASH.pf_fragment',
    'pagefind/index/en_HASH.pf_index',
    'pagefind/pagefind-entry.json',
    'pagefind/pagefind.en_HASH.pf_meta',
    'pagefind/pagefind.js',
    'pagefind/wasm.en.pagefind',
    'search/index.html',
    'search/search.css',
    'search/search.js',
  ])
  expect(readFileSync(inside('dist/index.html'), 'utf8')).toContain('<a href="/search/">Search</a>')
})

test('publications, stories and own pages are found, each at one path and by its words alone, and lists are not', () => {
  const fragments = read().flatMap(([file, text]) =>
    file.endsWith('.pf_fragment') && text.startsWith('pagefind_dcd{') ? [JSON.parse(text.slice(12))] : [],
  )
  expect(fragments.map(({ url, filters, meta }) => [url, filters.kind, meta]).sort()).toEqual([
    ['/2026-Q3/', ['digests'], { day: '20261005', title: 'The quarter' }],
    ['/2026-Q4/', ['digests'], { day: '20261006', title: 'The quarter after' }],
    ['/GO-2026-0001/', ['notices'], { day: '20261005', title: 'A notice' }],
    ['/about/', ['pages'], { title: 'About this' }],
    ['/posts/hello/', ['posts'], { day: '20261005', title: 'A post' }],
    ['/stories/ex/p/1/', ['stories'], { day: '20261006', title: 'A story' }],
  ])
  const words = Object.fromEntries(fragments.map(({ url, content }) => [url, content]))
  expect(words['/2026-Q3/']).toBe('s. Publicword text . A line that is told to everyone. A note.')
  expect(words['/about/']).toBe('About-word.')
})

test('nothing that is not public stands in it, packed or not', () => {
  expect(holding(/closed-CLIENTS|Planted-NONE|clients\W/i)).toEqual([])
  expect(holding(/publicword/i)).toEqual(['fragment', 'index'])
})

test('where nothing that is found has changed, Pagefind is not started, and the same files stand', () => {
  const before = bytesOf()
  for (let round = 0; round < 3; round++) {
    expect(build(WITHOUT)).toMatchObject({ status: 0, stderr: expect.not.stringContaining('Service stopped') })
    expect(bytesOf()).toEqual(before)
  }
})

test('the same content gives the same files, made anew elsewhere', () => {
  onTestFinished(() => ['other', 'fresh'].forEach((folder) => rmSync(inside(folder), { recursive: true })))
  expect(build({ DIGEST_OUT: inside('other'), DIGEST_CACHE: inside('fresh') })).toMatchObject({ status: 0 })
  expect(bytesOf('other')).toEqual(bytesOf())
})

test('without its program a change is not published, and says what to do; with it the new words are found and the old are not', () => {
  const before = bytesOf()
  put({ 'posts/hello.mdx': `${head('A post')}Changedword\n` })
  expect(build(WITHOUT)).toMatchObject({ status: 1, stderr: expect.stringMatching(/Cannot make the search: [\s\S]*npm ci/) })
  expect(bytesOf()).toEqual(before)
  expect(build()).toMatchObject({ status: 0 })
  expect([holding(/postword/i), holding(/changedword/i)]).toEqual([[], ['fragment', 'index']])
  // The build after the next finds in the other folder what was made for it.
  expect(build(WITHOUT)).toMatchObject({ status: 0 })
  expect(holding(/changedword/i)).toEqual(['fragment', 'index'])
})

test('a file of it that was written to or removed is made again', () => {
  const before = bytesOf()
  const [index = ''] = files().filter((file) => file.endsWith('.pf_index'))
  rmSync(inside('dist', index))
  writeFileSync(inside('dist/pagefind/pagefind.js'), '1')
  expect(build()).toMatchObject({ status: 0 })
  expect(bytesOf()).toEqual(before)
})

test('an index that is gone from both folders is made again; where nothing is found there is none to make', () => {
  const before = bytesOf()
  rmSync(inside('cache/site'), { recursive: true, force: true })
  for (const index of files().filter((file) => file.endsWith('.pf_index'))) rmSync(inside('dist', index))
  expect(build()).toMatchObject({ status: 0 })
  expect(bytesOf()).toEqual(before)

  const empty = scratch({ 'content/site.yaml': FILES['site.yaml'] ?? '', 'content/sources.yaml': 'sources: []\n' })
  expect(legible('build', [], join(empty, 'content'), WITHOUT)).toMatchObject({ status: 0 })
  expect(readdirSync(join(empty, 'dist'))).toEqual(expect.arrayContaining(['search']))
  expect(readdirSync(join(empty, 'dist'))).not.toContain('pagefind')
})

test('without the extra there is no search, no link to it, and Pagefind is not started', () => {
  onTestFinished(() => put(FILES))
  put({ 'site.yaml': SITE })
  rmSync(inside('cache'), { recursive: true })
  rmSync(inside('dist'), { recursive: true })
  expect(build(WITHOUT)).toMatchObject({ status: 0 })
  expect(files().filter((file) => /pagefind|search|\.js$/.test(file))).toEqual([])
  for (const file of files().filter((one) => one.endsWith('.html'))) expect(readFileSync(inside('dist', file), 'utf8')).not.toMatch(/search|<script/i)
})
