import { describe, expect, test } from 'vitest'
import { curate } from '../src/curate/curate.ts'
import type { Item } from '../src/model/item.ts'
import { BUILT_IN_SECTIONS } from '../src/model/section.ts'
import type { ToldBefore } from '../src/told-before.ts'
import { change, story, vulnerability } from './stories.ts'

const WINDOW = { since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z' }
const at = (day: number): string => `2026-08-${String(day).padStart(2, '0')}T00:00:00Z`
const fixes = (id: string) => [{ id, verb: 'fixes' as const }]
const told = (items: Item[], before: ToldBefore[] = []) =>
  curate(items, { sections: BUILT_IN_SECTIONS, window: WINDOW, told: before }).stories.map((story) => ({
    ids: story.items.map((item) => item.id).sort(),
    state: story.state,
    folded: story.folded,
    first: story.reasons[0],
  }))

describe('what was taken back', () => {
  test('a revert that names a commit by its hash takes back that one, whatever else has its title', () => {
    const same = change({ id: 'o/r#12', title: 'i18n: update translations', commit: 'b'.repeat(40), at: at(1) })
    const revert = change({
      id: 'o/r#13',
      title: 'Revert "i18n: update translations"',
      reverts: ['a'.repeat(40), 'i18n: update translations'],
      at: at(2),
    })
    expect(told([same, revert]).map((story) => [story.ids, story.folded])).toEqual([
      [['o/r#13'], undefined],
      [['o/r#12'], undefined],
    ])
  })

  test('what takes back an earlier digest has a line, however small it is', () => {
    const revert = change({ id: 'o/r#13', title: 'Revert "x y"', reverts: ['o/r#5'], paths: ['test/a.test.ts'], at: at(2) })
    expect(told([revert])[0]?.folded).toBe('tests')
    expect(told([revert], [{ digest: '2026-Q2', story: story({ id: 'o/r#5' }), standing: true, closed: false }])[0]).toMatchObject({
      folded: undefined,
      first: 'takes back what 2026-Q2 told',
    })
  })

  test('a revert in the second of what it reverts comes after it, by its number', () => {
    const items = [
      change({ id: 'o/r#98', title: 'net: add q', at: at(1) }),
      change({ id: 'o/r#99', title: 'Revert "net: add q"', reverts: ['o/r#98'], at: at(5) }),
      change({ id: 'o/r#100', title: 'Revert "Revert "net: add q""', reverts: ['o/r#99'], at: at(5) }),
    ]
    expect(told(items)).toMatchObject([
      { ids: ['o/r#100', 'o/r#98', 'o/r#99'], state: 'landed 1 August, reverted 5 August, landed again 5 August', folded: undefined },
    ])
  })

  test('the reverted fix of a vulnerability is told with it', () => {
    const items = [
      vulnerability({ id: 'GO-2026-1', references: fixes('o/r#60') }),
      change({ id: 'o/r#60', title: 'tls: reject it', at: at(1) }),
      change({ id: 'o/r#61', title: 'Revert "tls: reject it"', reverts: ['o/r#60'], at: at(2) }),
    ]
    expect(told(items)).toMatchObject([{ ids: ['GO-2026-1', 'o/r#60', 'o/r#61'], state: 'landed 1 August, reverted 2 August' }])
  })

  test('an issue that is fixed, reverted and fixed again is one story', () => {
    const items = [
      change({ id: 'o/r#1', title: 'io: add s', references: fixes('o/r#5'), at: at(1) }),
      change({ id: 'o/r#2', title: 'Revert "io: add s"', reverts: ['o/r#1'], at: at(2) }),
      change({ id: 'o/r#3', title: 'io: add s, now with a lock', references: fixes('o/r#5'), at: at(3) }),
    ]
    expect(told(items)).toMatchObject([{ ids: ['o/r#1', 'o/r#2', 'o/r#3'], state: 'landed 1 August, reverted 2 August, landed again 3 August' }])
    expect(told(items.map((item) => (item.id === 'o/r#3' ? { ...item, at: at(1) } : item)))).toHaveLength(2)
  })
})

describe('what is carried over', () => {
  const fix = change({ id: 'o/r#10', title: 'net: fix crash on close', at: at(1) })
  const carried = change({ id: 'o/r#11', title: '[release-1.2] net: fix crash on close', author: 'Bo Example', at: at(3) })

  test('joins what it carries, under the title of that', () => {
    const [story] = curate([fix, carried], { sections: BUILT_IN_SECTIONS, window: WINDOW }).stories
    expect([story?.title, story?.items.length]).toEqual(['net: fix crash on close', 2])
  })

  test('what several people call the same on one branch is not one story', () => {
    expect(told([fix, { ...fix, id: 'o/r#12', author: 'Bo Example' }])).toHaveLength(2)
    expect(told([fix, { ...fix, id: 'o/r#12' }])).toHaveLength(1)
  })
})

test('a change that lists several advisories does not make them one story', () => {
  const items = [
    vulnerability({ id: 'GO-2026-1', aliases: ['CVE-2026-1001'] }),
    vulnerability({ id: 'GO-2026-2', aliases: ['CVE-2026-1002'] }),
    change({ id: 'o/r#1', message: 'Lists CVE-2026-1001 and CVE-2026-1002.' }),
  ]
  expect(told(items)).toHaveLength(3)
})
