import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { readDocument } from '../src/document.ts'
import { STATES } from '../src/model/publication.ts'
import { legible, scratch, SITE } from './scratch.ts'

vi.setConfig({ testTimeout: 120_000 })

const NOW = '2026-10-06T09:00:00Z'
const EMBARGO = { none: undefined, over: '2026-10-06T09:00:00Z', on: '2026-10-06T09:00:01Z' }
type Case = { state: (typeof STATES)[number]; embargo: keyof typeof EMBARGO; isAnnounced: boolean; status: 'ready' | 'draft' }

const CASES: Case[] = STATES.flatMap((state) =>
  (['none', 'over', 'on'] as const).flatMap((embargo) =>
    [true, false].flatMap((isAnnounced) => (['ready', 'draft'] as const).map((status) => ({ state, embargo, isAnnounced, status }))),
  ),
).filter(({ state, isAnnounced }) => state !== 'pre-announced' || isAnnounced)

const nameOf = ({ state, embargo, isAnnounced, status }: Case): string => `N-${state}-${embargo}-${isAnnounced ? 'told' : 'untold'}-${status}`
/** Words of the notice alone, two letters of which tell each from every other. */
const secretOf = (one: Case, part: string): string => `zq${CASES.indexOf(one)}${part}`

function noticeOf(one: Case): string {
  const embargo = EMBARGO[one.embargo]
  return `---
title: ${secretOf(one, 'title')} in the handshake
summary: ${secretOf(one, 'summary')} of the handshake.
status: ${one.status}
date: 2026-10-05
state: ${one.state}
${embargo === undefined ? '' : `embargo: ${embargo}\n`}${one.state === 'updated' ? 'updated: 2026-10-06\n' : ''}${one.isAnnounced ? `announced: { ids: [CVE-2026-${1000 + CASES.indexOf(one)}], modules: [example.org/lib], release: 2026-10-06, source: "https://lists.example.org/1" }\n` : ''}---

Everyone can be made to ${secretOf(one, 'body')} by ${secretOf(one, 'more')}, TODO how, see [it](/${secretOf(one, 'link')}/).

{/* Of ${secretOf(one, 'note')} and more */}
`
}

/** Every file below a folder, as one text, with its names. */
function all(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => `${entry.name}\n${entry.isFile() ? readFileSync(join(entry.parentPath, entry.name), 'latin1') : ''}`)
    .join('\n')
}

const isTold = ({ state, embargo }: Case): boolean => state !== 'heard' && state !== 'pre-announced' && embargo !== 'on'

describe('a notice under embargo', () => {
  test('is in no build, no feed, no log and nothing that is kept, and what was announced of it is', () => {
    const ready = CASES.filter(({ status }) => status === 'ready')
    const content = join(
      scratch({
        'content/site.yaml': SITE.replace('extras: []\n', 'extras: [search, markdown, cards]\n'),
        'content/sources.yaml': 'sources: []\n',
        ...Object.fromEntries(
          CASES.map((one) => [
            `content/notices/${nameOf(one)}.mdx`,
            noticeOf(one)
              .replace('TODO how, see [it]', 'see [it]')
              .replace(/\(\/zq\d+link\/\)/, '(/)'),
          ]),
        ),
        ...Object.fromEntries(
          ready.map((one) => [`content/errata/${nameOf(one)}.r1.mdx`, `---\ndate: 2026-10-06\n---\n\nIt was ${secretOf(one, 'wrong')}.\n`]),
        ),
      }),
      'content',
    )
    const built = legible('build', [], content)
    expect([built.status, built.stderr]).toEqual([0, expect.stringContaining('build: ')])
    const said = `${built.stdout}${built.stderr}`
    const [dist, kept, cache] = ['dist', 'private', 'cache'].map((name) => all(join(content, '..', name)))
    for (const one of CASES) {
      const shown = isTold(one) && one.status === 'ready'
      const parts = ['title', 'summary', 'body', ...(one.status === 'ready' ? ['wrong'] : [])]
      expect([nameOf(one), parts.map((part) => dist?.includes(secretOf(one, part)))]).toEqual([nameOf(one), parts.map(() => shown)])
      if (isTold(one)) continue
      for (const part of ['title', 'summary', 'body', 'more', 'note', 'wrong']) {
        const secret = secretOf(one, part)
        expect([secret, nameOf(one), said.includes(secret), kept?.includes(secret), cache?.includes(secret)]).toEqual([
          secret,
          nameOf(one),
          false,
          false,
          false,
        ])
      }
      expect(dist?.includes(`CVE-2026-${1000 + CASES.indexOf(one)}`)).toBe(one.isAnnounced && one.state !== 'heard' && one.status === 'ready')
    }
    // The same build, a second later.
    expect(legible('build', [], content, { DIGEST_NOW: '2026-10-06T09:00:01Z' }).status).toBe(0)
    const later = all(join(content, '../dist'))
    for (const one of ready) {
      const isOut = one.state !== 'heard' && one.state !== 'pre-announced'
      expect([nameOf(one), later.includes(secretOf(one, 'body')), later.includes('Security release on 6 October 2026')]).toEqual([
        nameOf(one),
        isOut,
        true,
      ])
      if (isOut) expect(later).not.toContain(`<title>Security release on 6 October 2026: example.org/lib (CVE-2026-${1000 + CASES.indexOf(one)})`)
    }
    expect(
      readFileSync(join(content, `../dist/${nameOf({ state: 'public', embargo: 'on', isAnnounced: true, status: 'ready' })}/index.html`), 'utf8'),
    ).not.toContain('Security release')
  })

  test('is forgotten where it was kept before it came under embargo', () => {
    const text = (embargo: string): string =>
      `---\ntitle: Zqtitle here\nsummary: s\nstatus: ready\ndate: 2026-10-05\n${embargo}---\n\nEveryone can be made to zqbody ${'by zqmore '.repeat(2000)}.\n`
    const content = join(
      scratch({ 'content/site.yaml': SITE, 'content/sources.yaml': 'sources: []\n', 'content/notices/N-1.mdx': text('') }),
      'content',
    )
    expect(legible('build', [], content).status).toBe(0)
    expect(all(join(content, '../private'))).toMatch(/zqbody/)
    writeFileSync(join(content, 'notices/N-1.mdx'), text('embargo: 2026-11-01T00:00:00Z\n'))
    expect(legible('build', [], content).status).toBe(0)
    expect(`${all(join(content, '../private'))}${all(join(content, '../dist'))}`).not.toMatch(/zq(title|body|more)/i)
  })

  test('is checked without a word of it being quoted', () => {
    const one: Case = { state: 'public', embargo: 'on', isAnnounced: false, status: 'ready' }
    const known = CASES.find((other) => nameOf(other) === nameOf(one)) ?? one
    const files = { 'content/site.yaml': SITE, 'content/sources.yaml': 'sources: []\n' }
    const content = join(
      scratch({ ...files, 'content/notices/N-1.mdx': noticeOf(known), 'content/notices/N-2.mdx': `${noticeOf(known)}\n<b>zqtorn` }),
      'content',
    )
    const { status, stdout, stderr } = legible('check', [], content)
    expect(status).toBe(1)
    expect(`${stdout}${stderr}`).not.toMatch(/zq/)
    expect(stdout).toMatch(/text\/todo.*not quoted: it is not public yet/)
    expect(stdout).toMatch(/link\/dead +an address is not a page of this site that is public \(not quoted/)
    expect(stdout).toMatch(/document\/syntax.*nothing of it is quoted/)
    // Once it is over, what is wrong is told as of any other.
    const after = legible('check', ['N-1'], content, { DIGEST_NOW: '2026-10-06T09:00:01Z' })
    expect(after.stdout).toMatch(/text\/todo +"TODO" is left in the text/)
  })

  const torn = 'Words <Zqtag>x</zqother>'
  test.each([
    ['its keys are quoted', '---\n"title": t\nstatus: ready\ndate: 2026-10-05\n"embargo": 2026-11-01T00:00:00Z\n---\n\n', torn],
    ['its keys are indented', '---\n  title: t\n  status: ready\n  date: 2026-10-05\n  state: heard\n---\n\n', torn],
    ['its keys stand on one line', '---\n{ title: t, status: ready, date: 2026-10-05, embargo: 2026-11-01T00:00:00Z }\n---\n\n', torn],
    ['its state has a tag', '---\ntitle: t\nstatus: ready\ndate: 2026-10-05\nstate: !!str heard\n---\n\n', torn],
    [
      'its frontmatter cannot be read',
      '---\ntitle: t\nforged zqkey lets: in\nstatus: ready\ndate: 2026-10-05\nembargo: 2026-11-01T00:00:00Z\n---\n\n',
      'Words.',
    ],
    ['it has no frontmatter', '', torn],
  ])('is not quoted where %s', (_, front, text) => {
    const read = readDocument(`${front}${text}`, { kind: 'notices', id: 'N-1', file: 'notices/N-1.mdx', now: new Date(NOW) })
    expect(read).toMatchObject({ level: 'error', message: expect.not.stringMatching(/zq/i) })
  })

  test('is not quoted where its erratum cannot be read, and is once nothing holds it back', () => {
    const front = '---\ntitle: t\nstatus: ready\ndate: 2026-10-05\nembargo: 2026-11-01T00:00:00Z\n---\n\n'
    const errata = [{ revision: 'r1', file: 'errata/N-1.r1.mdx', text: `---\ndate: 2026-10-05\n---\n\n${torn}` }]
    const at = (now: string) => readDocument(`${front}Words.`, { kind: 'notices', id: 'N-1', file: 'notices/N-1.mdx', errata, now: new Date(now) })
    expect(at(NOW)).toMatchObject({ file: 'errata/N-1.r1.mdx', message: expect.stringContaining('nothing of it is quoted') })
    expect(at('2026-11-01T00:00:00Z')).toMatchObject({ message: expect.stringContaining('zqother') })
    expect(
      readDocument(`${front.replace(/embargo.*/, 'state: public')}${torn}`, { kind: 'notices', id: 'N-1', file: 'n', now: new Date(NOW) }),
    ).toMatchObject({
      message: expect.stringContaining('zqother'),
    })
    // Which key is wrong is told all the same.
    expect(readDocument(`${front.replace('T00:00:00Z', '')}Words.`, { kind: 'notices', id: 'N-1', file: 'n', now: new Date(NOW) })).toMatchObject({
      message: expect.stringMatching(/"embargo" must be an instant .* got "2026-11-01"/),
    })
  })

  test('is found where another text lets it out, and still not quoted', () => {
    const words = 'a forged ticket lets anybody resume the session of another'
    const content = join(
      scratch({
        'content/site.yaml': SITE,
        'content/sources.yaml': 'sources: []\n',
        'content/notices/N-1.mdx': `---\ntitle: Forged tickets\nsummary: s\nstatus: ready\ndate: 2026-10-05\nembargo: 2026-11-01T00:00:00Z\n---\n\nWe know that ${words}.\n`,
        'content/posts/p.mdx': `---\ntitle: p\nsummary: s\nstatus: ready\ndate: 2026-10-05\n---\n\nNothing.\n`,
      }),
      'content',
    )
    expect(legible('build', [], content).status).toBe(0)
    // What is public elsewhere is no secret; what a page of the build holds and no content does is.
    writeFileSync(join(content, '../dist/stray.html'), `<p>${words}</p>`)
    const { status, stdout, stderr } = legible('check', [], content)
    expect([status, stdout]).toEqual([1, expect.stringMatching(/leak\/passage +holds words, which are under embargo in notices\/N-1\.mdx/)])
    expect(`${stdout}${stderr}`).not.toContain('forged ticket')
  })

  test('is held where nobody says what time it is', () => {
    const text = noticeOf({ state: 'public', embargo: 'over', isAnnounced: false, status: 'ready' })
    const place = { kind: 'notices', id: 'N-1', file: 'notices/N-1.mdx' } as const
    expect(readDocument(text, place)).toMatchObject({ frontmatter: { title: 'N-1', status: 'draft' }, tree: { children: [] }, text: '' })
    expect(readDocument(text, { ...place, now: new Date(NOW) })).toMatchObject({ text })
  })
})

test.each([
  ['pre-announced', 'state: pre-announced', 'error', 'it is pre-announced and says nothing'],
  ['updated without a day', 'state: updated', 'error', 'it is updated, and no day says when'],
  [
    'updated before it was published',
    'state: updated\nupdated: 2026-10-04',
    'error',
    'it cannot be updated on 2026-10-04, before its date 2026-10-05',
  ],
  ['held after its embargo', 'state: heard\nembargo: 2026-10-01T00:00:00Z', 'warning', 'its embargo ended at 2026-10-01T00:00:00Z'],
  ['held by its embargo', 'embargo: 2026-11-01T00:00:00Z', 'warning', 'nothing of it leaves before its embargo ends at 2026-11-01T00:00:00Z'],
])('notice/state: %s', (_, front, level, message) => {
  const text = `---\ntitle: t\nsummary: s\nstatus: ready\ndate: 2026-10-05\n${front}\n---\n\nText.\n`
  const content = join(scratch({ 'content/site.yaml': SITE, 'content/sources.yaml': 'sources: []\n', 'content/notices/N-1.mdx': text }), 'content')
  const { status, stdout } = legible('check', [], content)
  expect([status, stdout]).toEqual([level === 'error' ? 1 : 0, expect.stringContaining(message)])
  expect(stdout).toMatch(new RegExp(`${level} +notice/state`))
})
