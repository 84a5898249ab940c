import { dayInWords } from '../day-in-words.ts'
import type { Item } from '../model/item.ts'
import type { Window } from '../model/window.ts'
import { stateInWords } from '../state-in-words.ts'
import { bareTitle } from '../bare-title.ts'
import { earlierFirst } from './order.ts'
import { givesBack, names } from './undo.ts'

/** Where a story stands at the end of the window: "accepted 3 May, landed in 4 changes, reverted 2 June"; undefined where nothing moved. */
export function stateOf(items: readonly Item[], window: Window): string | undefined {
  // The window's end is its first instant no more: a last quarter ends on 1 January.
  const year = new Date(Date.parse(window.until) - 1).toISOString().slice(0, 4)
  const day = (at: string): string => dayInWords(at, { year: at.slice(0, 4) !== year && at < window.since })
  const steps = items
    .filter((item) => item.kind === 'proposal' && item.state !== undefined)
    .map(({ state, transitions, at }) => {
      const moved = transitions.findLast((step) => step.to === state)?.at ?? at
      return { at: moved, words: `${stateInWords(state ?? '')} ${day(moved)}` }
    })
  const told = [...steps, ...landings(items, day)].sort((a, b) => a.at.localeCompare(b.at)).map((step) => step.words)
  return told.length > 0 ? told.join(', ') : undefined
}

/** What landed, was reverted and landed again, each with its day, in the order of time. */
function landings(items: readonly Item[], day: (at: string) => string): { at: string; words: string }[] {
  const changes = items.filter((item) => item.kind === 'change').sort(earlierFirst)
  const waiting = changes.find((item) => item.state === 'open')
  const did = new Map<Item, Step>()
  const goneTitles = new Set<string>()
  const standing = new Set<Item>()
  const told: { at: string; words: string }[] = []
  for (const item of changes) {
    if (item.state === 'open') continue
    const targets = item.reverts.length > 0 ? [...did.keys()].filter((earlier) => names(item, earlier)) : []
    const landedOnce = [...did.values()].includes('landed')
    const isAgain = goneTitles.has(bareTitle(item.title)) || (landedOnce && standing.size === 0)
    const step = item.reverts.length > 0 ? undoing(item, did.get(targets.at(-1) ?? item)) : isAgain ? 'landed again' : 'landed'
    did.set(item, step)
    if (step === 'reverted') {
      for (const title of [...item.reverts, ...targets.map((target) => target.title)]) goneTitles.add(bareTitle(title))
      const gone = targets.filter((target) => standing.delete(target)).length
      told.push({ at: item.at, words: `${standing.size > 0 && gone > 0 ? `${gone === 1 ? 'one' : gone} of them ` : ''}reverted ${day(item.at)}` })
    } else {
      standing.add(item)
      if (step === 'landed again') told.push({ at: item.at, words: `${step} ${day(item.at)}` })
    }
  }
  const landed = [...did].flatMap(([item, step]) => (step === 'landed' ? [item] : []))
  const [first] = landed
  return [
    ...(first ? [{ at: first.at, words: landed.length === 1 ? `landed ${day(first.at)}` : `landed in ${landed.length} changes` }] : []),
    ...told,
    ...(waiting ? [{ at: waiting.at, words: 'in review' }] : []),
  ]
}

type Step = 'landed' | 'reverted' | 'landed again'

/** What a revert did, by what became of that which it takes back, or else by its own words. */
function undoing(revert: Item, before: Step | undefined): Step {
  return before === 'reverted' || (before === undefined && givesBack(revert)) ? 'landed again' : 'reverted'
}
