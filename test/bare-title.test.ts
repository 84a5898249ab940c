import fc from './fast-check.ts'
import { describe, expect, test } from 'vitest'
import { bareTitle } from '../src/bare-title.ts'

describe('bareTitle()', () => {
  test.each([
    ['shed: Add hinges', 'shed: add hinges'],
    ['[release-branch.1.30] shed: add hinges', 'shed: add hinges'],
    ['[3/5] [1.30] shed: add hinges', 'shed: add hinges'],
    ['Reland "shed: add hinges" (#12)', 'shed: add hinges'],
    ['Re-land of #7: shed: add hinges', 'shed: add hinges'],
    ['Reapply "shed: add hinges"', 'shed: add hinges'],
    ['shed: add hinges (take 2)', 'shed: add hinges'],
    ['shed: add hinges (#12) (#13)', 'shed: add hinges'],
    ['shed: add hinges (backport #12)', 'shed: add hinges'],
    ['shed: add hinges (cherry-pick of abc)', 'shed: add hinges'],
    ['Backport #12 to 1.x: feat(shed): add hinges', 'feat(shed): add hinges'],
    ['Backport PR #12 on branch v1.2.x: Add hinges', 'add hinges'],
    ['Cherry-pick: add hinges', 'add hinges'],
    ['Relanding strips', 'strips'],
    ['shed: add (some) hinges', 'shed: add (some) hinges'],
    ['Revert "shed: add hinges"', 'revert "shed: add hinges"'],
    ['shed: reland hinges', 'shed: reland hinges'],
    ['', ''],
    ['[]', '[]'],
    ['"', '"'],
  ])('of %j is %j', (title, bare) => {
    expect(bareTitle(title)).toBe(bare)
  })

  test('of a bare title is that title, whatever it wears, and whatever its case', () => {
    const layer = fc.constantFrom<(title: string) => string>(
      (title) => `[1.30] ${title}`,
      (title) => `Reland "${title}"`,
      (title) => `${title} (#12)`,
      (title) => `${title} (backport)`,
      (title) => title.toUpperCase(),
    )
    fc.assert(
      fc.property(
        fc.constantFrom('shed: add hinges', 'feat(shed): oil', 'Mend the old lathe'),
        fc.array(layer, { maxLength: 8 }),
        (title, layers) => {
          expect(bareTitle(layers.reduce<string>((worn, wear) => wear(worn), title))).toBe(title.toLowerCase())
        },
      ),
    )
  })
})
