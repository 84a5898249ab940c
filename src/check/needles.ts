import { type Letters, letterReader, type Part, wordsIn } from './letters.ts'
import { undoEncodings } from './undo-encodings.ts'

/** Consecutive words that tell where a text comes from. */
export const RUN = 5

/** Letters at the beginning of a needle by which it is looked up: the longest of these that it has. */
const HEADS = [16, 8, 4, 2] as const
const FACTOR = 0x01000193

/** What to look for: each run of five consecutive words of each text, or the whole text where it is shorter and says enough. */
export type Needles = {
  /** The text that a needle, a number from 0 on, was taken from: an index of the given texts. */
  textOf: (needle: number) => number
  /** Its words, folded, with a space between them. */
  wordsOf: (needle: number) => string
  /**
   * Needles that stand in a text whose encodings are undone, from the beginning of a word to the end of one. Markup, case and white
   * space hide nothing: what looks like markup is told apart on both sides, so that it is found whether it was markup or not.
   */
  find: (plain: string) => Set<number>
}

/** Where a needle was taken from: the text, the part of it, and the word that it begins with; and where its letters stand in all that were read. */
type Needle = { text: number; part: Part; word: number; from: number; to: number }
type Taken = { texts: readonly string[]; codes: Uint16Array; needles: readonly Needle[] }

/** Needles of texts. */
export function needlesOf(texts: readonly string[]): Needles {
  const read = letterReader()
  const needles: Needle[] = []
  let codes = new Uint16Array(1 << 16)
  let taken = 0
  for (const [text, given] of texts.entries()) {
    const plain = undoEncodings(given)
    const parts = read(plain)
    for (const part of ['text', 'markup'] as const) {
      const letters = parts[part]
      const bounds: number[] = []
      for (let index = 0; index <= letters.length; index++) if (letters.gaps[index] === 1) bounds.push(index)
      const words = bounds.length - 1
      if (words < 1 || (words < RUN && !isTelling(wordsIn(plain, part)))) continue
      if (taken + letters.length > codes.length) codes = copied(codes, new Uint16Array((taken + letters.length) * 2))
      codes.set(letters.codes.subarray(0, letters.length), taken)
      for (let word = 0; word <= Math.max(words - RUN, 0); word++)
        needles.push({ text, part, word, from: taken + (bounds[word] ?? 0), to: taken + (bounds[Math.min(word + RUN, words)] ?? 0) })
      taken += letters.length
    }
  }
  return indexed({ texts, codes, needles })
}

/** Whether a text of few words says enough to be looked for: a number, or three letters, does not. Where each letter is a word, two do. */
export function isTelling(words: readonly string[]): boolean {
  return words.some((word) => !/^\d+$/.test(word)) && (words.join('').length >= 4 || (words.length >= 2 && words.every((word) => word >= '\u0e00')))
}

function indexed(taken: Taken): Needles {
  const mask = (1 << Math.max(10, Math.ceil(Math.log2(taken.needles.length * 16 + 1)))) - 1
  const seen = new Uint32Array((mask + 1) >>> 5)
  const byHead = HEADS.map((head) => ({ head, power: powerOf(head), byHash: new Map<number, number[]>() }))
  const needles: Needle[] = []
  for (const needle of taken.needles) {
    const kind = byHead.find(({ head }) => head <= needle.to - needle.from)
    if (!kind) continue
    let hash = 0
    for (let index = needle.from; index < needle.from + kind.head; index++) hash = (Math.imul(hash, FACTOR) + (taken.codes[index] ?? 0)) | 0
    const others = kind.byHash.get(hash)
    if (others?.some((other) => isSame(taken.codes, needle, { codes: taken.codes, ...needles[other] }))) continue
    if (others) others.push(needles.length)
    else kind.byHash.set(hash, [needles.length])
    const bit = (hash ^ kind.head) & mask
    seen[bit >>> 5] = (seen[bit >>> 5] ?? 0) | (1 << (bit & 31))
    needles.push(needle)
  }
  const kinds = byHead.filter(({ byHash }) => byHash.size > 0)
  const read = letterReader()
  let sums = new Int32Array(1 << 16)
  let starts = new Int32Array(1 << 16)
  const search = ({ codes, gaps, length }: Letters, found: Set<number>): void => {
    if (sums.length <= length) {
      sums = new Int32Array(codes.length + 1)
      starts = new Int32Array(codes.length + 1)
    }
    let words = 0
    for (let index = 0, sum = 0; index < length; index++) {
      // Written over by the next, unless a word begins here.
      starts[words] = index
      words += gaps[index] ?? 0
      sum = (Math.imul(sum, FACTOR) + (codes[index] ?? 0)) | 0
      sums[index + 1] = sum
    }
    for (const { head, power, byHash } of kinds) {
      for (let word = 0; word < words; word++) {
        const start = starts[word] ?? 0
        if (start + head > length) break
        const hash = ((sums[start + head] ?? 0) - Math.imul(sums[start] ?? 0, power)) | 0
        const bit = (hash ^ head) & mask
        if (((seen[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) continue
        for (const one of byHash.get(hash) ?? []) {
          const needle = needles[one]
          const end = needle ? start + needle.to - needle.from : length + 1
          if (needle && end <= length && gaps[end] === 1 && isSame(taken.codes, needle, { codes, from: start, to: end })) found.add(one)
        }
      }
    }
  }
  return {
    textOf: (needle) => needles[needle]?.text ?? -1,
    wordsOf(needle) {
      const { text = 0, part = 'text', word = 0 } = needles[needle] ?? {}
      return wordsIn(undoEncodings(taken.texts[text] ?? ''), part)
        .slice(word, word + RUN)
        .join(' ')
    },
    find(plain) {
      const found = new Set<number>()
      const { text, markup } = read(plain)
      search(text, found)
      search(markup, found)
      return found
    },
  }
}

function powerOf(exponent: number): number {
  let power = 1
  for (let step = 0; step < exponent; step++) power = Math.imul(power, FACTOR)
  return power
}

/** Whether a needle and a stretch of letters are the same; compared from the end, since their beginnings are alike already. */
function isSame(codes: Uint16Array, { from, to }: Needle, other: { codes: Uint16Array; from?: number; to?: number }): boolean {
  const start = other.from ?? 0
  if ((other.to ?? 0) - start !== to - from) return false
  for (let index = to - from - 1; index >= 0; index--) if (codes[from + index] !== other.codes[start + index]) return false
  return true
}

function copied(from: Uint16Array<ArrayBuffer>, to: Uint16Array<ArrayBuffer>): Uint16Array<ArrayBuffer> {
  to.set(from)
  return to
}
