import { deliveriesOf, revisionsLeft } from '../src/deliver/deliveries.ts'
import { listJournals, readJournal } from '../src/deliver/journal.ts'
import { partsOf } from '../src/deliver/parts-of.ts'
import { dayOf } from '../src/model/day.ts'

/** What a client got last: the digest or notice, and the day on which its mail was taken. */
export type LastReceipt = { digest: string; on: string }

/** What each client got last, by its name, as the journals know it; who got nothing yet is not there. @throws {Problem} as `readJournal` */
export async function lastReceipts(contentFolder: string): Promise<Map<string, LastReceipt>> {
  const last = new Map<string, LastReceipt & { at: string }>()
  for (const digest of await listJournals(contentFolder)) {
    const receipts = await readJournal(contentFolder, digest)
    for (const revision of revisionsLeft(receipts))
      for (const [recipient, { acceptedAt }] of deliveriesOf(receipts, revision)) {
        const { client } = partsOf(recipient)
        if (acceptedAt !== undefined && (last.get(client)?.at ?? '') < acceptedAt) last.set(client, { digest, on: dayOf(acceptedAt), at: acceptedAt })
      }
  }
  return new Map([...last].map(([client, { digest, on }]) => [client, { digest, on }]))
}
