import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { isAlive } from '../src/process.ts'
import { legible, ROOT, SITE } from './scratch.ts'

/** Every secret of the content is a word with this in it. */
const CANARY = /kanari\w*/i
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const front = (title: string, rest = 'status: ready'): string => `---\ntitle: ${title}\nsummary: Of ${title}.\n${rest}\n---\n\n`

/** A passage with a kanari in whatever may hold one. */
const SECRET = `<Clients>

### kanariheading

kanariword and \`kanaricode\`, [kanarilabel](https://x.example/kanarilink "kanarititle"), ![kanarialt](https://x.example/kanari.png), a note[^kanari], <kbd>kanarikey</kbd> {/* kanaricomment */}

\`\`\`kanarilanguage
kanarifence
\`\`\`

| kanaricell |
| - |
| kanarirow |

[kanarilabel]: https://x.example/kanaridefinition
[^kanari]: kanarinote

</Clients>
`
const FILES: Record<string, string | Buffer> = {
  'site.yaml': SITE,
  'sources.yaml': 'sources: []\n',
  'digests/2026-Q3.mdx': `${front('The quarter')}{/* kanarinotice */}\n\n## Public heading\n\nPublic words<Clients> kanariinline</Clients>.\n\n${SECRET}`,
  'digests/2026-Q2.mdx': `${front('kanarilater', 'status: ready\npublicOn: 2026-12-01')}kanaribody\n`,
  'digests/2026-Q1.mdx': `${front('kanaridraft', 'status: draft')}kanaridraftbody\n`,
  'digests/2025-Q4.mdx': `---\ntitle: No summary\nstatus: draft\n---\n\n<Clients>kanaribeginning</Clients>\n`,
  'posts/hello.mdx': `${front('A post', 'status: ready\ndate: 2026-09-01')}Words.\n\n${SECRET}`,
  'notices/GO-2026-0001.mdx': `${front('A notice', 'status: ready\ndate: 2026-09-02')}Words.\n\n${SECRET}`,
  'pages/about.mdx': '---\ntitle: About\nsummary: Of this.\n---\n\nWords of the site.\n',
  'clients/acme.yaml':
    'name: Kanaricorp\ntier: gold\nsince: 2026-01-01\nrecipients: [{ id: jo, name: Jo Kanari, email: jo@kanari.example }]\nconcerns: [{ id: x, text: kanariconcern }]\n',
}

let work = ''
const inside = (...parts: string[]): string => join(work, ...parts)
const build = (environment: Record<string, string> = {}) => legible('build', [], inside('content'), environment)
const put = (files: Record<string, string | Buffer>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(inside('content', name)), { recursive: true })
    writeFileSync(inside('content', name), text)
  }
}
/** These files for one test. */
const putOnce = (files: Record<string, string | Buffer>): void => {
  const before = Object.keys(files).map((name) => [name, FILES[name]] as const)
  put(files)
  onTestFinished(() => before.forEach(([name, text]) => (text === undefined ? rmSync(inside('content', name)) : put({ [name]: text }))))
}

/** Every file below a folder, hidden ones too, with its name and bytes as text, unpacked where they are packed. */
function everything(folder: string): { file: string; text: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name)
      const bytes = readFileSync(file)
      return { file: file.slice(folder.length + 1), text: (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('latin1') }
    })
}
const canaries = (folder: string): string[] =>
  everything(folder).flatMap(({ file, text }) => [file, text].flatMap((one) => (CANARY.exec(one) ? [`${file}: ${CANARY.exec(one)?.[0]}`] : [])))

const TEMPLATES = join(ROOT, 'node_modules/.cache/legible/templates')

/** What a build leaves beside its output where anybody may look: the cache of a content folder, the compiled templates, and Astro's own notes in the project. */
const places = (): string[] => [inside('cache'), TEMPLATES, join(ROOT, '.astro')]

describe('the ways in which Astro shows what a plugin has cut', () => {
  beforeAll(() => {
    work = mkdtempSync(join(tmpdir(), 'legible-leaks-'))
    put(FILES)
    expect(build()).toMatchObject({ status: 0, stderr: expect.stringContaining('build: ') })
    return () => rmSync(work, { recursive: true, force: true })
  })

  test('the search below finds a kanari, in a name, a hidden file and a packed one', () => {
    const folder = mkdtempSync(join(work, 'search-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    mkdirSync(join(folder, '.hidden'))
    writeFileSync(join(folder, '.hidden/x.json'), 'a kanariword')
    writeFileSync(join(folder, 'kanari.txt'), '')
    writeFileSync(join(folder, 'x.pf_fragment'), gzipSync('a kanariword'))
    expect(canaries(folder).sort()).toEqual(['.hidden/x.json: kanariword', 'kanari.txt: kanari', 'x.pf_fragment: kanariword'])
    expect(canaries(inside('content'))).not.toEqual([])
  })

  test('1: a picture that a mark imports is refused, and nothing beside a document is copied', () => {
    putOnce({
      'digests/2026-Q4.mdx': `${front('x', 'status: draft')}import secret from "./kanari.png"\n\n<Clients>\n\n<img src={secret} />\n\n</Clients>\n`,
      'digests/kanari.png': PIXEL,
    })
    expect(build()).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/document\/expression[\s\S]*audience\/tag|audience\/tag[\s\S]*document\/expression/),
    })
    expect(everything(inside('dist')).filter(({ file }) => /png|webp/.test(file) && !file.startsWith('cards/'))).toEqual([])
  })

  test('2: no body of a text is anywhere in the output: pages, feed, index, descriptions', () => {
    expect(canaries(inside('dist'))).toEqual([])
    const feed = readFileSync(inside('dist/feed.xml'), 'utf8')
    expect(feed).toContain('Public words')
    expect(feed).not.toMatch(/<Clients|&lt;Clients|\{\/\*/)
  })

  test('3: no publication is in the content store, nor in anything else that a build keeps', () => {
    for (const place of places()) expect([place, canaries(place)]).toEqual([place, []])
    // Other contents' pages may be among the compiled templates.
    for (const place of places().filter((one) => one !== TEMPLATES)) {
      for (const { file, text } of everything(place)) expect([file, /Public words|GO-2026-0001|2026-Q3/.exec(text)?.[0]]).toEqual([file, undefined])
    }
    // Nor is anything left of Astro's own store.
    expect([...everything(inside('cache')), ...everything(TEMPLATES)].filter(({ file }) => file.endsWith('data-store.json'))).toEqual([])
    const configured = readFileSync(join(ROOT, 'src/content.config.ts'), 'utf8')
    expect(configured.match(/defineCollection\(/g)).toHaveLength(1)
    expect(configured).not.toMatch(/'(digests|notices|posts|clients|items)'/)
  })

  test.each([
    ['while pages are rendered', { 'pages/broken.mdx': '---\ntitle: x\n---\n\nexport const x = undefinedName.y\n\n{x}\n' }],
    ['at the gate', { 'pages/leaky.mdx': '---\ntitle: x\n---\n\n{["ri", "Jo Kana"].reverse().join("")}\n' }],
    ['before it begins', { 'digests/2026-Q4.mdx': `${front('x', 'status: draft')}<clients>kanari</clients>\n` }],
  ])('4: a build that fails %s leaves nothing in the output or beside it', (_, files) => {
    const before = everything(inside('dist'))
    putOnce(files)
    expect(build()).toMatchObject({ status: 1 })
    expect(everything(inside('dist'))).toEqual(before)
    expect(readdirSync(work).sort()).toEqual(['cache', 'content', 'dist', 'private'])
    expect(everything(inside('dist')).filter(({ file }) => file.includes('.prerender'))).toEqual([])
    for (const place of places()) expect([place, canaries(place)]).toEqual([place, []])
    // Other builds may be at work there at this moment; of those that have ended nothing may be left.
    const left = readdirSync(TEMPLATES).filter((name) => name.endsWith('.tmp') && !isAlive(Number(name.split('.')[1])))
    expect(left).toEqual([])
  })

  test.each(['digests', 'notices', 'posts', 'pages'])('5: a file in %s/ that ends in .md stops the build', (folder) => {
    putOnce({ [`${folder}/2026-Q4.md`]: `${front('x')}<Clients>kanari</Clients>\n` })
    expect(build()).toMatchObject({ status: 1, stderr: expect.stringMatching(new RegExp(`${folder}/2026-Q4\\.md\\n.*document/ending`)) })
  })

  test.each(['clients', 'CLIENTS', 'Client', 'client-only', 'Clients.Gold', 'public'])('6: <%s> stops the build of a draft too', (name) => {
    putOnce({ 'digests/2026-Q4.mdx': `${front('x', 'status: draft')}<${name}>kanari</${name}>\n` })
    expect(build()).toMatchObject({ status: 1, stderr: expect.stringContaining('audience/tag') })
  })

  test.each(['```\n<Clients>kanari</Clients>\n```', '`<Clients>kanari</Clients>`', '~~~\nnever closed\n\n<Clients>\n\nkanari\n\n</Clients>'])(
    '7: a mark in code, %j, stops the build of a draft too',
    (text) => {
      putOnce({ 'digests/2026-Q4.mdx': `${front('x', 'status: draft')}${text}\n` })
      expect(build()).toMatchObject({ status: 1, stderr: expect.stringMatching(/error\s+audience\/literal/) })
    },
  )

  test('8: no edition of clients is put into the cache', () => {
    expect(legible('send', ['2026-Q3', '--json'], inside('content'))).toMatchObject({ status: 0 })
    expect(canaries(inside('private'))).not.toEqual([])
    for (const place of places()) expect([place, canaries(place)]).toEqual([place, []])
  })

  test.each(['title: <Clients>kanari</Clients>', 'title: x\nsummary: a <clients>kanari</clients>'])(
    '9: a mark in the frontmatter, %j, stops the build',
    (keys) => {
      putOnce({ 'digests/2026-Q4.mdx': `---\n${keys}\nstatus: draft\n---\n\nx\n` })
      expect(build()).toMatchObject({ status: 1, stderr: expect.stringMatching(/error\s+audience\/literal/) })
    },
  )

  test('9: title and summary of what is not public are in no index, feed, sitemap or description', () => {
    for (const file of ['index.html', 'archive/index.html', 'feed.xml', 'sitemap-0.xml', '2026-Q3/index.html'])
      expect([file, CANARY.exec(readFileSync(inside('dist', file), 'utf8'))?.[0]]).toEqual([file, undefined])
    expect(readFileSync(inside('dist/2026-Q3/index.html'), 'utf8')).toContain('<meta property="og:description" content="Of The quarter.">')
  })

  test('10: the check reads packed files too', () => {
    mkdirSync(inside('dist/pagefind'))
    onTestFinished(() => rmSync(inside('dist/pagefind'), { recursive: true }))
    for (const bytes of [Buffer.from('{"content":"kanariconcern"}'), gzipSync('pagefind_dcd{"content":"kanariconcern"}')]) {
      writeFileSync(inside('dist/pagefind/en_1.pf_fragment'), bytes)
      expect(legible('check', [], inside('content'))).toMatchObject({ status: 1, stdout: expect.stringContaining('leak/passage') })
    }
  })

  test('11: the styles do not depend on what any text holds', () => {
    const styles = (folder: string): string[] => everything(inside(folder)).flatMap(({ file, text }) => (file.endsWith('.css') ? [file, text] : []))
    const before = styles('dist')
    expect(before).toHaveLength(2)
    putOnce({
      'digests/2026-Q3.mdx': `${front('The quarter')}Public words.\n`,
      'posts/hello.mdx': `${front('A post', 'status: ready\ndate: 2026-09-01')}Words.\n`,
    })
    onTestFinished(() => rmSync(inside('plain'), { recursive: true }))
    expect(build({ DIGEST_OUT: inside('plain') })).toMatchObject({ status: 0 })
    expect(styles('plain')).toEqual(before)
  })

  test('12: no plugin of Astro decides who reads what: without any of them a document is cut all the same', () => {
    const configured = readFileSync(join(ROOT, 'astro.config.mjs'), 'utf8')
    expect(configured).not.toMatch(/remarkPlugins|rehypePlugins|mdastPlugins/)
    expect(configured).toMatch(/\bmdx\(\)/)
    const said = build()
    expect(said).toMatchObject({ status: 0 })
    expect(said.stderr).not.toMatch(/ignored|deprecated|WARN/i)
  })
})
