import { Problem } from '../errors.ts'
import type { Client } from '../model/client.ts'
import type { Manifest } from '../model/manifest.ts'
import type { Receipt } from '../model/receipt.ts'
import { correctionOf, variantName } from '../variant-name.ts'
import { deliveriesOf, type Delivery, revisionsLeft } from './deliveries.ts'
import { type Edition, sha256 } from './freeze.ts'
import { optOut, plan, type Planned, reasonToSkip, type Skipped } from './plan.ts'
import { readPayload, readRevision, type Revision } from './revisions.ts'

type Message = Manifest['messages'][number]

/** What is known of one recipient. `mails`: those that it got, or may have got, oldest first; `state`: of its message in the last revision that held one. */
type History = { recipient: string; mails: { revision: Revision; message: Message; delivery: Delivery }[]; state: Receipt['state'] | undefined }

/** Who gets a correction, and who its first mail. `gone`: recipients of a correction that no client's file names any more; `unthreaded`: those whose mail has no known Message-ID. */
export type Correcting = {
  planned: Planned[]
  skipped: Skipped[]
  corrects: Pick<NonNullable<Manifest['corrects']>, 'revision' | 'hash'>
  gone: string[]
  unthreaded: string[]
}

/** Why who got no mail gets no correction of it, by what the provider said last. */
const UNREACHED: Partial<Record<Receipt['state'], string>> = {
  bounced: 'the mail that is corrected bounced',
  complained: 'called the mail that is corrected unwanted',
  suppressed: 'the provider sent nothing to its address',
  failed: 'the mail that is corrected was not delivered',
}

/**
 * Who must be told that a digest as it was sent was wrong: from the journal and the frozen revisions, whatever the clients' files say today, everyone whose
 * last mail differs from what `editionOf` gives now for the same variant and tier. Whoever of those revisions has got nothing yet gets the digest as it is now;
 * who asked for no more mail gets nothing. `addressed`: clients that a passage is for alone now. Undefined where no mail that anybody has was wrong.
 * @throws {Problem} when a mail is under way, or what was sent is not in the private folder
 */
export async function correct(options: {
  private: string
  digest: string
  receipts: readonly Receipt[]
  clients: ReadonlyMap<string, Client>
  now: Date
  addressed: ReadonlySet<string>
  editionOf: (variant: { name: string; tier: string }) => Edition
}): Promise<Correcting | undefined> {
  const { digest, receipts, clients } = options
  const revisions = await Promise.all(revisionsLeft(receipts).map((name) => readSent(options.private, { digest, name, receipts })))
  const last = revisions.at(-1)
  if (!last) return undefined
  const histories = historiesOf(revisions, receipts)
  refuseOpen(last, histories, options.now)
  const day = options.now.toISOString().slice(0, 10)
  const today = plan(clients, { day, addressed: options.addressed }).planned
  const result: Correcting = { planned: [], skipped: [], corrects: { revision: last.name, hash: last.hash }, gone: [], unthreaded: [] }
  let wrong = 0
  for (const { recipient: who, mails, state } of histories) {
    const [client = '', id = ''] = who.split('/')
    const recipient = clients.get(client)?.recipients.find((one) => one.id === id)
    const skip = (reason: string): void => void result.skipped.push({ client, recipient: id, reason })
    const mail = mails.at(-1)
    if (!mail) {
      const first = today.find((one) => one.client === client && one.recipient.id === id)
      const served = clients.get(client)
      const why = served && recipient && reasonToSkip(served, { recipient, day })
      const unreached = state && UNREACHED[state]
      if (unreached !== undefined) skip(unreached)
      else if (first) result.planned.push(first)
      else skip(why ?? `clients/${client}.yaml does not name it any more`)
      continue
    }
    const { name: variant, tier, edition } = variantOf(mail.revision, mail.message, options)
    const given = options.editionOf({ name: variant, tier })
    if (sha256(given.html) === edition.html && sha256(given.text) === edition.text) {
      skip('nothing in what it got is wrong')
      continue
    }
    wrong++
    const reason = (recipient && optOut(recipient)) ?? (state && UNREACHED[state])
    if (reason !== undefined) {
      skip(reason)
      continue
    }
    if (!recipient) result.gone.push(who)
    const thread = mails.flatMap(({ delivery }) => delivery.messageId ?? [])
    if (mail.delivery.messageId === undefined) result.unthreaded.push(who)
    const { payload } = await readPayload(mail.revision, mail.message)
    const subject = `Correction: ${payload.subject.replace(/^Correction: /, '')}`
    const answers = { subject, since: mail.revision.name, thread: mail.delivery.messageId === undefined ? [] : thread, number: revisions.length }
    result.planned.push({
      client,
      recipient: { id, name: recipient?.name ?? id, email: payload.to[0] ?? '' },
      variant: correctionOf(variant),
      tier,
      answers,
    })
  }
  return wrong === 0 ? undefined : result
}

/** A revision of which messages have left. @throws {Problem} when it is not the one that the journal speaks of */
async function readSent(
  folder: string,
  { digest, name, receipts }: { digest: string; name: string; receipts: readonly Receipt[] },
): Promise<Revision> {
  const revision = await readRevision(folder, digest, name)
  if (!revision || receipts.some((one) => one.revision === name && one.hash !== undefined && one.hash !== revision.hash))
    throw new Problem({
      what: `Cannot correct ${digest}: ${revision ? `${name} here is not what was sent as ${name}` : `${name}, which was sent, is not here`}`,
      where: revision?.folder ?? folder,
      fix: 'Restore the private folder from a backup',
    })
  return revision
}

function historiesOf(revisions: readonly Revision[], receipts: readonly Receipt[]): History[] {
  const histories = new Map<string, History>()
  for (const revision of revisions) {
    const deliveries = deliveriesOf(receipts, revision.name)
    for (const message of revision.manifest.messages) {
      const { recipient } = message
      const delivery = deliveries.get(recipient)
      const before = histories.get(recipient) ?? { recipient, mails: [], state: undefined }
      const isThere = delivery !== undefined && ['attempting', 'uncertain', 'accepted', 'scheduled', 'delayed', 'delivered'].includes(delivery.state)
      histories.set(recipient, {
        recipient,
        mails: isThere ? [...before.mails, { revision, message, delivery }] : before.mails,
        state: delivery?.state ?? before.state,
      })
    }
  }
  return [...histories.values()].sort((a, b) => a.recipient.localeCompare(b.recipient, 'en'))
}

/** @throws {Problem} when a mail is under way or waits at the provider */
function refuseOpen({ manifest: { digest } }: Revision, histories: readonly History[], now: Date): void {
  const mails = histories.flatMap(({ recipient, mails: some }) => some.map(({ delivery }) => ({ ...delivery, recipient })))
  const open = mails.filter(({ state }) => state === 'attempting')
  if (open.length > 0)
    throw new Problem({
      what: `Cannot correct ${digest}: it is not known whether ${open.map(({ recipient }) => recipient).join(', ')} has it`,
      fix: `Send ${open[0]?.revision} again as it was approved, or ask the provider: npm run status -- ${digest} --reconcile`,
    })
  const waiting = mails.filter(
    ({ state, scheduledAt }) => scheduledAt !== undefined && Date.parse(scheduledAt) > now.getTime() && state !== 'delivered',
  )
  if (waiting.length > 0)
    throw new Problem({
      what: `Cannot correct ${digest}: the mail of ${waiting.map(({ recipient }) => recipient).join(', ')} has not gone out yet`,
      fix: `Take it back, then send the mended digest: npm run send -- ${digest} --cancel`,
    })
}

/** What a message was a variant of, but for being a correction, and the hashes of that. A client that a passage is for now is given that as well. */
function variantOf(
  { manifest }: Revision,
  message: Message,
  { addressed, clients }: Pick<Parameters<typeof correct>[0], 'addressed' | 'clients'>,
): { name: string; tier: string; edition: Edition } {
  const one = manifest.variants.find(({ name }) => name === message.variant)
  if (!one) throw new Error(`Cannot correct ${message.recipient}: its variant is not in the manifest`)
  const { plain, kind, of } = variantName(one.name)
  const client = message.recipient.slice(0, message.recipient.indexOf('/'))
  const tier = kind === 'tier' ? of : (one.tier ?? clients.get(client)?.tier)
  if (tier === undefined)
    throw new Problem({
      what: `Cannot correct what ${message.recipient} got: its tier is not known`,
      fix: `Put clients/${client}.yaml back as it was`,
    })
  return { name: addressed.has(client) ? `client-${client}` : plain, tier, edition: one.edition ?? one }
}
