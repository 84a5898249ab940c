import { decodeNamedCharacterReference } from 'decode-named-character-reference'

const ROUNDS = 4

const ESCAPED: Readonly<Record<string, string>> = { n: ' ', r: ' ', t: ' ', b: ' ', f: ' ', v: ' ', '0': ' ' }

/**
 * A text with character references, percent-encoding and the escapes of JSON, scripts and style sheets undone, also where one wraps
 * another. Both sides of a comparison go through it: what a text says by itself, such as `\new`, then reads the same on both.
 */
export function undoEncodings(text: string): string {
  let now = text
  for (let round = 0; round < ROUNDS; round++) {
    const before = now
    if (now.includes('&')) now = now.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z][a-z0-9]{1,31}));?/gi, reference)
    if (now.includes('%')) now = now.replace(/%[0-9a-f]{2}(?:%[0-9a-f]{2})*/gi, percent)
    if (now.includes('\\')) now = now.replace(/\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|(00[0-9a-f]{2,4}) ?|([^\n]))/gi, unescaped)
    if (now === before) break
  }
  return now
}

function reference(whole: string, hex: string | undefined, decimal: string | undefined, name: string | undefined): string {
  if (hex !== undefined) return character(Number.parseInt(hex, 16))
  if (decimal !== undefined) return character(Number(decimal))
  return decodeNamedCharacterReference(name ?? '') || whole
}

function percent(encoded: string): string {
  return Buffer.from(encoded.replaceAll('%', ''), 'hex').toString()
}

function unescaped(
  _: string,
  wide: string | undefined,
  four: string | undefined,
  two: string | undefined,
  css: string | undefined,
  one: string,
): string {
  const hex = wide ?? four ?? two ?? css
  return hex === undefined ? (ESCAPED[one] ?? one) : character(Number.parseInt(hex, 16))
}

function character(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' '
}
