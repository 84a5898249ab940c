/** Shortest run that is looked at, in characters: six bytes. */
const LEAST = 8
const TELLING = 6
/** Shortest run that may go on after white space, as the lines of a wrapped one do. */
const LINE = 40
/** What packed files and pictures begin with, in base64: gzip, zip, PNG, JPEG, GIF, WebP, PDF. */
const MAGIC = /^(H4sI|UEsDB|iVBORw|\/9j\/|R0lGOD|UklGR|JVBERi)/

const OTHER = -1
const SPACE = -2

/** Value of a character of base64 or base64url, SPACE for white space, else OTHER. */
const VALUES = Int8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  if (/\s/.test(character)) return SPACE
  return 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.indexOf(character.replace('-', '+').replace('_', '/'))
})

/**
 * What stands in a text as base64, of any alphabet and over line breaks, decoded; what decodes to no text of six bytes, nor to a packed
 * file, is left out. Where a run begins in something else, such as a path, is tried.
 */
export function* base64In(text: string): Generator<Buffer> {
  for (const run of runsIn(text)) yield* decodings(run)
}

/** Runs that are long enough and no prose, with the white space inside them. */
function runsIn(text: string): string[] {
  const runs: string[] = []
  // Wherever a run that is long enough begins, one of every eighth characters is in it.
  for (let index = LEAST - 1; index < text.length; index += LEAST) {
    if (valueAt(text, index) < 0) continue
    let start = index
    while (valueAt(text, start - 1) >= 0) start--
    while (valueAt(text, index + 1) >= 0) index++
    if (index + 1 - start >= LINE) while (valueAt(text, index + 1) !== OTHER) index++
    const run = text.slice(start, index + 1)
    // Prose is lower case; base64 of six bytes or more never is.
    if (run.length >= LEAST && /^.[a-z\s]*[^a-z\s]/.test(run)) runs.push(run)
  }
  return runs
}

function valueAt(text: string, index: number): number {
  const code = text.charCodeAt(index)
  return code < 128 ? (VALUES[code] ?? OTHER) : OTHER
}

function* decodings(run: string): Generator<Buffer> {
  const bare = run.length < LINE ? run : run.replace(/\s+/g, '')
  if (MAGIC.test(bare)) yield Buffer.from(bare, 'base64')
  for (let shift = 0; shift < 4 && bare.length - shift >= LEAST; shift++)
    if (saysSomething(bare, shift)) yield Buffer.from(bare.slice(shift), 'base64')
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
      // What is left of the run makes no six bytes.
      if (streak === 0 && run.length - index <= LEAST) return false
    }
    if (streak >= TELLING) return true
  }
  return false
}
