import { type Receipt, STATES } from '../model/receipt.ts'

/**
 * What is known of one message. `at`: when that was written; `firstAttemptAt`: the first attempt under its key that may have been taken,
 * so after the last word that it was not; `acceptedAt`: when it was taken first.
 */
export type Delivery = Receipt & {
  firstAttemptAt?: string | undefined
  acceptedAt?: string | undefined
}

/** The greater it is the less a state gives way to another. */
export function strength(state: Receipt['state']): number {
  return STATES.indexOf(state)
}

/**
 * What is known of each message of a revision, by "client/recipient". Lines that stand twice, or out of order, as two copies of a journal
 * joined have them, change nothing: the stronger word stays, but a person's word counts whatever stands before it, and what was attempted may be rejected.
 */
export function deliveriesOf(receipts: readonly Receipt[], revision: string): Map<string, Delivery> {
  const deliveries = new Map<string, Delivery>()
  for (const receipt of receipts)
    if (receipt.revision === revision) deliveries.set(receipt.recipient, next(deliveries.get(receipt.recipient), receipt))
  return deliveries
}

/** Whether a message has left, or may have: until it is known that it has not, another revision would be a second mail. */
export function hasLeft({ state }: Delivery): boolean {
  return strength(state) >= strength('attempting') && state !== 'canceled'
}

/** Whether nothing more is sent of a message by itself: somebody has it, or may, or it was canceled. */
export function isDone(delivery: Delivery | undefined): boolean {
  return delivery !== undefined && !['planned', 'rejected', 'attempting'].includes(delivery.state)
}

/** Whether it is not known if the provider has the message. */
export function isOpen({ state }: Pick<Delivery, 'state'>): boolean {
  return state === 'attempting' || state === 'uncertain'
}

/** Whether it did not reach its reader, as far as the provider knows, and a person must see to it. */
export function hasFailed({ state }: Pick<Delivery, 'state'>): boolean {
  return state === 'rejected' || strength(state) >= strength('failed')
}

/** The recipients of a revision whose message was canceled: its key would only give the canceled one again. */
export function canceledOf(receipts: readonly Receipt[], revision: string): string[] {
  return [...deliveriesOf(receipts, revision)].flatMap(([recipient, { state }]) => (state === 'canceled' ? [recipient] : []))
}

/** The revisions of which messages have left, or may have, in the order in which they began to. */
export function revisionsLeft(receipts: readonly Receipt[]): string[] {
  return [...new Set(receipts.map(({ revision }) => revision))].filter((revision) => [...deliveriesOf(receipts, revision).values()].some(hasLeft))
}

function next(before: Delivery | undefined, said: Receipt): Delivery {
  const { state, at } = said
  const now: Delivery = { ...before, ...said }
  // Nothing of a mail that is to be sent anew is true of the new one; a correction answers the one that they have.
  if (said.settled) return state === 'accepted' ? { ...said, messageId: said.messageId ?? before?.messageId, acceptedAt: at } : said
  // What was attempted after a message was rejected may have been taken, also where the older word stands below.
  if (state === 'rejected') {
    const isLast = !before || strength(before.state) < strength('attempting') || (before.state === 'attempting' && !isOlder(at, before.at))
    return isLast ? { ...now, firstAttemptAt: undefined } : before
  }
  if (before && strength(state) < strength(before.state))
    // A later line may tell what was not known yet of a message whose state is stronger.
    return {
      ...before,
      id: before.id ?? said.id,
      messageId: before.messageId ?? said.messageId,
      acceptedAt: before.acceptedAt ?? (state === 'accepted' ? at : undefined),
    }
  delete now.settled
  if (said.reason === undefined) delete now.reason
  if (state === 'attempting') {
    const { firstAttemptAt = at } = before ?? {}
    // An attempt says whether it is to leave at an instant, whatever was said of one that was refused.
    return {
      ...now,
      scheduledAt: said.scheduledAt,
      at: before && isOlder(at, before.at) ? before.at : at,
      firstAttemptAt: isOlder(at, firstAttemptAt) ? at : firstAttemptAt,
    }
  }
  if (state === 'accepted') return { ...now, acceptedAt: before?.acceptedAt ?? at }
  return now
}

function isOlder(at: string, than: string): boolean {
  return Date.parse(at) < Date.parse(than)
}
