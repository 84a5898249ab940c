import type { Receipt } from '../model/receipt.ts'
import { deliveriesOf, type Delivery } from './deliveries.ts'
import { partsOf } from './parts-of.ts'

/** A message that somebody has: of which revision, the client and the recipient's id there, and since when. */
export type Got = { revision: string; client: string; id: string; at: string }

/**
 * Every message of a digest or notice that somebody got, by instant: what was taken and is not known to have come back, to wait or to be lost. One that
 * was handed over to leave later is got from that instant on, which may be to come.
 */
export function got(receipts: readonly Receipt[]): Got[] {
  const revisions = [...new Set(receipts.map(({ revision }) => revision))]
  const all = revisions.flatMap((revision) =>
    [...deliveriesOf(receipts, revision).values()].flatMap((delivery): Got[] => {
      const at = gotAt(delivery)
      return at === undefined ? [] : [{ revision, ...partsOf(delivery.recipient), at }]
    }),
  )
  return all.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

/** Since when somebody has a message; undefined where that is not known, or it did not arrive. */
export function gotAt({ state, at, acceptedAt = at, scheduledAt }: Delivery): string | undefined {
  if (state !== 'accepted' && state !== 'delivered' && state !== 'complained') return undefined
  return scheduledAt !== undefined && Date.parse(scheduledAt) > Date.parse(acceptedAt) ? scheduledAt : acceptedAt
}
