import { AGAINST } from '../model/story.ts'
import type { Weights } from '../model/weights.ts'
import { FEATURES } from './features.ts'
import type { Feature, Matter } from './features/feature.ts'
import { SHIPPED } from './shipped.ts'

/** How many reasons are shown for a story, and how many against it. */
const FOR = 5
const MOST_AGAINST = 3
/** What counts for less than this is no reason. */
const LEAST = 0.1
/** How many stories of those that weights were fitted to stand beside a window's own when it is told what is usual. */
const BESIDE = 5

/** How much of each feature a story has as a rule: in its window, and for want of stories in those that the weights were fitted to. What they tell nothing of is usually not there. */
export function usualOf(values: readonly (readonly (number | undefined)[])[], weights: Weights): number[] {
  return FEATURES.map((feature, index) => {
    const { usual, spread } = weightOf(feature, weights)
    if (spread === 0) return 0
    const known = values.flatMap((row) => row[index] ?? [])
    return (known.reduce((sum, value) => sum + value, 0) + BESIDE * usual) / (known.length + BESIDE)
  })
}

/** What stories are weighed by. */
type By = { weights: Weights; usual: readonly number[] }

/** What a story is worth by some weights. 0 = a story with as much of everything as is usual. */
export function scoreOf(values: readonly (number | undefined)[], by: By): number {
  return FEATURES.reduce((sum, feature, index) => sum + worthOf(feature, index, { values, by }), 0)
}

/** What a story is worth, and why: its strongest reasons, those for it first. */
export function weigh(values: readonly (number | undefined)[], { matter, ...by }: By & { matter: Matter }): { score: number; reasons: string[] } {
  const strongest = FEATURES.flatMap((feature, index) => {
    const [value = 0, worth] = [values[index], worthOf(feature, index, { values, by })]
    if (Math.abs(worth) < LEAST) return []
    const isMore = value > (by.usual[index] ?? 0)
    const words = isMore ? (value > 0 ? (feature.telling?.(matter) ?? feature.words) : undefined) : feature.less
    return words === undefined ? [] : [{ worth, words }]
  }).sort((a, b) => Math.abs(b.worth) - Math.abs(a.worth))
  const reasons = [
    ...strongest
      .filter(({ worth }) => worth > 0)
      .slice(0, FOR)
      .map(({ words }) => words),
    ...strongest
      .filter(({ worth }) => worth < 0)
      .slice(0, MOST_AGAINST)
      .map(({ words }) => `${AGAINST}${words}`),
  ]
  return { score: scoreOf(values, by), reasons }
}

/** What a feature adds to a story, nothing where it cannot be told. */
function worthOf(feature: Feature, index: number, { values, by }: { values: readonly (number | undefined)[]; by: By }): number {
  const value = values[index]
  return value === undefined ? 0 : weightOf(feature, by.weights).weight * (value - (by.usual[index] ?? 0))
}

/** The weight of a feature: one of these, or for want of it the shipped one. */
export function weightOf({ id, prior }: Feature, weights: Weights): Weights['features'][string] {
  return weights.features[id] ?? SHIPPED.features[id] ?? { weight: prior, usual: 0, spread: 0 }
}
