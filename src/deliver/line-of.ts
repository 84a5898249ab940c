import type { Manifest } from '../model/manifest.ts'
import type { Receipt } from '../model/receipt.ts'
import type { Revision } from './revisions.ts'

/** What every line of the journal says of a message of a revision; `now`: milliseconds since 1970. */
export function lineOf(
  revision: Revision,
  { recipient, payload }: Manifest['messages'][number],
  now: number,
): Pick<Receipt, 'at' | 'revision' | 'recipient' | 'hash' | 'sha256'> {
  return { at: new Date(now).toISOString(), revision: revision.name, recipient, hash: revision.hash, sha256: payload }
}
