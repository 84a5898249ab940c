import type { Ask, Clock } from '../http.ts'
import type { Coverage } from '../model/coverage.ts'
import type { Item } from '../model/item.ts'
import type { Window } from '../model/window.ts'
import type { Access } from './github/github-problem.ts'
import type { Store } from './store.ts'

/**
 * What a source over the network is handed. `folder`: what relative paths are relative to; `accounts`: names and accounts of the maintainer;
 * `drafted`: the window of an earlier run, where this one asks again for the same and looks further, to the end of a longer window.
 */
export type Upstream = {
  ask: Ask
  clock: Clock
  store: Store
  offline: boolean
  folder: string
  accounts: readonly string[]
  drafted?: Window
  progress: (text: string) => void
}

/** Where and with what is collected. `folder`: what relative paths are relative to; `cache`: where what came is kept; `accounts`: names and accounts of the maintainer; `drafted`: see `Upstream`. */
export type CollectOptions = {
  folder: string
  cache: string
  ask: Ask
  clock: Clock
  offline: boolean
  accounts: readonly string[]
  drafted?: Window
  github: Access
  progress?: (source: string, text: string) => void
}

/** What a source gives; `collect()` adds its id, its kind and the number of requests. */
export type Collected = { items: Item[]; coverage: Omit<Coverage, 'id' | 'kind' | 'requests'> }

/** What an item has before anything is known of it. */
export const BLANK = {
  paths: [],
  added: 0,
  deleted: 0,
  message: '',
  wording: [],
  references: [],
  reverts: [],
  transitions: [],
  labels: [],
  aliases: [],
  links: [],
  own: [],
  notes: [],
} satisfies Partial<Item>

/** An end that no run reaches: what has it is one stream of the store, however far a run looks. */
const NEVER = '2100-01-01T00:00:00Z'

/** What is asked for, each a stream of the store: the window, or that of an earlier run, which knows most of it, and what came after that. */
export function askedWindows(window: Window, drafted: Window | undefined): [Window, ...Window[]] {
  if (drafted === undefined) return [window]
  return drafted.until < window.until ? [drafted, { since: drafted.until, until: NEVER }] : [drafted]
}

/** Whether a time, in milliseconds since 1970, lies inside the half-open window: its first instant does, its last does not. No time does not. */
export function isInside(time: number, { since, until }: Window): boolean {
  return time >= Date.parse(since) && time < Date.parse(until)
}

/** Counts what is left out, by its reason, on top of what was counted before. */
export function leftOut(dropped: Coverage['dropped'] = {}): { dropped: Coverage['dropped']; drop: (reason: string) => void } {
  return {
    dropped,
    drop(reason) {
      dropped[reason] = (dropped[reason] ?? 0) + 1
    },
  }
}
