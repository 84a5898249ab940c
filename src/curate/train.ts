import type { Item } from '../model/item.ts'
import type { Picks } from '../model/picks.ts'
import type { Weights } from '../model/weights.ts'
import type { Example } from './fit.ts'
import { fitWeights } from './fit-weights.ts'
import { foundIn, picksOf, reached } from './found.ts'
import { type Measured, measure } from './measure.ts'
import { scoreOf, usualOf } from './weigh.ts'

/** A window that somebody picked from. `held`: which of the picks each story answers for; `notes`: how many of them its changes reach. */
export type Lesson = { name: string; stories: Measured[]; held: number[][]; notes: number }

/** How strongly weights are drawn to their priors: the one that ranks best what it was not fitted to is taken. */
const PULLS = [50, 75, 110] as const
/** Of several stories that share a pick each is worth less: one note is one pick, however many changes its issue has. */
const SHARING = 0.75
const DEPTHS = [1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const

/** What can be learnt from a window: its stories, and the picks that each answers for. */
export function lessonOf(name: string, items: readonly Item[], picks: Picks): Lesson {
  const stories = measure(items)
  const held = picksOf(
    stories.map(({ group }) => group.members.map(({ item }) => item)),
    picks.entries,
  )
  return { name, stories, held, notes: reached(items, picks.entries) }
}

/**
 * Weights fitted to some lessons, without what they share with a lesson that they are to be tried on. How strongly they are drawn to their
 * priors is chosen among the lessons themselves: each in turn is ranked by what was fitted to the others.
 */
export function train(
  lessons: readonly Lesson[],
  options: { without?: Lesson | undefined; progress?: (text: string) => void } = {},
): { weights: Weights; pull: number } {
  const apart = options.without ? [options.without] : []
  let best: { pull: number; share: number } = { pull: PULLS[1], share: -1 }
  if (lessons.length > 1)
    for (const pull of PULLS) {
      const tried = lessons.map((lesson) => {
        options.progress?.(`pull ${pull}, without ${lesson.name}`)
        const others = lessons.filter((other) => other !== lesson)
        const weights = fitWeights(examplesOf(others, [lesson, ...apart]), { pull, from: lesson.name })
        return mean(shares(lesson, weights, DEPTHS))
      })
      if (mean(tried) > best.share) best = { pull, share: mean(tried) }
    }
  const examples = examplesOf(lessons, apart)
  const from = `${lessons.map((lesson) => lesson.name).join(', ')}: ${examples.length} stories, ${lessons.reduce((sum, { notes }) => sum + notes, 0)} picks`
  return { weights: fitWeights(examples, { pull: best.pull, from }), pull: best.pull }
}

/** The shares of a window's picks that stand in its first stories, for each depth: so many times as many stories as there are picks. */
export function shares(lesson: Lesson, weights: Weights, depths: readonly number[]): number[] {
  const usual = usualOf(
    lesson.stories.filter(({ fold }) => fold === undefined).map(({ values }) => values),
    weights,
  )
  const ranked = lesson.stories
    .map(({ values, fold, group }, index) => ({
      score: scoreOf(values, { weights, usual }),
      folded: fold === undefined ? 0 : 1,
      at: group.members[0]?.item.at ?? '',
      held: lesson.held[index] ?? [],
    }))
    .sort((a, b) => a.folded - b.folded || b.score - a.score || b.at.localeCompare(a.at))
    .map(({ held }) => held)
  return depths.map((depth) => (lesson.notes === 0 ? 1 : foundIn(ranked, Math.round(depth * lesson.notes)) / lesson.notes))
}

/** The stories of some lessons as examples: those that are folded, and those that hold a change of a lesson that the weights are to be tried on, are none. */
function examplesOf(lessons: readonly Lesson[], without: readonly Lesson[]): Example[] {
  const tried = new Set(without.flatMap((lesson) => lesson.stories.flatMap(({ group }) => group.members.map(({ item }) => item.id))))
  return lessons.flatMap(({ stories, held }) => {
    const used = stories.map(({ group, fold }) => fold === undefined && !group.members.some(({ item }) => tried.has(item.id)))
    const sharing = new Map<number, number>()
    for (const [index, picks] of held.entries()) if (used[index]) for (const pick of picks) sharing.set(pick, (sharing.get(pick) ?? 0) + 1)
    return stories.flatMap(({ values }, index) =>
      used[index] ? [{ values, worth: Math.max(0, ...(held[index] ?? []).map((pick) => 1 / (sharing.get(pick) ?? 1) ** SHARING)) }] : [],
    )
  })
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
