import { keysOf } from './keys-of.ts'

/** The address at which a client's sealed archive is opened; its key is in it. `url`: of the site; `number`: the `key` of the client's file. */
export function archiveLink(url: string, { secret, client, number }: { secret: Uint8Array; client: string; number: number }): string {
  const { archive, identity } = keysOf(secret, client, number)
  return `${url}/private/${archive}/#${identity}`
}
