import { changedFacts } from '../changed-facts.ts'
import { DRAFTED } from '../drafted-note.ts'
import type { Marker } from '../markers-of.ts'
import type { Story } from '../model/story.ts'
import type { Window } from '../model/window.ts'
import { namesOf } from '../names-of.ts'
import { ownersOf } from '../owners-of.ts'
import { comment } from './comment.ts'

/** A line of the digest that tells what is no longer so: its story as it was told, where its marker stands, and what changed, in words. */
export type ChangedLine = { story: Story; offset: number; facts: string[] }

/**
 * Lines whose stories changed since the last draft, in the order of the digest. `before`: stories of that draft; `complete`: every source gave
 * all it has. Two lines that tell one story now are among them, and a line of which a part is told elsewhere now: only a person can mend those.
 */
export function changedLines(
  markers: readonly Marker[],
  { before, stories, window, complete }: { before: readonly Story[]; stories: readonly Story[]; window: Window; complete: boolean },
): ChangedLine[] {
  const owners = ownersOf(before)
  const places = new Map<Story, Marker>()
  for (const marker of markers) {
    const story = owners.get(marker.id)
    if (story?.drafted !== undefined && !places.has(story)) places.set(story, marker)
  }
  const told = [...places.keys()]
  const facts = changedFacts(before, { stories, window, complete })
  const now = new Map(stories.flatMap((story) => story.items.flatMap(namesOf).map((name) => [name, story] as const)))
  const joined = oneNow(places, now)
  return told.flatMap((story) => {
    const all = [...(facts.get(story) ?? []), ...(joined.get(story) ?? []), ...apartNow(story, now)]
    return all.length > 0 ? [{ story, offset: places.get(story)?.offset ?? 0, facts: all }] : []
  })
}

/** What is put below such a line. */
export function changedComment({ story, facts }: ChangedLine): string {
  return `{/* ${comment(`${DRAFTED.changed}${story.id}: ${facts.join('; ')}`)} */}`
}

/** Whether the newest of such comments below a line, which stands first, says just that: it was written, but not recorded. */
export function isSaid(line: ChangedLine, text: string): boolean {
  const [head = ''] = changedComment(line).split(`${line.story.id}: `)
  const newest = text.indexOf(`${head}${comment(line.story.id)}: `, line.offset)
  return newest >= 0 && text.startsWith(changedComment(line), newest)
}

/** Of stories that were told apart and are one now: all but the best of them, with a word on it; none for those that are merged into its line. */
function oneNow(places: ReadonlyMap<Story, Marker>, now: ReadonlyMap<string, Story>): Map<Story, string[]> {
  const homes = Map.groupBy(places.keys(), (story) => homeOf(story, now))
  const found = new Map<Story, string[]>()
  for (const [home, several] of homes) {
    const [first, ...others] = home ? [...several].sort((a, b) => a.rank - b.rank) : []
    for (const story of others)
      if (first && places.get(story)?.line !== places.get(first)?.line) found.set(story, [`is one story with ${first.id} now, whose line stands too`])
  }
  return found
}

/** What was told in one line and belongs to other stories now, with a word on each: it may stand twice. */
function apartNow(past: Story, now: ReadonlyMap<string, Story>): string[] {
  const home = homeOf(past, now)
  const elsewhere = Map.groupBy(past.items, (item) => now.get(item.id))
  return [...elsewhere].flatMap(([story, items]) => {
    if (story === undefined || story === home) return []
    const ids = items.map((item) => item.id)
    const company = story.items.find((item) => !ids.includes(item.id))
    return [`${ids.join(', ')} ${ids.length > 1 ? 'are' : 'is'} told ${company ? `with ${company.id}` : 'apart'} now`]
  })
}

/** The story that tells now what a story told: that of its best item which is still there. */
function homeOf(past: Story, now: ReadonlyMap<string, Story>): Story | undefined {
  return past.items.map((item) => now.get(item.id)).find((one) => one !== undefined)
}
