import { bareTitle } from './bare-title.ts'
import { dayInWords } from './day-in-words.ts'
import type { Item } from './model/item.ts'
import type { Story } from './model/story.ts'
import { isExact, namesExactly } from './revert-names.ts'

/** A change that was told, the story that told it, and by what it was taken back last, if it is. */
type Target = { item: Item; story: Story; gone: Item | undefined }

/**
 * Which changes of the stories that were told have been taken back or given back since, in words that end a sentence about each story; what
 * was taken back when they were told counts as such.
 * `fresh`: changes that landed and stand in none of the stories; `current`: a change as it is known now. An id or a hash says what is meant; a
 * title alone means the latest change of that title.
 */
export function undoings(
  told: readonly Story[],
  { fresh, current }: { fresh: readonly Item[]; current: (item: Item) => Item | undefined },
): Map<Story, string[]> {
  const targets = told.flatMap((story) =>
    story.items.filter((item) => item.kind === 'change' && item.reverts.length === 0).map((item): Target => ({ item, story, gone: undefined })),
  )
  const facts = new Map<Story, string[]>()
  /** Reverts that came since, and what they took back, or gave back. */
  const did = new Map<Item, { targets: Target[]; again: boolean }>()
  const news = new Set(fresh)
  const say = (by: Item, { item, story }: Target, words: string): void => {
    if (!news.has(by)) return
    const which = story.items.filter((one) => one.kind === 'change').length > 1 || story.items[0] !== item ? `${item.id} ` : ''
    facts.set(story, [...(facts.get(story) ?? []), `${which}${words}`])
  }
  const known = told.flatMap((story) => story.items).filter(({ kind, state }) => kind === 'change' && state !== 'open')
  const all = [...new Set([...known, ...fresh])]
  for (const item of all.toSorted((a, b) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id, 'en'))) {
    const day = dayInWords(item.at)
    if (item.reverts.length === 0) {
      const again = targets.filter(
        ({ item: one, gone }) =>
          one !== item && gone !== undefined && titlesOf(one, current).some((title) => bareTitle(title) === bareTitle(item.title)),
      )
      for (const target of again) {
        target.gone = undefined
        say(item, target, `landed again on ${day} (by ${item.id})`)
      }
      continue
    }
    const meant = meantBy(item, all, current)
    const direct = targets.filter((target) => meant.has(target.item))
    for (const target of direct) {
      target.gone = item
      say(item, target, `was reverted on ${day} (by ${item.id})`)
    }
    const through = [...did].filter(([revert]) => meant.has(revert)).map(([, one]) => one)
    for (const { targets: touched, again } of through)
      for (const target of touched) {
        target.gone = again ? item : undefined
        say(item, target, `${again ? 'was reverted again' : 'landed again'} on ${day} (by ${item.id})`)
      }
    did.set(item, { targets: [...direct, ...through.flatMap((one) => one.targets)], again: through[0] ? !through[0].again : false })
  }
  return facts
}

/** The changes that a revert takes back, which landed before it. */
function meantBy(revert: Item, changes: readonly Item[], current: (item: Item) => Item | undefined): Set<Item> {
  const earlier = changes.filter((item) => item !== revert && item.at <= revert.at)
  if (isExact(revert)) return new Set(earlier.filter((item) => [item, current(item)].some((one) => one && namesExactly(revert, one))))
  const titled = earlier.filter((item) => revert.reverts.some((name) => titlesOf(item, current).includes(name)))
  const [latest] = titled.toSorted((a, b) => b.at.localeCompare(a.at) || b.id.localeCompare(a.id, 'en', { numeric: true }))
  return new Set(titled.filter((item) => latest !== undefined && item.id === latest.id))
}

/** Every title that a change has or had. */
function titlesOf(item: Item, current: (item: Item) => Item | undefined): string[] {
  const now = current(item)
  return [item.title, ...(now ? [now.title] : [])]
}
