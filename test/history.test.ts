import fc from './fast-check.ts'
import { toString } from 'mdast-util-to-string'
import { describe, expect, test } from 'vitest'
import { openStories } from '../src/check/open-stories.ts'
import { type Document, readDocument } from '../src/document.ts'
import { markedLines } from '../src/marked-lines.ts'
import { parseMdx } from '../src/mdx.ts'
import { type RecordedStory, recordedSchema } from '../src/model/recorded.ts'
import { histories } from '../src/render/history.ts'
import { toHtml } from '../src/render/html.ts'
import { type Telling, tellings } from '../src/render/telling.ts'
import { storyPath } from '../src/story-path.ts'

const NOW = new Date('2026-10-06T09:00:00Z')

const ITEM = { kind: 'change', at: '2026-07-01T00:00:00Z' }

/** A recorded story of these items, its lead first. */
function story(ids: readonly string[], rest: object = {}): RecordedStory {
  const items = ids.map((id) => ({ ...ITEM, id, title: `title of ${id}`, url: `https://x.example/${id}`, aliases: [] }))
  const one = { id: ids[0], title: `title of ${ids[0]}`, state: `state of ${ids[0]}`, refs: ids, items, ...rest }
  return recordedSchema.parse({ digest: 'x', since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z', sources: [], stories: [one] })
    .stories[0] as RecordedStory
}

function digest(text: string, { id = '2026-Q3', head = 'status: ready' } = {}): Document {
  const read = readDocument(`---\ntitle: Digest ${id}\n${head}\n---\n\n${text}\n`, { kind: 'digests', id, file: `digests/${id}.mdx` })
  if (!('tree' in read)) throw new Error(read.message)
  return read
}

const tell = (document: Document, stories: readonly RecordedStory[], now = NOW): Telling[] => tellings(document, stories, { tiers: ['gold'], now })

/** What digests of these stories tell, each with a line for its lead; by the ID of the digest. */
function over(records: Record<string, readonly RecordedStory[]>): Telling[] {
  return Object.entries(records).flatMap(([id, stories]) =>
    tell(digest(stories.map((one) => `* a {/* ${one.id} */}`).join('\n'), { id }), stories, new Date('2030-01-01T00:00:00Z')),
  )
}
const told = (records: Record<string, readonly RecordedStory[]>): string[] =>
  histories(over(records))
    .map((one) => `${one.path.slice(9, -1)}: ${one.told.map((part) => part.digest.id).join(' ')}`)
    .sort()

const A = 'a/b#1'
const B = 'a/b#2'

describe('tellings()', () => {
  const stories = [story([A]), story([B])]
  test.each([
    ['* a {/* a/b#1 */}', A],
    ['* <Clients>a</Clients> {/* a/b#1 */}', ''],
    ['* a <Clients>advice</Clients> {/* a/b#1 */}', A],
    ['* <Clients>lead in</Clients> a {/* a/b#1 */}', A],
    ['* <Clients>a {/* a/b#1 */}</Clients> b', ''],
    ['* a <Clients>{/* a/b#1 */}</Clients>', ''],
    ['* a {/* a/b#1 */} <Clients>b {/* a/b#2 */}</Clients>', A],
    ['* a {/* a/b#1 */} <Clients>b</Clients> {/* a/b#2 */}', A],
    ['* a {/* a/b#1 */} {/* a/b#2 */}', `${A} ${B}`],
    ['* {/* a/b#1 */} a {/* a/b#2 */} b', `${A} ${B}`],
    ['* {/* a/b#1 */} <Clients>a</Clients>', ''],
    ['* <Clients>a</Clients>. {/* a/b#1 */}', ''],
    ['* a\n\n  <Clients>\n\n  advice\n\n  </Clients>\n\n  {/* a/b#1 */}', A],
    ['* a\n  * <Clients>b</Clients> {/* a/b#2 */}', ''],
    ['<Clients>\n\na\n\n</Clients>\n\n{/* a/b#1 */}', ''],
    ['a\n\n{/* a/b#1 */}', A],
    ['{/* a/b#1 */}\n\na', A],
    ['{/* a/b#1 */}', ''],
    ['## <Clients>a</Clients> {/* a/b#1 */}', ''],
    ['| a | b |\n| - | - |\n| <Clients>c</Clients> | {/* a/b#1 */} |\n| d | {/* a/b#2 */} |', B],
    ['<Clients tier="gold">\n\n* a {/* a/b#1 */}\n\n</Clients>\n\n* b {/* a/b#2 */}', B],
    ['<Public>a {/* a/b#1 */}</Public>', A],
    ['* <Clients until="2026-10-07">a {/* a/b#1 */}</Clients>', ''],
    ['* <Clients until="2026-10-06">a</Clients> {/* a/b#1 */}', A],
    ['* <Clients until="2026-10-06">a <Clients>{/* a/b#1 */}</Clients></Clients>', ''],
    ['a[^1]\n\n[^1]: <Clients>b</Clients> {/* a/b#1 */}', ''],
    ['* a {/* the note a/b#1 of the editor */}', ''],
    ['* a {/* a/b#3 */}', ''],
  ])('of %j everyone is told %j', (text, expected) => {
    expect(
      tell(digest(text), stories)
        .map((one) => one.id)
        .join(' '),
    ).toBe(expected)
    // The search of the build judges by itself, and to the same end.
    const { words } = openStories(digest(text), { stories, now: NOW })
    expect([A, B].filter((id) => words.includes(`title of ${id}`)).join(' ')).toBe(expected)
  })

  test.each(['status: draft', 'status: ready\npublicOn: 2026-10-07'])('a digest with %j tells nothing', (head) => {
    expect(tell(digest('* a {/* a/b#1 */}', { head }), stories)).toEqual([])
    expect(openStories(digest('* a {/* a/b#1 */}', { head }), { stories, now: NOW })).toMatchObject({
      words: [],
      passages: [`title of ${A}`, A, `https://x.example/${A}`].map((text) => ({ text })),
    })
  })

  test('of a story with a line for clients too, what that line is about is not told', () => {
    const both = [story([B, A], { title: 'the hidden lead', refs: [B, A] })]
    const document = digest('* a {/* a/b#1 */}\n* <Clients>b {/* a/b#2 */}</Clients>')
    expect(tell(document, both)).toMatchObject([{ id: A, title: `title of ${A}`, state: undefined, links: [{ id: A }], refs: ['a/b#1'] }])
    expect(JSON.stringify(histories(tell(document, both)))).not.toMatch(/hidden|a\/b[#/]2|state of/)
    const { words, passages } = openStories(document, { stories: both, now: NOW })
    expect(words.join()).not.toMatch(/hidden|#2|state of/)
    expect(passages.map(({ text }) => text)).toEqual(['the hidden lead', `title of ${B}`, B, `https://x.example/${B}`])
  })

  test('what a line for clients stands for adds neither words, steps nor an area to what is told', () => {
    const item = (id: string, ...areas: string[]) => ({
      ...ITEM,
      id,
      title: `title of ${id}`,
      paths: areas.map((area) => `src/${area}/x.ts`),
      aliases: [],
    })
    const both = [story([A, B], { items: [item(A, 'open'), item(B, 'hidden/one', 'hidden/one')] })]
    const lines = digest('* a {/* a/b#1 */}\n* b <Clients>{/* a/b#2 */}</Clients>')
    const [one] = tell(lines, both)
    expect(one).toMatchObject({ steps: [], area: 'open', names: [A], state: undefined })
    expect(JSON.stringify(one)).not.toMatch(/hidden|"b/)
    expect(one && toString(one.said).trim()).toBe('a')
    expect(tell(digest('* a {/* a/b#1 */}'), both)).toMatchObject([{ area: 'hidden/one', steps: [{ on: '2026-07-01', what: 'landed', count: 2 }] }])
  })

  test('of several stories in one line with words for clients nobody is told', () => {
    const two = [story([A]), story([B])]
    expect(tell(digest('* a <Clients>b</Clients> {/* a/b#1 */} {/* a/b#2 */}'), two)).toEqual([])
  })

  test('words for which several markers stand are told once; a line is told without its list, table or heading', () => {
    const one = [story([A, B])]
    const said = (text: string) => tell(digest(text), one).map((telling) => toHtml(telling.said, { base: '' }).trim())
    expect(said('* a {/* a/b#1 */} {/* a/b#2 */}')).toEqual(['<p>a</p>'])
    expect(said('## a {/* a/b#1 */}')).toEqual(['<p>a</p>'])
    expect(said('> * a {/* a/b#1 */}')).toEqual(['<p>a</p>'])
    expect(said('* a\n\n  b {/* a/b#1 */}')).toEqual(['<p>a</p>\n<p>b</p>'])
    expect(said('* > a\n\n  b {/* a/b#1 */}')).toEqual(['<blockquote>\n<p>a</p>\n</blockquote>\n<p>b</p>'])
    expect(said('| a | b |\n| - | - |\n| c {/* a/b#1 */} | d |')).toEqual(['<p>c</p>'])
    expect(said('* a <Clients>advice</Clients> {/* a/b#1 */}')).toEqual(['<p>a</p>'])
  })

  test('steps are what landed and how a proposal moved, in order', () => {
    const transitions = [
      { at: '2026-08-01T00:00:00Z', to: 'accepted' },
      { at: '2026-05-01T00:00:00Z', to: 'likely-accept' },
    ]
    const items = [
      { ...ITEM, id: A, title: 'x', aliases: [] },
      { ...ITEM, id: 'a/b#3', title: 'x', aliases: [], state: 'open' },
      { kind: 'proposal', id: B, title: 'x', at: '2026-04-01T00:00:00Z', aliases: [], transitions },
    ]
    expect(tell(digest('* a {/* a/b#1 */}'), [story([A], { items })])[0]?.steps).toEqual([
      { on: '2026-05-01', what: 'likely accept', count: 1 },
      { on: '2026-07-01', what: 'landed', count: 1 },
      { on: '2026-08-01', what: 'accepted', count: 1 },
    ])
  })

  test('an address that no browser should follow is no link, and a title of nothing is the id', () => {
    const odd = story([A], { title: ' ', items: [{ ...ITEM, id: A, title: '', url: 'javascript:alert(1)', aliases: [] }] })
    expect(tell(digest('* a {/* a/b#1 */}'), [odd])).toMatchObject([{ title: A, links: [] }])
  })

  test('whatever the document: a marker inside a closed passage tells nothing, the others as if the passage were deleted', () => {
    const part = fc.constantFrom('word ', '{/* a/b#1 */} ', '{/* a/b#2 */} ', '<Clients>secret </Clients>', '<Clients>secret {/* a/b#1 */}</Clients>')
    fc.assert(
      fc.property(fc.array(fc.array(part, { maxLength: 6 }), { maxLength: 3 }), (lines) => {
        const text = lines.map((line) => `* x${line.join('')}`).join('\n')
        const open = text.replace(/<Clients>.*?<\/Clients>/g, '')
        const ids = tell(digest(text), stories).map((one) => one.id)
        const without = new Set(markedLines(parseMdx(open)).flatMap(({ id, line }) => (/[xw]/.test(toString(line)) ? [id] : [])))
        expect(ids.filter((id) => !without.has(id))).toEqual([])
        if (!/Clients/.test(text)) expect(ids).toEqual([A, B].filter((id) => without.has(id)))
      }),
    )
  })
})

describe('histories()', () => {
  test('one story where digests share an item, an alias, in any case, over many quarters', () => {
    expect(told({ '2026-Q1': [story([A])], '2026-Q2': [story([B, A])], '2026-Q3': [story(['A/B#2'])] })).toEqual(['a/b/1: 2026-Q1 2026-Q2 2026-Q3'])
    const named = (id: string, alias: string) => story([id], { items: [{ ...ITEM, id, title: 'x', aliases: [alias] }] })
    expect(told({ '2026-Q1': [named('GO-2026-1', 'CVE-2026-9')], '2026-Q2': [named('GHSA-aaaa-bbbb-cccc', 'CVE-2026-9')] })).toEqual([
      'GO-2026-1: 2026-Q1 2026-Q2',
    ])
  })

  test('what a story merely names joins nothing, unless it follows the digest that told it', () => {
    const umbrella = story(['a/b#100'])
    const one = (follows?: string) =>
      story([A], { refs: [A, 'A/b#100'], ...(follows && { followed: { digest: follows, state: 'open', moved: true } }) })
    const other = story([B], { refs: [B, 'a/b#100'] })
    expect(told({ '2026-Q1': [umbrella], '2026-Q2': [one(), other] })).toEqual(['a/b/100: 2026-Q1', 'a/b/1: 2026-Q2', 'a/b/2: 2026-Q2'])
    expect(told({ '2026-Q1': [umbrella], '2026-Q2': [one('2026-Q1'), other] })).toEqual(['a/b/100: 2026-Q1 2026-Q2', 'a/b/2: 2026-Q2'])
    expect(told({ '2026-Q1': [umbrella], '2026-Q2': [one('2025-Q4'), other] })).toHaveLength(3)
    expect(told({ '2026-Q2': [umbrella, one('2026-Q2')] })).toHaveLength(2)
    // It follows what has its own item there; what it names beside stays apart.
    expect(told({ '2026-Q1': [umbrella, story([A])], '2026-Q2': [one('2026-Q1')] })).toEqual(['a/b/100: 2026-Q1', 'a/b/1: 2026-Q1 2026-Q2'])
  })

  test('the path is that of the first digest whatever comes later; each id under which it was told leads to it', () => {
    const early = over({ '2026-Q1': [story([A]), story([B])] })
    const late = over({ '2026-Q2': [story(['a/b#3', B, A], { title: 'told last', state: 'landed' })] })
    expect(histories(early).map(({ path, others }) => [path, others])).toEqual([
      ['/stories/a/b/1/', []],
      ['/stories/a/b/2/', []],
    ])
    expect(histories([...late, ...early])).toMatchObject([
      {
        path: '/stories/a/b/1/',
        others: ['/stories/a/b/2/', '/stories/a/b/3/'],
        title: 'told last',
        state: 'landed',
        told: [
          {
            digest: { id: '2026-Q1', title: 'Digest 2026-Q1', date: '2026-04-01', path: '/2026-Q1/' },
            title: `title of ${A}`,
            state: `state of ${A}`,
          },
          { digest: { id: '2026-Q1' }, title: `title of ${B}` },
          { digest: { id: '2026-Q2' }, title: 'told last', state: 'landed' },
        ],
      },
    ])
    expect(histories([])).toEqual([])
  })

  test('links are those told last first, each once; steps each once, in order; the area is the last that was known', () => {
    const items = (at: string, ids: readonly string[], title: string) =>
      ids.map((id) => ({ ...ITEM, at, id, title, url: `https://x.example/${at}`, aliases: [] }))
    const early = story([A], { title: 'tls: x', items: items('2026-03-01T00:00:00Z', [A, B], 'tls: x') })
    const late = story([A], { title: 'x', items: items('2026-03-01T00:00:00Z', [A], 'x').concat(items('2026-02-01T00:00:00Z', ['a/b#3'], 'x')) })
    expect(histories(over({ '2026-Q1': [early], '2026-Q2': [late] }))).toMatchObject([
      {
        links: [{ id: A }, { id: 'a/b#3' }, { id: B }],
        steps: [
          { on: '2026-02-01', count: 1 },
          { on: '2026-03-01', count: 2 },
        ],
        area: 'tls',
      },
    ])
  })

  test('whatever was told: nothing is lost, no two stories share a path, no path is lost by what is told later', () => {
    const id = fc.integer({ min: 1, max: 9 }).map((number) => `a/b#${number}`)
    const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 3 })
    const record = fc.uniqueArray(
      fc
        .tuple(ids, ids, fc.constantFrom(undefined, '2026-Q1', '2026-Q2'))
        .map(([own, named, follows]) =>
          story(own, { refs: [...own, ...named], ...(follows && { followed: { digest: follows, state: 'open', moved: false } }) }),
        ),
      { maxLength: 4, selector: (one) => one.id },
    )
    fc.assert(
      fc.property(fc.tuple(record, record, record), ([one, two, three]) => {
        const all = over({ '2026-Q1': one, '2026-Q2': two, '2026-Q3': three })
        const found = histories(all)
        expect(found.flatMap((history) => history.told)).toHaveLength(all.length)
        const paths = found.flatMap(({ path, others }) => [path, ...others])
        expect(new Set(paths).size).toBe(paths.length)
        const before = histories(all.filter((telling) => telling.digest.id !== '2026-Q3'))
        expect(before.flatMap(({ path, others }) => [path, ...others]).filter((path) => !paths.includes(path))).toEqual([])
        // What was the path of a story stays it, or leads to the one that it turned out to be.
        for (const history of before) expect(found.filter(({ path, others }) => [path, ...others].includes(history.path))).toHaveLength(1)
        for (const history of found) expect(before.flatMap((past) => past.others)).not.toContain(history.path)
        expect(histories(over({ '2026-Q3': three, '2026-Q2': two, '2026-Q1': one }))).toEqual(found)
      }),
    )
  })
})

describe('storyPath()', () => {
  test.each([
    ['go/cl/497895', 'go/cl/497895'],
    ['golang/go#60107', 'golang/go/60107'],
    ['a/b/milestone/7', 'a/b/milestone/7'],
    ['a/b@v1.2.3', 'a/b@v1.2.3'],
    ['go@0123456789ab', 'go@0123456789ab'],
    ['a/b@@x/y@1.0+z', 'a/b@~40x~2fy~401.0~2bz'],
    ['GO-2024-1', 'GO-2024-1'],
    ['RHSA-2026:1', 'RHSA-2026~3a1'],
    ['a/b@..', 'a/b@~2e~2e'],
    ['../..#5', '~2e~2e/~2e~2e/5'],
    ['a/index.html#5', 'a/index~2ehtml/5'],
  ])('of %j is %j', (id, path) => {
    expect(storyPath(id)).toBe(`/stories/${path}/`)
  })

  test.each(['https://x.example/a/../..?b=%2f#c', 'go/cl#5', '', '..', 'a/../cl/5/', '\ud800', `a/b@${'x'.repeat(300)}`])(
    'of %j is short and plain',
    (id) => {
      expect(storyPath(id)).toMatch(/^\/stories\/(link|other)\/[0-9a-f]{20}\/$/)
    },
  )

  const word = fc.string({
    unit: fc.constantFrom('a', 'A', 'cl', '.', '..', '-', '~', '~2e', '@', '#', '/', '1', '5', '%', 'html', 'é', '\ud800'),
    maxLength: 6,
  })
  const anyId = fc.oneof(
    fc.string({ unit: 'binary' }),
    word,
    fc.tuple(word, word, fc.nat(9)).map(([a, b, number]) => `${a}/${b}#${number}`),
    fc.tuple(word, fc.nat(9)).map(([a, number]) => `${a}/cl/${number}`),
    fc.tuple(word, word).map(([a, b]) => `${a}@${b}`),
    fc.tuple(word, word, fc.nat(9)).map(([a, b, number]) => `${a}/${b}/milestone/${number}`),
    word.map((text) => `https://${text}`),
  )

  test('whatever the id: no folder but one below stories/, no file of a page', () => {
    fc.assert(
      fc.property(anyId, (id) => {
        expect(storyPath(id)).toMatch(/^\/stories\/(?:(?!\.)[\w.~@-]+(?<!\.)\/)+$/)
        expect(storyPath(id)).not.toMatch(/\.html?\//i)
        expect(new URL(storyPath(id), 'https://x.example').pathname).toBe(storyPath(id))
      }),
      { numRuns: 2000 },
    )
  })

  test('two ids never have one path, nor paths that differ in case alone unless they do', () => {
    fc.assert(
      fc.property(fc.array(anyId, { minLength: 2, maxLength: 40 }), (ids) => {
        const byPath = new Map<string, Set<string>>()
        for (const id of ids) {
          const path = storyPath(id).toLowerCase()
          byPath.set(path, (byPath.get(path) ?? new Set<string>()).add(id))
        }
        for (const same of byPath.values()) {
          expect(new Set([...same].map((id) => id.toLowerCase())).size).toBe(1)
          expect(new Set([...same].map(storyPath)).size).toBe(same.size)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
