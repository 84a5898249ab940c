import { describe, expect, test } from 'vitest'
import { reportSpan } from '../scripts/report-span.ts'
import { toldTo } from '../scripts/told-to.ts'
import { carried } from '../src/curate/carried.ts'
import { outcomes } from '../src/curate/outcomes.ts'
import { ownWork } from '../src/curate/own-work.ts'
import { disclosedIn } from '../src/disclosed.ts'
import { Problem } from '../src/errors.ts'
import { parseMdx } from '../src/mdx.ts'
import { type Client, clientSchema } from '../src/model/client.ts'
import { type Collection, collectionSchema } from '../src/model/collection.ts'

const clientOf = (given: object = {}): Client => clientSchema.parse({ name: 'Acme', tier: 'gold', since: '2026-01-15', ...given })

type Given = { id: string; kind?: string; at?: string; [key: string]: unknown }

/** A record of a quarter with these stories, each a list of items, the best ranked first. */
function record(quarter: 1 | 2 | 3, stories: { items: Given[]; [key: string]: unknown }[]): Collection {
  const [since, until] = [quarter * 3 - 2, quarter * 3 + 1].map((month) => `2026-${String(month).padStart(2, '0')}-01T00:00:00Z`)
  return collectionSchema.parse({
    digest: `2026-Q${quarter}`,
    since,
    until,
    sources: [],
    stories: stories.map(({ items, ...story }, index) => ({
      id: items[0]?.id,
      rank: index + 1,
      score: 1,
      reasons: [],
      section: 'landed',
      title: `About ${items[0]?.id}`,
      refs: items.map(({ id }) => id),
      items: items.map((item) => ({ kind: 'change', title: `Item ${item.id}`, at: since, ...item })),
      ...story,
    })),
  })
}

describe('reportSpan()', () => {
  const span = (given: object, typed: { since?: string; until?: string } = {}, day = '2026-10-06') =>
    reportSpan('acme', clientOf(given), { since: undefined, until: undefined, ...typed, day })

  test.each<[string, object, { since?: string; until?: string }, string, string]>([
    ['the twelve months that ended with the last whole month', { since: '2024-05-01' }, {}, '2025-10-01', '2026-10-01'],
    ['not what was before the contract', {}, {}, '2026-01-15', '2026-10-01'],
    ['the last year of a contract that is over', { since: '2024-05-01', until: '2026-06-30' }, {}, '2025-07-01', '2026-07-01'],
    ['as ever until the last day is over', { since: '2024-05-01', until: '2026-10-06' }, {}, '2025-10-01', '2026-10-01'],
    ['what was typed', {}, { since: '2026-03-01', until: '2026-10-06' }, '2026-03-01', '2026-10-06'],
  ])('is %s', (_, given, typed, since, until) => {
    expect(span(given, typed)).toEqual({ since, until })
  })

  test.each<[string, { since?: string; until?: string }, string, string?]>([
    ['days to come', { until: '2026-10-08' }, '--until 2026-10-07'],
    ['no day', { since: '2026-10-01' }, 'Its contract began on 2026-01-15'],
    ['a contract that is still to begin', {}, 'run it again when that day has come', '2026-01-10'],
    ['what is no day', { since: 'May' }, 'Give a day'],
  ])('refuses %s', (_, typed, fix, day) => {
    expect(() => span({}, typed, day)).toThrow(expect.objectContaining({ name: 'Problem', fix: expect.stringContaining(fix) }))
  })

  test('of a contract that began this month it proposes a span that it takes', () => {
    const propose = (day: string): string[] => {
      try {
        span({ since: '2026-10-02' }, {}, day)
      } catch (error) {
        if (error instanceof Problem) return /--since (\S+) --until (\S+)$/.exec(error.fix)?.slice(1) ?? []
      }
      return []
    }
    for (const day of ['2026-10-02', '2026-10-31']) {
      const [since = '', until = ''] = propose(day)
      expect(span({ since: '2026-10-02' }, { since, until }, day)).toEqual({ since: '2026-10-02', until })
    }
  })
})

describe('ownWork()', () => {
  const span = { since: '2026-02-01', until: '2026-07-01' }

  test('counts each thing once across records, as the last one has it, and only what lies in the span', () => {
    const before = { id: 'o/p#1', own: ['wrote'], state: 'open', at: '2026-03-30T00:00:00Z' }
    const records = [
      record(2, [
        { items: [{ id: 'o/p#1', own: ['wrote'], at: '2026-04-02T00:00:00Z' }] },
        { items: [{ id: 'o/p#6', own: ['wrote'], at: '2026-07-01T00:00:00Z' }] },
      ]),
      record(1, [
        { items: [before, { id: 'o/p#2', own: ['reviewed'], at: '2026-02-01T00:00:00Z' }] },
        { items: [{ id: 'o/p#3', own: ['wrote'], at: '2026-01-31T23:59:59Z' }] },
        { items: [{ id: 'o/p#4', at: '2026-03-01T00:00:00Z' }] },
        { items: [{ id: 'o/p@v1', kind: 'release', own: ['wrote'], at: '2026-03-01T00:00:00Z' }] },
        { items: [{ id: 'o/p@v2', kind: 'release', own: ['wrote'], state: 'planned', at: '2026-03-01T00:00:00Z' }] },
        { items: [{ id: 'o/p#5', own: ['wrote'], state: 'open', at: '2026-03-01T00:00:00Z' }] },
      ]),
    ]
    const { best, ...work } = ownWork(records, span)
    expect(work).toEqual({
      wrote: 1,
      waiting: 1,
      reviewed: 1,
      decided: 0,
      released: 1,
      opened: 0,
      published: 0,
      days: { wrote: ['2026-04-02'], reviewed: ['2026-02-01'] },
    })
    expect(best.map(({ id }) => id)).toEqual(['o/p#1', 'o/p@v1'])
  })

  test('counts a decision on the day on which it was made', () => {
    const proposal = { id: 'o/p#1', kind: 'proposal', own: ['decided'], at: '2025-05-01T00:00:00Z' }
    const decided = (day: string): number =>
      ownWork([record(1, [{ items: [{ ...proposal, transitions: [{ at: `${day}T00:00:00Z`, to: 'accepted' }] }] }])], span).decided
    expect([decided('2026-01-31'), decided('2026-02-01'), decided('2026-06-30'), decided('2026-07-01')]).toEqual([0, 1, 1, 0])
  })

  test('lists a dozen, one a story, by rank', () => {
    const stories = Array.from({ length: 20 }, (_, index) => ({
      items: [{ id: `o/p#${index}` }, { id: `o/p#1${index}0`, own: ['wrote'] }, { id: `o/p#2${index}0`, own: ['wrote'] }],
    }))
    const { best } = ownWork([record(1, stories)], { since: '2026-01-01', until: '2026-04-01' })
    expect(best.map(({ id }) => id)).toEqual(Array.from({ length: 12 }, (_, index) => `o/p#1${index}0`))
  })
})

describe('outcomes()', () => {
  const concerned = clientOf({ concerns: [{ id: 'keys', text: 'How keys rotate', match: { words: ['keys'] } }] })
  const look = (collection: Collection, told: string[], rest: object = {}) => ({
    collection,
    got: true,
    told: new Set(told),
    passages: new Set<string>(),
    ...rest,
  })

  test('follows a story that met a concern to where it stood last, also under another id', () => {
    const first = record(1, [
      { items: [{ id: 'o/p#1', title: 'Rotate the keys', url: 'https://example.org/1' }], title: 'Rotate the keys', state: 'in review' },
    ])
    const later = record(2, [{ items: [{ id: 'o/p#9' }, { id: 'o/p#1' }], state: 'landed in 2 changes' }])
    const last = record(3, [{ items: [{ id: 'o/p#5' }], refs: ['o/p#5', 'o/p#77'], state: 'landed 9 July' }])
    const [concern] = outcomes(concerned, [look(last, []), look(later, [], { got: false }), look(first, ['o/p#1'], { passages: new Set(['o/p#1']) })])
    expect(concern).toEqual({
      id: 'keys',
      text: 'How keys rotate',
      stories: [
        {
          id: 'o/p#1',
          title: 'Rotate the keys',
          url: 'https://example.org/1',
          told: ['2026-Q1'],
          state: 'landed in 2 changes',
          seen: '2026-Q2',
          passage: true,
        },
      ],
      untold: 0,
    })
  })

  test('takes nothing from digests that the client did not get, and counts what has no line', () => {
    const items = (id: string) => [{ id, title: 'About keys' }]
    const missed = look(record(1, [{ items: items('o/p#1') }]), ['o/p#1'], { got: false })
    const got = look(record(2, [{ items: items('o/p#2') }, { items: items('o/p#3') }, { items: [{ id: 'o/p#4', title: 'Else' }] }]), [
      'o/p#3',
      'o/p#4',
    ])
    expect(outcomes(concerned, [missed, got])).toMatchObject([{ stories: [{ id: 'o/p#3', told: ['2026-Q2'] }], untold: 1 }])
  })
})

describe('carried()', () => {
  const span = { since: '2026-01-01', until: '2026-07-01' }
  const proposal = (id: string, rest: object = {}): Given => ({
    id,
    kind: 'proposal',
    title: `Keys of ${id}`,
    state: 'accepted',
    transitions: [
      { at: '2026-03-01T00:00:00Z', to: 'active' },
      { at: '2026-06-30T00:00:00Z', to: 'likely-accept' },
      { at: '2026-07-01T00:00:00Z', to: 'accepted' },
    ],
    ...rest,
  })
  const concerned = (answers: object[] = []) => clientOf({ concerns: [{ id: 'keys', text: 'x', match: { words: ['keys'] } }], answers })
  const of = (client: Client, stories: Parameters<typeof record>[1]) => carried(client, { collections: [record(2, stories)], ...span })

  test('tells those with a hand of the maintainer that meet a concern, as they stood at the end of the span', () => {
    const stories = [
      { items: [proposal('o/p#1', { own: ['decided'] })] },
      { items: [proposal('o/p#2')] },
      { items: [proposal('o/p#3', { own: ['wrote'], title: 'Of something else' })] },
    ]
    expect(of(concerned(), stories)).toEqual([
      { id: 'o/p#1', title: 'Keys of o/p#1', state: 'likely-accept', at: '2026-06-30T00:00:00Z', answers: [], own: ['decided'] },
    ])
  })

  test('tells those about which the client answered, collected or not, and no answer that came after the span', () => {
    const answers = ['2026-05-01', '2026-07-01'].flatMap((on) => ['o/p#2', 'o/q#7'].map((about) => ({ about, on, text: `Of ${about} on ${on}` })))
    expect(of(concerned(answers), [{ items: [proposal('o/p#2')] }])).toMatchObject([
      { id: 'o/p#2', answers: [{ on: '2026-05-01', text: 'Of o/p#2 on 2026-05-01' }], own: [] },
      { id: 'o/q#7', answers: [{ on: '2026-05-01', text: 'Of o/q#7 on 2026-05-01' }], own: [] },
    ])
  })

  test('knows what was answered about though it is no proposal', () => {
    const answers = [{ about: 'o/p#9', on: '2026-05-01', text: 'Yes' }]
    expect(of(concerned(answers), [{ items: [{ id: 'o/p#9', at: '2026-06-01T00:00:00Z' }] }])).toMatchObject([
      { id: 'o/p#9', title: 'Item o/p#9', state: 'landed', at: '2026-06-01T00:00:00Z' },
    ])
  })

  test('does not know the state of what was last seen after the span', () => {
    const late = carried(concerned(), {
      collections: [record(3, [{ items: [proposal('o/p#1', { own: ['wrote'], at: '2026-06-01T00:00:00Z', transitions: [] })] }])],
      ...span,
    })
    expect(late).toEqual([{ id: 'o/p#1', title: 'Keys of o/p#1', answers: [], own: ['wrote'] }])
  })
})

test('toldTo() tells which lines a client reads, and the passages for it alone with what they are about', () => {
  const tree = parseMdx(`* Line one. {/* o/p#1 */}
  <Clients only="acme">For you.</Clients>
* Line two. {/* o/p#2 */}

<Clients only="borealis">

Theirs. {/* o/p#3 */}

</Clients>

<Clients only="acme">

Yours. {/* o/p#4 */}

</Clients>

<Clients tier="platinum">Above you. {/* o/p#5 */}</Clients>
`)
  const { lines, passages, about } = toldTo(
    { tree },
    { client: 'acme', tier: 'gold', tiers: ['silver', 'gold', 'platinum'], now: new Date('2026-10-06') },
  )
  expect(lines.map(({ id }) => id)).toEqual(['o/p#1', 'o/p#2', 'o/p#4'])
  expect(passages).toBe(2)
  expect(about.map(({ id }) => id)).toEqual(['o/p#1', 'o/p#4'])
})

test('toldTo() takes a passage outside of lists for one about the line before it, past passages of others, and one in a table for its row', () => {
  const tree = parseMdx(`A paragraph. {/* o/p#1 */}

<Clients only="borealis">

Theirs.

</Clients>

<Clients only="acme">

Yours.

</Clients>

Another. {/* o/p#2 */}

| What | For you |
| --- | --- |
| Third {/* o/p#3 */} | <Clients only="acme">this</Clients> |
`)
  const { about } = toldTo({ tree }, { client: 'acme', tier: 'gold', tiers: ['gold'], now: new Date('2026-10-06') })
  expect(about.map(({ id }) => id)).toEqual(['o/p#1', 'o/p#3'])
})

test.each<[string, string | undefined]>([
  ['Text.\n\n{/*\nFacts from OSV\nModified: 2026-08-14T00:00:00Z\npublic since: 2026-08-13T17:00:00Z\n*/}\n', '2026-08-13T17:00:00Z'],
  ['{/* Facts from OSV\nPublished: in August */}\n', undefined],
  ['{/* my own note\npublic since: 2026-08-13T17:00:00Z */}\n', undefined],
  ['public since: 2026-08-13T17:00:00Z\n', undefined],
])('disclosedIn() %#', (text, expected) => {
  expect(disclosedIn(parseMdx(text))).toBe(expected)
})
