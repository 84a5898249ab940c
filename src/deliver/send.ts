import { Problem } from '../errors.ts'
import type { Manifest } from '../model/manifest.ts'
import type { Receipt } from '../model/receipt.ts'
import { canceledOf, deliveriesOf, isDone, revisionsLeft } from './deliveries.ts'
import type { Journal } from './journal.ts'
import { isKeyAlive } from './key-age.ts'
import { lineOf } from './line-of.ts'
import { readPayload, type Revision } from './revisions.ts'
import { strangeReceipt } from './strange-receipt.ts'
import type { Transport } from './transport.ts'

/**
 * How many messages were accepted in this run, had a receipt already, were refused, are not known, were not attempted, and were canceled before. `stopped`: why nothing more was
 * sent; `everyone`: what stopped it would befall every message until a person mends it.
 */
export type Sent = {
  accepted: number
  already: number
  rejected: number
  unknown: number
  left: number
  canceled: number
  stopped?: { reason: string; everyone: boolean } | undefined
}

/** A provider that leaves so many messages in a row unanswered is down. */
const MOST_UNKNOWN_RUNNING = 5

/**
 * Sends the messages of a frozen revision that have no receipt yet. The line "attempting" is on disk before each message leaves; what was
 * attempted and is not known is tried again with the same key and bytes while the key lives, and is "uncertain" after that. The first goes alone:
 * what would befall all, such as a key that is refused, befalls one. `stop`: once aborted no other message leaves, those on their way are waited for.
 * @throws {Problem} when messages of a revision have left that this one does not correct, or went out with other bytes or another way, and when it was canceled as a whole
 */
export async function send(
  revision: Revision,
  options: {
    journal: Journal
    transport: Transport
    now: () => number
    messages?: readonly Manifest['messages'][number][]
    scheduledAt?: string | undefined
    stop?: AbortSignal | undefined
    each?: (recipient: string, state: string) => void
  },
): Promise<Sent> {
  const { journal, transport, now } = options
  refuseStrange(revision, journal.receipts, transport.via)
  const deliveries = deliveriesOf(journal.receipts, revision.name)
  const sent: Sent = { accepted: 0, already: 0, rejected: 0, unknown: 0, left: 0, canceled: 0 }
  const write = async (message: Manifest['messages'][number], line: Pick<Receipt, 'state'> & Partial<Receipt>): Promise<void> =>
    journal.write([{ ...lineOf(revision, message, now()), via: transport.via, ...line }])
  let unknownRunning = 0

  const deliver = async (message: Manifest['messages'][number]): Promise<void> => {
    const before = deliveries.get(message.recipient)
    const { payload, bytes } = await readPayload(revision, message)
    // The same bytes as the first time, whatever is asked for now.
    const scheduledAt = before?.firstAttemptAt === undefined ? options.scheduledAt : before.scheduledAt
    await write(message, { state: 'attempting', ...(scheduledAt !== undefined && { scheduledAt }) })
    const outcome = await transport.send({
      key: `digest/${revision.manifest.digest}/${revision.name}/${message.recipient}`,
      payload,
      bytes,
      date: revision.manifest.corrects?.date ?? revision.manifest.date,
      scheduledAt,
    })
    const { state: _, stops, ...said } = { stops: false, ...outcome }
    if (outcome.state !== 'unknown')
      await write(message, { state: outcome.state, ...said, ...(outcome.state === 'accepted' && scheduledAt !== undefined && { scheduledAt }) })
    sent[outcome.state === 'uncertain' ? 'unknown' : outcome.state]++
    unknownRunning = outcome.state === 'unknown' ? unknownRunning + 1 : 0
    const reason = 'reason' in outcome ? outcome.reason : ''
    if (stops) sent.stopped ??= { reason, everyone: outcome.state === 'rejected' }
    else if (unknownRunning >= MOST_UNKNOWN_RUNNING)
      sent.stopped ??= { reason: `${MOST_UNKNOWN_RUNNING} messages in a row without an answer`, everyone: false }
    options.each?.(
      message.recipient,
      outcome.state === 'unknown' ? `not known (${reason})` : outcome.state === 'accepted' ? 'accepted' : `${outcome.state} (${reason})`,
    )
  }

  const todo: Manifest['messages'][number][] = []
  for (const message of options.messages ?? revision.manifest.messages) {
    const before = deliveries.get(message.recipient)
    if (isDone(before)) sent[before?.state === 'uncertain' ? 'unknown' : before?.state === 'canceled' ? 'canceled' : 'already']++
    else if (isKeyAlive(before ?? {}, now())) todo.push(message)
    else {
      await write(message, { state: 'uncertain', reason: 'not known within the life of its key' })
      sent.unknown++
      options.each?.(message.recipient, 'uncertain')
    }
  }

  const underWay = new Set<Promise<void>>()
  const failures: unknown[] = []
  let begun = 0
  for (const message of todo) {
    while (underWay.size >= (begun === 1 ? 1 : transport.width)) await Promise.race(underWay)
    await transport.turn()
    if (sent.stopped || failures.length > 0 || options.stop?.aborted) break
    const one: Promise<void> = deliver(message)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => underWay.delete(one))
    underWay.add(one)
    begun++
  }
  await Promise.all(underWay)
  if (failures.length > 0) throw failures[0]
  return { ...sent, left: todo.length - begun }
}

/** @throws {Problem} when what the journal says is not about this revision, these bytes and this way */
function refuseStrange(revision: Revision, receipts: readonly Receipt[], via: Transport['via']): void {
  const { digest, corrects } = revision.manifest
  const other = revisionsLeft(receipts).at(-1)
  const isCorrected =
    corrects?.revision === other && !receipts.some(({ revision: name, hash }) => name === other && (hash ?? corrects?.hash) !== corrects?.hash)
  if (other !== undefined && other !== revision.name && !isCorrected)
    throw new Problem({
      what: `Cannot send ${digest} ${revision.name}: messages of ${other} have left already`,
      fix: `A client would be mailed twice. What was wrong is corrected with npm run send -- ${digest} --erratum FILE`,
    })
  // What is left of a revision of which some have left goes on; of one that nobody has, its next number serves everyone alike.
  if (canceledOf(receipts, revision.name).length > 0 && other === undefined)
    throw new Problem({
      what: `Cannot send ${digest} ${revision.name}: it was canceled`,
      fix: `Freeze it as the next revision, and approve that: npm run send -- ${digest}`,
    })
  const strange = strangeReceipt(revision, receipts)
  if (strange)
    throw new Problem({
      what: `Cannot send ${digest} ${revision.name}: ${strange.recipient} got another text under that name`,
      fix: 'It was frozen in another private folder: send the rest from there, or restore that folder here',
    })
  const elsewhere = [...deliveriesOf(receipts, revision.name)].find(
    ([, { state, settled, via: way }]) => state === 'accepted' && !settled && way !== undefined && way !== via,
  )
  if (elsewhere)
    throw new Problem({
      what: `Cannot send ${digest} ${revision.name} ${via === 'resend' ? 'through Resend' : 'to the outbox'}: ${elsewhere[0]} has it ${via === 'resend' ? 'in the outbox' : 'through Resend'}`,
      fix:
        via === 'resend'
          ? `If you mailed what is in the outbox, send the rest so too, with no RESEND_API_KEY; if it was a rehearsal, delete content/sent/${digest}.jsonl and the revisions of ${digest} in the private folder`
          : 'Set RESEND_API_KEY to send the rest the same way',
    })
}
