import { dayInWords } from './day-in-words.ts'
import type { Item } from './model/item.ts'
import { LOST, type Story } from './model/story.ts'
import type { Window } from './model/window.ts'
import { stateInWords } from './state-in-words.ts'
import { undoings } from './undoings.ts'

/** What is known now. `complete`: every source gave all it has, so that what is missing is gone. */
export type Now = { stories: readonly Story[]; window: Window; complete: boolean }

/** Kinds whose title and state matter wherever they stand in a story; of changes and issues what the line is about alone. */
const TOLD: ReadonlySet<Item['kind']> = new Set(['proposal', 'vulnerability'])

/**
 * What is no longer as it was when some stories were told, in words that end a sentence about each: another title, another state, an issue
 * that is open again, a revert wherever it is grouped, a vulnerability in what was told as a change; stories of which nothing changed are left
 * out. Things are known by their ids and aliases, then and now, and what stands in one of the stories that were told is news to none of them.
 * What merely joined a story is no change of what was told. Words hold days, titles and ids alone: they stay the same until more changes.
 */
export function changedFacts(told: readonly Story[], now: Now): Map<Story, string[]> {
  const current = new Map<string, { item: Item; story: Story }>()
  for (const story of now.stories) for (const item of story.items) for (const name of namesOf(item)) current.set(name, { item, story })
  const before = new Set(told.flatMap((story) => story.items.flatMap(namesOf)))
  const isFresh = (item: Item): boolean => !namesOf(item).some((name) => before.has(name))
  const undone = undoings(told, {
    fresh: now.stories.flatMap((story) => story.items).filter((item) => item.kind === 'change' && item.state !== 'open' && isFresh(item)),
    current: (item) => namesOf(item).flatMap((name) => current.get(name)?.item ?? [])[0],
  })
  const found = new Map<Story, string[]>()
  for (const past of told) {
    const here = past.items.map((item) => ({ item, found: namesOf(item).flatMap((name) => current.get(name) ?? [])[0] }))
    const facts = [
      ...here.flatMap(({ item, found: match }, index) =>
        match ? changes(item, match.item, { isLead: index === 0, ...now }) : index === 0 && !past.gone && isGone(item, now) ? [goneWords(item)] : [],
      ),
      ...(undone.get(past) ?? []),
      ...[...new Set(here.flatMap((one) => one.found?.story ?? []))].flatMap((story) =>
        explained(past, story, isFresh).map((fact) => `${here[0]?.found?.story === story ? '' : `${story.id} `}${fact}`),
      ),
    ]
    if (facts.length > 0) found.set(past, [...new Set(facts)])
  }
  return found
}

/** What is different in one thing. Where a source gave not all, what several have may be told by another of them, in other words. */
function changes(past: Item, now: Item, { isLead, complete }: { isLead: boolean; complete: boolean }): string[] {
  const which = isLead ? '' : `${now.id} `
  const isSame = complete || past.id === now.id
  const matters = isLead || TOLD.has(past.kind) || TOLD.has(now.kind)
  const reopened = past.kind === 'issue' && now.kind === 'issue' && now.state === 'open'
  return [
    ...(titleOf(past) !== titleOf(now) && isSame && (complete || now.kind !== 'change') && (isLead || TOLD.has(past.kind))
      ? [`${which}has another title now: "${titleOf(now)}" (it was "${titleOf(past)}")`]
      : []),
    ...((past.state !== now.state || past.kind !== now.kind) && isSame && (matters || reopened) ? [`${which}${stateWords(past, now)}`] : []),
  ]
}

/** A title without what moves every day: how many issues of a milestone are open. */
function titleOf({ title, state }: Item): string {
  return state === 'planned' ? title.replace(/, \d+ open$/, '') : title
}

function stateWords(past: Item, now: Item): string {
  const steps = now.kind === 'issue' && now.state === 'open' ? ['reopened'] : [now.state]
  const moved = now.kind === 'vulnerability' ? now.at : now.transitions.findLast((step) => steps.includes(step.to))?.at
  const day = moved === undefined ? '' : ` on ${dayInWords(moved)}`
  const was = past.state === undefined ? '' : ` (it was ${stateInWords(past.state)})`
  if (past.kind !== now.kind)
    return `is ${/^[aeiou]/.test(now.kind) ? 'an' : 'a'} ${now.kind} now${now.state === undefined ? '' : `, ${stateInWords(now.state)}${day}`}`
  if (now.kind === 'change' && (now.state === undefined || now.commit !== undefined)) return `landed on ${dayInWords(now.at)}${was}`
  if (now.kind === 'issue' && now.state === 'open') return `was reopened${day}${was}`
  if (now.kind === 'release' && now.state === undefined) return `was released on ${dayInWords(now.at)}${was}`
  if (now.state === 'withdrawn') return `was withdrawn${day}${was}`
  return now.state === undefined ? `has no state any more${was}` : `is ${stateInWords(now.state)} now${day}${was}`
}

/** Vulnerabilities that came to what was told as a change; what is mended by a change that merely joined is none of it. */
function explained(past: Story, story: Story, isFresh: (item: Item) => boolean): string[] {
  if (past.items.some((item) => item.kind === 'vulnerability')) return []
  const own = new Set(past.items.flatMap(namesOf))
  const joined = new Set(story.items.filter((item) => item.kind !== 'vulnerability' && isFresh(item)).flatMap(namesOf))
  return story.items
    .filter((item) => {
      const fixes = item.references.map((reference) => keyOf(reference.id))
      return item.kind === 'vulnerability' && isFresh(item) && (fixes.some((id) => own.has(id)) || !fixes.some((id) => joined.has(id)))
    })
    .map((item) => `is about a vulnerability: ${item.id}`)
}

/** Whether a thing would have come if it were still there: what is open or planned now comes whatever its day. What left a feed was told all the same. */
function isGone(item: Item, { window, complete }: Now): boolean {
  return complete && item.kind !== 'article' && (isAhead(item) || (item.at >= window.since && item.at < window.until))
}

function isAhead({ kind, state }: Item): boolean {
  return (kind === 'change' && state === 'open') || state === 'planned'
}

function goneWords(item: Item): string {
  if (!isAhead(item)) return 'is no longer given by its source'
  return item.state === 'planned' ? 'is no longer planned' : `is ${LOST}`
}

/** What an item is known by: its id and aliases, and its commit. Addresses of articles mean their case. */
function namesOf(item: Pick<Item, 'kind' | 'id' | 'aliases' | 'commit'>): string[] {
  return item.kind === 'article' ? [item.id] : [item.id, ...item.aliases, ...(item.commit ? [`commit ${item.commit}`] : [])].map(keyOf)
}

function keyOf(id: string): string {
  return id.toLowerCase()
}
