import type { Manifest } from '../model/manifest.ts'
import { variantName } from '../variant-name.ts'

/**
 * Whether what a revision holds for people at a client was made for it alone, and so has the passages that are for nobody else; false where it was that of its tier,
 * true where the revision is not there any more and nobody can tell.
 */
export function isMadeFor(client: string, manifest: Manifest | undefined): boolean {
  const own = manifest?.messages.filter(({ recipient }) => recipient.startsWith(`${client}/`))
  return own === undefined || own.some(({ variant }) => variantName(variant).kind === 'client')
}
