import { describe, expect, test } from 'vitest'
import { fieldOf } from '../src/curate/field.ts'
import { tell } from '../src/curate/told.ts'
import type { Item } from '../src/model/item.ts'
import { change } from './stories.ts'

const DAY = 86_400_000
const at = (day: number) => new Date(Date.UTC(2026, 6, 1) + day * DAY).toISOString().replace('.000', '')
const fieldWith = (items: readonly (Partial<Item> & { id: string })[]) => fieldOf(items.map((item) => tell(change(item))))
const naming = (day: number, ...ids: string[]) => ({
  id: `a/cl/${day}`,
  at: at(day),
  references: ids.map((id) => ({ id, verb: 'updates' as const })),
})

describe('fieldOf()', () => {
  test('counts what landed by folder, region and author; what is open or no change does not count', () => {
    const field = fieldWith([
      { id: 'a', paths: ['src/shed/belts/a.ts'], author: 'Ada' },
      { id: 'b', paths: ['src/shed/wheels/a.ts'], author: 'Bo' },
      { id: 'c', paths: ['a.ts'], author: 'Bo' },
      { id: 'd', paths: ['src/shed/belts/a.ts'], author: 'Ada', state: 'open' },
      { id: 'e', kind: 'issue', paths: [], author: 'Ada' },
    ])
    expect([field.inFolder('src/shed/belts'), field.inFolder(''), field.inFolder('src')]).toEqual([1, 1, 0])
    expect([field.inRegion('src/shed/belts'), field.inRegion('src/shed'), field.inRegion('')]).toEqual([2, 2, 1])
    expect([field.ofAuthor('Ada'), field.ofAuthor('Bo'), field.ofAuthor('Cy'), field.ofAuthor(undefined)]).toEqual([1, 2, 0, 0])
  })

  test('knows when an issue was opened that was collected', () => {
    const field = fieldWith([
      { id: 'O/r#7', kind: 'issue', at: at(9), transitions: [{ at: at(-30), to: 'opened' }] },
      naming(0, 'o/r#1'),
      naming(10, 'o/r#500'),
    ])
    expect(field.ageInDays('o/R#7', at(12))).toBe(42)
    expect(field.ageInDays('o/r#7', at(-40))).toBe(0)
  })

  test('tells the age of any other issue from its number, tracker by tracker', () => {
    // Ten new issues a day; in the other tracker one.
    const days = Array.from({ length: 21 }, (_, day) => day)
    const field = fieldWith(days.map((day) => naming(day, `o/r#${1000 + 10 * day}`, `o/small#${50 + day}`, 'o/r#12')))
    expect(field.ageInDays('o/r#1100', at(20))).toBeCloseTo(10)
    expect(field.ageInDays('O/R#900', at(20))).toBeCloseTo(30)
    expect(field.ageInDays('o/small#40', at(20))).toBeCloseTo(30)
    expect(field.ageInDays('o/r#1190', at(19))).toBe(0)
    expect(field.ageInDays('o/r#9999', at(20))).toBe(0)
  })

  test('knows nothing of an issue without numbers around it', () => {
    const field = fieldWith([naming(0, 'o/r#10'), naming(0, 'o/r#20')])
    expect(field.ageInDays('o/r#10', at(5))).toBeUndefined()
    expect(field.ageInDays('o/none#10', at(5))).toBeUndefined()
    expect(field.ageInDays('a/cl/10', at(5))).toBeUndefined()
  })

  test('an even rhythm is neither fast nor slow; nothing at all has none', () => {
    const even = fieldWith(Array.from({ length: 90 }, (_, day) => ({ id: `${day}`, at: at(day) })))
    for (const day of [0, 45, 89]) expect(even.paceAt(at(day))).toBeCloseTo(0)
    const empty = fieldWith([])
    expect([empty.paceAt(at(0)), empty.noveltyAt(at(0)), empty.inFolder(''), empty.ageInDays('o/r#1', at(0))]).toEqual([0, 0, 0, undefined])
  })

  test('tells when much was landing, and when much of it was new', () => {
    const field = fieldWith([
      ...Array.from({ length: 20 }, (_, index) => ({ id: `a${index}`, at: at(0), title: index < 10 ? 'shed: adds x' : 'feat: y' })),
      ...Array.from({ length: 5 }, (_, index) => ({ id: `b${index}`, at: at(200), title: 'shed: address x' })),
    ])
    expect(field.paceAt(at(0))).toBeGreaterThan(field.paceAt(at(200)))
    expect(field.paceAt(at(100))).toBeLessThan(0)
    expect([field.noveltyAt(at(0)), field.noveltyAt(at(200))].map((value) => Math.round(value * 100))).toEqual([5, -5])
  })

  test('takes a window of any size', () => {
    const told = tell(change({ id: 'a' }))
    const field = fieldOf(Array.from({ length: 200_000 }, () => told))
    expect(field.inFolder('src')).toBe(200_000)
    expect(field.paceAt(told.item.at)).toBeCloseTo(0)
  })
})
