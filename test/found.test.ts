import fc from './fast-check.ts'
import { describe, expect, test } from 'vitest'
import { answersFor, foundIn, picksOf, reached } from '../src/curate/found.ts'
import { change } from './stories.ts'

const fixing = (id: string, issue: string) => change({ id, references: [{ id: issue, verb: 'fixes' }] })

describe('answersFor()', () => {
  test('its items, what they fix or update and their other names, in lower case, not what they follow', () => {
    const item = change({
      id: 'O/r#1',
      aliases: ['a/CL/1'],
      references: [
        { id: 'O/r#2', verb: 'fixes' },
        { id: 'o/r#3', verb: 'updates' },
        { id: 'o/r#4', verb: 'follows' },
      ],
    })
    expect([...answersFor([item])]).toEqual(['o/r#1', 'a/cl/1', 'o/r#2', 'o/r#3'])
    expect(answersFor([]).size).toBe(0)
  })

  test('its first twelve changes only, and all that is no change', () => {
    const changes = Array.from({ length: 13 }, (_, index) => fixing(`c${index}`, `i${index}`))
    const issue = change({ id: 'last', kind: 'issue' })
    const found = answersFor([...changes, issue])
    expect([found.has('c11'), found.has('i11'), found.has('c12'), found.has('i12'), found.has('last')]).toEqual([true, true, false, false, true])
  })
})

test('picks that stories answer for, each once a story, in any case', () => {
  const stories = [[fixing('c1', 'o/r#1'), fixing('c2', 'O/R#1')], [fixing('c3', 'o/r#2')], []]
  expect(picksOf(stories, [{ refs: ['O/r#1', 'c2'] }, { refs: ['o/r#1', 'o/r#2'] }, { refs: [] }])).toEqual([[1, 0].sort(), [1], []])
  expect(reached(stories.flat(), [{ refs: ['C1'] }, { refs: ['o/R#2'] }, { refs: ['o/r#9'] }, { refs: [] }])).toBe(2)
})

test('more of the ranking never finds less, and all of it finds all', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }), { maxLength: 12 }), fc.nat(14), (ranked, first) => {
      expect(foundIn(ranked, first)).toBeLessThanOrEqual(foundIn(ranked, first + 1))
      expect(foundIn(ranked, ranked.length)).toBe(new Set(ranked.flat()).size)
      expect(foundIn(ranked, 0)).toBe(0)
    }),
  )
})
