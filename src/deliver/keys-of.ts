import { hkdfSync } from 'node:crypto'
import { base32nopad, bech32 } from '@scure/base'

/**
 * What a client's key number makes of the secret: `identity` opens its pages (age's hybrid of ML-KEM-768 and X25519), `archive` and
 * `edition` are names of pages, of which nothing can be told without the secret. Everything is the same on any machine.
 */
export type Keys = { identity: string; archive: string; edition: (digest: string, page: string) => string }

/** The keys of a client. `secret`: 32 bytes; `number`: the `key` of the client's file; `page` of an edition: sha256 of its rendering. */
export function keysOf(secret: Uint8Array, client: string, number: number): Keys {
  const derive = (length: number, ...purpose: string[]): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', secret, '', JSON.stringify(['legible', client, number, ...purpose]), length))
  const name = (...purpose: string[]): string => base32nopad.encode(derive(16, ...purpose)).toLowerCase()
  return {
    // As age-encryption 0.3.1 spells a new hybrid identity: bech32 over the 32 bytes of its seed, in capitals.
    identity: bech32.encodeFromBytes('AGE-SECRET-KEY-PQ-', derive(32, 'identity')).toUpperCase(),
    archive: name('archive'),
    edition: (digest, page) => name('edition', digest, page),
  }
}
