import type { Story } from '../model/story.ts'
import { meets } from './meets.ts'
import { isFillWord, isPlainWord } from './plain-words.ts'
import { spellings } from './spellings.ts'

type Stories = readonly Pick<Story, 'items'>[]

/** A word or term of a text: the forms in which it is written, and the stories that have one. `isName`: it is spelled as names are; `isPlace`: a folder is called so. */
type Candidate = { tokens: readonly string[]; words: string[]; met: ReadonlySet<number>; isName: boolean; isPlace: boolean }

/** A word tells nothing that a greater share of the stories has. */
const MOST_STORIES = 0.15
/** An ordinary word that a greater share has agrees with everything. */
const FEW_STORIES = 0.03
/** So many of a word's stories have something else of the text, too, where it means what the text means. */
const COHERENT = 0.6
/** A place that is so much wider than all else that was chosen says where to look, not what for: arm64 beside two algorithms. */
const WIDER = 3
const MOST_WORDS = 12
/** A part of a compound that may stand alone has so many letters: quantum of post-quantum. */
const LONG = 6

/**
 * The words and two-word terms of a text that tell which stories it is about, in the forms that occur, the rarest first. What names a folder is where the
 * text's matter lies (TLS around session tickets) and is left out where anything else tells more. Names and terms of which no story has any yet come last: they wait.
 * `isFound`: whether any tells something; else, where none waits, they are those of the text as they stand.
 */
export function tellingWords(text: string, stories: Stories): { words: string[]; isFound: boolean } {
  const tokens = text.match(/[\p{L}\p{N}]+(?:[-.][\p{L}\p{N}]+)*/gu) ?? []
  const find = candidatesIn(stories)
  const singles = unique(tokens)
    .filter(isTelling)
    .map((token) => find([token], isName(token, text)))
  const parts = singles.flatMap(({ tokens: [token = ''], met }) => (met.size > 0 || !token.includes('-') ? [] : token.split('-')))
  const pairs = tokens.slice(1).flatMap((second, index) => {
    const pair = [tokens[index] ?? '', second]
    return pair.every((token) => !isFillWord(token)) && text.includes(pair.join(' ')) ? [find(pair, false)] : []
  })
  const all = [...singles, ...parts.filter((part) => part.length >= LONG && isTelling(part)).map((part) => find([part], false)), ...pairs]
  const fit = fitOf(all, stories.length)
  const covered = new Set([...fit, ...all.filter(({ isName: named }) => named)].flatMap(({ tokens: own }) => own))
  const waiting = all.filter(
    ({ met, isName: named, tokens: own }) =>
      met.size === 0 && (named || (own.length === 2 && own.every((token) => isTelling(token) && !covered.has(token)))),
  )
  const chosen = waiting.length > 0 && fit.every(({ isPlace }) => isPlace) ? [] : withoutPlaces(fit)
  const told = [...chosen, ...waiting]
  const words = unique((told.length > 0 ? told : singles).flatMap((one) => one.words)).slice(0, MOST_WORDS)
  return { words: words.length > 0 ? words : [text], isFound: chosen.length > 0 }
}

/** What tells something, the rarest first. */
function fitOf(all: readonly Candidate[], count: number): Candidate[] {
  const isAtMost = ({ met }: Candidate, share: number): boolean => met.size > 0 && met.size <= Math.max(WIDER, share * count)
  const agreeing = all.filter((one) => one.isName || isAtMost(one, FEW_STORIES))
  const fit = all.filter((one) => isAtMost(one, MOST_STORIES) && (one.isName || one.tokens.length > 1 || isCoherent(one, agreeing)))
  return fit.sort((a, b) => a.met.size - b.met.size)
}

/** Without the places around what tells more, without words that mean something else outside a term of theirs, or nothing, and without terms of which a word is there. */
function withoutPlaces(fit: readonly Candidate[]): Candidate[] {
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
function isCoherent(one: Candidate, agreeing: readonly Candidate[]): boolean {
  const apart = agreeing.filter(({ tokens, met }) => met.size > 0 && !tokens.some((token) => one.tokens.includes(token)))
  return apart.length === 0 || shareOf(one.met, new Set(apart.flatMap(({ met }) => [...met]))) >= COHERENT
}

/** Finds the stories of a word or term in all forms that occur. */
function candidatesIn(stories: Stories): (tokens: readonly string[], isName: boolean) => Candidate {
  const vocabulary = new Set<string>()
  const folders = new Set<string>()
  for (const { title, message, paths } of stories.flatMap(({ items }) => items)) {
    for (const word of `${title} ${message}`.toLowerCase().match(/\p{L}+/gu) ?? []) vocabulary.add(word)
    for (const path of paths) for (const folder of path.toLowerCase().split('/').slice(0, -1)) folders.add(folder)
  }
  return (tokens, named) => {
    const forms = tokens.map((token) => spellings(token, vocabulary))
    const written = (forms[0] ?? []).flatMap((first) => (forms.length === 1 ? [first] : (forms[1] ?? []).map((second) => `${first} ${second}`)))
    const evidenceOf = meets({ match: { words: written } })
    const met = new Set<number>()
    const occurring = new Set<string>()
    stories.forEach((story, index) => {
      for (const { what } of evidenceOf(story)) {
        met.add(index)
        occurring.add(what.toLowerCase())
      }
    })
    const words = met.size > 0 ? written.filter((word) => occurring.has(word.toLowerCase())) : [tokens.join(' ')]
    return { tokens, words, met, isName: named, isPlace: written.some((word) => folders.has(word.toLowerCase())) }
  }
}

function isTelling(token: string): boolean {
  const lower = token.toLowerCase()
  return lower.length >= 2 && /\p{L}/u.test(token) && !isFillWord(lower) && !isPlainWord(lower)
}

/** Whether a word is spelled as names are: TLS, arm64, X.509, ML-KEM, and Kyber where it does not begin the text. */
function isName(token: string, text: string): boolean {
  return /^.+\p{Lu}|[\p{N}-]/u.test(token) || (/^\p{Lu}/u.test(token) && !text.startsWith(token))
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)]
}
