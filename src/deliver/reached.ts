import type { Receipt } from '../model/receipt.ts'
import { deliveriesOf, revisionsLeft } from './deliveries.ts'
import { partsOf } from './parts-of.ts'

/** States of a mail that was taken, and of which nobody says that it came back. */
const TAKEN: ReadonlySet<Receipt['state']> = new Set(['accepted', 'delayed', 'delivered', 'complained'])

/** The instant at which the first mail of a digest or notice was taken that went to somebody at a client, or at which it is to leave; undefined where nobody there has one. */
export function reachedAt(receipts: readonly Receipt[], client: string): string | undefined {
  return revisionsLeft(receipts)
    .flatMap((revision) => [...deliveriesOf(receipts, revision).values()])
    .filter(({ recipient, state }) => partsOf(recipient).client === client && TAKEN.has(state))
    .map(({ at, acceptedAt = at, scheduledAt = acceptedAt }) => (Date.parse(scheduledAt) > Date.parse(acceptedAt) ? scheduledAt : acceptedAt))
    .sort()[0]
}
