import type { Story } from '../model/story.ts'
import { type CandidateWord, candidateWords } from './candidate-words.ts'

/** A word tells nothing that a greater share of the stories has. */
const MOST_STORIES = 0.15
/** An ordinary word that a greater share has agrees with everything. */
const FEW_STORIES = 0.03
/** So many of a word's stories have something else of the text, too, where it means what the text means. */
const COHERENT = 0.6
/** A place that is so much wider than all else that was chosen says where to look, not what for: arm64 beside two algorithms. */
const WIDER = 3
const MOST_WORDS = 12

/**
 * The words and two-word terms of a text that tell which stories it is about, in the forms that occur, the rarest first. What names a folder is where the
 * text's matter lies (TLS around session tickets) and is left out where anything else tells more. Names and terms of which no story has any yet come last: they wait.
 * `isFound`: whether any tells something; else, where none waits, they are those of the text as they stand.
 */
export function tellingWords(text: string, stories: readonly Pick<Story, 'items'>[]): { words: string[]; isFound: boolean } {
  const all = candidateWords(text, stories)
  const fit = fitOf(all, stories.length)
  const covered = new Set([...fit, ...all.filter(({ isName }) => isName)].flatMap(({ tokens }) => tokens))
  const waiting = all.filter(
    ({ met, isName, isTelling, tokens }) =>
      met.size === 0 && (isName || (tokens.length === 2 && isTelling && !tokens.some((token) => covered.has(token)))),
  )
  const chosen = waiting.length > 0 && fit.every(({ isPlace }) => isPlace) ? [] : withoutPlaces(fit)
  const told = [...chosen, ...waiting]
  const words = [...new Set((told.length > 0 ? told : all.filter(({ tokens }) => tokens.length === 1)).flatMap((one) => one.words))]
  return { words: words.length > 0 ? words.slice(0, MOST_WORDS) : [text], isFound: chosen.length > 0 }
}

/** What tells something, the rarest first. */
function fitOf(all: readonly CandidateWord[], count: number): CandidateWord[] {
  const isAtMost = ({ met }: CandidateWord, share: number): boolean => met.size > 0 && met.size <= Math.max(WIDER, share * count)
  // Where a text names nothing, what stories are about is all that there is to go by.
  const hasNames = all.some(({ isName: named, met }) => named && met.size > 0)
  const agreeing = all.filter((one) => one.isName || isAtMost(one, FEW_STORIES))
  const fit = all.filter(
    (one) => isAtMost(one, MOST_STORIES) && (one.isName || one.tokens.length > 1 || (one.isSubject && !hasNames) || isCoherent(one, agreeing)),
  )
  return fit.sort((a, b) => a.met.size - b.met.size)
}

/** Without the places around what tells more, without words that mean something else outside a term of theirs, or nothing, and without terms of which a word is there. */
function withoutPlaces(fit: readonly CandidateWord[]): CandidateWord[] {
  const singles = fit.filter((one) => {
    const others = fit.filter((other) => other !== one)
    const terms = others.filter(({ tokens }) => tokens.length > 1 && one.tokens.every((token) => tokens.includes(token)))
    if (!one.isName && terms.some(({ met }) => one.met.size > WIDER * met.size || (met.size === one.met.size && met.size >= WIDER))) return false
    const isAround = others.some(({ isPlace, met }) => !isPlace && shareOf(met, one.met) >= COHERENT)
    const rest = new Set(others.flatMap(({ met }) => [...met]))
    return one.tokens.length === 1 && !(one.isPlace && (isAround || (rest.size > 0 && one.met.size > WIDER * rest.size)))
  })
  const terms = fit.filter(({ tokens }) => tokens.length > 1 && !singles.some(({ tokens: [token = ''] }) => tokens.includes(token)))
  const kept = [...singles]
  for (const term of terms.reverse()) if (!kept.some(({ met }) => shareOf(term.met, met) === 1)) kept.push(term)
  return fit.filter((one) => kept.includes(one))
}

/** How much of some stories is among others, from 0 to 1. */
function shareOf(some: ReadonlySet<number>, others: ReadonlySet<number>): number {
  return some.intersection(others).size / some.size
}

/** Whether most stories of an ordinary word have something else of the text, too; where no story has, there is nothing to agree with. */
function isCoherent(one: CandidateWord, agreeing: readonly CandidateWord[]): boolean {
  const apart = agreeing.filter(({ tokens, met }) => met.size > 0 && !tokens.some((token) => one.tokens.includes(token)))
  return apart.length === 0 || shareOf(one.met, new Set(apart.flatMap(({ met }) => [...met]))) >= COHERENT
}
