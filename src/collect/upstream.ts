import type { Ask, Clock } from '../http.ts'
import type { Coverage } from '../model/coverage.ts'
import type { Item } from '../model/item.ts'
import type { Store } from './store.ts'

/** What a source over the network is handed. `folder`: what relative paths are relative to; `accounts`: names and accounts of the maintainer. */
export type Upstream = {
  ask: Ask
  clock: Clock
  store: Store
  offline: boolean
  folder: string
  accounts: readonly string[]
  progress: (text: string) => void
}

/** What a source gives; `collect()` adds its id, its kind and the number of requests. */
export type Collected = { items: Item[]; coverage: Omit<Coverage, 'id' | 'kind' | 'requests'> }

/** An instant as items hold it: ISO 8601 in UTC, whole seconds. */
export function instant(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** What an item has before anything is known of it. */
export const BLANK = {
  paths: [],
  added: 0,
  deleted: 0,
  message: '',
  references: [],
  reverts: [],
  transitions: [],
  labels: [],
  aliases: [],
  links: [],
  own: [],
  notes: [],
} satisfies Partial<Item>
