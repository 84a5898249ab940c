import picomatch from 'picomatch'
import type { Item } from '../model/item.ts'
import type { Section } from '../model/section.ts'
import { wholeWords } from '../whole-words.ts'

/** Whether a story falls under a section: each key of its `match` is met by one of the story's items. Case does not count in labels; a state is met with its reason or without: "closed" by "closed (completed)". */
export function fallsUnder(section: Section, items: readonly Item[]): boolean {
  const { kinds, paths, words, labels, states } = section.match
  const glob = paths && picomatch(paths, { dot: true })
  const word = words && wholeWords(words)
  return (
    (!kinds || items.some((item) => kinds.includes(item.kind))) &&
    (!labels || items.some((item) => item.labels.some((label) => labels.some((wanted) => wanted.toLowerCase() === label.toLowerCase())))) &&
    (!states ||
      items.some((item) => item.state !== undefined && [item.state, item.state.replace(/ \(.*\)$/, '')].some((state) => states.includes(state)))) &&
    (!glob || items.some((item) => item.paths.some((path) => glob(path)))) &&
    (!word || items.some((item) => word.test(item.title) || word.test(item.message)))
  )
}
