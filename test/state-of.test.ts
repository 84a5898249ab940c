import { describe, expect, test } from 'vitest'
import { stateOf } from '../src/curate/state-of.ts'
import type { Item } from '../src/model/item.ts'
import { change, vulnerability } from './stories.ts'

const WINDOW = { since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z' }
const on = (day: string) => `${day}T12:00:00Z`
const landed = (id: string, day: string, given: Partial<Item> = {}) => change({ id, at: on(day), title: 'shed: add hinges', ...given })
const proposal = (state: string, day: string, given: Partial<Item> = {}) =>
  change({ id: 'o/r#9', kind: 'proposal', paths: [], at: on(day), state, ...given })

describe('stateOf()', () => {
  test.each<[string, readonly Item[]]>([
    ['landed 3 July', [landed('a', '2026-07-03')]],
    ['landed in 2 changes', [landed('a', '2026-07-03'), landed('b', '2026-07-04')]],
    ['in review', [landed('a', '2026-07-03', { state: 'open' })]],
    [
      'accepted 3 May, landed 4 July, in review',
      [proposal('accepted', '2026-05-03'), landed('a', '2026-07-04'), landed('b', '2026-07-05', { state: 'open' })],
    ],
    ['declined 3 May 2025', [proposal('declined', '2025-05-03')]],
    ['likely accept 3 July', [proposal('likely-accept', '2026-07-03')]],
    [
      'accepted 2 July',
      [
        proposal('accepted', '2026-05-03', {
          transitions: [
            { at: on('2026-06-01'), to: 'accepted' },
            { at: on('2026-06-02'), to: 'hold' },
            { at: on('2026-07-02'), to: 'accepted' },
          ],
        }),
      ],
    ],
    [
      'accepted 3 May, landed in 2 changes, one of them reverted 2 September',
      [
        landed('c', '2026-09-02', { title: 'Revert "shed: oil it"', reverts: ['b'] }),
        landed('b', '2026-08-02', { title: 'shed: oil it' }),
        landed('a', '2026-08-01'),
        proposal('accepted', '2026-05-03'),
      ],
    ],
    [
      'landed 1 August, reverted 2 August, landed again 3 August',
      [
        landed('a', '2026-08-01', { commit: 'a'.repeat(40) }),
        landed('b', '2026-08-02', { title: 'Back out hinges', reverts: ['a'.repeat(12)], commit: 'b'.repeat(40) }),
        landed('c', '2026-08-03', { title: 'Hinges, once more', reverts: ['b'.repeat(40)] }),
      ],
    ],
    [
      'landed 1 August, reverted 2 August, landed again 3 August',
      [
        landed('a', '2026-08-01'),
        landed('b', '2026-08-02', { title: 'Back out hinges', reverts: ['A'] }),
        landed('c', '2026-08-03', { title: 'Reland "shed: add hinges"' }),
      ],
    ],
    [
      'landed 1 August, reverted 2 August, landed again 3 August, reverted 4 August',
      [
        landed('a', '2026-08-01'),
        landed('b', '2026-08-02', { title: 'Revert "shed: add hinges"', reverts: ['shed: add hinges'] }),
        landed('c', '2026-08-03', { title: 'Revert "Revert "shed: add hinges""', reverts: ['Revert "shed: add hinges"'] }),
        landed('d', '2026-08-04', { title: 'Revert "Revert "Revert "shed: add hinges"""', reverts: ['Revert "Revert "shed: add hinges""'] }),
      ],
    ],
    ['reverted 2 August', [landed('b', '2026-08-02', { title: 'Revert "shed: old"', reverts: ['shed: old'] })]],
    ['landed again 2 August', [landed('b', '2026-08-02', { title: 'Reapply "shed: old"', reverts: ['c'.repeat(40)] })]],
  ])('is %j', (state, items) => {
    expect(stateOf(items, WINDOW)).toBe(state)
    expect(stateOf([...items].reverse(), WINDOW)).toBe(state)
  })

  test('is nothing where nothing moved', () => {
    const still = [
      vulnerability({ id: 'GO-2026-1' }),
      change({ id: 'o/r#1', kind: 'issue', state: 'open' }),
      change({ id: 'o/r@1', kind: 'release' }),
    ]
    expect(stateOf(still, WINDOW)).toBeUndefined()
    expect(stateOf([], WINDOW)).toBeUndefined()
    expect(stateOf([change({ id: 'o/r#2', kind: 'proposal' })], WINDOW)).toBeUndefined()
  })

  test('leaves out the year of the window, which a last quarter does not leave on 1 January', () => {
    const last = { since: '2026-10-01T00:00:00Z', until: '2027-01-01T00:00:00Z' }
    expect(stateOf([proposal('accepted', '2026-05-03'), landed('a', '2026-12-31')], last)).toBe('accepted 3 May, landed 31 December')
    expect(stateOf([proposal('accepted', '2025-12-31')], last)).toBe('accepted 31 December 2025')
  })
})
