import picomatch from 'picomatch'
import type { Item } from '../model/item.ts'
import type { Section } from '../model/section.ts'

/** Whether a story falls under a section: each key of its `match` is met by one of the story's items. Labels and states are met by none that has none. */
export function fallsUnder(section: Section, items: readonly Item[]): boolean {
  const { kinds, paths, words, labels, states } = section.match
  if (labels || states) return false
  const glob = paths && picomatch(paths, { dot: true })
  const word =
    words &&
    new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})(?![\\p{L}\\p{N}])`, 'iu')
  return (
    (!kinds || items.some((item) => kinds.includes(item.kind))) &&
    (!glob || items.some((item) => item.paths.some((path) => glob(path)))) &&
    (!word || items.some((item) => word.test(item.title) || word.test(item.message)))
  )
}
