import type { Item, Reference } from '../model/item.ts'
import { namesOf } from '../names-of.ts'

/** Every id of an item or of an entry of OSV, lower case, each once: its own first. */
export function idsOf(item: Pick<Item, 'id' | 'aliases'>): string[] {
  return [...new Set(namesOf(item).map((id) => id.toLowerCase()))]
}

/** Issues and proposals that an item names; what it merely follows is none of them. */
export function named(item: Item): Reference[] {
  return item.references.filter((reference) => reference.verb !== 'follows')
}
