import type { Client } from '../model/client.ts'
import type { Match } from '../model/matches.ts'
import type { Story } from '../model/story.ts'
import { namesOf } from '../names-of.ts'

/** Offers that a client gets in one digest; questions are asked, and answers shown, beyond that. */
const MOST = 6

/**
 * What is chosen from. `known`: matches of the last draft, undefined where nothing was recorded; `shown`: stories with a new line; `standing`:
 * those with a line that stands; `moved`: those of them of which facts have changed.
 */
export type Choice = {
  matches: readonly Match[]
  known: readonly Match[] | undefined
  clients: ReadonlyMap<string, Client>
  shown: ReadonlySet<Story>
  standing: ReadonlySet<Story>
  moved: ReadonlySet<Story>
  now: string
}

/**
 * Which matches are offered below which lines, best stories first, and all matches with the day on which they were offered. What was offered
 * once is not offered again, unless its client answered about something that has moved since, and is remembered where its story is gone, as is
 * what came of it. Of a
 * digest that was drafted before matches were recorded, lines that stand are not gone back to.
 */
export function chooseOffers(stories: readonly Story[], choice: Choice): { offers: Map<Story, Match[]>; matches: Match[] } {
  const { known, clients, shown, standing, moved, now } = choice
  const byId = new Map(stories.map((story) => [story.id, story]))
  const given = new Map<string, Set<string>>()
  for (const match of known ?? []) if (match.offered !== undefined) give(match)
  const offers = new Map<Story, Match[]>()
  const before = Map.groupBy(known ?? [], (match) => `${match.client} ${match.concern}`)
  const kept = new Set<Match>()
  const matches = choice.matches.map((match): Match => {
    const story = byId.get(match.story)
    if (!story) return match
    const names = new Set(story.items.flatMap(namesOf))
    const lower = new Set([...story.refs, ...names].map((name) => name.toLowerCase()))
    const past = before.get(`${match.client} ${match.concern}`)?.find((one) => one.offered !== undefined && names.has(one.story))
    const recorded = before.get(`${match.client} ${match.concern}`)?.find((one) => one.outcome !== undefined && names.has(one.story))
    for (const one of [past, recorded]) if (one) kept.add(one)
    const own: Match = { ...match, ...(recorded && { outcome: recorded.outcome, words: recorded.words }) }
    const isAnswered = clients.get(match.client)?.answers.some(({ about }) => lower.has(about.toLowerCase())) === true
    if (past && !(moved.has(story) && isAnswered)) return { ...own, offered: past.offered, ...(past.question && { question: past.question }) }
    if (!shown.has(story) && !standing.has(story)) return own
    if (known === undefined && !shown.has(story)) return { ...own, offered: now }
    const to = given.get(match.client)
    if (match.question === undefined && !past && !isAnswered && to && to.size >= MOST && !to.has(story.id)) return own
    give(match)
    offers.set(story, [...(offers.get(story) ?? []), match])
    return { ...own, offered: now }
  })
  const isRemembered = (match: Match): boolean => (match.offered !== undefined || match.outcome !== undefined) && !kept.has(match)
  return { offers, matches: [...matches, ...(known ?? []).filter(isRemembered)] }

  function give({ client, story }: Match): void {
    given.set(client, (given.get(client) ?? new Set()).add(story))
  }
}
