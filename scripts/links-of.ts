import type { Content } from '../src/content.ts'
import type { Revision } from '../src/deliver/revisions.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'

/**
 * What the links to sealed pages are made from; undefined without a secret. The mail of a revision that was sent holds the links of
 * then: turning a client's key afterwards, or setting a secret, changes nothing of it. A revision that corrects it has links where that had some, with the keys of now.
 */
export function linksOf(
  sent: Revision | undefined,
  { content, environment, corrects }: { content: Content; environment: Environment; corrects: boolean },
): { secret: Uint8Array; numbers: ReadonlyMap<string, number> } | undefined {
  const now = new Map([...content.clients].map(([name, client]) => [name, client.key]))
  if (!sent) return environment.secret && { secret: environment.secret, numbers: now }
  if (!sent.manifest.keys) return undefined
  if (!environment.secret)
    throw new Problem({
      what: `Cannot look at ${sent.manifest.digest} again: it was sent with links to sealed pages, and DIGEST_SECRET is not set`,
      fix: 'Set the DIGEST_SECRET that it was sent with',
    })
  const then = Object.entries(sent.manifest.keys)
  return { secret: environment.secret, numbers: new Map(corrects ? [...then, ...now] : [...now, ...then]) }
}
