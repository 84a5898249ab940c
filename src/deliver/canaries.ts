import { randomUUID } from 'node:crypto'
import { Problem } from '../errors.ts'
import type { Manifest } from '../model/manifest.ts'
import { readPayload, type Revision } from './revisions.ts'
import type { Message } from './transport.ts'

/**
 * The mail of the first recipient of each variant that these messages have, as it was frozen, but to `author`. Each has a key of its own, so that a second one is a
 * second mail. What the author gets as a client's recipient is no canary: nothing would tell it from the mail itself.
 * @throws {Problem} when nobody else gets a variant
 */
export async function canaries(revision: Revision, messages: Manifest['messages'], author: string): Promise<Message[]> {
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
  const alone = messages.find(({ variant }) => !copies.has(variant))
  if (alone)
    throw new Problem({
      what: `Cannot send a canary of ${alone.variant}: nobody but you gets it, as ${alone.recipient}, and it would be that mail`,
      fix: `See that mail itself: --only ${alone.recipient.split('/')[0]} without --canary; or a copy that is marked, with --test ADDRESS. For other variants: --canary --only CLIENT`,
    })
  return [...copies.values()]
}
