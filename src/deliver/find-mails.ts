import { Problem } from '../errors.ts'
import type { Manifest } from '../model/manifest.ts'
import type { Receipt } from '../model/receipt.ts'
import { lineOf } from './line-of.ts'
import { sha256 } from './freeze.ts'
import type { Provider, Row } from './provider.ts'
import { addressesOf, readPayload, type Revision, subjectsOf } from './revisions.ts'
import { digestTag } from './tags.ts'

/** A mail of a revision at the provider. `at`: when it was taken, in milliseconds since 1970; `scheduledAt`: when it is to leave. */
export type Found = {
  message: Manifest['messages'][number]
  state: 'accepted' | 'canceled'
  at: number
} & Pick<Row, 'id' | 'messageId' | 'scheduledAt'>

/**
 * Mails of a revision at the provider that no line of the journal names, newest first: what is told apart by address and subject, this one or that of another revision, in its list is looked at
 * whole, and is one of ours by its tags or its very words, unless its tags say that it was another's: a canary, which has the words of the mail of a client. Of
 * what was canceled only what no other mail came after is told. Undefined where the provider lists no mails. `since`: milliseconds since 1970, nothing older is asked for.
 * @throws {Problem} when a mail of this digest went to the same reader with other words, and when the provider does not answer
 */
export async function findMails(
  revision: Revision,
  options: { provider: Provider; receipts: readonly Receipt[]; since: number },
): Promise<Found[] | undefined> {
  const { digest, messages } = revision.manifest
  const rows = await options.provider.list(options.since)
  if (!rows) return undefined
  const known = new Set(options.receipts.flatMap(({ id }) => id ?? []))
  const unknown = Map.groupBy(
    rows.filter((row) => !known.has(row.id) && row.to.length === 1),
    ({ to }) => to[0]?.toLowerCase(),
  )
  const addresses = unknown.size === 0 ? undefined : await addressesOf(revision)
  // A journal that is lost may have been of a revision with another title; what it tells of one is no loss.
  const subjects = unknown.size === 0 ? new Set<string>() : await subjectsOf(revision)
  const told = new Set(options.receipts.flatMap((one) => (one.revision !== revision.name && one.state !== 'planned' ? one.recipient : [])))
  const found: Found[] = []
  for (const message of messages) {
    const rowsToIt = unknown.get(addresses?.get(message.recipient)?.toLowerCase())
    if (!rowsToIt) continue
    const { payload } = await readPayload(revision, message)
    const isOther = ({ subject, event }: Row): boolean => subjects.has(subject) && event !== 'canceled' && !told.has(message.recipient)
    for (const row of rowsToIt.filter((one) => one.subject === payload.subject || isOther(one))) {
      const mail = await options.provider.mail(row.id)
      const { digest: digestThen, client, recipient } = mail?.tags ?? {}
      if (client !== undefined && `${client}/${recipient}` !== message.recipient) continue
      const isTagged = digestThen === digestTag(digest) && client !== undefined
      // A provider may give its words back in another spelling, a tag not.
      const isSame = mail?.tags['html'] === sha256(payload.html) || mail?.html === payload.html
      if (isTagged && !isSame)
        throw new Problem({
          what: `Cannot go on with ${digest} ${revision.name}: the provider has sent ${message.recipient} other words of it, and the journal does not know`,
          fix: `Restore content/sent/${digest}.jsonl and the private folder from a backup: what stands there is older than what was sent`,
        })
      if (isSame)
        found.push({
          message,
          state: row.event === 'canceled' ? 'canceled' : 'accepted',
          id: row.id,
          messageId: mail?.messageId,
          at: row.at,
          scheduledAt: row.scheduledAt,
        })
    }
  }
  const live = new Set(found.flatMap(({ message, state }) => (state === 'accepted' ? [message] : [])))
  return found.filter(({ message, state }) => state === 'accepted' || !live.has(message)).sort((a, b) => b.at - a.at)
}

/** The line by which a journal learns of a mail that was found. `now`: milliseconds since 1970. */
export function foundLine(revision: Revision, { message, state, id, messageId, scheduledAt }: Found, now: number): Receipt {
  return {
    ...lineOf(revision, message, now),
    state,
    via: 'resend',
    id,
    ...(messageId !== undefined && { messageId }),
    ...(scheduledAt !== undefined && { scheduledAt }),
    reason: 'found at the provider',
  }
}
