import type { Story } from '../model/story.ts'
import { wholeWords } from '../whole-words.ts'
import { meets } from './meets.ts'
import { isFillWord, isPlainWord } from './plain-words.ts'
import { spellings } from './spellings.ts'

type Stories = readonly Pick<Story, 'items'>[]

/** A word or term of a text: the forms in which it is written, and the stories that have one. `isName`: it is spelled as names are; `isTelling`: it says something by itself; `isPlace`: a folder is called so; `isSubject`: most of the stories have it in a title. */
export type CandidateWord = {
  tokens: readonly string[]
  words: string[]
  met: ReadonlySet<number>
  isName: boolean
  isTelling: boolean
  isPlace: boolean
  isSubject: boolean
}

/** A part of a compound that may stand alone has so many letters: quantum of post-quantum. */
const LONG = 6

/** The words and two-word terms of a text that may tell what it is about: its words, the long parts of compounds that nobody writes so, and pairs that stand side by side. */
export function candidateWords(text: string, stories: Stories): CandidateWord[] {
  const tokens = tokensOf(text)
  const find = finding(stories)
  const singles = [...new Set(tokens)].filter(isTelling).map((token) => find([token], isName(token, tokens)))
  const parts = singles.flatMap(({ tokens: [token = ''], met }) => (met.size > 0 || !token.includes('-') ? [] : token.split('-')))
  const pairs = tokens.slice(1).flatMap((second, index) => {
    const pair = [tokens[index] ?? '', second]
    return pair.every((token) => !isFillWord(token)) && text.includes(pair.join(' ')) ? [find(pair, false)] : []
  })
  return [...singles, ...parts.filter((part) => part.length >= LONG && isTelling(part)).map((part) => find([part], false)), ...pairs]
}

/** Finds the stories of a word or term in all forms that occur. */
function finding(stories: Stories): (tokens: readonly string[], isName: boolean) => CandidateWord {
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
    const titled = wholeWords(written)
    let inTitles = 0
    stories.forEach((story, index) => {
      const evidence = evidenceOf(story)
      if (evidence.length === 0) return
      met.add(index)
      if (story.items.some(({ title }) => titled.test(title))) inTitles++
      for (const { what } of evidence) occurring.add(what.toLowerCase())
    })
    const words = met.size > 0 ? written.filter((word) => occurring.has(word.toLowerCase())) : [tokens.join(' ')]
    return {
      tokens,
      words,
      met,
      isName: named,
      isTelling: tokens.every(isTelling),
      isPlace: written.some((word) => folders.has(word.toLowerCase())),
      isSubject: inTitles * 2 > met.size,
    }
  }
}

function tokensOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+(?:[-.][\p{L}\p{N}]+)*/gu) ?? []
}

function isTelling(token: string): boolean {
  const lower = token.toLowerCase()
  return lower.length >= 2 && /\p{L}|\d\.\d/u.test(token) && !isFillWord(lower) && !isPlainWord(lower)
}

/** Whether a word is spelled as names are: TLS, arm64, X.509, ML-KEM, and Kyber where it neither begins the text nor all of it is spelled so. */
function isName(token: string, tokens: readonly string[]): boolean {
  const isCapital = (one: string): boolean => /^\p{Lu}/u.test(one)
  return /^.+\p{Lu}|[\p{N}-]/u.test(token) || (isCapital(token) && token !== tokens[0] && tokens.filter(isCapital).length * 2 <= tokens.length)
}
