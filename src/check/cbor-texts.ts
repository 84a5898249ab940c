/**
 * Every text and byte string in data of CBOR, in their order, whatever holds them. @throws {RangeError} where the data ends inside one
 * @see https://www.rfc-editor.org/rfc/rfc8949#section-3 (read 2026-11)
 */
export function cborTexts(bytes: Buffer): string[] {
  const texts: string[] = []
  for (let at = 0; at < bytes.length;) {
    const [kind, size] = [(bytes[at] ?? 0) >> 5, (bytes[at] ?? 0) & 31]
    at++
    const width = size >= 24 && size <= 27 ? 1 << (size - 24) : 0
    const value = width === 0 ? size : width === 8 ? Number(bytes.readBigUInt64BE(at)) : bytes.readUIntBE(at, width)
    at += width
    // What has no length given is made of strings that have one; all else holds its parts behind it.
    if ((kind !== BYTES && kind !== TEXT) || size === 31) continue
    if (at + value > bytes.length) throw new RangeError('A text goes on beyond the end')
    texts.push(bytes.toString('utf8', at, at + value))
    at += value
  }
  return texts
}

const BYTES = 2
const TEXT = 3
