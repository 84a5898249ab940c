import fc from './fast-check.ts'
import { describe, expect, test } from 'vitest'
import { type Example, fit, scaleOf } from '../src/curate/fit.ts'

const FEATURES = 3
const value = fc.option(fc.double({ min: -2, max: 2, noNaN: true }), { nil: undefined, freq: 5 })
const example = fc.record({
  values: fc.array(value, { minLength: FEATURES, maxLength: FEATURES }),
  worth: fc.constantFrom(0, 0, 0, 0.5, 1),
})
const examples = fc.array(example, { minLength: 2, maxLength: 30 })
const prior = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: FEATURES, maxLength: FEATURES })
const pull = fc.double({ min: 1, max: 100, noNaN: true })

/** What is least at the most likely weights; written anew, with the base rate that suits the weights best. */
function lossOf(all: readonly Example[], weights: readonly number[], { prior, pull }: { prior: readonly number[]; pull: number }): number {
  const { usual, spread } = scaleOf(all, FEATURES)
  const scores = all.map(({ values }) => values.reduce<number>((sum, one, index) => sum + (one ?? usual[index] ?? 0) * (weights[index] ?? 0), 0))
  const at = (base: number) =>
    all.reduce((sum, { worth }, index) => {
      const score = base + (scores[index] ?? 0)
      return sum + Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - worth * score
    }, 0)
  let [low, high] = [-60, 60]
  for (let step = 0; step < 300; step++) {
    const [one, other] = [low + (high - low) / 3, high - (high - low) / 3]
    if (at(one) < at(other)) high = other
    else low = one
  }
  const strayed = weights.reduce(
    (sum, weight, index) => sum + (pull * Math.max(spread[index] ?? 0, 0.03) ** 2 * (weight - (prior[index] ?? 0)) ** 2) / 2,
    0,
  )
  return at((low + high) / 2) + strayed
}
/** Both kinds are among them, so that there is a base rate. */
const isMixed = (all: readonly Example[]) => all.some(({ worth }) => worth === 1) && all.some(({ worth }) => worth === 0)
const fitted = (all: readonly Example[], at: readonly number[], strength: number) => fit(all, at, { pull: strength, scale: scaleOf(all, FEATURES) })

describe('fit()', () => {
  test('finds weights where the likelihood is level', () => {
    fc.assert(
      fc.property(examples.filter(isMixed), prior, pull, (all, at, strength) => {
        const weights = fitted(all, at, strength)
        for (let index = 0; index < FEATURES; index++) {
          const moved = (by: number) =>
            lossOf(
              all,
              weights.map((one, k) => (k === index ? one + by : one)),
              { prior: at, pull: strength },
            )
          expect((moved(1e-3) - moved(-1e-3)) / 2e-3).toBeCloseTo(0, 4)
        }
      }),
    )
  })

  test('gives the priors where the pull is without end, and where there is nothing to learn from', () => {
    fc.assert(
      fc.property(examples, prior, (all, at) => {
        expect(fitted(all, at, Infinity)).toEqual(at)
        fitted(all, at, 1e12).forEach((weight, index) => expect(weight).toBeCloseTo(at[index] ?? Number.NaN, 4))
      }),
    )
    expect(fitted([], [1, -2, 3], 1)).toEqual([1, -2, 3])
  })

  test('gives mirrored weights for mirrored examples', () => {
    fc.assert(
      fc.property(examples.filter(isMixed), pull, (all, strength) => {
        const mirrored = all.map(({ values, worth }) => ({ worth, values: values.map((one) => (one === undefined ? undefined : -one)) }))
        const weights = fitted(all, [0, 0, 0], strength)
        fitted(mirrored, [0, 0, 0], strength).forEach((weight, index) => expect(weight).toBeCloseTo(-(weights[index] ?? Number.NaN), 6))
      }),
    )
  })

  test('the order of the examples does not count, and the same examples give the same bits', () => {
    fc.assert(
      fc.property(examples.filter(isMixed), prior, pull, (all, at, strength) => {
        const weights = fitted(all, at, strength)
        expect(fitted(all, at, strength)).toEqual(weights)
        fitted([...all].reverse(), at, strength).forEach((weight, index) =>
          expect(Math.abs(weight - (weights[index] ?? Number.NaN))).toBeLessThan(1e-6),
        )
      }),
    )
  })

  test('finds what tells the picked from the others', () => {
    const all = Array.from({ length: 40 }, (_, index): Example => ({
      worth: index % 4 === 0 ? 1 : 0,
      values: [index % 4 === 0 ? 1 : 0, index % 2, undefined],
    }))
    const [first = 0, second = 0, third = 0] = fitted(all, [0, 0, 0.5], 1)
    expect(first).toBeGreaterThan(2)
    expect(second).toBeLessThan(0)
    expect(third).toBe(0.5)
  })
})

describe('scaleOf()', () => {
  test('takes mean and deviation where it can be told', () => {
    const all = [
      [1, undefined],
      [3, undefined],
      [undefined, undefined],
    ].map((values): Example => ({ values, worth: 0 }))
    expect(scaleOf(all, 2)).toEqual({ usual: [2, 0], spread: [Math.sqrt(2 / 3), 0] })
    expect(scaleOf([], 2)).toEqual({ usual: [0, 0], spread: [0, 0] })
  })
})
