import { Encrypter, identityToRecipient } from 'age-encryption'

const STEP = 64 * 1024

/** The size that pages are padded to so that theirs tells nothing: the smallest multiple of 64 KiB that holds the largest of them. */
export function commonSize(pages: Iterable<string>): number {
  return Math.max(1, ...[...pages].map((page) => Math.ceil(Buffer.byteLength(page) / STEP))) * STEP
}

/** A page as an age file that one identity opens, padded to `size` bytes with spaces at its end; no two are alike. */
export async function encryptPage(page: string, identity: string, size: number): Promise<Uint8Array> {
  const missing = size - Buffer.byteLength(page)
  if (missing < 0) throw new Error(`Cannot pad a page to ${size} bytes: it is ${-missing} larger`)
  const encrypter = new Encrypter()
  encrypter.addRecipient(await identityToRecipient(identity))
  return encrypter.encrypt(page + ' '.repeat(missing))
}
