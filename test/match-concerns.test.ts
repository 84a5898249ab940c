import { describe, expect, test } from 'vitest'
import { matchConcerns } from '../src/curate/match-concerns.ts'
import { type Client, clientSchema } from '../src/model/client.ts'
import type { Item } from '../src/model/item.ts'
import { change, story } from './stories.ts'

const client = (given: object = {}): Client =>
  clientSchema.parse({
    name: 'Acme',
    tier: 'gold',
    since: '2026-01-01',
    concerns: [{ id: 'tickets', text: 'Tickets', match: { words: ['ticket'] } }],
    ...given,
  })
const ticket = (id: string, rank: number) => story({ id, rank, title: `a ticket of ${id}` })
const DAY = '2026-10-06'

test('by rank, then by client, then as a client has its concerns', () => {
  const two = client({
    concerns: [
      { id: 'z', text: 'Z', match: { words: ['ticket'] } },
      { id: 'a', text: 'A', match: { paths: ['src/**'] } },
    ],
  })
  const clients = new Map([
    ['borealis', client()],
    ['acme', two],
  ])
  expect(
    matchConcerns([ticket('o/r#2', 2), story({ id: 'o/r#3', rank: 3, items: [change({ id: 'o/r#3', paths: [] })] }), ticket('o/r#1', 1)], clients, {
      day: DAY,
    }).map((match) => `${match.story} ${match.client} ${match.concern} ${match.evidence.length}`),
  ).toEqual(['o/r#1 acme z 1', 'o/r#1 acme a 1', 'o/r#1 borealis tickets 1', 'o/r#2 acme z 1', 'o/r#2 acme a 1', 'o/r#2 borealis tickets 1'])
})

test.each([
  ['2025-12-31', 0],
  ['2026-01-01', 1],
  ['2026-10-06', 1],
  ['2026-10-07', 0],
])('on %s, %i of one client that is served from 1 January to 6 October', (day, count) => {
  expect(matchConcerns([ticket('o/r#1', 1)], new Map([['acme', client({ until: '2026-10-06' })]]), { day })).toHaveLength(count)
})

test('what is no open proposal asks nothing', () => {
  const asked = (item: Partial<Item>) =>
    matchConcerns([story({ id: 'o/r#1', items: [change({ id: 'o/r#1', title: 'a ticket', ...item })] })], new Map([['acme', client()]]), { day: DAY })
  for (const item of [
    {},
    { kind: 'issue', state: 'active' },
    ...['accepted', 'declined', 'implemented', 'withdrawn', 'removed', 'closed (done)', undefined].map((state) => ({ kind: 'proposal', state })),
  ] as Partial<Item>[])
    expect(asked(item)).toEqual([{ story: 'o/r#1', client: 'acme', concern: 'tickets', evidence: [{ by: 'words', what: 'ticket', item: 'o/r#1' }] }])
})

describe('the day of reply', () => {
  const proposal = (state: string, moves: [string, string][] = [], given: Partial<Item> = {}): Item =>
    change({
      id: 'o/r#9',
      kind: 'proposal',
      title: 'a ticket',
      state,
      at: '2026-09-01T00:00:00Z',
      transitions: moves.map(([to, at]) => ({ to, at })),
      ...given,
    })
  const replyBy = (...items: Item[]): string | undefined =>
    matchConcerns([story({ id: 'o/r#9', items })], new Map([['acme', client()]]), { day: DAY })[0]?.question?.replyBy

  test.each(['incoming', 'active', 'hold'])('%s: two weeks from now, since a decision is announced', (state) => {
    expect(replyBy(proposal(state, [[state, '2026-10-05T00:00:00Z']]))).toBe('2026-10-20')
  })

  test.each(['likely-accept', 'likely-decline'])('%s: the day before it can be decided', (state) => {
    expect(replyBy(proposal(state, [[state, '2026-10-05T23:00:00Z']]))).toBe('2026-10-11')
    expect(replyBy(proposal(state, [[state, '2026-10-02T00:00:00Z']]))).toBe('2026-10-08')
    expect(replyBy(proposal(state, [[state, '2026-10-01T00:00:00Z']]))).toBe('2026-10-07')
  })

  test('tomorrow, where that day has passed or is today', () => {
    expect(replyBy(proposal('likely-accept', [['likely-accept', '2026-09-30T00:00:00Z']]))).toBe('2026-10-07')
    expect(replyBy(proposal('likely-accept', [['likely-accept', '2026-08-01T00:00:00Z']]))).toBe('2026-10-07')
  })

  test('the last time that it came to stand there counts, else the day of the item', () => {
    const moves: [string, string][] = [
      ['likely-accept', '2026-08-01T00:00:00Z'],
      ['active', '2026-09-01T00:00:00Z'],
      ['likely-accept', '2026-10-03T00:00:00Z'],
      ['comment', '2026-10-05T00:00:00Z'],
    ]
    expect(replyBy(proposal('likely-accept', moves))).toBe('2026-10-09')
    expect(replyBy(proposal('likely-accept', [], { at: '2026-10-04T00:00:00Z' }))).toBe('2026-10-10')
  })

  test('of several the earliest, over the end of a year too', () => {
    const other = proposal('active', [], { id: 'o/r#8' })
    expect(replyBy(other, proposal('likely-accept', [['likely-accept', '2026-10-03T00:00:00Z']]))).toBe('2026-10-09')
    const [match] = matchConcerns([story({ id: 'o/r#8', items: [other] })], new Map([['acme', client()]]), { day: '2026-12-24' })
    expect(match?.question).toEqual({ replyBy: '2027-01-07' })
  })
})
