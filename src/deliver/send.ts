import { Problem } from '../errors.ts'
import { readJournal, revisionSent, statesOf, writeReceipt } from './journal.ts'
import { readPayload, type Revision } from './revisions.ts'
import type { Transport } from './transport.ts'

/** How many messages were accepted in this run, had a receipt already, were refused, and are not known. */
export type Sent = { accepted: number; already: number; rejected: number; unknown: number }

/**
 * Sends the messages of a frozen revision that have no receipt yet, one after the other. The line "attempting" is on disk before
 * each message leaves; an outcome that is not known stays so, for a later run with the same key and bytes.
 * @throws {Problem} when messages of another revision have left, or the journal cannot be read
 */
export async function send(
  revision: Revision,
  options: { content: string; only?: string | undefined; transport: Transport; now: () => Date; each?: (recipient: string, state: string) => void },
): Promise<Sent> {
  const { digest, date, messages } = revision.manifest
  const receipts = await readJournal(options.content, digest)
  const other = revisionSent(receipts)
  if (other !== undefined && other !== revision.name)
    throw new Problem({
      what: `Cannot send ${digest} ${revision.name}: messages of ${other} have left already`,
      fix: `A client would be mailed twice; corrections of what was sent are not built yet`,
    })
  const strange = receipts.find(
    (receipt) =>
      receipt.revision === revision.name &&
      ((receipt.hash !== undefined && receipt.hash !== revision.hash) ||
        messages.some((message) => message.recipient === receipt.recipient && message.payload !== receipt.sha256)),
  )
  if (strange !== undefined) {
    throw new Problem({
      what: `Cannot send ${digest} ${revision.name}: ${strange.recipient} got another text under that name`,
      fix: 'It was frozen in another private folder: send the rest from there, or restore that folder here',
    })
  }
  const states = statesOf(receipts, revision.name)
  const sent: Sent = { accepted: 0, already: 0, rejected: 0, unknown: 0 }
  for (const message of messages.filter((one) => options.only === undefined || one.recipient.startsWith(`${options.only}/`))) {
    const before = states.get(message.recipient)?.state
    if (before !== undefined && before !== 'planned' && before !== 'attempting') {
      sent[before === 'rejected' ? 'rejected' : before === 'uncertain' ? 'unknown' : 'already']++
      continue
    }
    const { payload, bytes } = await readPayload(revision, message)
    const line = (): { at: string; revision: string; recipient: string; sha256: string; hash: string } => ({
      at: options.now().toISOString(),
      revision: revision.name,
      recipient: message.recipient,
      sha256: message.payload,
      hash: revision.hash,
    })
    await writeReceipt(options.content, digest, { ...line(), state: 'attempting' })
    const outcome = await options.transport({ key: `digest/${digest}/${revision.name}/${message.recipient}`, payload, bytes, date })
    if (outcome.state === 'accepted') await writeReceipt(options.content, digest, { ...line(), state: 'accepted', id: outcome.id })
    if (outcome.state === 'rejected') await writeReceipt(options.content, digest, { ...line(), state: 'rejected', reason: outcome.reason })
    sent[outcome.state]++
    options.each?.(message.recipient, outcome.state)
  }
  return sent
}
