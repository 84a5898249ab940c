import { isServed } from '../is-served.ts'
import type { Client } from '../model/client.ts'
import { dayOf } from '../model/day.ts'

/** Names of the clients that are served on a day and may be named, in alphabetical order. */
export function supportersOf(clients: ReadonlyMap<string, Client>, now: Date): string[] {
  const day = dayOf(now)
  const named = [...clients.values()].filter((client) => client.credit && isServed(client, day))
  return named.map(({ name }) => name).sort((a, b) => a.localeCompare(b, 'en'))
}
