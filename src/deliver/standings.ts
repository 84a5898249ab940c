import type { Client } from '../model/client.ts'
import type { Manifest } from '../model/manifest.ts'
import type { Receipt } from '../model/receipt.ts'
import { currentRevision } from './current-revision.ts'
import { deliveriesOf, type Delivery, hasLeft, isOpen, revisionsLeft } from './deliveries.ts'
import { partsOf } from './parts-of.ts'
import { optOut, reasonToSkip } from './plan.ts'
import { readRevision, type Revision } from './revisions.ts'
import { strangeReceipt } from './strange-receipt.ts'

/**
 * One message as it stands. `recipient`: "client/recipient"; `state`: "planned" where no line of the journal says more; `delivery`: what the lines say;
 * of one that was not sent, `heldBy`: a later revision that has it, `excused`: why it is right so; `payload`: sha256 of its bytes.
 */
export type Message = {
  recipient: string
  state: Receipt['state']
  delivery: Delivery | undefined
  heldBy: string | undefined
  excused: string | undefined
  variant: string | undefined
  payload: string
}

/**
 * A revision as it stands, its messages in the order in which they are sent. `frozen`: undefined where the private folder does not hold it, and then
 * only those are known that the journal names; `hasBegun`: messages of it have left, or may have; `next`: the revision that corrects it.
 */
export type Standing = {
  revision: string
  hash: string | undefined
  frozen: Revision | undefined
  skipped: Manifest['skipped']
  messages: Message[]
  hasBegun: boolean
  next: string | undefined
}

/**
 * Every revision of a digest of which something has left, and the one that may be sent next, oldest first; none where nothing was frozen or sent. `clients`
 * and `day`: who is to get nothing any more. @throws {Problem} when a manifest cannot be read
 */
export async function standings(
  digest: string,
  options: { receipts: readonly Receipt[]; private: string; clients: ReadonlyMap<string, Client>; day: string },
): Promise<Standing[]> {
  const { receipts } = options
  const left = revisionsLeft(receipts)
  const newest = await currentRevision(options.private, { digest, receipts })
  const number = (name: string): number => Number(name.slice(1))
  const isNewer = newest !== undefined && left.every((name) => number(name) < number(newest.name))
  const last = left.length === 0 && newest === undefined ? receipts.at(-1)?.revision : undefined
  const names = [...left.sort((a, b) => number(a) - number(b)), ...(isNewer ? [newest.name] : []), ...(last === undefined ? [] : [last])]
  const standing: Standing[] = []
  let after: Standing | undefined
  for (const name of names.toReversed()) {
    const frozen = name === newest?.name ? newest : await readRevision(options.private, digest, name)
    after = standingOf(name, { ...options, frozen: frozen && strangeReceipt(frozen, receipts) ? undefined : frozen, after })
    standing.unshift(after)
  }
  return standing
}

function standingOf(
  name: string,
  options: Omit<Parameters<typeof standings>[1], 'private'> & { frozen: Revision | undefined; after: Standing | undefined },
): Standing {
  const { frozen, after } = options
  const deliveries = deliveriesOf(options.receipts, name)
  const planned = frozen?.manifest.messages ?? []
  const named = new Set(planned.map(({ recipient }) => recipient))
  const messageOf = (recipient: string, rest: { variant: string | undefined; payload: string }): Message => {
    const delivery = deliveries.get(recipient)
    const state = delivery?.state ?? 'planned'
    const isUnsent = state === 'planned' || state === 'rejected'
    const heldBy = isUnsent && after?.messages.some((message) => message.recipient === recipient) ? after.revision : undefined
    const excused = isUnsent ? excuseOf(recipient, { ...options, isReport: frozen?.manifest.report !== undefined }) : undefined
    return { recipient, state, delivery, heldBy, excused, ...rest }
  }
  return {
    revision: name,
    hash: frozen?.hash ?? [...deliveries.values()].find(({ hash }) => hash !== undefined)?.hash,
    frozen,
    skipped: frozen?.manifest.skipped ?? [],
    messages: [
      ...planned.map(({ recipient, variant, payload }) => messageOf(recipient, { variant, payload })),
      ...[...deliveries.values()]
        .filter(({ recipient }) => !named.has(recipient))
        .map(({ recipient, sha256 }) => messageOf(recipient, { variant: undefined, payload: sha256 })),
    ],
    hasBegun: [...deliveries.values()].some(hasLeft),
    next: after?.revision,
  }
}

/** Why a recipient gets no mail any more, as sending sees it. */
function excuseOf(
  who: string,
  { clients, day, isReport }: { clients: ReadonlyMap<string, Client>; day: string; isReport: boolean },
): string | undefined {
  const { client: name, id } = partsOf(who)
  const client = clients.get(name)
  const recipient = client?.recipients.find((one) => one.id === id)
  return isReport ? recipient && optOut(recipient) : client && reasonToSkip(client, { day, recipient })
}

/** Since when a message stands as it does: an attempt since the first, what was taken since it was; undefined where nothing was done. */
export function sinceOf(delivery: Delivery | undefined): string | undefined {
  if (!delivery) return undefined
  const { state, at, firstAttemptAt, acceptedAt } = delivery
  if (isOpen(delivery)) return firstAttemptAt ?? at
  return state === 'accepted' || state === 'scheduled' ? (acceptedAt ?? at) : at
}
