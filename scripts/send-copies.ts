import { canaries } from '../src/deliver/canaries.ts'
import { lookAtDomain } from '../src/deliver/look-at-domain.ts'
import { verify } from '../src/deliver/revisions.ts'
import { testCopies } from '../src/deliver/test-copies.ts'
import type { Message, Transport } from '../src/deliver/transport.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { readSite } from '../src/folder.ts'
import { payloadSchema } from '../src/model/payload.ts'
import { approvedRevision, frozenRevision } from './approved-revision.ts'
import { counted, say, warn } from './command.ts'
import { maySend } from './may-send.ts'
import { messagesOf } from './messages-of.ts'
import { openProvider } from './open-provider.ts'
import { openTransport } from './open-transport.ts'

/**
 * Sends copies that no client gets and the journal knows nothing of, one a variant: marked ones to the address `test`, of a draft too; without it canaries to the
 * author, of what was approved. Gives 3 when one was not accepted, 1 when none can be before a person acts. @throws {Problem} when nothing may be sent
 */
export async function sendCopies(
  id: string,
  options: { test: string | undefined; only: string | undefined; approve: string | undefined; needsPdf: boolean; environment: Environment },
): Promise<number> {
  const { test, environment } = options
  const { resend: account } = environment
  maySend(environment)
  if (test !== undefined && !payloadSchema.shape.to.safeParse([test]).success)
    throw new Problem({ what: 'Cannot send test copies: what --test was given is no address', fix: 'Such as --test you@example.org' })
  const revision = test === undefined ? await approvedRevision(id, { ...options, approve: options.approve ?? '' }) : await frozenRevision(id, options)
  const messages = messagesOf(revision, options.only)
  await verify(revision)
  const { author, sender } = await readSite(environment.content)
  const { copies, own } =
    test === undefined
      ? await canaries(revision, messages, author.email)
      : { copies: await testCopies(revision, messages, { address: test, own: [author.email, sender?.replyTo ?? author.email] }), own: [] }
  for (const variant of own) say(`  ${variant}: no canary, as nobody but you gets it and it would be that mail`)
  const [first] = copies
  const provider = account.key === undefined ? undefined : openProvider(account, 'send')
  if (provider && first) for (const warning of await lookAtDomain(first.payload.from, { provider, isLocal: account.isLocal })) warn(warning)
  return sendAll(id, copies, {
    transport: openTransport(environment),
    what: test === undefined ? ['canary', 'canaries'] : ['test copy', 'test copies'],
    where: account.key === undefined ? `${environment.private}/outbox/` : test === undefined ? 'for author.email' : 'for the address that you gave',
  })
}

async function sendAll(
  id: string,
  copies: readonly Message[],
  { transport, what: [one, many], where }: { transport: Transport; what: [string, string]; where: string },
): Promise<number> {
  let accepted = 0
  for (const copy of copies) {
    await transport.turn()
    const outcome = await transport.send(copy)
    const variant = copy.key.split('/')[3] ?? ''
    const isAccepted = outcome.state === 'accepted'
    if (isAccepted) accepted++
    say(`  ${variant}: ${isAccepted ? 'accepted' : outcome.state === 'rejected' ? `rejected (${outcome.reason})` : `not known (${outcome.reason})`}`)
    if ('stops' in outcome && outcome.stops) break
  }
  say(`send: ${counted(accepted, one, many)} of ${id} accepted, ${where}; no client got one`)
  if (accepted === copies.length) return 0
  say('  fix Run the same command again for new copies; where Resend refuses the key, the sender or the account, mend that at resend.com first')
  return accepted === 0 ? 1 : 3
}
