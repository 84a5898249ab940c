import { expect, test } from 'vitest'
import { changedFacts } from '../src/changed-facts.ts'
import { BLANK } from '../src/collect/upstream.ts'
import type { Item } from '../src/model/item.ts'
import { change, story, vulnerability } from './stories.ts'

const WINDOW = { since: '2026-07-01T00:00:00Z', until: '2026-10-06T09:00:00Z' }
const of = (...items: Item[]) => story({ id: items[0]?.id ?? '', title: items[0]?.title ?? '', refs: items.map(({ id }) => id), items })
const asked = (given: Partial<Item> & { id: string; kind: Item['kind'] }): Item => ({
  ...BLANK,
  title: given.id,
  at: '2026-08-01T00:00:00Z',
  ...given,
})
/** Facts of the first story told, when these are the stories now. */
const facts = (told: readonly ReturnType<typeof of>[], stories: readonly ReturnType<typeof of>[], complete = true): string[] => {
  const found = changedFacts(told, { stories, window: WINDOW, complete })
  return (told[0] && found.get(told[0])) ?? []
}
const A = change({ id: 'o/r#1', title: 'tls: add x', commit: 'a'.repeat(40) })
const B = change({ id: 'o/r#2', title: 'tls: add y' })
const late = (given: Partial<Item> & { id: string }): Item => change({ at: '2026-10-02T00:00:00Z', ...given })

test('what stands as it stood has no facts, and what joins it is none', () => {
  expect(facts([of(A)], [of(A)])).toEqual([])
  expect(facts([of(A)], [of(late({ id: 'o/r#7' }), A, B)])).toEqual([])
  expect(changedFacts([], { stories: [of(A)], window: WINDOW, complete: true })).toEqual(new Map())
})

test('a title matters where a line shows it: of what leads, and of proposals; a milestone counts down in silence', () => {
  const retitled = { ...A, title: 'tls: add z' }
  expect(facts([of(A)], [of(retitled)])).toEqual(['has another title now: "tls: add z" (it was "tls: add x")'])
  expect(facts([of(B, A)], [of(B, retitled)])).toEqual([])
  const proposal = asked({ kind: 'proposal', id: 'o/r#9', state: 'accepted' })
  expect(facts([of(A, proposal)], [of(A, { ...proposal, title: 'another' })])).toEqual(['o/r#9 has another title now: "another" (it was "o/r#9")'])
  const plan = asked({ kind: 'release', id: 'o/r/milestone/4', state: 'planned', title: 'v3: due on 2026-12-08, 7 open' })
  expect(facts([of(plan)], [of({ ...plan, title: 'v3: due on 2026-12-08, 6 open' })])).toEqual([])
  expect(facts([of(plan)], [of({ ...plan, title: 'v3: due on 2027-01-08, 6 open' })])).toHaveLength(1)
})

test('where a source failed, another may tell the same in other words: that is no fact', () => {
  expect(facts([of(A)], [of({ ...A, title: 'tls: add x, as the clone says' })], false)).toEqual([])
  const known = vulnerability({ id: 'GO-2026-1', aliases: ['GHSA-aaaa-bbbb-cccc'] })
  const other = vulnerability({ id: 'GHSA-aaaa-bbbb-cccc', title: 'Otherwise', state: 'updated' })
  expect(facts([of(known)], [of(other)], false)).toEqual([])
  expect(facts([of(known)], [of({ ...known, state: 'withdrawn', at: '2026-10-03T00:00:00Z' })], false)).toEqual([
    'was withdrawn on 3 October 2026 (it was new)',
  ])
})

test('states have their day', () => {
  const step = (to: string) => ({ at: '2026-10-03T00:00:00Z', to })
  const proposal = asked({ kind: 'proposal', id: 'o/r#9', state: 'likely-accept' })
  expect(facts([of(proposal)], [of({ ...proposal, state: 'declined', transitions: [step('declined')] })])).toEqual([
    'is declined now on 3 October 2026 (it was likely accept)',
  ])
  const issue = asked({ kind: 'issue', id: 'o/r#8', state: 'closed (completed)' })
  const open = { ...issue, state: 'open', transitions: [step('reopened')] }
  expect(facts([of(issue)], [of(open)])).toEqual(['was reopened on 3 October 2026 (it was closed (completed))'])
  expect(facts([of(A, issue)], [of(A, open)])).toEqual(['o/r#8 was reopened on 3 October 2026 (it was closed (completed))'])
  expect(facts([of(A, open)], [of(A, issue)])).toEqual([])
  expect(facts([of(proposal)], [of({ ...proposal, kind: 'issue', state: 'open' })])).toEqual(['is an issue now, open'])
  const waiting = change({ id: 'o/r#3', state: 'open' })
  const { state: _, ...landed } = { ...waiting, at: '2026-10-02T00:00:00Z', commit: 'c' }
  expect(facts([of(waiting)], [of(landed)])).toEqual(['landed on 2 October 2026 (it was open)'])
})

test('what was taken back when it was told is told when it lands again, by a revert of the revert or under its title', () => {
  const tale = [of(A, late({ id: 'o/r#5', reverts: ['o/r#1'], at: '2026-09-01T00:00:00Z' }))]
  const now = (item: Item) => facts(tale, [of(...(tale[0]?.items ?? []), item)])
  expect(now(late({ id: 'o/r#7', reverts: ['o/r#5'] }))).toEqual([expect.stringMatching(/^o\/r#1 landed again on .* \(by o\/r#7\)$/)])
  expect(now(late({ id: 'o/r#8', title: A.title }))).toEqual([expect.stringMatching(/^o\/r#1 landed again on .* \(by o\/r#8\)$/)])
})

test('what is not given is gone only where all was given, and where it would have come', () => {
  expect(facts([of(A)], [])).toEqual(['is no longer given by its source'])
  expect(facts([of(A)], [], false)).toEqual([])
  expect(facts([of({ ...A, at: '2026-05-01T00:00:00Z' })], [])).toEqual([])
  expect(facts([of(B, A)], [of(B)])).toEqual([])
  expect(facts([of(asked({ kind: 'article', id: 'https://a.example/A' }))], [])).toEqual([])
  expect(facts([of(change({ id: 'o/r#3', state: 'open', at: '2026-05-01T00:00:00Z' }))], [])).toEqual(['is no longer among what is open'])
  expect(facts([of(asked({ kind: 'release', id: 'o/r/milestone/4', state: 'planned' }))], [])).toEqual(['is no longer planned'])
})

test('one thing under another case or a former name is the same', () => {
  expect(facts([of(A)], [of({ ...A, id: 'New/r#1', aliases: ['O/R#1'] })])).toEqual([])
  expect(facts([of({ ...A, id: 'o/r@aaaaaaaaaaaa' })], [of(A)])).toEqual([])
})

test('a revert counts wherever it is grouped, by number, hash or title', () => {
  const reverts = ['o/r#1', 'O/R#1', 'aaaaaaaaaaaa', 'tls: add x']
  for (const name of reverts) {
    const revert = late({ id: 'o/r#5', reverts: [name] })
    const words = ['was reverted on 2 October 2026 (by o/r#5)']
    expect(facts([of(A)], [of(A), of(revert)])).toEqual(words)
    expect(facts([of(A)], [of(A, revert)])).toEqual(words)
    expect(facts([of(A)], [of(revert)], false)).toEqual(words)
    expect(facts([of(B)], [of(B, A, revert)])).toEqual([])
  }
})

test('of a story of several changes the one is named that was taken back', () => {
  const revert = late({ id: 'o/r#5', reverts: ['o/r#2'] })
  expect(facts([of(A, B)], [of(A, B), of(revert)])).toEqual(['o/r#2 was reverted on 2 October 2026 (by o/r#5)'])
})

test('a revert that was recorded, of what merely joined, or of an earlier title of something else is none', () => {
  const revert = late({ id: 'o/r#5', reverts: ['o/r#1'] })
  expect(facts([of(A), of(revert)], [of(A, revert)])).toEqual([])
  expect(facts([of(A)], [of(A, late({ id: 'o/r#7' }), late({ id: 'o/r#8', reverts: ['o/r#7'] }))])).toEqual([])
  const same = late({ id: 'o/r#6', title: A.title, at: '2026-10-01T12:00:00Z' })
  expect(facts([of(A)], [of(A), of(same), of(late({ id: 'o/r#8', reverts: [A.title] }))])).toEqual([])
  expect(facts([of(A)], [of(A), of(change({ id: 'o/r#8', at: '2026-07-02T00:00:00Z', reverts: [A.title] }))])).toEqual([])
  expect(facts([of(A)], [of(A), of(late({ id: 'o/r#8', state: 'open', reverts: ['o/r#1'] }))])).toEqual([])
})

test('a title names what bore it when it was taken back', () => {
  const revert = late({ id: 'o/r#5', reverts: ['tls: add z'] })
  expect(facts([of(A)], [of({ ...A, title: 'tls: add z' }), of(revert)])).toContain('was reverted on 2 October 2026 (by o/r#5)')
})

test('what landed again is said too: by a revert of the revert, or under its title', () => {
  const revert = late({ id: 'o/r#5', title: 'Revert "tls: add x"', reverts: ['o/r#1'] })
  const gone = 'was reverted on 2 October 2026 (by o/r#5)'
  const back = late({ id: 'o/r#6', at: '2026-10-03T00:00:00Z', reverts: ['o/r#5'] })
  expect(facts([of(A)], [of(A, revert, back)])).toEqual([gone, 'landed again on 3 October 2026 (by o/r#6)'])
  const reland = late({ id: 'o/r#6', at: '2026-10-03T00:00:00Z', title: 'Reland "tls: add x"' })
  expect(facts([of(A)], [of(A, revert), of(reland)])).toEqual([gone, 'landed again on 3 October 2026 (by o/r#6)'])
  const twice = late({ ...reland, id: 'o/r#8', at: '2026-10-04T00:00:00Z' })
  expect(facts([of(A)], [of(A, revert), of(reland), of(twice)])).toHaveLength(2)
  const again = late({ id: 'o/r#7', at: '2026-10-04T00:00:00Z', reverts: ['o/r#6'] })
  expect(facts([of(A)], [of(A, revert, back, again)])).toEqual([
    gone,
    'landed again on 3 October 2026 (by o/r#6)',
    'was reverted again on 4 October 2026 (by o/r#7)',
  ])
  expect(facts([of(A)], [of(A), of(late({ id: 'o/r#6', title: 'Reland "tls: add x"' }))])).toEqual([])
})

test('a vulnerability that explains what was told as a change is a fact; of what merely joined it is none', () => {
  const hole = vulnerability({ id: 'GO-2026-1', references: [{ id: 'o/r#1', verb: 'fixes' }] })
  expect(facts([of(A)], [of(hole, A)])).toEqual(['is about a vulnerability: GO-2026-1'])
  expect(facts([of(A), of(hole)], [of(hole, A)])).toEqual([])
  const other = vulnerability({ id: 'GO-2026-2', references: [{ id: 'o/r#7', verb: 'fixes' }] })
  expect(facts([of(A)], [of(other, A, late({ id: 'o/r#7' }))])).toEqual([])
})
