import type { Receipt } from '../model/receipt.ts'
import { deliveriesOf, revisionsLeft } from './deliveries.ts'
import { partsOf } from './parts-of.ts'

/** States of a mail that was taken, and of which nobody says that it came back. */
const TAKEN: ReadonlySet<Receipt['state']> = new Set(['accepted', 'delayed', 'delivered', 'complained'])

/** The instant at which the first mail of a digest or notice was taken that went to somebody at a client; undefined where nobody there has one. */
export function reachedAt(receipts: readonly Receipt[], client: string): string | undefined {
  return revisionsLeft(receipts)
    .flatMap((revision) => [...deliveriesOf(receipts, revision).values()])
    .filter(({ recipient, state }) => partsOf(recipient).client === client && TAKEN.has(state))
    .map(({ acceptedAt, at }) => acceptedAt ?? at)
    .sort()[0]
}
