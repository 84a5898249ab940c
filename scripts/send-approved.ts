import { userInfo } from 'node:os'
import { currentRevision } from '../src/deliver/current-revision.ts'
import { deliveriesOf, isDone } from '../src/deliver/deliveries.ts'
import { departure } from '../src/deliver/departure.ts'
import type { Journal } from '../src/deliver/journal.ts'
import { lineOf } from '../src/deliver/line-of.ts'
import { planCommand } from '../src/deliver/plan-command.ts'
import { type Revision, verify } from '../src/deliver/revisions.ts'
import { send } from '../src/deliver/send.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { REAL_CLOCK } from '../src/http.ts'
import type { Manifest } from '../src/model/manifest.ts'
import type { Receipt } from '../src/model/receipt.ts'
import { counted, progress, say } from './command.ts'
import { approvedRevision } from './approved-revision.ts'
import { askCount } from './ask-count.ts'
import { drift } from './drift.ts'
import { lookFirst } from './look-first.ts'
import { maySend } from './may-send.ts'
import { messagesOf } from './messages-of.ts'
import { openProvider } from './open-provider.ts'
import { openTransport } from './open-transport.ts'
import { sayOutcome } from './say-outcome.ts'
import { stopSignal } from './stop-signal.ts'
import { withJournal } from './with-journal.ts'

/** Of so many messages only those that were not accepted are said one by one. */
const MANY = 100

/**
 * Sends what was frozen and approved; never renders. `needsPdf`: only what was frozen with PDFs; `scheduledAt`: an instant until which the provider keeps
 * it. Gives 3 when an outcome is not settled or somebody has not got it, 1 when a person must act before anything can be sent. @throws {Problem} when a lock holds
 */
export async function sendApproved(
  id: string,
  options: {
    only: string | undefined
    approve: string
    yes: string | undefined
    needsPdf: boolean
    scheduledAt: string | undefined
    environment: Environment
  },
): Promise<number> {
  const { environment } = options
  const { resend: account } = environment
  const isLive = account.key !== undefined
  maySend(environment)
  if (options.scheduledAt !== undefined && !isLive)
    throw new Problem({ what: 'Cannot send at an instant: the outbox writes at once', fix: 'Set RESEND_API_KEY, or leave out --at' })
  const revision = await approvedRevision(id, options)
  const messages = messagesOf(revision, options.only)
  await askCount(id, {
    count: messages.length,
    yes: options.yes,
    question: `${counted(messages.length, 'message')} of ${id} ${revision.name} ${isLive ? `through Resend${account.isLocal ? ` at ${account.baseUrl}` : ''}` : 'for the outbox'}${options.scheduledAt === undefined ? '' : `, to leave at ${options.scheduledAt}`}, those with a receipt included. Type their number to go on: `,
  })
  return withJournal(id, environment, async (journal) => {
    // While the count was typed, somebody may have frozen anew.
    const newest = await currentRevision(environment.private, { digest: id, receipts: journal.receipts })
    if (newest?.hash !== revision.hash || newest.name !== revision.name)
      throw new Problem({
        what: `Cannot send ${id} ${revision.name}: ${newest?.name ?? 'nothing'} is the newest revision by now`,
        fix: `Look at the plan again: ${planCommand(revision)}`,
      })
    await verify(revision)
    return sendFrom(revision, { ...options, journal, messages })
  })
}

async function sendFrom(
  revision: Revision,
  options: { journal: Journal; messages: Manifest['messages']; environment: Environment; scheduledAt: string | undefined },
): Promise<number> {
  const { journal, environment, messages } = options
  const { resend: account } = environment
  const { digest } = revision.manifest
  const now = (): number => REAL_CLOCK.now()
  const { served, ended } = await drift(revision, messages, { environment, journal })
  const stop = stopSignal()

  const before = deliveriesOf(journal.receipts, revision.name)
  const isAllDone = served.every(({ recipient }) => isDone(before.get(recipient)))
  const provider = account.key === undefined || isAllDone ? undefined : openProvider(account, 'send', { stop: stop.signal })
  const refused = provider ? await lookFirst(revision, { journal, provider, now: now(), isLocal: account.isLocal }) : new Map<string, string>()
  const deliveries = deliveriesOf(journal.receipts, revision.name)
  const suppressed = new Map<string, string>()
  for (const { recipient } of served) {
    const why = refused.get(recipient)
    if (why !== undefined && !isDone(deliveries.get(recipient))) suppressed.set(recipient, why)
  }
  const scheduledAt = departure(served, { deliveries, asked: options.scheduledAt, now: now() })
  const planned = served.flatMap((message): Receipt[] => {
    const before = deliveries.get(message.recipient)
    const why = suppressed.get(message.recipient)
    const reason = why === undefined ? undefined : `suppressed (${why})`
    if (before && (before.state !== 'planned' || before.reason === reason)) return []
    return [{ ...lineOf(revision, message, now()), state: 'planned', by: userInfo().username, ...(reason !== undefined && { reason }) }]
  })
  if (planned.length > 0) await journal.write(planned)

  const at = progress('send')
  let count = 0
  const sent = await send(revision, {
    journal,
    messages: served.filter(({ recipient }) => !suppressed.has(recipient)),
    transport: openTransport(environment, { stop: stop.signal }),
    now,
    scheduledAt,
    stop: stop.signal,
    each: (recipient, state) =>
      state === 'accepted' && (process.stderr.isTTY || served.length > MANY)
        ? at.at(`${++count} of ${served.length}`)
        : say(`  ${recipient}: ${state}`),
  })
  at.done()
  stop.release()
  const after = deliveriesOf(journal.receipts, revision.name)
  return sayOutcome(digest, {
    revision,
    sent,
    deliveries: messages.flatMap(({ recipient }) => after.get(recipient) ?? []),
    now: now(),
    suppressed,
    ended,
    environment,
    isStopped: stop.signal.aborted,
    only: messages.length < revision.manifest.messages.length,
  })
}
