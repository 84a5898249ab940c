import { isServed } from '../is-served.ts'
import type { Client } from '../model/client.ts'
import { dayOf, daysAfter } from '../model/day.ts'
import type { Item } from '../model/item.ts'
import type { Match } from '../model/matches.ts'
import { ANNOUNCED_DAYS, OPEN_STATES } from '../model/proposals.ts'
import type { Story } from '../model/story.ts'
import { meets } from './meets.ts'

/** How long a client may think where no decision is announced yet. */
const UNHURRIED_DAYS = 14

/**
 * Which stories meet which concerns of the clients that are served on a day: by rank of the story, name of the client, and as its file has
 * the concerns. A proposal that is still open makes a question of it, with the last day on which an answer counts.
 */
export function matchConcerns(stories: readonly Story[], clients: ReadonlyMap<string, Client>, { day }: { day: string }): Match[] {
  const wanted = [...clients]
    .filter(([, client]) => isServed(client, day))
    .sort(([a], [b]) => a.localeCompare(b, 'en'))
    .flatMap(([name, client]) => client.concerns.map((concern) => ({ client: name, concern: concern.id, evidenceOf: meets(concern) })))
  return [...stories]
    .sort((a, b) => a.rank - b.rank)
    .flatMap((story) =>
      wanted.flatMap(({ client, concern, evidenceOf }): Match[] => {
        const evidence = evidenceOf(story)
        if (evidence.length === 0) return []
        const replyBy = replyByOf(story.items, day)
        return [{ story: story.id, client, concern, evidence, ...(replyBy !== undefined && { question: { replyBy } }) }]
      }),
    )
}

/** The earliest day of reply of the proposals on which nobody has decided; undefined where there is none. */
function replyByOf(items: readonly Item[], day: string): string | undefined {
  return items
    .filter((item) => item.kind === 'proposal' && OPEN_STATES.has(item.state ?? ''))
    .map((item) => lastDayFor(item, day))
    .sort()[0]
}

/** The day before a proposal can be decided, tomorrow at the earliest. */
function lastDayFor({ state, transitions, at }: Item, day: string): string {
  if (state !== 'likely-accept' && state !== 'likely-decline') return daysAfter(day, UNHURRIED_DAYS)
  const announced = dayOf(transitions.findLast((step) => step.to === state)?.at ?? at)
  const [before, tomorrow] = [daysAfter(announced, ANNOUNCED_DAYS - 1), daysAfter(day, 1)]
  return before > tomorrow ? before : tomorrow
}
