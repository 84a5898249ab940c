import fc from './fast-check.ts'
import { describe, expect, test } from 'vitest'
import { FEATURES } from '../src/curate/features.ts'
import type { Matter } from '../src/curate/features/feature.ts'
import { fieldOf } from '../src/curate/field.ts'
import { SHIPPED } from '../src/curate/shipped.ts'
import { tell } from '../src/curate/told.ts'
import { usualOf, weigh } from '../src/curate/weigh.ts'
import { change } from './stories.ts'

const matterOf = (given: Parameters<typeof change>[0]): Matter => {
  const told = [tell(change(given))]
  return { all: told, changes: told, takesBack: false, field: fieldOf(told) }
}
const MATTER = matterOf({ id: 'o/r#1' })
type Given = Record<string, { weight: number; usual: number }>
/** Weights of a few features, nothing for all others, and what is usual. */
function byOf(given: Given, matter = MATTER): Parameters<typeof weigh>[1] {
  const nothing = { weight: 0, usual: 0 }
  return {
    weights: { from: 'a test', features: Object.fromEntries(FEATURES.map(({ id }) => [id, { ...(given[id] ?? nothing), spread: 1 }])) },
    usual: FEATURES.map(({ id }) => (given[id] ?? nothing).usual),
    matter,
  }
}
const valuesOf = (given: Record<string, number>) => FEATURES.map(({ id }) => given[id])

describe('weigh()', () => {
  test('gives nothing to a story as they usually are, and no reasons', () => {
    const usual = FEATURES.map(({ id }) => SHIPPED.features[id]?.usual ?? 0)
    const by = { weights: SHIPPED, usual, matter: MATTER }
    expect(weigh(usual, by)).toEqual({ score: 0, reasons: [] })
    const nothing = FEATURES.map(() => undefined)
    expect(weigh(nothing, by)).toEqual({ score: 0, reasons: [] })
  })

  test('adds up what each feature is worth above its usual', () => {
    const number = fc.double({ min: -5, max: 5, noNaN: true })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(number, number, fc.option(number, { nil: undefined })), { minLength: FEATURES.length, maxLength: FEATURES.length }),
        (all) => {
          const by = byOf(Object.fromEntries(FEATURES.map(({ id }, index) => [id, { weight: all[index]?.[0] ?? 0, usual: all[index]?.[1] ?? 0 }])))
          const { score, reasons } = weigh(
            all.map(([, , value]) => value),
            by,
          )
          const expected = all.reduce((sum, [weight, usual, value]) => sum + (value === undefined ? 0 : weight * (value - usual)), 0)
          expect(score).toBeCloseTo(expected, 9)
          expect(reasons.length).toBeLessThanOrEqual(8)
        },
      ),
    )
  })

  test('tells the strongest reasons first, those against it behind those for it, and none that counts for next to nothing', () => {
    const by = byOf({
      'api-files': { weight: 1, usual: 0 },
      'only-tests': { weight: -2, usual: 0 },
      lines: { weight: 1.5, usual: 3 },
      'fixes-issue': { weight: 0.09, usual: 0 },
      breaking: { weight: 0.1, usual: 0 },
    })
    const values = valuesOf({ 'api-files': 1, 'only-tests': 1, lines: 2, 'fixes-issue': 1, breaking: 1 })
    expect(weigh(values, by).reasons).toEqual(['public API', 'breaking', 'against: nothing but tests', 'against: a small change'])
  })

  test('tells five reasons and three against at most', () => {
    const by = byOf(Object.fromEntries(FEATURES.map(({ id }, index) => [id, { weight: (index + 1) * (index % 2 === 0 ? 1 : -1), usual: 0 }])))
    const { reasons } = weigh(
      FEATURES.map(() => 1),
      by,
    )
    const last = [...FEATURES.entries()].reverse()
    expect(reasons).toEqual([
      ...last
        .filter(([index]) => index % 2 === 0)
        .slice(0, 5)
        .map(([, { words }]) => words),
      ...last
        .filter(([index]) => index % 2 === 1)
        .slice(0, 3)
        .map(([, { words }]) => `against: ${words}`),
    ])
  })

  test('of a feature that a story has less of than usual it tells only what has words for it', () => {
    const by = byOf({ 'api-files': { weight: 9, usual: 0.5 }, lines: { weight: -2, usual: 3 } })
    expect(weigh(valuesOf({ 'api-files': 0, lines: 2 }), by)).toEqual({ score: -2.5, reasons: ['a small change'] })
  })

  test('a feature without a weight is worth what it is shipped with', () => {
    const { 'api-files': _, ...features } = byOf({}).weights.features
    const by = { ...byOf({}), weights: { from: 'a test', features } }
    expect(weigh(valuesOf({ 'api-files': 1 }), by).score).toBe(SHIPPED.features['api-files']?.weight)
  })

  test('names what a reason is about where that can be named', () => {
    const matter = matterOf({ id: 'o/r#9', kind: 'proposal', state: 'accepted' })
    const given = { 'proposal-landed': { weight: 1, usual: 0 } }
    expect(weigh(valuesOf({ 'proposal-landed': 1 }), byOf(given, matter)).reasons).toEqual(['implements accepted proposal o/r#9'])
    expect(weigh(valuesOf({ 'proposal-landed': 1 }), byOf(given)).reasons).toEqual(['implements an accepted proposal'])
  })
})

describe('usualOf()', () => {
  const weights = byOf({ lines: { weight: 1, usual: 3 }, breaking: { weight: 1, usual: 0 } }).weights
  const at = (id: string): number => FEATURES.findIndex((feature) => feature.id === id)

  test('is what is shipped where a window has nothing, and the mean of a window that has much', () => {
    expect(usualOf([], weights)[at('lines')]).toBe(3)
    expect(
      usualOf(
        Array.from({ length: 5 }, () => valuesOf({ lines: 5 })),
        weights,
      )[at('lines')],
    ).toBe(4)
    expect(
      usualOf(
        Array.from({ length: 20_000 }, () => valuesOf({ lines: 5 })),
        weights,
      )[at('lines')],
    ).toBeCloseTo(5, 1)
  })

  test('counts only the stories of which it can be told', () => {
    const rows = [...Array.from({ length: 5 }, () => valuesOf({ lines: 5 })), ...Array.from({ length: 100 }, () => valuesOf({}))]
    expect(usualOf(rows, weights)[at('lines')]).toBe(4)
  })

  test('what the weights were told nothing of is usually not there, however many have it', () => {
    const untold = { ...weights, features: { ...weights.features, breaking: { weight: 1, usual: 0, spread: 0 } } }
    expect(
      usualOf(
        Array.from({ length: 9 }, () => valuesOf({ breaking: 1 })),
        untold,
      )[at('breaking')],
    ).toBe(0)
  })
})

test('the shipped weights are those of the features, all finite; what is fixed is worth its prior', () => {
  expect(Object.keys(SHIPPED.features)).toEqual(FEATURES.map(({ id }) => id))
  expect(Object.values(SHIPPED.features).every(({ weight, usual }) => Number.isFinite(weight) && Number.isFinite(usual))).toBe(true)
  for (const { id, prior } of FEATURES.filter(({ fixed }) => fixed)) expect(SHIPPED.features[id]).toEqual({ weight: prior, usual: 0, spread: 0 })
})
