import type { Item } from '../model/item.ts'
import { named } from './names-of.ts'

/** Changes of a story whose ids and references count: one huge story is not a good ranking. */
const COUNTED = 12

/** Ids that a story answers for: those of its items and what they fix or update, of its first twelve changes only. */
export function answersFor(items: readonly Item[]): Set<string> {
  const changes = new Set(items.filter((item) => item.kind === 'change').slice(0, COUNTED))
  return new Set(
    items
      .filter((item) => item.kind !== 'change' || changes.has(item))
      .flatMap((item) => [item.id, ...item.aliases, ...named(item).map(({ id }) => id)])
      .map((id) => id.toLowerCase()),
  )
}

/** Which of some picks each story answers for, as their indexes. */
export function picksOf(stories: readonly (readonly Item[])[], picks: readonly { refs: readonly string[] }[]): number[][] {
  const citing = new Map<string, number[]>()
  for (const [index, { refs }] of picks.entries())
    for (const ref of new Set(refs.map((one) => one.toLowerCase()))) citing.set(ref, [...(citing.get(ref) ?? []), index])
  return stories.map((items) => [...new Set([...answersFor(items)].flatMap((id) => citing.get(id) ?? []))])
}

/** Which picks the items of a window reach at all, however they are told, as their indexes. */
export function picksReached(items: readonly Item[], picks: readonly { refs: readonly string[] }[]): number[] {
  const ids = new Set(items.flatMap((item) => [...answersFor([item])]))
  return [...picks.entries()].flatMap(([index, { refs }]) => (refs.some((ref) => ids.has(ref.toLowerCase())) ? [index] : []))
}

/** How many those are. */
export function reached(items: readonly Item[], picks: readonly { refs: readonly string[] }[]): number {
  return picksReached(items, picks).length
}

/** How many different picks stand in the first so many stories. */
export function foundIn(ranked: readonly (readonly number[])[], first: number): number {
  return new Set(ranked.slice(0, first).flat()).size
}
