/**
 * Letters and digits of a text in the order in which they are read, folded: lower case, without accents, compatibility forms undone.
 * `gaps[i]`: whether something else stands before letter `i`, also at the end (`i = length`). Of scripts that write no spaces each
 * letter is a word. Valid until the reader is used again.
 */
export type Letters = { codes: Uint16Array; gaps: Uint8Array; length: number }

/** Folded code of an ASCII character, 0 for what is no letter or digit. */
const ASCII = Uint8Array.from({ length: 128 }, (_, code) => {
  const folded = String.fromCharCode(code).toLowerCase()
  return /[a-z0-9]/.test(folded) ? folded.charCodeAt(0) : 0
})
/** 1 for an ASCII character that is a letter or digit, 0 for any other. */
const COUNTS = ASCII.map((folded) => (folded === 0 ? 0 : 1))
/** A character folds to so many letters at most, as "ﬃ" does; of the few that stand for whole words the first are enough. */
const MOST_LETTERS = 3
const MARK = -1
const GAP = -2

/** What a character beyond ASCII is folded to: codes, or one of MARK (says nothing) and GAP. */
const folds = new Map<number, readonly number[] | typeof MARK | typeof GAP>()

/** Which part of a text is read: what stands between "<" and ">" is markup. */
export type Part = 'text' | 'markup'

/** The letters of a text outside its markup and those inside it, each as if the other were not there. */
export type Parts = Readonly<Record<Part, Letters>>

/** A reader of letters that keeps its room between texts. */
export function letterReader(): (text: string) => Parts {
  let parts: Parts = { text: roomFor(1 << 16), markup: roomFor(1 << 16) }
  return (text) => {
    const most = text.length * MOST_LETTERS + 1
    if (most > parts.text.codes.length) parts = { text: roomFor(most * 2), markup: roomFor(most * 2) }
    begin(parts.text)
    begin(parts.markup)
    // Looked for once: a text full of "<" alone would be searched to its end for each.
    const last = { tag: text.lastIndexOf('>'), comment: text.lastIndexOf('-->') }
    let at = 0
    for (let from = text.indexOf('<'); from >= 0 && from < last.tag; from = text.indexOf('<', Math.max(at, from + 1))) {
      const isComment = from + 4 <= last.comment && text.startsWith('<!--', from)
      if (!isComment && !isTagStart(text.charCodeAt(from + 1))) continue
      const to = isComment ? text.indexOf('-->', from + 4) + 3 : text.indexOf('>', from + 1) + 1
      readInto(parts.text, text, at, from)
      readInto(parts.markup, text, from, to)
      at = to
    }
    readInto(parts.text, text, at, text.length)
    return parts
  }
}

function begin(letters: Letters): void {
  letters.length = 0
  letters.gaps[0] = 1
}

/** What follows "<" where markup begins: a letter, "/", "!" or "?". */
function isTagStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 47 || code === 33 || code === 63
}

/** Reads a stretch of a text that stands between two others: there is a gap before it, and after it. */
function readInto(letters: Letters, text: string, from: number, to: number): void {
  const { codes, gaps } = letters
  let length = letters.length
  let gap = 1
  for (let index = from; index < to; index++) {
    const code = text.charCodeAt(index)
    if (code < 128) {
      // Written in any case, and written over by the next unless it counts: to ask first, at the end of each word, takes longer.
      const counts = COUNTS[code] ?? 0
      codes[length] = ASCII[code] ?? 0
      gaps[length] = gap
      length += counts
      gap = 1 - counts
    } else {
      const point = text.codePointAt(index) ?? code
      if (point > 0xffff) index++
      letters.length = length
      gap = readBeyond(letters, point, gap)
      length = letters.length
    }
  }
  gaps[length] = 1
  letters.length = length
}

/** Reads a character beyond ASCII, with a gap before it or none; gives whether there is one after it. */
function readBeyond(letters: Letters, point: number, before: number): number {
  const folded = folds.get(point) ?? fold(point)
  if (folded === MARK) return before
  if (folded === GAP) return 1
  const isWord = writesNoSpaces(point)
  let gap = before
  for (const one of folded) {
    letters.codes[letters.length] = one
    letters.gaps[letters.length++] = isWord ? 1 : gap
    gap = 0
  }
  return isWord ? 1 : 0
}

const readWords = letterReader()

/** The words of a text, folded; of a script that writes no spaces each letter is one. */
export function wordsIn(text: string, part: Part = 'text'): string[] {
  const { codes, gaps, length } = readWords(text)[part]
  const words: string[] = []
  for (let index = 0, start = 0; index < length; index++)
    if (gaps[index + 1] === 1) {
      words.push(String.fromCharCode(...codes.subarray(start, index + 1)))
      start = index + 1
    }
  return words
}

function fold(point: number): readonly number[] | typeof MARK | typeof GAP {
  const text = String.fromCodePoint(point)
  const letters = [...text.normalize('NFKD').toLowerCase().normalize('NFKD')]
    .filter((one) => /[\p{L}\p{N}]/u.test(one))
    .slice(0, MOST_LETTERS)
    .join('')
  const folded = letters !== '' ? Array.from({ length: letters.length }, (_, index) => letters.charCodeAt(index)) : /^\p{M}/u.test(text) ? MARK : GAP
  folds.set(point, folded)
  return folded
}

function writesNoSpaces(point: number): boolean {
  return (point >= 0x0e00 && point <= 0x0eff) || (point >= 0x1000 && point <= 0x109f) || (point >= 0x1780 && point <= 0x17ff) || isIdeographic(point)
}

function isIdeographic(point: number): boolean {
  return (point >= 0x2e80 && point <= 0xa4cf) || (point >= 0xf900 && point <= 0xfaff) || point >= 0x20000
}

function roomFor(letters: number): Letters {
  return { codes: new Uint16Array(letters), gaps: new Uint8Array(letters + 1), length: 0 }
}
