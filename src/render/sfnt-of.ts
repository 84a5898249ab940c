import { inflateSync } from 'node:zlib'

const HEADER_BYTES = 44
const ENTRY_BYTES = 20
const SFNT_HEADER_BYTES = 12
const SFNT_ENTRY_BYTES = 16

/**
 * A font as TrueType or OpenType from its WOFF 1.0 file, for what draws and cannot unpack. The tables stand in the order of the file.
 * @throws {Error} when it is no such file, or is damaged
 * @see https://www.w3.org/TR/WOFF/ (2026-11-30)
 */
export function sfntOf(woff: Buffer): Buffer {
  if (woff.length < HEADER_BYTES || woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('Cannot unpack a font: it is not WOFF 1.0')
  const count = woff.readUInt16BE(12)
  const entries = Array.from({ length: count }, (_, index) => entryAt(woff, HEADER_BYTES + index * ENTRY_BYTES))
  const head = Buffer.alloc(SFNT_HEADER_BYTES + count * SFNT_ENTRY_BYTES)
  const power = Math.floor(Math.log2(count))
  woff.copy(head, 0, 4, 8)
  head.writeUInt16BE(count, 4)
  head.writeUInt16BE(2 ** power * 16, 6)
  head.writeUInt16BE(power, 8)
  head.writeUInt16BE(count * 16 - 2 ** power * 16, 10)
  let offset = head.length
  const tables = entries.map(({ tag, checksum, table }, index) => {
    const at = SFNT_HEADER_BYTES + index * SFNT_ENTRY_BYTES
    head.write(tag, at, 'latin1')
    head.writeUInt32BE(checksum, at + 4)
    head.writeUInt32BE(offset, at + 8)
    head.writeUInt32BE(table.length, at + 12)
    const padded = Buffer.concat([table, Buffer.alloc((4 - (table.length % 4)) % 4)])
    offset += padded.length
    return padded
  })
  const font = Buffer.concat([head, ...tables])
  if (font.length !== woff.readUInt32BE(16))
    throw new Error(`Cannot unpack a font: it has ${font.length} bytes, and its file says ${woff.readUInt32BE(16)}`)
  return font
}

/** A table of the file, unpacked where it is packed. */
function entryAt(woff: Buffer, at: number): { tag: string; checksum: number; table: Buffer } {
  const tag = woff.toString('latin1', at, at + 4)
  const [offset = 0, packed = 0, length = 0, checksum = 0] = [4, 8, 12, 16].map((shift) => woff.readUInt32BE(at + shift))
  const bytes = woff.subarray(offset, offset + packed)
  const table = packed < length ? inflateSync(bytes) : bytes
  if (table.length !== length) throw new Error(`Cannot unpack a font: its table "${tag}" has ${table.length} bytes, and ${length} are said`)
  return { tag, checksum, table }
}
