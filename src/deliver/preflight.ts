import { Problem } from '../errors.ts'
import type { Receipt } from '../model/receipt.ts'
import { deliveriesOf } from './deliveries.ts'
import { type Found, findMails } from './find-mails.ts'
import { KEY_LIVES_MS } from './key-age.ts'
import { listedSince } from './listed-since.ts'
import { lookAtDomain, unsaid } from './look-at-domain.ts'
import type { Provider } from './provider.ts'
import { addressesOf, readPayload, type Revision } from './revisions.ts'

/**
 * What was found before anything is sent. `warnings`: what a server on this machine does not say; `suppressed`: recipients that the provider sends
 * nothing to, and why; `found`: mails of the revision that the journal does not know, all young enough to be sent again under their key.
 */
export type Preflight = { warnings: string[]; suppressed: ReadonlyMap<string, string>; found: Found[] }

/**
 * Looks at the account before anything leaves: the domain of the sender is verified and follows nobody's opens and clicks, and every mail of this revision
 * that the provider lists stands in the journal. `isLocal`: a server on this machine, which may not say all that.
 * @throws {Problem} where one is not so, and where it cannot be told
 */
export async function preflight(
  revision: Revision,
  options: { provider: Provider; receipts: readonly Receipt[]; now: number; isLocal: boolean },
): Promise<Preflight> {
  const { provider, receipts, now } = options
  const [first] = revision.manifest.messages
  if (!first) return { warnings: [], suppressed: new Map(), found: [] }
  const { from } = (await readPayload(revision, first)).payload
  const warnings = await lookAtDomain(from, options)

  const refused = await provider.suppressed()
  if (!refused) warnings.push(unsaid('which addresses it sends nothing to', options.isLocal))
  const suppressed = new Map<string, string>()
  for (const [recipient, address] of refused && refused.size > 0 ? await addressesOf(revision) : []) {
    const why = refused?.get(address.toLowerCase())
    if (why !== undefined) suppressed.set(recipient, why)
  }

  const since = listedSince(
    receipts.map(({ at }) => at),
    now,
  )
  const listed = await findMails(revision, { provider, receipts, since })
  if (!listed) warnings.push(unsaid('which mails it has taken before', options.isLocal))
  const found = listed ?? []
  const deliveries = deliveriesOf(receipts, revision.name)
  const old = found.filter(
    ({ message, state, at }) => state === 'accepted' && now - at >= KEY_LIVES_MS && deliveries.get(message.recipient)?.firstAttemptAt === undefined,
  )
  if (old.length > 0)
    throw new Problem({
      what: `Cannot send ${revision.manifest.digest} ${revision.name}: the journal is older than what was sent; ${old.length === 1 ? `${old[0]?.message.recipient} has` : `${old.length} recipients have`} the mail, and it does not know`,
      fix: `Restore content/sent/${revision.manifest.digest}.jsonl from a backup, or let the provider tell: npm run status -- ${revision.manifest.digest} --reconcile; nothing was sent`,
    })
  return { warnings, suppressed, found }
}
