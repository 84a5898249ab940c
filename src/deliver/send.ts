import type { Manifest } from '../model/manifest.ts'
import type { Receipt } from '../model/receipt.ts'
import { deliveriesOf, isDone } from './deliveries.ts'
import type { Journal } from './journal.ts'
import { isKeyAlive } from './key-age.ts'
import { lineOf } from './line-of.ts'
import type { Outcome } from './outcome.ts'
import { refuseStrange } from './refuse-strange.ts'
import { readPayload, type Revision } from './revisions.ts'
import type { Transport } from './transport.ts'

/**
 * How many messages were accepted in this run, had a receipt already, were refused, are not known (`uncertain`: and are not sent by another run), were not attempted, and were canceled before. `stopped`: why nothing more was
 * sent; `everyone`: what stopped it would befall every message until a person mends it.
 */
export type Sent = {
  accepted: number
  already: number
  rejected: number
  unknown: number
  uncertain: number
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
 * @throws {Problem} as `refuseStrange`, before anything leaves
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
  const sent: Sent = { accepted: 0, already: 0, rejected: 0, unknown: 0, uncertain: 0, left: 0, canceled: 0 }
  const write = async (message: Manifest['messages'][number], line: Pick<Receipt, 'state'> & Partial<Receipt>): Promise<void> =>
    journal.write([{ ...lineOf(revision, message, now()), via: transport.via, ...line }])
  let unknownRunning = 0

  const deliver = async (message: Manifest['messages'][number]): Promise<void> => {
    const before = deliveries.get(message.recipient)
    const { payload, bytes } = await readPayload(revision, message)
    // The same bytes as the first time, whatever is asked for now.
    const scheduledAt = before?.firstAttemptAt === undefined ? options.scheduledAt : before.scheduledAt
    await write(message, { state: 'attempting', ...(scheduledAt !== undefined && { scheduledAt }) })
    const answer = await transport.send({
      key: `digest/${revision.manifest.digest}/${revision.name}/${message.recipient}`,
      payload,
      bytes,
      date: revision.manifest.corrects?.date ?? revision.manifest.date,
      scheduledAt,
    })
    const wasOpen = before?.firstAttemptAt !== undefined
    // A refusal of the whole account tells nothing of an attempt before, which may have been taken.
    const outcome: Outcome = answer.state === 'rejected' && answer.stops && wasOpen ? { ...answer, state: 'unknown' } : answer
    const { state: _, stops, ...said } = { stops: false, ...outcome }
    if (outcome.state !== 'unknown')
      await write(message, { state: outcome.state, ...said, ...(outcome.state === 'accepted' && scheduledAt !== undefined && { scheduledAt }) })
    sent[outcome.state]++
    unknownRunning = outcome.state === 'unknown' ? unknownRunning + 1 : 0
    const reason = 'reason' in outcome ? outcome.reason : ''
    if (stops) sent.stopped ??= { reason, everyone: answer.state === 'rejected' }
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
    if (isDone(before)) sent[before?.state === 'uncertain' || before?.state === 'canceled' ? before.state : 'already']++
    else if (isKeyAlive(before ?? {}, now())) todo.push(message)
    else {
      await write(message, { state: 'uncertain', reason: 'not known within the life of its key' })
      sent.uncertain++
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
