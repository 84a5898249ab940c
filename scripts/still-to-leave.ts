import { deliveriesOf, revisionsLeft } from '../src/deliver/deliveries.ts'
import { listJournals, readJournal } from '../src/deliver/journal.ts'
import { partsOf } from '../src/deliver/parts-of.ts'
import type { Receipt } from '../src/model/receipt.ts'

/** States of a mail that the provider keeps, or may keep, until its instant. */
const WAITS: ReadonlySet<Receipt['state']> = new Set(['attempting', 'uncertain', 'accepted', 'scheduled'])

/** Mails that were handed over to leave for somebody at a client after an instant, by digest or notice. @throws {Problem} as `readJournal` */
export async function stillToLeave(client: string, { content, after }: { content: string; after: number }): Promise<{ id: string; at: string }[]> {
  const waiting: { id: string; at: string }[] = []
  for (const id of await listJournals(content)) {
    const receipts = await readJournal(content, id)
    const times = revisionsLeft(receipts)
      .flatMap((revision) => [...deliveriesOf(receipts, revision).values()])
      .filter(({ recipient, state }) => partsOf(recipient).client === client && WAITS.has(state))
      .flatMap(({ scheduledAt }) => (scheduledAt !== undefined && Date.parse(scheduledAt) >= after ? [scheduledAt] : []))
    const [first] = times.sort()
    if (first !== undefined) waiting.push({ id, at: first })
  }
  return waiting
}
