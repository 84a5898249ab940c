import { Problem } from '../errors.ts'
import type { Receipt } from '../model/receipt.ts'
import { deliveriesOf } from './deliveries.ts'
import { findMails, foundLine } from './find-mails.ts'
import { isKeyAlive } from './key-age.ts'
import { lineOf } from './line-of.ts'
import { listedSince } from './listed-since.ts'
import type { Provider } from './provider.ts'
import type { Revision } from './revisions.ts'

/** `lines`: what is settled, to be added to the journal; `found`: how many of them are mails at the provider; `more`: recipients of whom the provider has another mail than the journal, each with their number. */
export type Reconciled = { lines: Receipt[]; found: number; more: Map<string, number> }

/**
 * Settles from the provider's list what is not known of a revision: a mail that is there was accepted, or canceled since, whether the journal knows of an attempt or of nothing; an attempt whose
 * key is dead and whose mail is not there is uncertain. Run again it adds nothing. @throws {Problem} as `findMails`, and where the provider lists no mails
 */
export async function reconcile(revision: Revision, options: { provider: Provider; receipts: readonly Receipt[]; now: number }): Promise<Reconciled> {
  const { provider, receipts, now } = options
  const deliveries = deliveriesOf(receipts, revision.name)
  const since = listedSince(
    receipts.map(({ at }) => at),
    now,
  )
  const listed = await findMails(revision, { provider, receipts, since })
  if (!listed)
    throw new Problem({
      what: `Cannot reconcile ${revision.manifest.digest} ${revision.name}: the provider lists no mails`,
      fix: 'Look there by hand, and say what you know: --settle CLIENT/RECIPIENT=accepted, or =resend',
    })
  const found = Map.groupBy(listed, ({ message }) => message.recipient)
  const lines: Receipt[] = []
  const more = new Map<string, number>()
  for (const message of revision.manifest.messages) {
    const { recipient } = message
    const mails = found.get(recipient) ?? []
    const delivery = deliveries.get(recipient)
    // The first of several: those after it went out although it had.
    const mail = delivery?.id === undefined ? mails.pop() : undefined
    if (mails.length > 0) more.set(recipient, mails.length)
    if (mail) lines.push(foundLine(revision, mail, now))
    else if (delivery?.state === 'attempting' && delivery.via !== 'outbox' && !isKeyAlive(delivery, now))
      lines.push({
        ...lineOf(revision, message, now),
        state: 'uncertain',
        via: 'resend',
        reason: 'not known within the life of its key, and not found at the provider',
      })
  }
  return { lines, found: lines.filter(({ id }) => id !== undefined).length, more }
}
