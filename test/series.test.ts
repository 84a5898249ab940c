import { describe, expect, test } from 'vitest'
import { groupItems } from '../src/curate/group-items.ts'
import { series } from '../src/curate/series.ts'
import { tell } from '../src/curate/told.ts'
import { change } from './stories.ts'

const at = (day: number): string => `2026-08-${String(day).padStart(2, '0')}T00:00:00Z`
const found = (titles: readonly string[], days: readonly number[] = [], authors: readonly string[] = []) =>
  series(
    titles.map((title, index) =>
      tell(change({ id: `o/r#${index}`, title, at: at(days[index] ?? index + 1), author: authors[index] ?? 'Ada Example' })),
    ),
  ).map((members) => members.map((told) => told.item.id))

describe('series()', () => {
  test.each([
    [['[1/3] Add the lexer', '[2/3] Add the parser', '[3/3] Add the printer']],
    [['[PATCH v2 1/3] mm: prepare', '[PATCH v2 2/3] mm: move', '[PATCH 3/3] mm: use']],
    [['Add hinges (1/3)', 'Oil hinges (2/3)', 'Paint doors (part 3 of 3) (#12)']],
    [['Hinges, part 1 of 3', 'Doors, part 2/3', '[area] [3/3] Windows']],
  ])('tells %j as one', (titles) => {
    expect(found(titles)).toEqual([['o/r#0', 'o/r#1', 'o/r#2']])
  })

  test('two of one length by one person are two', () => {
    expect(found(['[1/2] a', '[2/2] b', '[1/2] c', '[2/2] d'])).toEqual([
      ['o/r#0', 'o/r#1'],
      ['o/r#2', 'o/r#3'],
    ])
  })

  test.each<[string, string[], number[], string[]]>([
    ['other people', ['[1/2] a', '[2/2] b'], [], ['Ada Example', 'Bo Example']],
    ['other lengths', ['[1/2] a', '[2/3] b'], [], []],
    ['dates and ratios', ['Release of 10/12', 'Scale by 1/2', 'Move 3/4 of it', 'See (12/10)', '[0/2] a', '[3/2] b', '[1/1] c', '[1/1] d'], [], []],
  ])('%s are none', (_, titles, days, authors) => {
    expect(found(titles, days, authors)).toEqual([])
  })

  test('what lies more than thirty days apart is none', () => {
    const apart = [
      change({ id: 'o/r#1', title: '[1/2] a', at: '2026-07-01T00:00:00Z' }),
      change({ id: 'o/r#2', title: '[2/2] b', at: '2026-08-01T00:00:00Z' }),
    ]
    expect(series(apart.map(tell))).toEqual([])
  })

  test('a series is one story', () => {
    const groups = groupItems([
      change({ id: 'o/r#1', title: '[1/2] a' }),
      change({ id: 'o/r#2', title: '[2/2] b' }),
      change({ id: 'o/r#3', title: 'c' }),
    ])
    expect(groups.map((group) => group.members.map((told) => told.item.id).sort()).sort()).toEqual([['o/r#1', 'o/r#2'], ['o/r#3']])
  })
})
