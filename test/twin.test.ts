import type { Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { toString } from 'mdast-util-to-string'
import { describe, expect, test } from 'vitest'
import { prepareBatch } from '../scripts/prepare-batch.ts'
import type { Preparation } from '../scripts/prepare-document.ts'
import type { Kind } from '../src/document.ts'
import { parseMdx } from '../src/mdx.ts'
import { siteSchema } from '../src/model/site.ts'
import { llms } from '../src/render/llms.ts'
import { pageTwin } from '../src/render/page-twin.ts'
import { otherPages } from '../src/render/other-pages.ts'
import { frameOf } from '../src/render/frame-of.ts'
import type { Published } from '../src/render/public-pages.ts'
import { twin } from '../src/render/twin.ts'
import { withoutProgram } from '../src/render/without-program.ts'

const SETTINGS = {
  title: 'The Quarterly',
  url: 'https://digest.example.org/base',
  author: { name: 'Ada', email: 'ada@example.org' },
  tiers: ['gold'],
}
const site = siteSchema.parse(SETTINGS)
const frame = frameOf(
  { site, records: ['2026-Q3'], clients: new Map() },
  { pages: [{ name: 'about', title: 'About <us>' }], now: new Date('2026-10-06T00:00:00Z') },
)
const read = (text: string): Root => unified().use(remarkParse).use(remarkGfm).parse(text)

/** The twin of a document or page of a content folder. */
async function twinOf(kind: Kind | 'pages', body: string, extras?: []): Promise<string | undefined> {
  const head = kind === 'pages' ? 'title: About\nsummary: Of us.' : 'title: A quarter\nsummary: What happened.\nstatus: ready\ndate: 2026-10-05'
  const preparation: Preparation = {
    kind,
    id: '2026-Q3',
    file: `${kind}/2026-Q3.mdx`,
    text: `---\n${head}\n---\n\n${body}\n`,
    errata: [],
    needsBody: true,
  }
  const now = new Date('2026-10-06T00:00:00Z')
  const [prepared] = await prepareBatch([preparation], {
    folder: '/x',
    site: { ...site, ...(extras && { extras }) },
    clients: new Map(),
    images: [],
    now,
  })
  expect(prepared?.findings.filter(({ level }) => level === 'error')).toEqual([])
  return prepared?.twin
}

describe('the twin of a publication', () => {
  test('begins with title, date, summary and address, and has whole addresses', async () => {
    expect(await twinOf('digests', 'A [page](/about/) and [a heading](#more).\n\n## More\n\n* one {/* go/cl/1 */}\n* two\n')).toBe(
      `# A quarter

5 October 2026

What happened.

<https://digest.example.org/base/2026-Q3/>

A [page](https://digest.example.org/base/about/) and [a heading](#more).

## More

- one
- two
`,
    )
  })

  test('is made only where the site has twins', async () => {
    expect(await twinOf('digests', 'Text.', [])).toBeUndefined()
  })

  test('holds nothing that a mark of any kind keeps from the public', async () => {
    const marks = ['<Clients>', '<Clients tier="gold">', '<Clients until="2026-11-01">']
    const body = marks.map(
      (mark) => `## Heading ${mark}canary</Clients>

Inline ${mark}canary</Clients>, in [a link ${mark}canary</Clients>](https://x.example/), **bold ${mark}canary</Clients>**, a note[^1]${mark}[^2]</Clients>.

${mark}

canary with ![canary](https://x.example/canary.png "canary")

\`\`\`
canary
\`\`\`

</Clients>

* item
* ${mark}canary</Clients>

| a |
| - |
| ${mark}canary</Clients> |

> quoted ${mark}canary</Clients> {/* canary */}`,
    )
    const text = await twinOf(
      'digests',
      `${body.join('\n\n')}\n\n[^1]: Note ${marks[0]}canary</Clients>\n[^2]: canary\n[unused]: https://x.example/canary`,
    )
    expect(text).toContain('> quoted')
    expect(text).not.toMatch(/canary|Clients|\/\*/)
  })

  test.each(['# a *b* [c](d) <script>', '1. & _x_ www.example.com', '---', '``` ~~~', '<https://x.example/>', '[^1]: x', '| a |'])(
    'shows the title and summary %j as they are',
    (text) => {
      const made = twin({ title: text, summary: text, path: '/a/', tree: { type: 'root', children: [] } }, site)
      const [title, summary, address, ...rest] = read(made).children
      expect([title?.type, title && toString(title), summary?.type, summary && toString(summary)]).toEqual(['heading', text, 'paragraph', text])
      expect([address && toString(address), rest]).toEqual(['https://digest.example.org/base/a/', []])
    },
  )
})

test("the twin of a page of the site's own has no programs in it", async () => {
  const text = await twinOf(
    'pages',
    `import X from './x.js'

export const year = 2026

Since {year}, <kbd>Ctrl</kbd>. See <a href="/archive/" class="x">the *archive*</a> and <img src="/images/x.png" alt="it" />

<Publications kind="notices" />

<X>

## Inside

- a {1 + 1}

</X>`,
  )
  expect(text).toBe(`# About

Of us.

<https://digest.example.org/base/2026-Q3/>

Since , <kbd>Ctrl</kbd>. See [the *archive*](https://digest.example.org/base/archive/) and ![it](https://digest.example.org/base/images/x.png)

## Inside

- a
`)
})

const editions: Published[] = [
  { kind: 'digests', id: '2026-Q3', title: 'Third [quarter]', summary: 'Of *all*.', description: '', date: '2026-10-05' },
  { kind: 'posts', id: 'hello', title: 'Hello', summary: '', description: 'Words.', date: '2025-09-01' },
]
const story = {
  id: 'ex/p#1',
  path: '/stories/ex/p/1/',
  others: ['/stories/ex/p/2/'],
  title: 'a <b>',
  state: 'landed',
  links: [{ id: 'ex/p#1', url: 'https://x.example/1' }],
  area: 'crypto',
  steps: [],
}
const told = (id: string, day: string) => ({
  digest: { id, title: `Quarter ${id}`, date: day, path: `/${id}/` },
  place: 0,
  title: id === '2026-Q3' ? 'a <b>' : 'a',
  state: 'landed',
  said: read(`It *landed*, see [a page](/about/) of ${id}.`),
})
const rest = { editions, supporters: ['Acme <Corp>'], figure: undefined }
const others = otherPages(
  { ...frame, hasSupporters: true },
  { ...rest, stories: [{ ...story, told: [told('2026-Q2', '2026-07-05'), told('2026-Q3', '2026-10-05')] }] },
)

test('every page but those for programs and the one that is not there has a twin with whole addresses', () => {
  const twins = others.filter(({ path, data }) => data.hasTwin && path === data.canonical && path !== '/about/').map((page) => pageTwin(page))
  expect(twins.map((text) => text.split('\n')[0])).toEqual([
    '# The Quarterly',
    '# Archive',
    '# Stories',
    '# Topics',
    '# Supporters',
    '# crypto',
    '# a \\<b>',
  ])
  expect(twins[1]).toContain('## 2026\n\n- [Third \\[quarter\\]](https://digest.example.org/base/2026-Q3/), 5 October 2026: Of \\*all\\*.\n\n## 2025')
  expect(twins[2]).toContain('## Followed\n\n- [a \\<b>](https://digest.example.org/base/stories/ex/p/1/), landed\n')
  for (const text of twins.slice(5))
    expect(text).toContain(
      '## [Quarter 2026-Q2](https://digest.example.org/base/2026-Q2/)\n\n5 July 2026\n\nIt *landed*, see [a page](https://digest.example.org/base/about/) of 2026-Q2.\n',
    )
  for (const text of twins) expect(text.match(/\]\((?!https:\/\/)/g)).toBeNull()
  expect(others.filter(({ data }) => !data.hasTwin).map(({ path }) => path)).toEqual([
    '/search/',
    '/topics/crypto/feed.xml',
    '/404.html',
    '/robots.txt',
    '/sitemap-index.xml',
    '/sitemap-0.xml',
  ])
  expect(otherPages({ ...frame, extras: [] }, { ...rest, stories: [] }).some(({ data }) => data.hasTwin)).toBe(false)
})

test('llms.txt has the form of llmstxt.org, and lists each publication, page and feed', () => {
  const text = llms({ ...frame, hasSupporters: true }, editions)
  const [title, quote, words, ...sections] = read(text).children
  expect([title?.type, quote?.type, words?.type]).toEqual(['heading', 'blockquote', 'paragraph'])
  expect(title && toString(title)).toBe('The Quarterly')
  expect(quote && toString(quote)).toContain('written by Ada')
  expect(sections.map(({ type }) => type)).toEqual(['heading', 'list', 'heading', 'list', 'heading', 'list', 'heading', 'list'])
  const links = text.split('\n').filter((line) => line.startsWith('- '))
  for (const line of links) expect(line).toMatch(/^- \[.+\]\(https:\/\/digest\.example\.org\/base\/[^)\s]+\)(: .+)?$/)
  expect(links.map((line) => /\/base(\/[^)]*)/.exec(line)?.[1])).toEqual([
    '/2026-Q3/index.md',
    '/posts/hello/index.md',
    '/archive/index.md',
    '/topics/index.md',
    '/stories/index.md',
    '/about/index.md',
    '/supporters/index.md',
    '/feed.xml',
    '/atom.xml',
    '/feed.json',
  ])
})

test('what a mark holds in a page of the site falls away, where it came so far', () => {
  const text = 'a <Clients>canary</Clients> b\n\n<Clients only="acme">\n\ncanary\n\n</Clients>\n\n<Public>canary</Public>'
  expect(toString(withoutProgram(parseMdx(text))).replace(/\s+/g, ' ')).toBe('a b')
})
