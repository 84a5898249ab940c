import type { Manifest } from '../model/manifest.ts'
import type { Receipt } from '../model/receipt.ts'
import { variantName } from '../variant-name.ts'
import { deliveriesOf, type Delivery, isOpen } from './deliveries.ts'
import { gotAt } from './got.ts'
import { partsOf } from './parts-of.ts'

/**
 * A mail that people at one client got, or may have. `at`: when the first of them did, where it is not known of anybody the first attempt; `got`, `open`: ids of recipients, those of whom it is not known apart;
 * `written`: of all of them it is known only that the mail was written as a file.
 */
export type Received = {
  revision: string
  what: 'announcement' | 'first' | 'correction' | 'update'
  at: string
  got: string[]
  open: string[]
  written: boolean
}

/**
 * What a client got of one digest or notice, by revision; nothing that was not taken by the provider, or written into the outbox. `manifests`: of its revisions, by
 * name, as far as they are there: without one, a second mail to somebody counts as an update. `by`: an instant; what leaves after it was not got yet.
 */
export function received(
  client: string,
  { receipts, manifests, by }: { receipts: readonly Receipt[]; manifests: ReadonlyMap<string, Manifest>; by: string },
): Received[] {
  const number = (name: string): number => Number(name.slice(1))
  const revisions = [...new Set(receipts.map(({ revision }) => revision))].sort((a, b) => number(a) - number(b))
  const before = new Set<string>()
  return revisions.flatMap((revision) => {
    const own = [...deliveriesOf(receipts, revision).values()].filter(({ recipient }) => partsOf(recipient).client === client)
    const whatOf = ({ recipient }: Delivery): Received['what'] => {
      const manifest = manifests.get(revision)
      if (manifest?.state === 'pre-announced') return 'announcement'
      const variant = manifest?.messages.find((message) => message.recipient === recipient)?.variant
      const isCorrection = variant !== undefined && variantName(variant).isCorrection && manifest?.corrects?.isUpdate !== true
      return isCorrection ? 'correction' : before.has(recipient) ? 'update' : 'first'
    }
    const groups = [...Map.groupBy(own, whatOf)].flatMap(([what, deliveries]): Received[] => {
      const got = deliveries.flatMap((delivery) => {
        const at = gotAt(delivery)
        return at !== undefined && Date.parse(at) < Date.parse(by) ? [{ delivery, at }] : []
      })
      const open = deliveries.filter((delivery) => isOpen(delivery) || isUnderWay(delivery, by))
      const times = got.length > 0 ? got.map(({ at }) => at) : open.map(({ at, firstAttemptAt = at, scheduledAt = firstAttemptAt }) => scheduledAt)
      const [first] = times.sort((a, b) => Date.parse(a) - Date.parse(b))
      if (first === undefined) return []
      return [
        {
          revision,
          what,
          at: first,
          got: got.map(({ delivery }) => partsOf(delivery.recipient).id),
          open: open.map(({ recipient }) => partsOf(recipient).id),
          written: got.length > 0 && got.every(({ delivery }) => delivery.via === 'outbox' && !delivery.settled),
        },
      ]
    })
    for (const delivery of own) if (whatOf(delivery) !== 'announcement' && gotAt(delivery) !== undefined) before.add(delivery.recipient)
    return groups
  })
}

/** Whether the provider has had it to deliver since before an instant, and no mailbox has taken it yet as far as it said. */
function isUnderWay({ state, at, scheduledAt = at }: Delivery, by: string): boolean {
  return (state === 'delayed' || state === 'scheduled') && Date.parse(scheduledAt) < Date.parse(by)
}
