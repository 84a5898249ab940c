import { Problem } from '../errors.ts'
import type { Client } from '../model/client.ts'
import { dayOf } from '../model/day.ts'
import type { Manifest } from '../model/manifest.ts'
import type { Receipt } from '../model/receipt.ts'
import { correctionOf, variantName } from '../variant-name.ts'
import { type Edition, sha256 } from './freeze.ts'
import { type Held, histories, type History } from './histories.ts'
import { partsOf } from './parts-of.ts'
import { optOut, plan, type Planned, reasonToSkip, type Skipped } from './plan.ts'
import { readPayload } from './revisions.ts'

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
  bounced: 'the mail before this one bounced',
  complained: 'called the mail before this one unwanted',
  suppressed: 'the provider sent nothing to its address',
  failed: 'the mail before this one was not delivered',
}

/**
 * Who must be told that a digest as it was sent was wrong: from the journal and the frozen revisions, whatever the clients' files say today, everyone whose
 * last mail differs from what `editionOf` gives now for the same variant and tier. Whoever of those revisions has got nothing yet gets the digest as it is now;
 * who asked for no more mail gets nothing. `addressed`: clients that a passage is for alone now; `update`: where more is known and nothing was wrong, the
 * subject of the mail, and whether it is the notice itself: where only that it would come was said so far, whoever is served today gets it as a first mail. Undefined where no mail that anybody has was wrong.
 * @throws {Problem} when a mail is under way, or what was sent is not in the private folder
 */
export async function correct(options: {
  private: string
  digest: string
  receipts: readonly Receipt[]
  clients: ReadonlyMap<string, Client>
  now: Date
  addressed: ReadonlySet<string>
  update?: { subject: string; isWhole: boolean } | undefined
  editionOf: (variant: { name: string; tier: string }) => Edition
}): Promise<Correcting | undefined> {
  const { digest, receipts, clients, update } = options
  const { revisions, everyone } = await histories(options.private, { digest, receipts })
  const last = revisions.at(-1)
  if (!last) return undefined
  refuseOpen(everyone, { what: `Cannot ${update ? 'update' : 'correct'} ${digest}`, digest, now: options.now })
  const day = dayOf(options.now)
  const today = plan(clients, { day, addressed: options.addressed }).planned
  const isFirst = update?.isWhole === true && revisions.every(({ manifest }) => manifest.state === 'pre-announced')
  const result: Correcting = { planned: [], skipped: [], corrects: { revision: last.name, hash: last.hash }, gone: [], unthreaded: [] }
  let wrong = 0
  for (const { recipient: who, mails, state } of everyone) {
    const { client, id } = partsOf(who)
    const recipient = clients.get(client)?.recipients.find((one) => one.id === id)
    const skip = (reason: string): void => void result.skipped.push({ client, recipient: id, reason })
    const mail = mails.at(-1)
    if (!mail) {
      const first = today.find((one) => one.client === client && one.recipient.id === id)
      const served = clients.get(client)
      const why = served && recipient && reasonToSkip(served, { recipient, day })
      const unreached = state && UNREACHED[state]
      if (unreached !== undefined && !isFirst) skip(unreached)
      else if (first) result.planned.push(first)
      else skip(why ?? `clients/${client}.yaml does not name it any more`)
      continue
    }
    const { name: variant, tier, edition } = variantOf(mail, options)
    const given = options.editionOf({ name: variant, tier })
    if (sha256(given.html) === edition.html && sha256(given.text) === edition.text) {
      skip(update ? 'nothing in what it got has changed' : 'nothing in what it got is wrong')
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
    result.planned.push({
      client,
      recipient: { id, name: recipient?.name ?? id, email: payload.to[0] ?? '' },
      variant: correctionOf(variant),
      tier,
      answers: {
        subject: update?.subject ?? `Correction: ${payload.subject.replace(/^Correction: /, '')}`,
        since: mail.revision.name,
        thread: mail.delivery.messageId === undefined ? [] : thread,
        number: revisions.length,
      },
    })
  }
  const known = new Set(everyone.map(({ recipient }) => recipient))
  for (const one of update ? today : []) {
    const { client, recipient } = one
    if (known.has(`${client}/${recipient.id}`)) continue
    if (isFirst) result.planned.push(one)
    else
      result.skipped.push({ client, recipient: recipient.id, reason: `came after ${last.name} was sent, and an update goes to those who got that` })
  }
  return wrong === 0 ? undefined : result
}

/** @throws {Problem} when a mail is under way or waits at the provider */
function refuseOpen(everyone: readonly History[], { what, digest, now }: { what: string; digest: string; now: Date }): void {
  const mails = everyone.flatMap((one) => one.mails.map(({ delivery }) => delivery))
  const open = mails.filter(({ state }) => state === 'attempting')
  if (open.length > 0)
    throw new Problem({
      what: `${what}: it is not known whether ${open.map(({ recipient }) => recipient).join(', ')} has it`,
      fix: `Send ${open[0]?.revision} again as it was approved, or ask the provider: npm run status -- ${digest} --reconcile`,
    })
  const waiting = mails.filter(
    ({ state, scheduledAt }) => scheduledAt !== undefined && Date.parse(scheduledAt) > now.getTime() && state !== 'delivered',
  )
  if (waiting.length > 0)
    throw new Problem({
      what: `${what}: the mail of ${waiting.map(({ recipient }) => recipient).join(', ')} has not gone out yet`,
      fix: `Take it back, then send the mended digest: npm run send -- ${digest} --cancel`,
    })
}

/** What a message was a variant of, but for being a correction, and the hashes of that. A client that a passage is for now is given that as well. */
function variantOf(
  { revision: { manifest }, message }: Held,
  { addressed, clients }: Pick<Parameters<typeof correct>[0], 'addressed' | 'clients'>,
): { name: string; tier: string; edition: Edition } {
  const one = manifest.variants.find(({ name }) => name === message.variant)
  if (!one) throw new Error(`Cannot correct ${message.recipient}: its variant is not in the manifest`)
  const { plain, kind, of } = variantName(one.name)
  const { client } = partsOf(message.recipient)
  const tier = kind === 'tier' ? of : (one.tier ?? clients.get(client)?.tier)
  if (tier === undefined)
    throw new Problem({
      what: `Cannot correct what ${message.recipient} got: its tier is not known`,
      fix: `Put clients/${client}.yaml back as it was`,
    })
  return { name: addressed.has(client) ? `client-${client}` : plain, tier, edition: one.edition ?? one }
}
