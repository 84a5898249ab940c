import { solve, type Square } from './solve.ts'

/** One story to learn from. `values`: how much it has of each feature, undefined where that cannot be told; `worth`: 1 = picked, 0 = not, between where several stories share a pick. */
export type Example = { values: readonly (number | undefined)[]; worth: number }

/** How features lie over some stories: their means, and their standard deviations. */
export type Scale = { usual: number[]; spread: number[] }

const ROUNDS = 40
const CLOSE = 1e-8
/** A feature that hardly differs between the stories tells little: it is held to its prior as one that differs so much. */
const LEAST_SPREAD = 0.03

/**
 * Weights by logistic regression, each for one unit of its feature: the most likely ones where each, measured in standard deviations of its
 * feature, is normal around its prior with a variance of 1 / `pull`. Newton's method; the same examples in the same order give the same
 * weights to the last bit.
 * @see Bishop, Pattern Recognition and Machine Learning, 4.3.3 and 4.5.1
 */
export function fit(examples: readonly Example[], prior: readonly number[], { pull, scale }: { pull: number; scale: Scale }): number[] {
  const rows = examples.map((example) => sparse(example.values, scale.usual))
  const centre = [...prior, 0]
  const strength = centre.map((_, index) => (index < prior.length ? pull * Math.max(scale.spread[index] ?? 0, LEAST_SPREAD) ** 2 : 1e-9))
  let weights = centre
  let loss = lossOf(weights)
  for (let round = 0; round < ROUNDS; round++) {
    const step = newtonStep(weights)
    let part = 1
    let next = weights
    let nextLoss = loss
    for (; part > 1e-6; part /= 2) {
      next = weights.map((weight, index) => weight - part * (step[index] ?? 0))
      nextLoss = lossOf(next)
      if (nextLoss <= loss) break
    }
    const moved = Math.max(...step.map((one) => Math.abs(one))) * part
    if (nextLoss <= loss) [weights, loss] = [next, nextLoss]
    if (moved < CLOSE || part <= 1e-6) break
  }
  return weights.slice(0, prior.length)

  function lossOf(at: readonly number[]): number {
    let sum = 0
    rows.forEach((row, index) => {
      const score = dot(row, at)
      sum += Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - (examples[index]?.worth ?? 0) * score
    })
    at.forEach((weight, index) => {
      sum += ((strength[index] ?? 0) * (weight - (centre[index] ?? 0)) ** 2) / 2
    })
    return sum
  }

  function newtonStep(at: readonly number[]): number[] {
    const gradient = at.map((weight, index) => (strength[index] ?? 0) * (weight - (centre[index] ?? 0)))
    const curve: Square = strength.map((one, index) => {
      const line = new Float64Array(index + 1)
      line[index] = one
      return line
    })
    rows.forEach((row, index) => {
      const chance = 1 / (1 + Math.exp(-dot(row, at)))
      const miss = chance - (examples[index]?.worth ?? 0)
      const bend = chance * (1 - chance)
      for (let k = 0; k < row.length; k += 2) {
        const [i = 0, x = 0] = [row[k], row[k + 1]]
        gradient[i] = (gradient[i] ?? 0) + miss * x
        const line = curve[i]
        if (line) for (let l = 0; l <= k; l += 2) line[row[l] ?? 0] = (line[row[l] ?? 0] ?? 0) + bend * x * (row[l + 1] ?? 0)
      }
    })
    return solve(curve, gradient)
  }
}

/** Means and standard deviations of features, of each over the examples where it can be told. */
export function scaleOf(examples: readonly Example[], features: number): Scale {
  const usual: number[] = []
  const spread: number[] = []
  for (let feature = 0; feature < features; feature++) {
    const known = examples.flatMap(({ values }) => values[feature] ?? [])
    const mean = known.length === 0 ? 0 : known.reduce((sum, value) => sum + value, 0) / known.length
    usual.push(mean)
    // Where it cannot be told it is taken for usual: it says less, and its weight is held the more.
    spread.push(known.length === 0 ? 0 : Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / examples.length))
  }
  return { usual, spread }
}

/** Index and value of what is not zero, in turn, the indexes rising; what cannot be told is as usual; last a one, for the base rate. */
function sparse(values: readonly (number | undefined)[], usual: readonly number[]): Float64Array {
  const pairs: number[] = []
  values.forEach((value, index) => {
    const known = value ?? usual[index] ?? 0
    if (known !== 0) pairs.push(index, known)
  })
  return Float64Array.from([...pairs, values.length, 1])
}

function dot(row: Float64Array, weights: readonly number[]): number {
  let sum = 0
  for (let k = 0; k < row.length; k += 2) sum += (weights[row[k] ?? 0] ?? 0) * (row[k + 1] ?? 0)
  return sum
}
