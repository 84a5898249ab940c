import type { Client } from '../model/client.ts'
import type { Collection } from '../model/collection.ts'
import { dayOf } from '../model/day.ts'
import type { Item } from '../model/item.ts'
import type { Report } from '../model/report.ts'
import { namesOf } from '../names-of.ts'
import { meets } from './meets.ts'

/**
 * Proposals in which a client had a say in a span, half-open: it answered about them, which it may about anything that was collected, or they meet a concern of it and the maintainer had a hand in them; only those that moved,
 * or were answered about, in the span. As the latest record has them, their state that of the end of the span. By ID.
 */
export function carried(
  { concerns, answers }: Pick<Client, 'concerns' | 'answers'>,
  { collections, since, until }: { collections: readonly Collection[]; since: string; until: string },
): Report['proposals'] {
  const inside = (at: string): boolean => since <= dayOf(at) && dayOf(at) < until
  const given = answers.filter(({ on }) => on < until)
  const answered = new Set(given.map(({ about }) => about))
  const any = concerns.map(meets)
  const known = new Map<string, { item: Item; isMet: boolean; end: string }>()
  for (const { stories, until: end } of collections.toSorted((a, b) => a.until.localeCompare(b.until)))
    for (const story of stories) {
      const isMet = any.some((evidenceOf) => evidenceOf(story).length > 0)
      for (const item of story.items.filter((one) => one.kind === 'proposal' || namesOf(one).some((name) => answered.has(name)))) {
        const before = namesOf(item).flatMap((name) => known.get(name) ?? [])[0]
        const own = [...new Set([...(before?.item.own ?? []), ...item.own])]
        const now = { item: { ...item, own }, isMet: isMet || before?.isMet === true, end }
        for (const name of [...namesOf(item), ...(before ? namesOf(before.item) : [])]) known.set(name, now)
      }
    }
  const answersTo = (names: readonly string[]): Report['proposals'][number]['answers'] =>
    given.filter(({ about }) => names.includes(about)).map(({ on, text }) => ({ on, text }))
  const collected = [...new Set(known.values())].flatMap(({ item, isMet, end }): Report['proposals'] => {
    const { id, title, url, own } = item
    const said = answersTo(namesOf(item))
    const moved = [item.at, ...item.transitions.map(({ at }) => at), ...said.map(({ on }) => on)].some(inside)
    if (!moved || (said.length === 0 && !(isMet && own.length > 0))) return []
    return [{ id, title, ...(url !== undefined && { url }), ...stateAt(item, { until, end }), answers: said, own }]
  })
  const others = [...new Set(given.filter(({ about, on }) => !known.has(about) && inside(on)).map(({ about }) => about))]
  return [...collected, ...others.map((id) => ({ id, answers: answersTo([id]), own: [] }))].sort((a, b) => a.id.localeCompare(b.id, 'en'))
}

/** Where a proposal stood before a day; what a record says of a later end is not known of that day. */
function stateAt({ kind, transitions, state, at }: Item, { until, end }: { until: string; end: string }): { state?: string; at?: string } {
  const last = transitions.findLast((step) => dayOf(step.at) < until)
  if (last) return { state: last.to, at: last.at }
  if (kind === 'change' && state === undefined && dayOf(at) < until) return { state: 'landed', at }
  return state !== undefined && transitions.length === 0 && dayOf(end) <= until ? { state, at } : {}
}
