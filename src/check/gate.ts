import type { Finding } from '../model/finding.ts'
import type { Passage } from './leaks.ts'
import { needlesOf } from './needles.ts'
import { undoEncodings } from './undo-encodings.ts'
import { unpack } from './unpack.ts'

/** Where private text was hit in a file: numbers of needles, each with the place inside the file. */
export type Hits = readonly (readonly [needle: number, inside: string])[]

/**
 * A search of files for private text, one by one. `search` gives what it hit, which is the same for the same bytes and passages, so that `recall`
 * can tell of a file that was searched before; undefined when it found something else, too. `findings` tells what was found so far.
 */
export type Gate = {
  search: (file: { path: string; bytes: Buffer }) => Hits | undefined
  recall: (path: string, hits: Hits) => void
  /** Numbers of the needles that stand in a text, the same for the same text and passages. */
  needlesIn: (text: string) => ReadonlySet<number>
  findings: () => Finding[]
}

/**
 * Looks for private text in output. A hit is five consecutive words of a passage, or the whole passage where it is shorter, that stand
 * nowhere in `known` (what its readers may read of content, pages, templates, dates, or the needles in it), which is read only once something was hit. Markup,
 * entities, escapes, case, accents, white space, percent-encoding, base64 and packing hide nothing. `pictures`: those that its readers must
 * not see, as bytes; `name`: how the output is called.
 */
export function gate(
  passages: readonly Passage[],
  known: () => Iterable<string | ReadonlySet<number>>,
  { name = 'build', pictures = [] }: { name?: string; pictures?: readonly { from: string; bytes: Buffer }[] } = {},
): Gate {
  const needles = needlesOf(passages.map(({ text }) => text))
  const hits = new Map<number, Map<string, string>>()
  const others: Finding[] = []
  const recall = (path: string, found: Hits): void => {
    for (const [needle, inside] of found) {
      const files = hits.get(needle) ?? new Map<string, string>()
      hits.set(needle, files)
      if (!files.has(path)) files.set(path, inside)
    }
  }
  const needlesIn = (text: string): ReadonlySet<number> => needles.find(undoEncodings(text))
  return {
    recall,
    needlesIn,
    search({ path, bytes }) {
      const found = new Map<number, string>()
      const hit = (text: string, inside: string): void => {
        for (const needle of needles.find(text)) if (!found.has(needle)) found.set(needle, inside)
      }
      hit(undoEncodings(path), 'its name')
      const before = others.length
      const seen = new Set<string>()
      try {
        for (const reading of unpack(path, bytes)) {
          hit(reading.text, reading.inside)
          const picture = pictures.find((one) => one.bytes.length === reading.bytes.length && one.bytes.equals(reading.bytes))
          if (picture) seen.add(picture.from)
        }
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        others.push({
          file: `${name}/${path}`,
          level: 'error',
          code: 'leak/unread',
          message: `cannot be unpacked, so nobody knows what it holds: ${why}`,
        })
      }
      for (const from of seen)
        others.push({ file: `${name}/${path}`, level: 'error', code: 'leak/image', message: `holds the picture ${from}, which is private` })
      recall(path, [...found])
      return others.length === before ? [...found] : undefined
    },
    findings() {
      const free = new Set<number>()
      for (const one of hits.size > 0 ? known() : []) for (const needle of typeof one === 'string' ? needlesIn(one) : one) free.add(needle)
      const told = new Map<string, Finding>()
      for (const [needle, files] of hits) {
        if (free.has(needle)) continue
        const text = needles.textOf(needle)
        const passage = passages[text]
        for (const [path, inside] of files) {
          const key = `${text} ${path}`
          if (passage && !told.has(key))
            told.set(key, {
              file: `${name}/${path}`,
              level: 'error',
              code: 'leak/passage',
              message: `holds ${passage.isHushed ? 'words' : `"${needles.wordsOf(needle)}"`}${inside ? ` in ${inside}` : ''}, which ${passage.isHushed ? 'are under embargo' : 'is private'} in ${passage.from}`,
            })
        }
      }
      return [...told.values(), ...others]
    },
  }
}
