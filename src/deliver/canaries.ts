import { randomUUID } from 'node:crypto'
import { Problem } from '../errors.ts'
import type { Manifest } from '../model/manifest.ts'
import { readPayload, type Revision } from './revisions.ts'
import type { Message } from './transport.ts'

/**
 * The mail of the first recipient of each variant that these messages have, as it was frozen, but to `author`. Each has a key of its own, so that a second one is a
 * second mail. What the author gets as a client's recipient is no canary, as nothing would tell it from that mail: `own` are the variants that nobody else gets.
 * @throws {Problem} when all are such
 */
export async function canaries(revision: Revision, messages: Manifest['messages'], author: string): Promise<{ copies: Message[]; own: string[] }> {
  const { digest, date } = revision.manifest
  const copies = new Map<string, Message>()
  for (const message of messages) {
    if (copies.has(message.variant)) continue
    const { payload } = await readPayload(revision, message)
    if (payload.to[0]?.toLowerCase() === author.toLowerCase()) continue
    const copy = { ...payload, to: [author] }
    copies.set(message.variant, {
      key: `canary/${digest}/${revision.name}/${message.variant}/${randomUUID().slice(0, 8)}`,
      payload: copy,
      bytes: JSON.stringify(copy),
      date,
    })
  }
  if (copies.size === 0)
    throw new Problem({
      what: `Cannot send a canary of ${digest}: nobody but you gets it, as ${messages.map(({ recipient }) => recipient).join(', ')}, and it would be that mail`,
      fix: 'Send that mail itself, without --canary; or a copy that is marked, with --test ADDRESS',
    })
  return { copies: [...copies.values()], own: [...new Set(messages.map(({ variant }) => variant))].filter((variant) => !copies.has(variant)) }
}
