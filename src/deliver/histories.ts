import { Problem } from '../errors.ts'
import type { Manifest } from '../model/manifest.ts'
import type { Receipt } from '../model/receipt.ts'
import { deliveriesOf, type Delivery, revisionsLeft } from './deliveries.ts'
import { readRevision, type Revision } from './revisions.ts'

/** A mail that somebody has, or may have. */
export type Held = { revision: Revision; message: Manifest['messages'][number]; delivery: Delivery }

/** What is known of one recipient, "client/recipient". `mails`: those that it has, or may have, oldest first; `state`: of its message in the last revision that held one; undefined where no line tells of it. */
export type History = { recipient: string; mails: Held[]; state: Receipt['state'] | undefined }

/** States in which a mail is with its reader, or may be. */
const HELD: ReadonlySet<Receipt['state']> = new Set(['attempting', 'uncertain', 'accepted', 'scheduled', 'delayed', 'delivered'])

/**
 * Everyone whom a digest was sent to, or was to be, from the journal and the frozen revisions of which messages have left; ordered by recipient. `revisions`: those, in the order in
 * which they began to leave; none where nothing was sent. @throws {Problem} when what was sent is not in the private folder
 */
export async function histories(
  privateFolder: string,
  { digest, receipts }: { digest: string; receipts: readonly Receipt[] },
): Promise<{ revisions: Revision[]; everyone: History[] }> {
  const revisions = await Promise.all(revisionsLeft(receipts).map((name) => readSent(privateFolder, { digest, name, receipts })))
  const everyone = new Map<string, History>()
  for (const revision of revisions) {
    const deliveries = deliveriesOf(receipts, revision.name)
    for (const message of revision.manifest.messages) {
      const { recipient } = message
      const delivery = deliveries.get(recipient)
      const before = everyone.get(recipient) ?? { recipient, mails: [], state: undefined }
      const held = delivery && HELD.has(delivery.state) ? [{ revision, message, delivery }] : []
      everyone.set(recipient, { recipient, mails: [...before.mails, ...held], state: delivery?.state ?? before.state })
    }
  }
  return { revisions, everyone: [...everyone.values()].sort((a, b) => a.recipient.localeCompare(b.recipient, 'en')) }
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
