import type { Receipt } from '../model/receipt.ts'
import { revisionsLeft } from './deliveries.ts'
import { newestRevision, readRevision, type Revision } from './revisions.ts'

/**
 * The revision of a digest that may be sent: the newest one; but once messages of one have left that one, or the newest where it corrects it, whatever was frozen beside it.
 * undefined: there is none. @throws {Problem} when a manifest cannot be read
 */
export async function currentRevision(
  privateFolder: string,
  { digest, receipts }: { digest: string; receipts: readonly Receipt[] },
): Promise<Revision | undefined> {
  const newest = await newestRevision(privateFolder, digest)
  const sent = revisionsLeft(receipts).at(-1)
  if (!newest || sent === undefined || newest.manifest.corrects) return newest
  return (await readRevision(privateFolder, digest, sent)) ?? newest
}
