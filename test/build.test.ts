import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { legible, ROOT, scratch, SITE } from './scratch.ts'

/** Words planted in every place that a passage can stand in; each says who may read it. */
const DIGEST = `---
title: The planted quarter
summary: A public summary.
status: ready
date: 2026-10-05
---

{/* note-NONE to the editor */}

## Heading <Clients>heading-CLIENTS</Clients>

Public-word. <Clients>inline-CLIENTS</Clients> <Clients tier="gold">inline-GOLD</Clients> <Clients only="acme">inline-ACME</Clients>
<Public>inline-PUBLIC</Public> text[^1]<Clients>[^2]</Clients> and [a link](https://example.org/public) {/* go/cl/77001 */}

<Clients tier="platinum">

block-PLATINUM with [a link](https://example.org/link-PLATINUM) and ![a picture](https://example.org/image-PLATINUM.png "title-PLATINUM")

\`\`\`
code-PLATINUM
\`\`\`

</Clients>

* item
* <Clients>item-CLIENTS</Clients>
* <Clients until="2026-10-01">opened-ALL</Clients> <Clients until="2026-12-01">closed-CLIENTS</Clients>

| a | b |
| - | - |
| 1 | <Clients>cell-CLIENTS</Clients> |

> quoted <Clients tier="gold">quote-GOLD</Clients>

[^1]: A public note <Clients>footnote-CLIENTS</Clients>.
[^2]: footnote-whole-CLIENTS

[unused]: https://example.org/definition-NONE
`
const FILES: Record<string, string> = {
  'site.yaml': SITE.replace('https://digest.example.org', 'https://digest.example.org/base').replace('extras: []', 'extras: [cards, markdown]'),
  'sources.yaml': 'sources: []\n',
  'digests/2026-Q3.mdx': DIGEST,
  'digests/2026-Q4.mdx': DIGEST.replace('date: 2026-10-05', 'publicOn: 2026-12-01')
    .replaceAll('planted', 'embargoed-NONE')
    .replaceAll('Public-word', 'body-embargoed-NONE'),
  'digests/2027-Q1.mdx': '---\ntitle: draft-NONE\nstatus: draft\n---\n\ndraft-body-NONE\n',
  'posts/hello.mdx':
    '---\ntitle: A post\nsummary: Of words.\nstatus: ready\ndate: 2026-09-01\n---\n\nPost-word <Clients>post-CLIENTS</Clients> and [the digest](/2026-Q3/).\n',
  'notices/GO-2026-0001.mdx':
    '---\ntitle: A notice\nsummary: Of one.\nstatus: ready\ndate: 2026-09-15\n---\n\nNotice-word <Clients>notice-CLIENTS</Clients>\n',
  'pages/about.mdx':
    '---\ntitle: About this\n---\n\nexport const year = 2026\n\nAbout-word {year}, **strong**, [the digest](/2026-Q3/).\n\n<Publications kind="notices" />\n',
  'clients/acme.yaml':
    'name: Planted-NONE Corp\ntier: gold\nsince: 2026-01-01\nrecipients: [{ id: jo, name: Jo Secretname-NONE, email: jo@planted-NONE.example }]\nconcerns: [{ id: x, text: concern-NONE of theirs }]\n',
  'clients/borealis.yaml':
    'name: Borealis-NONE\ntier: silver\nsince: 2026-01-01\nrecipients: [{ id: teo, name: Teo Name-NONE, email: teo@borealis-NONE.example }]\n',
  'clients/cobalt.yaml':
    'name: Cobalt-NONE\ntier: platinum\nsince: 2026-01-01\nrecipients: [{ id: ines, name: Ines Name-NONE, email: ines@cobalt-NONE.example }]\n',
}

let work = ''
const inside = (...parts: string[]): string => join(work, ...parts)
const tree = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
const put = (files: Record<string, string>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(inside('content', name)), { recursive: true })
    writeFileSync(inside('content', name), text)
  }
}

describe('a whole build of both editions', () => {
  beforeAll(() => {
    work = mkdtempSync(join(tmpdir(), 'legible-build-'))
    put(FILES)
    const built = legible('build', [], inside('content'))
    expect(built).toMatchObject({ status: 0, stdout: '', stderr: expect.stringMatching(/^build: 7 pages, \d+ files in /) })
    const frozen = legible('send', ['2026-Q3', '--json'], inside('content'))
    expect(frozen.status).toBe(0)
    return () => rmSync(work, { recursive: true, force: true })
  })

  test('has every page and its twin, the feeds, the sitemap, and nothing else', () => {
    const files = tree(inside('dist')).filter((file) => !/^_astro\/source-\w+-\d-latin(-ext)?-\d00-\w+\.[\w-]{8}\.woff2$/.test(file))
    expect(files.map((file) => file.replace(/\.[\w-]{8}\.css$/, '.css'))).toEqual([
      '2026-Q3/index.html',
      '2026-Q3/index.md',
      '404.html',
      'GO-2026-0001/index.html',
      'GO-2026-0001/index.md',
      '_astro/Page.css',
      'about/index.html',
      'about/index.md',
      'archive/index.html',
      'archive/index.md',
      'atom.xml',
      'cards/2026-Q3.png',
      'cards/GO-2026-0001.png',
      'cards/index.png',
      'cards/posts/hello.png',
      'favicon.svg',
      'feed.json',
      'feed.xml',
      'index.html',
      'index.md',
      'llms.txt',
      'posts/hello/index.html',
      'posts/hello/index.md',
      'robots.txt',
      'sitemap-0.xml',
      'sitemap-index.xml',
    ])
  })

  test('no byte of the public output, nor of the cache, holds what is not public', () => {
    for (const folder of ['dist', 'cache']) {
      for (const file of tree(inside(folder))) {
        const bytes = readFileSync(inside(folder, file)).toString('latin1')
        expect([file, /-(CLIENTS|GOLD|PLATINUM|ACME|NONE)\b/.exec(bytes)?.[0]]).toEqual([file, undefined])
        expect(bytes).not.toMatch(/go\/cl\/77001|<Clients|<Public(?!ations)/)
        // The templates are a program, whose packages may ask for settings.
        if (folder === 'dist') expect(bytes).not.toContain('process.env')
      }
    }
  })

  test('the public words are there, in page and feed alike', () => {
    for (const file of ['2026-Q3/index.html', '2026-Q3/index.md', 'feed.xml', 'atom.xml', 'feed.json']) {
      const text = readFileSync(inside('dist', file), 'utf8')
      for (const word of ['Public-word', 'inline-PUBLIC', 'opened-ALL', 'A public note']) expect(text).toContain(word)
    }
    expect(readFileSync(inside('dist/about/index.html'), 'utf8')).toMatch(
      /About-word 2026, <strong>strong<\/strong>, <a href="\/base\/2026-Q3\/">[\s\S]*A notice/,
    )
    expect(readFileSync(inside('dist/posts/hello/index.html'), 'utf8')).toContain('href="/base/2026-Q3/"')
    for (const path of ['', '2026-Q3/', 'posts/hello/', 'about/'])
      expect(readFileSync(inside('dist', path, 'index.html'), 'utf8')).toContain(
        `<link rel="alternate" type="text/markdown" href="/base/${path}index.md">`,
      )
    expect(readFileSync(inside('dist/404.html'), 'utf8')).not.toContain('text/markdown')
    const feed = readFileSync(inside('dist/feed.xml'), 'utf8')
    expect(feed).toContain('https://digest.example.org/base/2026-Q3/')
    expect(feed).not.toMatch(/href=&quot;\/|href="\//)
    expect(
      readFileSync(inside('dist/sitemap-0.xml'), 'utf8')
        .match(/<loc>[^<]*/g)
        ?.sort(),
    ).toEqual(['', '2026-Q3/', 'GO-2026-0001/', 'about/', 'archive/', 'posts/hello/'].map((path) => `<loc>https://digest.example.org/base/${path}`))
    expect(readFileSync(inside('dist/sitemap-0.xml'), 'utf8').match(/\/(?:hello|about|archive)\/<\/loc>(?:<lastmod>[^<]*)?/g)).toEqual([
      '/archive/</loc><lastmod>2026-10-05',
      '/about/</loc>',
      '/hello/</loc><lastmod>2026-09-01',
    ])
  })

  test.each([
    ['client-acme', ['CLIENTS', 'GOLD', 'ACME'], ['PLATINUM', 'PUBLIC', 'NONE']],
    ['tier-silver', ['CLIENTS'], ['GOLD', 'PLATINUM', 'ACME', 'PUBLIC', 'NONE']],
    ['tier-platinum', ['CLIENTS', 'GOLD', 'PLATINUM'], ['ACME', 'PUBLIC', 'NONE']],
  ])('the edition %s holds what is meant for it, in page, mail and text', (variant, has, hasNot) => {
    for (const file of ['message.html', 'message.txt', 'page.html']) {
      const text = readFileSync(inside('private/revisions/2026-Q3/r1/variants', variant, file), 'utf8')
      const planted = [...DIGEST.matchAll(/\b[a-z-]+-([A-Z]+)\b/g)].filter(
        (match) => !(file === 'message.txt' && match[0] === 'title-PLATINUM') && !(file === 'message.txt' && match[0] === 'image-PLATINUM'),
      )
      for (const [word, reader = ''] of planted) {
        if (has.includes(reader)) expect([file, text.includes(word)]).toEqual([file, true])
        if (hasNot.includes(reader)) expect([file, word, text.includes(word)]).toEqual([file, word, false])
      }
      expect(text).toContain('opened-ALL')
    }
  })

  test('check finds what is planted in a build, in any kind of file, whatever it is asked for', () => {
    const check = () => legible('check', [], inside('content'))
    expect(check()).toMatchObject({ status: 0 })
    for (const [file, text] of [
      ['x.html', '<p>block-<b>PLAT</b>INUM with a link'],
      ['x.json', '{"a":"Jo Secretname-NONE"}'],
      ['x.xml', 'body-embargoed-NONE. inline-PUBLIC text and a link'],
      ['planted-none-corp.svg', ''],
    ] as const) {
      writeFileSync(inside('dist', file), text)
      expect([file, check()]).toEqual([file, expect.objectContaining({ status: 1, stdout: expect.stringContaining(`${file}\n`) })])
      expect(legible('check', ['2026-Q3'], inside('content')).status).toBe(1)
      rmSync(inside('dist', file))
    }
  })

  test('a build that fails leaves the old one, and no folder beside it', () => {
    const before = tree(inside('dist'))
    put({ 'digests/2026-Q2.mdx': '---\ntitle: x\nstatus: draft\n---\n\n<clients>x</clients>\n' })
    onTestFinished(() => rmSync(inside('content/digests/2026-Q2.mdx')))
    expect(legible('build', [], inside('content'))).toMatchObject({ status: 1, stderr: expect.stringContaining('audience/tag') })
    expect(tree(inside('dist'))).toEqual(before)
    expect(readdirSync(work).sort()).toEqual(['cache', 'content', 'dist', 'private'])
  })

  test('a build that would publish private text stops at the gate, with the old site as it was', () => {
    const before = tree(inside('dist')).map((file) => [file, readFileSync(inside('dist', file), 'utf8')])
    put({ 'pages/leaky.mdx': '---\ntitle: Leaky\n---\n\n{["Secretname-NONE", "Jo"].reverse().join(" ")}\n' })
    onTestFinished(() => rmSync(inside('content/pages/leaky.mdx')))
    expect(legible('build', [], inside('content'))).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/dist\/leaky\/index\.html[\s\S]*leak\/passage[\s\S]*clients\/acme\.yaml[\s\S]*Cannot publish/),
    })
    expect(tree(inside('dist')).map((file) => [file, readFileSync(inside('dist', file), 'utf8')])).toEqual(before)
    expect(readdirSync(work).sort()).toEqual(['cache', 'content', 'dist', 'private'])
  })

  test('a page that cannot be built is named, and nothing is published', () => {
    put({ 'pages/broken.mdx': '---\ntitle: Broken\n---\n\nexport const x = undefinedName.y\n\n{x}\n' })
    onTestFinished(() => rmSync(inside('content/pages/broken.mdx')))
    expect(legible('build', [], inside('content'))).toMatchObject({ status: 1, stderr: expect.stringContaining('pages/broken.mdx') })
  })

  test('builds from any folder, and beside another build', async () => {
    const start = (name: string): Promise<string> =>
      new Promise((resolve) => {
        const folders = {
          DIGEST_CONTENT: inside('content'),
          DIGEST_OUT: inside(name),
          DIGEST_PRIVATE: inside('private'),
          DIGEST_CACHE: inside(`cache-${name}`),
        }
        const build = spawn(process.execPath, [join(ROOT, 'scripts/build.ts')], {
          cwd: tmpdir(),
          env: { ...process.env, ...folders, DIGEST_NOW: '2026-10-06T09:00:00Z', NODE_ENV: '', VITEST: '' },
        })
        let said = ''
        build.stderr.on('data', (chunk: Buffer) => {
          said += chunk.toString()
        })
        build.on('close', () => resolve(said))
      })
    onTestFinished(() => {
      for (const name of ['one', 'two']) for (const folder of [name, `cache-${name}`]) rmSync(inside(folder), { recursive: true, force: true })
    })
    for (const said of await Promise.all([start('one'), start('two')])) expect(said).toMatch(/^build: 7 pages, \d+ files in /)
    expect(tree(inside('one'))).toEqual(tree(inside('dist')))
  })

  test('does not replace a folder that it did not make', () => {
    mkdirSync(inside('precious'))
    writeFileSync(inside('precious/thesis.txt'), 'x')
    writeFileSync(inside('precious/feed.xml'), 'x')
    writeFileSync(inside('precious/index.html'), '<title>Mine</title>')
    onTestFinished(() => rmSync(inside('precious'), { recursive: true }))
    expect(legible('build', [], inside('content'), { DIGEST_OUT: inside('precious') })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('holds files that no build made'),
    })
    expect(readFileSync(inside('precious/thesis.txt'), 'utf8')).toBe('x')
    expect(legible('build', [], inside('content'), { DIGEST_OUT: inside('precious/thesis.txt') }).status).toBe(1)
    expect(readFileSync(inside('precious/thesis.txt'), 'utf8')).toBe('x')
  })

  test('opens a passage and a digest on their day, and not before', () => {
    const built = (now: string): string[] => {
      expect(legible('build', [], inside('content'), { DIGEST_NOW: now, DIGEST_OUT: inside('later') })).toMatchObject({ status: 0 })
      return tree(inside('later'))
        .filter((file) => /^2026.*\.html$/.test(file))
        .concat(/closed-CLIENTS/.exec(readFileSync(inside('later/2026-Q3/index.html'), 'utf8'))?.[0] ?? 'closed')
    }
    onTestFinished(() => rmSync(inside('later'), { recursive: true }))
    expect(built('2026-11-30T23:59:59Z')).toEqual(['2026-Q3/index.html', 'closed'])
    expect(built('2026-12-01T00:00:00Z')).toEqual(['2026-Q3/index.html', '2026-Q4/index.html', 'closed-CLIENTS'])
  })
})

/** A record of stories: ids of their items, the lead first, and its title; each stands where its title says. */
function record(digest: string, stories: readonly (readonly [ids: readonly string[], title: string, rest?: object])[]): string {
  return JSON.stringify({
    digest,
    since: '2026-01-01T00:00:00Z',
    until: '2026-04-01T00:00:00Z',
    sources: [],
    stories: stories.map(([ids, title, rest], index) => ({
      id: ids[0],
      rank: index + 1,
      score: 1,
      reasons: [],
      section: 'landed',
      title,
      state: `stands as ${title}`,
      refs: ids,
      items: ids.map((id) => ({ kind: 'change', id, title: `${title} ${id}`, url: `https://x.example/${id}`, at: '2026-02-01T00:00:00Z' })),
      ...rest,
    })),
  })
}

const head = (title: string, rest: string): string => `---\ntitle: ${title}\nsummary: Of stories.\nstatus: ready\n${rest}\n---\n\n`
const STORIES: Record<string, string> = {
  'site.yaml': FILES['site.yaml'] ?? '',
  'sources.yaml': 'sources: []\n',
  'digests/2026-Q1.mdx': `${head('First quarter', 'date: 2026-04-05')}* a told in public {/* ex/p#1 */}
* <Clients>a reworded line {/* ex/p#2 */}</Clients>
* <Clients>three told in private NONE</Clients> {/* ex/p#3 */}
* <Clients until="2026-12-01">a line for later {/* ex/p#4 */}</Clients>
* <Clients>seven shared words in one title</Clients> and [a link](/stories/ex/p/404/) {/* ex/p#404 */}
`,
  'items/2026-Q1.json': record('2026-Q1', [
    [['ex/p#1'], 'crypto: one first <script>alert(1)</script> {process.env.HOME}'],
    [['ex/p#2', 'ex/p#20'], 'crypto: two told in private NONE'],
    [['ex/p#3'], 'three told in private NONE'],
    [['ex/p#4'], 'crypto: four told later LATER'],
    [['ex/p#404'], 'seven shared words in one title'],
  ]),
  'digests/2026-Q2.mdx': `${head('Second quarter', 'date: 2026-07-05')}* again {/* ex/p#11 */}
* two at last {/* ex/p#2 */}
* an article {/* https://x.example/a?b=c */}
* a release {/* ex/p@v1.2.html */}
`,
  'items/2026-Q2.json': record('2026-Q2', [
    [['ex/p#11', 'EX/p#1'], 'crypto: one again'],
    [['ex/p#2'], 'crypto: two in public'],
    [['https://x.example/a?b=c'], 'an article of some words'],
    [['ex/p@v1.2.html'], 'a release of some words'],
    [['ex/p#12'], 'crypto: without a line NONE'],
  ]),
  'digests/2026-Q3.mdx': `${head('Third quarter NONE', 'publicOn: 2026-12-01')}* three {/* ex/p#111 */}\n* six NONE {/* ex/p#6 */}\n`,
  'items/2026-Q3.json': record('2026-Q3', [
    [['ex/p#111', 'ex/p#11'], 'crypto: one at last LATER'],
    [['ex/p#6'], 'crypto: six in time LATER'],
  ]),
  'posts/link.mdx': `${head('A post', 'date: 2026-09-01')}Of [a story](/stories/ex/p/1/), [and again](/stories/ex/p/11/).\n`,
}

describe('what stands', () => {
  const DIGEST_OF_WORDS = '---\ntitle: t\nsummary: s\nstatus: ready\ndate: 2026-10-05\n---\n\nWords.\n'
  const site = (): { folder: string; read: (file: string) => string; build: (now: string) => ReturnType<typeof legible> } => {
    const folder = scratch({
      'content/site.yaml': SITE.replace('extras: []', 'extras: [markdown]'),
      'content/sources.yaml': 'sources: []\n',
      'content/digests/2026-Q3.mdx': DIGEST_OF_WORDS,
      'content/clients/acme.yaml': 'name: Acme\ntier: gold\nsince: 2026-01-01\nuntil: 2026-10-31\ncredit: true\n',
    })
    return {
      folder,
      read: (file) => readFileSync(join(folder, 'dist', file), 'utf8'),
      build: (now) => legible('build', [], join(folder, 'content'), { DIGEST_NOW: now }),
    }
  }

  test('is made anew on the day on which something around it changes', () => {
    const { read, build } = site()
    expect(build('2026-10-06T00:00:00Z')).toMatchObject({ status: 0 })
    expect(read('2026-Q3/index.html')).toContain('/supporters/')
    expect(build('2026-11-01T00:00:00Z')).toMatchObject({ status: 0 })
    expect(read('2026-Q3/index.html')).not.toContain('/supporters/')
  })

  test('is made anew where it lists something that came: front page, archive, their twins, feeds and sitemap', () => {
    const { folder, read, build } = site()
    expect(build('2026-10-06T00:00:00Z')).toMatchObject({ status: 0 })
    mkdirSync(join(folder, 'content/posts'))
    writeFileSync(join(folder, 'content/posts/new.mdx'), DIGEST_OF_WORDS)
    expect(build('2026-10-06T00:00:00Z')).toMatchObject({ status: 0 })
    for (const file of ['index', 'archive/index']
      .flatMap((name) => [`${name}.html`, `${name}.md`])
      .concat('feed.xml', 'atom.xml', 'feed.json', 'sitemap-0.xml', 'llms.txt'))
      expect(read(file), file).toContain('/posts/new/')
  })

  test.each(['2026-Q3/index.md', '2026-Q3/index.html'])('is made anew where %s was removed', (file) => {
    const { folder, read, build } = site()
    expect(build('2026-10-06T00:00:00Z')).toMatchObject({ status: 0 })
    const before = read(file)
    rmSync(join(folder, 'dist', file))
    expect(build('2026-10-06T00:00:00Z')).toMatchObject({ status: 0 })
    expect(read(file)).toBe(before)
  })
})

describe('the stories of a build', () => {
  const build = (environment: Record<string, string> = {}) => legible('build', [], inside('content'), environment)
  const pages = (folder = 'dist'): string[] =>
    tree(inside(folder)).filter((file) => /^stories\/.*\.html$/.test(file) && file !== 'stories/index.html')
  const page = (path: string, folder = 'dist'): string => readFileSync(inside(folder, 'stories', path, 'index.html'), 'utf8')
  const text = (html: string): string =>
    /<main[\s\S]*<\/main>/
      .exec(html)?.[0]
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim() ?? ''

  beforeAll(() => {
    work = mkdtempSync(join(tmpdir(), 'legible-stories-'))
    put(STORIES)
    expect(build()).toMatchObject({ status: 0, stderr: expect.stringMatching(/^build: 15 pages, /) })
    return () => rmSync(work, { recursive: true, force: true })
  })

  test('each has its page at the id under which it was told first, and at those that followed', () => {
    expect(pages().map((file) => file.slice(8).replace('/index.html', ''))).toEqual([
      'ex/p/1',
      'ex/p/11',
      'ex/p/2',
      'ex/p/404',
      'ex/p@v1.2~2ehtml',
      expect.stringMatching(/^link\/[0-9a-f]{20}$/),
    ])
    expect(text(page('ex/p/1'))).toMatch(
      /^Story · crypto crypto: one again stands as crypto: one again .*First quarter 5 April 2026 .*Second quarter 5 July 2026 .* Where to read more ex\/p#11 EX\/p#1$/,
    )
    expect(page('ex/p/1')).toContain('<link rel="canonical" href="https://digest.example.org/base/stories/ex/p/1/">')
    expect(page('ex/p/1')).toContain('<a href="/base/2026-Q1/">First quarter</a>')
    expect(page('ex/p/1')).toContain('crypto: one first &lt;script&gt;alert(1)&lt;/script&gt; {process.env.HOME}')
    expect(page('ex/p/1')).toContain('<a href="https://x.example/ex/p#11">ex/p#11</a>')
    expect(page('ex/p/11')).toBe(page('ex/p/1'))
    expect(readFileSync(inside('dist/sitemap-0.xml'), 'utf8')).toMatch(/base\/stories\/ex\/p\/1\/<\/loc><lastmod>2026-07-05<(?![^]*p\/11\/)/)
  })

  test('what was told to clients, later or without a line is not there', () => {
    for (const file of tree(inside('dist')))
      expect([file, /NONE|LATER|p#20|reworded|p\/3|Third/.exec(readFileSync(inside('dist', file), 'utf8'))?.[0]]).toEqual([file, undefined])
    expect(text(page('ex/p/2'))).toBe(
      'Story · crypto crypto: two in public stands as crypto: two in public landed 1 Feb 2026 Q2 Second quarter 5 July 2026 two at last Where to read more ex/p#2',
    )
  })

  test('the search of the build knows what is told in public, and finds what is not', () => {
    expect(legible('check', [], inside('content'))).toMatchObject({ status: 0, stderr: '' })
    for (const [title, from] of [
      ['crypto: two told in private NONE', '2026-Q1'],
      ['crypto: four told later LATER', '2026-Q1'],
      ['crypto: six in time LATER', '2026-Q3'],
    ] as const) {
      writeFileSync(inside('dist/stories/x.html'), `<h1>${title}</h1>`)
      expect(legible('check', [], inside('content'))).toMatchObject({
        status: 1,
        stdout: expect.stringMatching(new RegExp(`leak/passage.*items/${from}`)),
      })
    }
    rmSync(inside('dist/stories/x.html'))
  })

  test('on their day they open, and no page is lost', () => {
    onTestFinished(() => rmSync(inside('later'), { recursive: true }))
    expect(build({ DIGEST_NOW: '2026-12-01T00:00:00Z', DIGEST_OUT: inside('later') })).toMatchObject({ status: 0 })
    expect(pages('later')).toEqual(expect.arrayContaining([...pages(), 'stories/ex/p/4/index.html', 'stories/ex/p/6/index.html']))
    expect(text(page('ex/p/1', 'later'))).toMatch(/^Story · crypto crypto: one at last LATER .* Third quarter NONE 1 December 2026 .*$/)
    expect(page('ex/p/111', 'later')).toBe(page('ex/p/1', 'later'))
    expect(pages('later')).not.toContain('stories/ex/p/3/index.html')
  })

  test('a link to a story that nobody may read of is dead, and a publication at their path is refused', () => {
    const links = '[a](/stories/ex/p/3/) [b](/stories/ex/p/4/) [c](/stories/ex/p/6/) [d](/stories/x/) [e](/stories/ex/p/2/)'
    put({ 'posts/dead.mdx': `${head('Dead', 'date: 2026-09-02')}${links}\n`, 'pages/stories.mdx': '---\ntitle: x\n---\n\nx\n' })
    onTestFinished(() => ['posts/dead.mdx', 'pages/stories.mdx'].forEach((file) => rmSync(inside('content', file))))
    const { status, stdout } = legible('check', [], inside('content'))
    expect([status, stdout.match(/link\/dead\s+"([^"]*)/g)?.map((found) => found.split('"')[1])]).toEqual([
      1,
      ['/stories/ex/p/3/', '/stories/ex/p/4/', '/stories/ex/p/6/', '/stories/x/'],
    ])
    expect(stdout).toMatch(/site\/path .*\/stories\/ is taken/)
  })

  test('a digest without a record has no stories, and one that cannot be read is named', () => {
    onTestFinished(() => put(STORIES))
    for (const file of ['items/2026-Q2.json', 'posts/link.mdx']) rmSync(inside('content', file))
    expect(build()).toMatchObject({ status: 0 })
    expect(pages()).toEqual(['stories/ex/p/1/index.html', 'stories/ex/p/404/index.html'])
    put({ 'items/2026-Q2.json': '{' })
    expect(build()).toMatchObject({ status: 1, stderr: expect.stringContaining('items/2026-Q2.json') })
  })
})
