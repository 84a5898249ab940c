/** Shortest run that is looked at, in characters: six bytes. */
const LEAST = 8
const TELLING = 6
/** What packed files and pictures begin with, in base64: gzip, zip, PNG, JPEG, GIF, WebP, PDF. */
const MAGIC = /^(H4sI|UEsDB|iVBORw|\/9j\/|R0lGOD|UklGR|JVBERi)/

/** Value of a character of base64 or base64url; -1 for any other, -2 for white space. */
const VALUES = Int8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  if (/\s/.test(character)) return -2
  return 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.indexOf(character.replace('-', '+').replace('_', '/'))
})

/**
 * What stands in a text as base64, of any alphabet and over line breaks, decoded; what decodes to no text of six bytes, nor to a packed
 * file, is left out. Where a run begins in something else, such as a path, is tried.
 */
export function* base64In(text: string): Generator<Buffer> {
  let start = -1
  let length = 0
  let varied = false
  for (let index = 0; index <= text.length; index++) {
    const code = text.charCodeAt(index)
    const value = code < 128 ? (VALUES[code] ?? -1) : -1
    if (value >= 0) {
      if (start < 0) {
        start = index
        length = 0
        varied = false
      }
      length++
      // Prose is lower case; base64 of six bytes or more never is.
      if (length > 1 && (value < 26 || value > 51)) varied = true
    } else if (value === -2 && length >= 40 && start >= 0 && VALUES[text.charCodeAt(index + 1)] !== -1) continue
    else if (start >= 0) {
      if (length >= LEAST && varied) yield* decodings(text.slice(start, index))
      start = -1
    }
  }
}

function* decodings(run: string): Generator<Buffer> {
  const bare = /\s/.test(run) ? run.replace(/\s+/g, '') : run
  if (MAGIC.test(bare)) yield Buffer.from(bare, 'base64')
  for (let shift = 0; shift < 4; shift++) if (saysSomething(bare, shift)) yield Buffer.from(bare.slice(shift), 'base64')
}

/** Whether a run, read from `shift` on, holds a stretch that could be text: ASCII that is printed, or UTF-8 beyond it. */
function saysSomething(run: string, shift: number): boolean {
  let bits = 0
  let held = 0
  let streak = 0
  let rest = 0
  for (let index = shift; index < run.length; index++) {
    held = ((held << 6) | (VALUES[run.charCodeAt(index)] ?? 0)) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    const byte = (held >> bits) & 0xff
    if (rest > 0 && byte >= 0x80 && byte < 0xc0) {
      rest--
      streak++
    } else if (rest === 0 && byte >= 0xc2 && byte < 0xf5) {
      rest = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3
      streak++
    } else {
      rest = 0
      streak = (byte >= 0x20 && byte < 0x7f) || (byte >= 9 && byte <= 13) ? streak + 1 : 0
    }
    if (streak >= TELLING) return true
  }
  return false
}
