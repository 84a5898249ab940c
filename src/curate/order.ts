import type { Item } from '../model/item.ts'

const collator = new Intl.Collator('en', { numeric: true })

/** Items in the order of time; at one instant by their numbers, which grow with time. */
export function earlierFirst(a: Item, b: Item): number {
  return a.at.localeCompare(b.at) || collator.compare(a.id, b.id)
}
