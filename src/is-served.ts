import type { Client } from './model/client.ts'

/** Whether a client is served on a day: its contract has begun and is not over; its last day counts. */
export function isServed({ since, until }: Pick<Client, 'since' | 'until'>, day: string): boolean {
  return since <= day && (until === undefined || day <= until)
}
