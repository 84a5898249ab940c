import type { Collection } from '../model/collection.ts'
import { dayOf } from '../model/day.ts'
import type { Item } from '../model/item.ts'
import type { Report } from '../model/report.ts'
import { namesOf } from '../names-of.ts'

const SHOWN = 12

/** An item with the best rank of a story that it stood in, that story, its place there, and the end of the last record that has it. */
type Own = { item: Item; rank: number; story: string; place: number; end: string }

/**
 * What the maintainer did in a span, half-open, from what was collected: each thing once, however many records hold it, as the latest of them has it. `best`: one item
 * a story, the best rank first. Nothing is counted but what a source said is the maintainer's own.
 */
export function ownWork(collections: readonly Collection[], { since, until }: { since: string; until: string }): Report['work'] {
  const inside = (at: string): boolean => since <= dayOf(at) && dayOf(at) < until
  const own = [...ownItems(collections)].filter(({ item }) => item.own.length > 0)
  const during = own.filter(({ item }) => inside(item.at))
  const wrote = during.filter(({ item }) => item.own.includes('wrote'))
  const landed = wrote.filter(({ item }) => item.kind === 'change' && item.state !== 'open')
  const reviewed = during.filter(({ item }) => item.kind === 'change' && item.own.includes('reviewed') && !item.own.includes('wrote'))
  const decided = own.filter(({ item }) => item.own.includes('decided') && [item.at, ...item.transitions.map(({ at }) => at)].some(inside))
  const released = wrote.filter(({ item }) => item.kind === 'release' && item.state !== 'planned')
  const ranked = [...new Set([...landed, ...released, ...decided, ...reviewed])].sort(
    (a, b) => a.rank - b.rank || b.end.localeCompare(a.end) || a.place - b.place,
  )
  const best = [...Map.groupBy(ranked, ({ story }) => story).values()].flatMap(([first]) => first ?? []).slice(0, SHOWN)
  const days = (some: readonly Own[]): string[] => some.map(({ item }) => dayOf(item.at)).sort()
  return {
    wrote: landed.length,
    waiting: wrote.filter(({ item }) => item.kind === 'change' && item.state === 'open').length,
    reviewed: reviewed.length,
    decided: decided.length,
    released: released.length,
    opened: wrote.filter(({ item }) => item.kind === 'issue' || item.kind === 'proposal').length,
    published: wrote.filter(({ item }) => item.kind === 'article').length,
    days: { wrote: days(landed), reviewed: days(reviewed) },
    best: best.map(({ item: { id, kind, title, url, at, own: hands } }) => ({ id, kind, title, ...(url !== undefined && { url }), at, own: hands })),
  }
}

/** Every item once, as the record that ends last has it, with what any record says was the maintainer's own. */
function ownItems(collections: readonly Collection[]): Iterable<Own> {
  const known = new Map<string, Own>()
  for (const { stories, until: end } of collections.toSorted((a, b) => a.until.localeCompare(b.until)))
    for (const { id: story, rank, items } of stories)
      for (const [place, item] of items.entries()) {
        const names = namesOf(item)
        const before = names.flatMap((name) => known.get(name) ?? [])[0]
        const own = [...new Set([...(before?.item.own ?? []), ...item.own])]
        const best = before && before.rank <= rank ? before : { rank, story, place }
        const now = { ...best, item: { ...item, own }, end }
        for (const name of [...names, ...(before ? namesOf(before.item) : [])]) known.set(name, now)
      }
  return new Set(known.values())
}
