import { expect, test } from 'vitest'
import { chooseOffers } from '../src/draft/choose-offers.ts'
import { type Client, clientSchema } from '../src/model/client.ts'
import type { Match } from '../src/model/matches.ts'
import type { Story } from '../src/model/story.ts'
import { story } from './stories.ts'

const NOW = '2026-10-02T09:00:00Z'
const BEFORE = '2026-09-25T09:00:00Z'
const STORIES = Array.from({ length: 9 }, (_, index) => story({ id: `o/r#${index + 1}`, rank: index + 1 }))
const match = (number: number, given: Partial<Match> = {}): Match => ({
  story: `o/r#${number}`,
  client: 'acme',
  concern: 'tickets',
  evidence: [{ by: 'words', what: 'ticket', item: `o/r#${number}` }],
  ...given,
})
const client = (given: object = {}): Client => clientSchema.parse({ name: 'Acme', tier: 'gold', since: '2026-01-01', ...given })
const at = (...numbers: number[]): Set<Story> => new Set(STORIES.filter((_, index) => numbers.includes(index + 1)))

function choose(matches: Match[], given: Partial<Parameters<typeof chooseOffers>[1]> = {}) {
  const all = { known: [], clients: new Map([['acme', client()]]), shown: at(1, 2, 3, 4, 5, 6, 7, 8, 9), standing: at(), moved: at(), now: NOW }
  const { offers, matches: found } = chooseOffers(STORIES, { matches, ...all, ...given })
  return {
    offered: [...offers].flatMap(([one, some]) => some.map(({ client: name, concern }) => `${one.id} ${name} ${concern}`)),
    days: found.map((one) => one.offered),
    found,
  }
}

test('offers what has a line, new or standing, and nothing else', () => {
  expect(choose([match(1), match(2), match(3)], { shown: at(1), standing: at(2) })).toMatchObject({
    offered: ['o/r#1 acme tickets', 'o/r#2 acme tickets'],
    days: [NOW, NOW, undefined],
  })
})

test('offers nothing twice, also where another change leads the story now, and keeps the day and the question as they were', () => {
  const known = [match(1, { offered: BEFORE, question: { replyBy: '2026-10-05' } })]
  const again = choose([match(1, { question: { replyBy: '2026-10-16' } })], { known })
  expect([again.offered, again.found]).toEqual([[], known])
  const renamed = STORIES.map((one) => (one.id === 'o/r#1' ? { ...one, id: 'o/r#90', refs: ['o/r#90', 'o/r#1'] } : one))
  const { offers } = chooseOffers(renamed, {
    matches: [match(1, { story: 'o/r#90' })],
    known,
    clients: new Map(),
    shown: new Set(),
    standing: new Set(renamed),
    moved: new Set(),
    now: NOW,
  })
  expect(offers.size).toBe(0)
  expect(choose([match(1), match(1, { concern: 'roots' })], { known }).offered).toEqual(['o/r#1 acme roots'])
})

test('goes back to no line that stood before matches were recorded, then or later', () => {
  const first = choose([match(1), match(2)], { known: undefined, shown: at(1), standing: at(2) })
  expect([first.offered, first.days]).toEqual([['o/r#1 acme tickets'], [NOW, NOW]])
  expect(choose([match(1), match(2)], { known: first.found, shown: at(), standing: at(1, 2) }).offered).toEqual([])
})

test('gives a client six at most, counted with those of earlier drafts, the best first; questions beyond that', () => {
  const nine = STORIES.map((_, index) => match(index + 1))
  expect(choose(nine).offered).toHaveLength(6)
  expect(choose(nine).offered.at(-1)).toBe('o/r#6 acme tickets')
  expect(choose(nine.slice(6), { known: choose(nine.slice(0, 6)).found }).offered).toEqual([])
  expect(choose([...nine.slice(0, 8), match(9, { question: { replyBy: '2026-10-16' } })]).offered.at(-1)).toBe('o/r#9 acme tickets')
  const answers = [{ about: 'o/r#8', on: '2026-10-01', text: 'Yes.' }]
  expect(choose(nine, { clients: new Map([['acme', client({ answers })]]) }).offered.at(-1)).toBe('o/r#8 acme tickets')
  expect(choose([...nine.slice(0, 6), match(6, { concern: 'roots' }), match(7, { client: 'bolt' })]).offered.slice(-2)).toEqual([
    'o/r#6 acme roots',
    'o/r#7 bolt tickets',
  ])
})

test('offers once more what has moved since its client answered', () => {
  const known = [match(1, { offered: BEFORE })]
  const answers = [{ about: 'O/r#1', on: '2026-10-01', text: 'Yes.' }]
  const given = { known, shown: at(), standing: at(1), clients: new Map([['acme', client({ answers })]]) }
  expect(choose([match(1)], given).offered).toEqual([])
  expect(choose([match(1)], { ...given, moved: at(1) })).toMatchObject({ offered: ['o/r#1 acme tickets'], days: [NOW] })
  expect(choose([match(1)], { ...given, moved: at(1), clients: new Map([['acme', client()]]) }).offered).toEqual([])
})

test('remembers what was offered of a story that is gone, for when it comes back, and for how many there were', () => {
  const known = [match(1, { offered: BEFORE }), match(2)]
  const away = choose([match(3)], { known })
  expect(away.found).toEqual([match(3, { offered: NOW }), match(1, { offered: BEFORE })])
  expect(choose([match(1), match(3)], { known: away.found })).toMatchObject({
    offered: [],
    found: [match(1, { offered: BEFORE }), match(3, { offered: NOW })],
  })
})

test('keeps what came of an offer, whatever becomes of its story, and whether it is offered again or not', () => {
  const past = { outcome: 'taken' as const, words: 'Restart once.' }
  const known = [match(1, { offered: BEFORE, ...past }), match(2, past)]
  expect(choose([match(1)], { known }).found).toEqual([match(1, { offered: BEFORE, ...past }), match(2, past)])
  expect(choose([match(1), match(2)], { known, shown: at(2) }).found).toEqual([
    match(1, { offered: BEFORE, ...past }),
    match(2, { offered: NOW, ...past }),
  ])
  expect(choose([match(2)], { known, shown: at() }).found).toEqual([match(2, past), match(1, { offered: BEFORE, ...past })])
  const full = Array.from({ length: 6 }, (_, index) => match(index + 3))
  expect(choose([...full, match(2)], { known: [match(2, past)] }).found.at(-1)).toEqual(match(2, past))
})
