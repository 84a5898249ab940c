import fc from './fast-check.ts'
import { describe, expect, test } from 'vitest'
import { givesBack, names, undo } from '../src/curate/undo.ts'
import type { Item } from '../src/model/item.ts'
import { change } from './stories.ts'

const at = (day: number) => new Date(Date.UTC(2026, 6, day)).toISOString().replace('.000', '')
const hashOf = (number: number) => String(number).repeat(40)
const ids = (chains: readonly (readonly Item[])[]) => chains.map((chain) => chain.map((item) => item.id).sort()).sort()
const shown = (items: readonly Item[]) => {
  const { undone, landedAgain, outside } = undo(items)
  return { undone: ids(undone), landedAgain: ids(landedAgain), outside: [...outside].map((item) => item.id) }
}

/** A change and its reverts, each of the one before it, named by id, hash or title. */
function chainOf(length: number, by: 'id' | 'hash' | 'title'): Item[] {
  let title = 'shed: add hinges'
  return Array.from({ length }, (_, index) => {
    const before = title
    if (index > 0) title = `Revert "${title}"`
    const name = { id: `o/r#${index}`, hash: hashOf(index).slice(0, 12), title: before }[by]
    return change({ id: `o/r#${index + 1}`, title, at: at(index + 1), commit: hashOf(index + 1), reverts: index === 0 ? [] : [name] })
  })
}

describe('undo()', () => {
  test('of a chain of reverts all is undone or all landed again, by how many there are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.constantFrom('id' as const, 'hash' as const, 'title' as const), (length, by) => {
        const items = chainOf(length, by)
        const all = ids([items])
        expect(shown(items)).toEqual(length % 2 === 0 ? { undone: all, landedAgain: [], outside: [] } : { undone: [], landedAgain: all, outside: [] })
      }),
    )
  })

  test('a chain that begins before the window: what stands takes back what landed before', () => {
    const chain = chainOf(5, 'id')
    expect(shown(chain.slice(1, 3))).toEqual({ undone: [['o/r#2', 'o/r#3']], landedAgain: [], outside: [] })
    expect(shown(chain.slice(1, 4))).toEqual({ undone: [], landedAgain: [['o/r#2', 'o/r#3', 'o/r#4']], outside: ['o/r#2'] })
  })

  test('no change is in two chains, and the order in which they came does not count', () => {
    const item = fc
      .record({
        id: fc.integer({ min: 1, max: 12 }),
        day: fc.integer({ min: 1, max: 9 }),
        title: fc.constantFrom('shed: add hinges', 'shed: oil it', 'Reland "shed: oil it"', 'Revert "shed: oil it"'),
        reverts: fc.array(
          fc.oneof(
            fc.integer({ min: 1, max: 12 }).map((id) => `o/r#${id}`),
            fc.constantFrom('shed: add hinges', 'shed: oil it'),
          ),
          {
            maxLength: 2,
          },
        ),
      })
      .map(({ id, day, title, reverts }) => change({ id: `o/r#${id}`, at: at(day), title, reverts }))
    fc.assert(
      fc.property(fc.uniqueArray(item, { selector: (one) => one.id, maxLength: 12 }), (items) => {
        const { undone, landedAgain } = undo(items)
        const all = [...undone, ...landedAgain].flat().map((one) => one.id)
        expect(all.length).toBe(new Set(all).size)
        expect(shown([...items].reverse())).toEqual(shown(items))
      }),
      { numRuns: 1000 },
    )
  })

  test('by title a revert means the latest change before it', () => {
    const landed = [1, 3, 5].map((day) => change({ id: `o/r#${day}`, title: 'shed: oil it', at: at(day) }))
    const revert = change({ id: 'o/r#9', title: 'Revert "shed: oil it"', at: at(4), reverts: ['shed: oil it'] })
    expect(shown([...landed, revert])).toEqual({ undone: [], landedAgain: [['o/r#3', 'o/r#5', 'o/r#9']], outside: [] })
    expect(shown([...landed.slice(0, 2), revert]).undone).toEqual([['o/r#3', 'o/r#9']])
  })

  test('one revert takes back all that it names by id or hash', () => {
    const landed = [1, 2].map((number) => change({ id: `o/r#${number}`, commit: hashOf(number), at: at(1) }))
    const revert = change({ id: 'o/r#9', at: at(2), reverts: ['O/R#1', hashOf(3).toUpperCase()] })
    expect(shown([...landed, revert]).undone).toEqual([['o/r#1', 'o/r#9']])
    expect(shown([...landed, { ...revert, reverts: ['O/R#1', hashOf(2).toUpperCase()] }]).undone).toEqual([['o/r#1', 'o/r#2', 'o/r#9']])
  })

  test('finds a change by what it is called elsewhere', () => {
    const items = [change({ id: 'a/cl/1', aliases: ['O/r#7'], at: at(1) }), change({ id: 'a/cl/2', at: at(2), reverts: ['o/R#7'] })]
    expect(shown(items).undone).toEqual([['a/cl/1', 'a/cl/2']])
  })

  test('what was reverted, of before the window, joins what lands again in it', () => {
    const revert = change({ id: 'o/r#2', title: 'Revert "shed: oil it"', at: at(2), reverts: ['o/r#1', 'shed: oil it'] })
    const again = change({ id: 'o/r#3', title: 'Reland "shed: oil it" (#3)', at: at(3) })
    expect(shown([revert, again])).toEqual({ undone: [], landedAgain: [['o/r#2', 'o/r#3']], outside: [] })
    expect(shown([revert, { ...again, at: at(1) }])).toEqual({ undone: [], landedAgain: [], outside: ['o/r#2'] })
  })

  test('what gives something back takes nothing back', () => {
    const items = ['Revert "Revert "shed: oil it""', 'Reapply "shed: oil it"', 'Revert "shed: oil it"'].map((title, index) =>
      change({ id: `o/r#${index}`, title, reverts: ['Revert of old'] }),
    )
    expect(shown(items)).toEqual({ undone: [], landedAgain: [], outside: ['o/r#2'] })
  })
})

test.each([
  ['Revert "a"', false],
  ['shed: Revert "shed: a"', false],
  ['Revert "Revert "a""', true],
  ['Revert "shed: Revert "a""', true],
  ['Revert "Revert "Revert "a"""', false],
  ['Reapply "a"', true],
  ['shed: re-land hinges', true],
  ['shed: apply hinges', false],
])('%j gives something back: %j', (title, holds) => {
  expect(givesBack({ ...change({ id: 'a' }), title })).toBe(holds)
})

test('a revert does not name itself, nor a change by a part of its title', () => {
  const revert = change({ id: 'o/r#1', title: 'shed: a', reverts: ['o/r#1', 'shed: a'] })
  expect(names(revert, revert)).toBe(false)
  expect(names(revert, change({ id: 'o/r#2', title: 'shed: a' }))).toBe(true)
  expect(names(revert, change({ id: 'o/r#2', title: 'shed: a b' }))).toBe(false)
})
