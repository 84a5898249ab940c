import type { Finding } from '../model/finding.ts'
import type { Passage } from './leaks.ts'
import { needlesOf } from './needles.ts'
import { undoEncodings } from './undo-encodings.ts'
import { unpack } from './unpack.ts'

/** A search of files for private text, one by one; `findings` tells what it has found so far. */
export type Gate = { search: (file: { path: string; bytes: Buffer }) => void; findings: () => Finding[] }

/**
 * Looks for private text in output. A hit is five consecutive words of a passage, or the whole passage where it is shorter, that stand
 * nowhere in `known` (what its readers may read of content, pages, templates, dates), which is read only once something was hit. Markup,
 * entities, escapes, case, accents, white space, percent-encoding, base64 and packing hide nothing. `name`: how the output is called.
 */
export function gate(passages: readonly Passage[], known: () => Iterable<string>, name = 'build'): Gate {
  const needles = needlesOf(passages.map(({ text }) => text))
  const hits = new Map<number, Map<string, string>>()
  const unread: Finding[] = []
  return {
    search({ path, bytes }) {
      const hit = (text: string, inside: string): void => {
        for (const needle of needles.find(text)) {
          const files = hits.get(needle) ?? new Map<string, string>()
          hits.set(needle, files)
          if (!files.has(path)) files.set(path, inside)
        }
      }
      hit(undoEncodings(path), 'its name')
      try {
        for (const { inside, text } of unpack(path, bytes)) hit(text, inside)
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        unread.push({
          file: `${name}/${path}`,
          level: 'error',
          code: 'leak/unread',
          message: `cannot be unpacked, so nobody knows what it holds: ${why}`,
        })
      }
    },
    findings() {
      const candidates = needles.only([...hits.keys()])
      const free = new Set<number>()
      for (const text of hits.size > 0 ? known() : []) for (const needle of candidates.find(undoEncodings(text))) free.add(needle)
      const told = new Map<string, Finding>()
      for (const [index, [needle, files]] of [...hits].entries()) {
        if (free.has(index)) continue
        const text = needles.textOf(needle)
        const passage = passages[text]
        for (const [path, inside] of files) {
          const key = `${text} ${path}`
          if (passage && !told.has(key))
            told.set(key, {
              file: `${name}/${path}`,
              level: 'error',
              code: 'leak/passage',
              message: `holds "${needles.wordsOf(needle)}"${inside ? ` in ${inside}` : ''}, which is private in ${passage.from}`,
            })
        }
      }
      return [...told.values(), ...unread]
    },
  }
}
