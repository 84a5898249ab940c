import { describe, expect, test } from 'vitest'
import { reverts } from '../src/collect/reverts.ts'

const HUB = { name: 'o/r', gerrit: false }
const [A, B] = ['a'.repeat(40), 'b1'.repeat(20)]

describe('reverts()', () => {
  test.each<[string, string, string[]]>([
    ['[Area] Revert "Oil hinges (#12)" (#13)', '', ['o/r#12', 'Oil hinges']],
    ['revert: oil hinges', '', ['oil hinges']],
    ['revert(door)!: "oil hinges"', `Refs: ${A}`, [A, 'oil hinges']],
    ['Reverted "Oil hinges"', '', ['Oil hinges']],
    ['Undo "Oil hinges"', '', ['Oil hinges']],
    ['door: revert "oil hinges"', '', ['oil hinges']],
    ['Revert PR #12 "Oil hinges"', '', ['o/r#12', 'Oil hinges']],
    ['Revert #12', '', ['o/r#12']],
    [`Backed out changeset ${A.slice(0, 12)} for failures`, '', [A.slice(0, 12)]],
    ['Back out some', `This reverts commits ${A} and ${B}.`, [A, B]],
    ['Auto merge', 'Revert #12\n\nIt broke.', ['o/r#12']],
    ['Oil hinges', `Refs: ${A}`, []],
    ['Reverting is hard', 'We may revert commit x.', []],
  ])('%s', (subject, body, expected) => {
    expect(reverts(subject, body, HUB).sort()).toEqual([...expected].sort())
  })

  test('of Gerrit names each change, and no number of a tracker', () => {
    const gerrit = { name: 'go', gerrit: true }
    expect(reverts('Revert "a: b"', 'This reverts CLs 12, 13 and 14.', gerrit)).toEqual(['go/cl/12', 'go/cl/13', 'go/cl/14', 'a: b'])
    expect(reverts('Revert #12', '', gerrit)).toEqual([])
  })

  test('texts of any length are read in one scan', () => {
    const nasty = [
      `This reverts commits ${'a'.repeat(60_000)}`,
      `Revert "${'"'.repeat(60_000)}`,
      `${'['.repeat(60_000)}`,
      `${'[a] '.repeat(20_000)}x`,
    ]
    expect(nasty.map((text) => reverts(text, text, HUB).length)).toEqual([0, 1, 0, 0])
  })
})
