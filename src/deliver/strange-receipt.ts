import type { Receipt } from '../model/receipt.ts'
import type { Revision } from './revisions.ts'

/** A line of the journal about a revision of this name that was frozen with other bytes, elsewhere; undefined when there is none. */
export function strangeReceipt(revision: Revision, receipts: readonly Receipt[]): Receipt | undefined {
  const payloads = new Map(revision.manifest.messages.map(({ recipient, payload }) => [recipient, payload]))
  return receipts.find(
    ({ revision: name, hash, recipient, sha256 }) =>
      name === revision.name && ((hash !== undefined && hash !== revision.hash) || (payloads.get(recipient) ?? sha256) !== sha256),
  )
}
