import type { Weights } from '../model/weights.ts'
import { FEATURES } from './features.ts'
import type { Matter } from './features/feature.ts'
import { SHIPPED } from './shipped.ts'

/** How many reasons are shown for a story, and how many against it. */
const FOR = 5
const AGAINST = 3
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

/** What a story is worth by some weights, and why: its strongest reasons, those for it first. 0 = a story with as much of everything as is usual. */
export function weigh(
  values: readonly (number | undefined)[],
  { weights, usual, matter }: { weights: Weights; usual: readonly number[]; matter: Matter },
): { score: number; reasons: string[] } {
  const parts = FEATURES.flatMap((feature, index) => {
    const value = values[index]
    if (value === undefined) return []
    const above = value - (usual[index] ?? 0)
    const words = above > 0 ? (value > 0 ? (feature.telling?.(matter) ?? feature.words) : undefined) : feature.less
    return [{ worth: weightOf(feature, weights).weight * above, words }]
  })
  const strongest = parts
    .flatMap(({ worth, words }) => (words === undefined || Math.abs(worth) < LEAST ? [] : [{ worth, words }]))
    .sort((a, b) => Math.abs(b.worth) - Math.abs(a.worth))
  const reasons = [
    ...strongest
      .filter(({ worth }) => worth > 0)
      .slice(0, FOR)
      .map(({ words }) => words),
    ...strongest
      .filter(({ worth }) => worth < 0)
      .slice(0, AGAINST)
      .map(({ words }) => `against: ${words}`),
  ]
  return { score: parts.reduce((sum, { worth }) => sum + worth, 0), reasons }
}

function weightOf({ id, prior }: (typeof FEATURES)[number], weights: Weights): Weights['features'][string] {
  return weights.features[id] ?? SHIPPED.features[id] ?? { weight: prior, usual: 0, spread: 0 }
}
