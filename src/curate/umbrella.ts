import { countOf } from './count-of.ts'
import { isPlainWord } from './plain-words.ts'
import type { Told } from './told.ts'

/** An issue that more changes than this name may be an umbrella, over work that has only the issue in common. */
export const UMBRELLA = 12
const MOST = 0.5
const ALIKE = 0.5

/**
 * The changes that name one issue as pieces of work, each change in one. Few are one piece; so are many that one person did in one place
 * under words that they share, and many whose subjects share a word that few others have. The rest are told apart by where they lie, and where that is one place by
 * the words of their subjects. `wordsOf`: how many changes of the window have a word in their subjects.
 */
export function piecesOfWork(changes: readonly Told[], wordsOf: (word: string) => number): Told[][] {
  if (changes.length <= UMBRELLA || isOneWork(changes)) return [[...changes]]
  const word = telling(changes, wordsOf)
  const about = changes.filter((told) => word !== undefined && subjectWords(told).has(word))
  const others = changes.filter((told) => !about.includes(told))
  const apart = [...Map.groupBy(others, (told) => told.folder).values()].flatMap((here) =>
    isOneWork(here) || (here.length <= UMBRELLA && (byOne(here) || related(here) >= MOST)) ? [here] : alike(here),
  )
  return [...(about.length > 0 ? [about] : []), ...apart]
}

/** The words of a subject, lower case, without its areas and those that any subject may have. */
export function subjectWords({ subject }: Told): Set<string> {
  const words = subject.text.toLowerCase().match(/\p{L}[\p{L}\p{N}]{2,}/gu) ?? []
  return new Set(words.filter((word) => !isPlainWord(word)))
}

/** Whether most is by one person. */
function byOne(changes: readonly Told[]): boolean {
  return most(changes, (told) => told.item.author ?? told.item.id) >= MOST
}

/** How many of some changes, from 0 to 1, have the most frequent of something. */
function most(changes: readonly Told[], of: (told: Told) => string): number {
  return Math.max(...countOf(changes.map(of)).values()) / changes.length
}

/** Whether most of it lies in one folder or area, most is by one person, and most subjects share a word with others. */
function isOneWork(changes: readonly Told[]): boolean {
  const place = Math.max(
    most(changes, (told) => told.folder),
    most(changes, (told) => told.subject.areas[0] ?? told.folder),
  )
  return byOne(changes) && place >= MOST && related(changes) >= MOST
}

/** How many of some subjects, from 0 to 1, have a word that at least two others have. */
function related(changes: readonly Told[]): number {
  const counts = countOf(changes.flatMap((told) => [...subjectWords(told)]))
  return changes.filter((told) => [...subjectWords(told)].some((word) => (counts.get(word) ?? 0) > 2)).length / changes.length
}

/** The word that half of some subjects share, and that is theirs in good part. */
function telling(changes: readonly Told[], wordsOf: (word: string) => number): string | undefined {
  const counts = countOf(changes.flatMap((told) => [...subjectWords(told)]))
  const [best] = [...counts]
    .filter(([word, count]) => count >= changes.length / 2 && count >= wordsOf(word) / 3)
    .sort((a, b) => b[1] - a[1] || wordsOf(a[0]) - wordsOf(b[0]) || a[0].localeCompare(b[0], 'en'))
  return best?.[0]
}

/** Changes whose subjects share most of their words, each with those that are like it. */
function alike(changes: readonly Told[]): Told[][] {
  const groups: { words: Set<string>; members: Told[] }[] = []
  for (const told of changes) {
    const words = subjectWords(told)
    const group = groups.find((one) => {
      const shared = [...words].filter((word) => one.words.has(word)).length
      return shared / (words.size + one.words.size - shared || 1) >= ALIKE
    })
    if (group) group.members.push(told)
    else groups.push({ words, members: [told] })
  }
  return groups.map((group) => group.members)
}
