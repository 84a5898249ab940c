import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { legible, SITE } from './scratch.ts'

const BEFORE = '2026-11-30T23:59:59Z'
const ON = '2026-12-01T00:00:00Z'
const item = (id: string, title: string): object => ({ kind: 'change', id, title, url: `https://x.example/${id}`, at: '2026-08-01T00:00:00Z' })
const record = (digest: string, stories: readonly (readonly [id: string, title: string])[]): string =>
  JSON.stringify({
    digest,
    since: '2026-07-01T00:00:00Z',
    until: '2026-10-01T00:00:00Z',
    sources: [],
    stories: stories.map(([id, title], index) => ({
      id,
      rank: index + 1,
      score: 1,
      reasons: [],
      section: 'landed',
      title,
      refs: [id],
      items: [item(id, title)],
    })),
  })
const FILES: Record<string, string> = {
  'site.yaml': SITE,
  'sources.yaml': 'sources: []\n',
  'digests/2026-Q3.mdx': `---
title: Open
summary: s
status: ready
---

## One

Open words. <Clients until="2026-12-01">inline-LATER</Clients> <Clients until="2026-12-02">inline-NEVER</Clients>

## <Clients tier="platinum" until="2026-12-01">heading-LATER</Clients>

<Clients only="acme" until="2026-12-01">

block-LATER[^1]

</Clients>

## Three

* <Clients until="2026-12-01">line-LATER</Clients> {/* ex/p#1 */}
* a line {/* ex/p#2 */}

[^1]: note-LATER
`,
  'items/2026-Q3.json': record('2026-Q3', [
    ['ex/p#1', 'crypto: story-LATER of some words'],
    ['ex/p#2', 'crypto: an open story'],
  ]),
  'digests/2026-Q4.mdx': '---\ntitle: title-LATER\nsummary: summary-LATER\nstatus: ready\npublicOn: 2026-12-01\n---\n\n* body-LATER {/* ex/p#3 */}\n',
  'items/2026-Q4.json': record('2026-Q4', [['ex/p#3', 'crypto: digest-LATER of some words']]),
  'notices/GO-2026-0001.mdx': '---\ntitle: notice-LATER\nsummary: s\nstatus: ready\ndate: 2026-11-20\npublicOn: 2026-12-01\n---\n\nx\n',
  'clients/acme.yaml': 'name: Acme-NONE\ntier: gold\nsince: 2026-01-01\nrecipients: [{ id: jo, name: Jo NONE, email: jo@none.example }]\n',
  'clients/borealis.yaml':
    'name: Borealis-NONE\ntier: silver\nsince: 2026-01-01\nrecipients: [{ id: teo, name: Teo NONE, email: teo@none.example }]\n',
}

let work = ''
const inside = (...parts: string[]): string => join(work, ...parts)
/** What a build at an instant says, with its cache and output where the build before left them. */
function build(now: string): string {
  const { status, stderr } = legible('build', [], inside('content'), { DIGEST_NOW: now })
  expect([status, stderr]).toEqual([0, expect.stringMatching(/^build: /)])
  return stderr.split('\n').slice(1).join('\n')
}
const files = (): string[] =>
  readdirSync(inside('dist'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(inside('dist').length + 1))
const text = (file: string): string => readFileSync(inside('dist', file), 'utf8')
const seen = (): string[] => [...new Set(files().flatMap((file) => `${file}\n${text(file)}`.match(/[a-z]+-(LATER|NEVER|NONE)/g) ?? []))].sort()
const ALL = ['block', 'body', 'digest', 'heading', 'inline', 'line', 'note', 'notice', 'story', 'summary', 'title'].map((word) => `${word}-LATER`)

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'legible-timed-'))
  for (const [name, content] of Object.entries(FILES)) {
    mkdirSync(dirname(inside('content', name)), { recursive: true })
    writeFileSync(inside('content', name), content)
  }
  return () => rmSync(work, { recursive: true, force: true })
})

test('a build a second before the day shows nothing of it, and says what that day opens; on the day all is there; and a build for the day before takes it back', () => {
  const next = 'next: 2026-12-01 opens 4 passages, digests/2026-Q4.mdx and notices/GO-2026-0001.mdx; build again then\n'
  expect(build(BEFORE)).toBe(next)
  expect(seen()).toEqual([])
  const early = files()
  expect(early).not.toContain('2026-Q4/index.html')
  expect(text('feed.xml')).toContain('Open words.')

  expect(build(ON)).toBe('next: 2026-12-02 opens 1 passage; build again then\n')
  expect(seen()).toEqual(ALL)
  expect(files()).toEqual(
    expect.arrayContaining([...early, '2026-Q4/index.html', 'GO-2026-0001/index.html', 'stories/ex/p/1/index.html', 'stories/ex/p/3/index.html']),
  )
  for (const word of ['inline', 'heading', 'block', 'line', 'note', 'title', 'summary', 'body', 'notice'])
    expect(text('feed.xml')).toContain(`${word}-LATER`)
  expect(text('2026-Q3/index.html')).toMatch(/<nav class="contents"[^]*heading-LATER[^]*<\/nav>/)
  expect(text('stories/ex/p/1/index.html')).toContain('story-LATER')

  expect(build(BEFORE)).toBe(next)
  expect(seen()).toEqual([])
  expect(files().sort()).toEqual(early.sort())
  expect(build('2026-12-02T00:00:00Z')).toBe('')
  expect(seen()).toEqual([...ALL, 'inline-NEVER'].sort())
})

test('a mail before the day holds of it what is for its client, and on the day everything', () => {
  const planted = (now: string, variant: string): string[] => {
    expect(legible('send', ['2026-Q3', '--json'], inside('content'), { DIGEST_NOW: now, DIGEST_PRIVATE: inside(now.slice(0, 10)) })).toMatchObject({
      status: 0,
    })
    const folder = inside(now.slice(0, 10), 'revisions/2026-Q3/r1/variants', variant)
    const words = ['message.html', 'message.txt', 'page.html'].map((file) =>
      [...new Set(readFileSync(join(folder, file), 'utf8').match(/[a-z]+-(LATER|NEVER)/g))].sort(),
    )
    expect(words).toEqual([words[0], words[0], words[0]])
    return words[0] ?? []
  }
  const own = ['inline-LATER', 'inline-NEVER', 'line-LATER']
  expect(planted(BEFORE, 'tier-silver')).toEqual(own)
  expect(planted(BEFORE, 'client-acme')).toEqual(['block-LATER', ...own, 'note-LATER'])
  for (const variant of ['tier-silver', 'client-acme']) expect(planted(ON, variant)).toEqual(['block-LATER', 'heading-LATER', ...own, 'note-LATER'])
})
