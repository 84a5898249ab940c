import type { Weights } from '../model/weights.ts'
import { FEATURES } from './features.ts'
import { type Example, fit, scaleOf } from './fit.ts'

/** What a weight is drawn to, and how its feature lies, in the order of `FEATURES`. */
type Start = Weights['features'][string]

/**
 * Weights fitted to examples, to three digits. They are drawn to `start`, or without it to the priors, how the features lie being told by the
 * examples; features that are fixed keep what they start with. `untold`: how much a feature differs of which `start` was told nothing.
 */
export function fitWeights(
  examples: readonly Example[],
  options: { from: string; pull: number; start?: readonly Start[]; untold?: number },
): Weights {
  const open = examples.map(({ values, worth }) => ({ worth, values: values.map((value, index) => (FEATURES[index]?.fixed ? undefined : value)) }))
  const start = options.start ?? startOf(open)
  const scale = { usual: start.map(({ usual }) => usual), spread: start.map(({ spread }) => spread || (options.untold ?? 0)) }
  const weights = fit(
    open,
    start.map(({ weight }) => weight),
    { pull: options.pull, scale },
  )
  return {
    from: options.from,
    features: Object.fromEntries(
      start.map(({ usual, spread }, index) => [
        FEATURES[index]?.id ?? '',
        { weight: rounded(weights[index] ?? 0), usual: rounded(usual), spread: rounded(spread) },
      ]),
    ),
  }
}

function startOf(examples: readonly Example[]): Start[] {
  const { usual, spread } = scaleOf(examples, FEATURES.length)
  return FEATURES.map(({ prior }, index) => ({ weight: prior, usual: usual[index] ?? 0, spread: spread[index] ?? 0 }))
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}
