import fc from './fast-check.ts'
import { describe, expect, test } from 'vitest'
import { disjointSets } from '../src/curate/sets.ts'

const joins = fc.array(fc.array(fc.integer({ min: 0, max: 14 }), { maxLength: 4 }), { maxLength: 12 })

describe('disjointSets()', () => {
  test('joins exactly what some chain of joins connects, each member once', () => {
    fc.assert(
      fc.property(joins, (given) => {
        const sets = disjointSets(Array.from({ length: 15 }, (_, index) => index))
        for (const members of given) sets.join(members)
        const all = sets.all()
        expect(all.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, index) => index))
        // By flooding: what is reached from a member over the joins.
        for (const set of all) {
          const reached = new Set(set.slice(0, 1))
          for (let size = 0; size < reached.size;) {
            size = reached.size
            for (const members of given) if (members.some((member) => reached.has(member))) for (const member of members) reached.add(member)
          }
          expect([...reached].sort((a, b) => a - b)).toEqual(set)
        }
        expect(all.map((set) => set[0])).toEqual(all.map((set) => set[0]).sort((a = 0, b = 0) => a - b))
      }),
    )
  })

  test('takes in who was not there, behind the others', () => {
    const sets = disjointSets(['a', 'b'])
    sets.join(['z', 'b'])
    expect(sets.all()).toEqual([['a'], ['b', 'z']])
  })
})
