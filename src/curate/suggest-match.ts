import type { Concern } from '../model/client.ts'
import type { Story } from '../model/story.ts'
import { meets } from './meets.ts'
import { tellingPaths } from './telling-paths.ts'
import { tellingWords } from './telling-words.ts'

/**
 * What may tell that a story meets a concern, from the text of the concern and what was collected so far. `isFound`: whether it
 * told anything; else the words are those of the text, which nothing has yet or far too much.
 */
export type Suggestion = { match: Concern['match']; isFound: boolean }

/** Suggests how to find the stories that a text is about. A person looks at it: it tells where a word stands, not what it means. */
export function suggestMatch(text: string, stories: readonly Pick<Story, 'items'>[]): Suggestion {
  const { words, isFound } = tellingWords(text, stories)
  const evidenceOf = meets({ match: { words } })
  const met = new Set(isFound ? stories.flatMap((story, index) => (evidenceOf(story).length > 0 ? [index] : [])) : [])
  const told = tellingPaths(words, stories, met)
  // What is called by a word that tells nothing tells hardly more: a folder may, each of many files does not.
  const paths = isFound ? told : told.filter((path) => path.endsWith('/**'))
  return { match: { ...(paths.length > 0 && { paths }), words }, isFound: isFound || paths.length > 0 }
}
