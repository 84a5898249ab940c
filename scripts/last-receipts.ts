import { got } from '../src/deliver/got.ts'
import { listJournals, readJournal } from '../src/deliver/journal.ts'
import { dayOf } from '../src/model/day.ts'

/** What a client got last: the digest or notice, and the day on which somebody there got it. */
export type LastReceipt = { digest: string; on: string }

/** What each client got last, by its name, as the journals know it; who got nothing yet is not there. @throws {Problem} as `readJournal` */
export async function lastReceipts(contentFolder: string): Promise<Map<string, LastReceipt>> {
  const last = new Map<string, LastReceipt & { at: number }>()
  for (const digest of await listJournals(contentFolder))
    for (const { client, at } of got(await readJournal(contentFolder, digest))) {
      const time = Date.parse(at)
      if ((last.get(client)?.at ?? 0) < time) last.set(client, { digest, on: dayOf(at), at: time })
    }
  return new Map([...last].map(([client, { digest, on }]) => [client, { digest, on }]))
}
