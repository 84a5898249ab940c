import type { Item } from '../model/item.ts'

/** Simple ways to rank stories, to see a ranking beside: the larger the number, the earlier; of equal ones the story of more items, then the newer. */
export const BASELINES: readonly { name: string; of: (items: readonly Item[]) => number }[] = [
  { name: 'newest first', of: newest },
  { name: 'largest first', of: (items) => Math.max(...items.map((item) => item.added + item.deleted)) },
  { name: 'most discussed', of: (items) => items.reduce((sum, item) => sum + (item.comments ?? 0) + (item.reactions ?? 0), 0) },
]

/** Stories in the order of a baseline. */
export function inOrderOf<S extends { items: readonly Item[] }>(stories: readonly S[], of: (items: readonly Item[]) => number): S[] {
  return [...stories].sort((a, b) => of(b.items) - of(a.items) || b.items.length - a.items.length || newest(b.items) - newest(a.items))
}

function newest(items: readonly Item[]): number {
  return Math.max(...items.map((item) => Date.parse(item.at)))
}
