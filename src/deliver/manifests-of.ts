import type { Manifest } from '../model/manifest.ts'
import type { Receipt } from '../model/receipt.ts'
import { readRevision } from './revisions.ts'

/** What the revisions hold that receipts of a digest or notice name, by name, as far as they are in the private folder still. @throws {Problem} as `readRevision` */
export async function manifestsOf(privateFolder: string, digest: string, receipts: readonly Receipt[]): Promise<Map<string, Manifest>> {
  const manifests = new Map<string, Manifest>()
  for (const name of new Set(receipts.map(({ revision }) => revision))) {
    const revision = await readRevision(privateFolder, digest, name)
    if (revision) manifests.set(name, revision.manifest)
  }
  return manifests
}
