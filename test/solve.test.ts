import fc from './fast-check.ts'
import { expect, test } from 'vitest'
import { solve } from '../src/curate/solve.ts'

const number = fc.double({ min: -3, max: 3, noNaN: true })

test('solves systems with a positive definite matrix', () => {
  const system = fc
    .integer({ min: 1, max: 8 })
    .chain((size) =>
      fc.tuple(
        fc.array(fc.array(number, { minLength: size, maxLength: size }), { minLength: size, maxLength: size }),
        fc.array(number, { minLength: size, maxLength: size }),
      ),
    )
  fc.assert(
    fc.property(system, ([factor, wanted]) => {
      // A factor times itself, with something on the diagonal, is positive definite.
      const matrix = factor.map((line, i) => factor.map((other, j) => line.reduce((sum, value, k) => sum + value * (other[k] ?? 0), i === j ? 1 : 0)))
      const right = matrix.map((line) => line.reduce((sum, value, k) => sum + value * (wanted[k] ?? 0), 0))
      const lower = matrix.map((line, i) => Float64Array.from(line.slice(0, i + 1)))
      solve(lower, right).forEach((value, index) => expect(value).toBeCloseTo(wanted[index] ?? Number.NaN, 6))
    }),
  )
})

test('gives the right side for ones on the diagonal, and nothing for nothing', () => {
  expect(solve([Float64Array.of(1), Float64Array.of(0, 1)], [3, -4])).toEqual([3, -4])
  expect(solve([], [])).toEqual([])
})

test('leaves the right side as it is', () => {
  const right = [2, 8]
  expect(solve([Float64Array.of(4), Float64Array.of(0, 16)], right)).toEqual([0.5, 0.5])
  expect(right).toEqual([2, 8])
})
