import type { Item } from '../model/item.ts'
import type { Weights } from '../model/weights.ts'
import { FEATURES } from './features.ts'
import type { Example } from './fit.ts'
import { fitWeights } from './fit-weights.ts'
import { type Measured, measure } from './measure.ts'
import { SHIPPED } from './shipped.ts'
import { scoreOf, usualOf, weightOf } from './weigh.ts'

/** A digest that the maintainer has edited: all its items, and the ids of those whose lines were kept and deleted. */
export type Edited = { id: string; items: readonly Item[]; kept: ReadonlySet<string>; deleted: ReadonlySet<string> }

/** How a digest is ranked: the share of its pairs of a kept and a deleted story in which the kept one stands first, before and after. `kept`, `deleted`: stories. */
export type Tried = { id: string; kept: number; deleted: number; before: number; after: number }

/**
 * What was learnt. `weights`: the shipped ones moved by the evidence; undefined where any such move ranks the maintainer's digests worse.
 * `tried`: each digest ranked by weights learnt from the others (of a single one, from itself: `alone`).
 */
export type Learnt = { weights: Weights | undefined; tried: Tried[]; alone: boolean }

/** How many stories the shipped weights weigh, so to speak: the more there are of the maintainer's own, the less they count. */
const PULLS = [400, 200, 100, 50, 25, 12] as const
const CAUTIOUS = 200

/** Learns from edited digests, each with lines that were kept and lines that were deleted. */
export function learn(digests: readonly Edited[]): Learnt {
  const lessons = digests.map((digest) => ({ id: digest.id, stories: judged(digest) }))
  const alone = lessons.length === 1
  const tryOut = (pull: number): Tried[] =>
    lessons.map((lesson) => {
      const others = alone ? lessons : lessons.filter((other) => other !== lesson)
      return ranked(lesson, learnt(others, pull))
    })
  const held = lessons.map((lesson) => ranked(lesson, SHIPPED))
  let best: { pull: number; tried: Tried[] } | undefined
  // The most cautious first: a bolder one must rank better.
  for (const pull of alone ? [CAUTIOUS] : PULLS) {
    const tried = tryOut(pull)
    if (best ? sum(tried) > sum(best.tried) + 1e-9 : sum(tried) >= sum(held) - 1e-9) best = { pull, tried }
  }
  return best ? { weights: learnt(lessons, best.pull), tried: best.tried, alone } : { weights: undefined, tried: held, alone }
}

type Lesson = { id: string; stories: { measured: Measured; kept: boolean }[] }

function judged({ items, kept, deleted }: Edited): Lesson['stories'] {
  return measure(items).flatMap((measured) => {
    const ids = measured.group.members.map(({ item }) => item.id)
    const stays = ids.some((id) => kept.has(id))
    return stays || ids.some((id) => deleted.has(id)) ? [{ measured, kept: stays }] : []
  })
}

/** The shipped weights, moved by what was kept and deleted. How features lie is known from what those were fitted to. */
function learnt(lessons: readonly Lesson[], pull: number): Weights {
  const examples = lessons.flatMap(({ stories }) => stories.map(({ measured, kept }): Example => ({ values: measured.values, worth: kept ? 1 : 0 })))
  const kept = examples.filter(({ worth }) => worth === 1).length
  return fitWeights(examples, {
    from: `${lessons.map(({ id }) => id).join(', ')}: ${examples.length} stories, ${kept} kept; held to the shipped weights by ${pull}`,
    pull,
    start: FEATURES.map((feature) => weightOf(feature, SHIPPED)),
    untold: UNTOLD_SPREAD,
  })
}

/** What the shipped data tell nothing of differs between stories about so much. */
const UNTOLD_SPREAD = 0.3

function ranked({ id, stories }: Lesson, weights: Weights): Tried {
  const score = (by: Weights): { kept: number[]; deleted: number[] } => {
    const usual = usualOf(
      stories.map(({ measured }) => measured.values),
      by,
    )
    const all = stories.map(({ measured, kept }) => ({ kept, score: scoreOf(measured.values, { weights: by, usual }) }))
    return { kept: all.filter((one) => one.kept).map((one) => one.score), deleted: all.filter((one) => !one.kept).map((one) => one.score) }
  }
  const now = score(weights)
  const was = score(SHIPPED)
  return { id, kept: now.kept.length, deleted: now.deleted.length, before: inOrder(was), after: inOrder(now) }
}

/** The share of pairs in which the kept one scores higher; a tie counts half. */
function inOrder({ kept, deleted }: { kept: readonly number[]; deleted: readonly number[] }): number {
  const right = kept.reduce((total, high) => total + deleted.reduce((part, low) => part + (high > low ? 1 : high === low ? 0.5 : 0), 0), 0)
  return right / (kept.length * deleted.length)
}

function sum(tried: readonly Tried[]): number {
  return tried.reduce((total, one) => total + one.after, 0)
}
