import { isUtf8 } from 'node:buffer'
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import { base64In } from './base64-in.ts'
import { cborTexts } from './cbor-texts.ts'
import { undoEncodings } from './undo-encodings.ts'

/** A text that can be read in a file, its encodings undone: `inside` says where, such as "gzip"; empty for the file itself. `bytes`: what it was read from. */
export type Reading = { inside: string; text: string; bytes: Buffer }

/** What is unpacked at most, in bytes: more would be a trap. */
const MOST = 256 * 1024 * 1024
const DEPTH = 4

/** What begins each packed file of a search by Pagefind, once it is unpacked. */
const PAGEFIND = 'pagefind_dcd'
/** Stands between words that follow each other in the alphabet alone: with it they are no phrase that anybody writes. */
const APART = '\nlegible-9f3a71\n'

/**
 * Every text that the bytes of a file hold, as they stand and unpacked: gzip, Brotli (told by the name), zip, the packed parts of PNG and PDF,
 * the words of a search, base64 wherever it stands; bytes that are no UTF-8 as Latin-1 and UTF-16 too.
 * @throws {Error} when a file says that it is packed and cannot be unpacked: it could not be searched
 */
export function* unpack(path: string, bytes: Buffer): Generator<Reading> {
  const plain = readings(bytes)
  yield* plain
  for (const { inside, part } of packed(path, bytes)) yield* within(inside, part, 1)
  for (const part of base64In(plain.at(-1)?.text ?? '')) yield* within('base64', part, 1)
}

/** What stands inside a part of a file; bytes that only happen to begin as something packed does are read as they stand. */
function* within(name: string, bytes: Buffer, depth: number): Generator<Reading> {
  const plain = readings(bytes)
  for (const { inside, text } of plain) yield { inside: inside ? `${name}, ${inside}` : name, text, bytes }
  if (depth >= DEPTH) return
  let parts: Part[] = []
  try {
    parts = packed('', bytes)
  } catch {}
  for (const { inside, part } of parts) yield* within(`${name}, ${inside}`, part, depth + 1)
  for (const part of base64In(plain.at(-1)?.text ?? '')) yield* within(`${name}, base64`, part, depth + 1)
}

/** The texts that bytes are; the last is the one in which base64 would be read. Of bytes that are no text, stretches long enough not to be chance. */
function readings(bytes: Buffer): Reading[] {
  if (isUtf8(bytes)) return [{ inside: '', text: undoEncodings(bytes.toString()), bytes }]
  const swapped = Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16()
  const wide = [bytes, bytes.subarray(1), swapped].map((two): Reading => ({ inside: 'UTF-16', text: two.toString('utf16le'), bytes }))
  const narrow = [
    stretches(bytes.toString(), /[\0\t\n\r\x20-\x7e\u00a0-\ufffc]{8,}/g),
    stretches(bytes.toString('latin1'), /[\0\t\n\r\x20-\x7e]{8,}/g),
  ]
  return [...wide, ...narrow.map((text): Reading => ({ inside: '', text: undoEncodings(text), bytes }))]
}

function stretches(text: string, long: RegExp): string {
  return (text.match(long) ?? []).join('\n')
}

type Part = { inside: string; part: Buffer }

function packed(path: string, bytes: Buffer): Part[] {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return [{ inside: 'gzip', part: gunzipSync(bytes, { maxOutputLength: MOST }) }]
  if (path.endsWith('.br')) return [{ inside: 'Brotli', part: brotliDecompressSync(bytes, { maxOutputLength: MOST }) }]
  const beginning = bytes.toString('latin1', 0, PAGEFIND.length)
  if (beginning.startsWith('\x89PNG\r\n\x1a\n')) return pngTexts(bytes)
  if (beginning.startsWith('PK\x03\x04')) return zipFiles(bytes)
  if (beginning === PAGEFIND) return searchWords(bytes.subarray(PAGEFIND.length))
  return beginning.startsWith('%PDF-') ? pdfStreams(bytes) : []
}

/**
 * The words of an index, filter or list of pages of Pagefind, in each of which the length of a word stands before it as one more letter. What
 * its other files hold can be read as it stands.
 */
function searchWords(bytes: Buffer): Part[] {
  const isReadable = bytes[0] === 0x7b || bytes.toString('latin1', 0, 4) === '\0asm'
  return isReadable ? [] : [{ inside: 'Pagefind', part: Buffer.from(cborTexts(bytes).join(APART)) }]
}

/** The texts of a PNG that do not stand in it as UTF-8: tEXt, zTXt, a packed iTXt, and the profile of iCCP. @see https://www.w3.org/TR/png-3/#11textinfo (read 2026-11) */
function pngTexts(bytes: Buffer): Part[] {
  const parts: Part[] = []
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    const data = bytes.subarray(at + 8, at + 8 + length)
    if (type === 'tEXt') parts.push({ inside: 'tEXt of a PNG', part: fromLatin(data) })
    const from = type === 'iTXt' ? data.indexOf(0, data.indexOf(0, data.indexOf(0) + 3) + 1) + 1 : data.indexOf(0) + 2
    if (['zTXt', 'iCCP'].includes(type) || (type === 'iTXt' && data[data.indexOf(0) + 1] === 1))
      parts.push({ inside: `${type} of a PNG`, part: fromLatin(inflateSync(data.subarray(from), { maxOutputLength: MOST })) })
    at += 12 + length
  }
  return parts
}

/** Bytes of a text as UTF-8: what is none is the Latin-1 that the standard asks for. */
function fromLatin(bytes: Buffer): Buffer {
  return isUtf8(bytes) ? bytes : Buffer.from(bytes.toString('latin1'))
}

/** The files of a zip, found by their local headers. @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3.7 (read 2026-11) */
function zipFiles(bytes: Buffer): Part[] {
  const parts: Part[] = []
  for (let at = bytes.indexOf('PK\x03\x04'); at >= 0 && at + 30 <= bytes.length; at = bytes.indexOf('PK\x03\x04', at + 4)) {
    if (bytes.readUInt16LE(at + 8) !== 8) continue
    const from = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
    parts.push({ inside: 'zip', part: inflateRawSync(bytes.subarray(from), { maxOutputLength: MOST }) })
  }
  return parts
}

/** The deflated streams of a PDF; what does not inflate is another filter's. */
function pdfStreams(bytes: Buffer): Part[] {
  const parts: Part[] = []
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at + 6)) {
    const from = at + 6 + (bytes[at + 6] === 13 ? 2 : 1)
    const end = bytes.indexOf('endstream', from)
    if (end < 0) break
    try {
      parts.push({ inside: 'PDF', part: inflateSync(bytes.subarray(from, end), { maxOutputLength: MOST }) })
    } catch {}
    at = end + 3
  }
  return parts
}
