import type { Wording } from '../model/item.ts'
import { plain, withoutSpans } from '../plain.ts'

const MOST = 8
const LONGEST = 2000

/** A fenced block that asks for a release note, such as "```release-note" or "```release-note:bug"; and where a block ends. */
const OPENS = /^\s*`{3,}\s*release-notes?(?::[\w-]*)?\s*$/i
const CLOSES = /^\s*`{3,}\s*$/
/** A line that answers: "RELNOTE=text", "Release note (bug fix): text", "**Release note:** text". */
const ANSWERS = /^\s*(?:[-*]\s+)?[*_]{0,2}(?:release[ -]notes?|relnotes?)(?:\s*\([^()]{1,80}\))?[*_]{0,2}\s*[:=][*_]{0,2}(.*)$/i
/** What ends such an answer: an empty line, a trailer, a sign of Markdown, or issues that are named. */
const ENDS = /^\s*(?:$|[A-Za-z][\w-]*:(?:\s|$)|[-*+>] |[#|`]|-{3}|\(cherry picked|(?:fix(?:es|ed)?|close[sd]?|resolve[sd]?|updates?|for) \S*#\d)/i
const DECLINED = new Set(['', 'yes', 'no', 'none', 'nil', 'na', 'n a', 'tbd', 'todo', 'to do', 'no release note', 'no release notes'])
for (const word of ['not', 'none']) for (const why of ['needed', 'required', 'applicable']) DECLINED.add(`${word} ${why}`)

/**
 * What a message's author wrote for those who will read about the change: blocks and lines that answer a template's question for a release
 * note, in order. Comments of HTML, "NONE", a bare yes or no and blocks that are not closed say nothing. `message` is without its subject.
 */
export function wording(message: string): Wording[] {
  const found: string[] = []
  let block: string[] | undefined
  let answer: string[] | undefined
  for (const line of withoutSpans(message.replace(/\r\n?/g, '\n'), '<!--', '-->').split('\n')) {
    if (block) {
      if (!CLOSES.test(line)) block.push(line)
      else {
        found.push(block.join('\n'))
        block = undefined
      }
      continue
    }
    const [, begun] = ANSWERS.exec(line) ?? []
    if (answer && begun === undefined && !ENDS.test(line)) {
      answer.push(line)
      continue
    }
    if (answer) found.push(answer.join('\n'))
    answer = begun === undefined ? undefined : [begun]
    if (OPENS.test(line)) block = []
  }
  if (answer) found.push(answer.join('\n'))
  // "yes by mistake" answers whether there is a note, and is none.
  return joinWording(found.flatMap((text) => (/^\s*yes\s/i.test(text) ? [] : (quotable(text) ?? []))).map((text) => ({ text })))
}

/** Text from outside as wording: made safe, at most 2,000 characters; undefined where it says nothing to a reader. */
export function quotable(text: string): string | undefined {
  const safe = plain(text).trim()
  const cut = safe.length > LONGEST ? `${safe.slice(0, LONGEST - 2)} …`.toWellFormed() : safe
  const words = (cut.match(/[\p{L}\p{N}]+/gu) ?? []).join(' ').toLowerCase()
  // One word alone, an address or a path is no sentence; scripts without spaces are not told by that.
  return DECLINED.has(words) || /^[\x21-\x7e]+$/.test(cut) ? undefined : cut
}

/** Wordings of one change, each text once, with its path where one is known; at most 8. */
export function joinWording(wordings: readonly Wording[]): Wording[] {
  const found = new Map<string, Wording>()
  for (const one of wordings) if (found.get(one.text)?.path === undefined) found.set(one.text, one)
  return [...found.values()].slice(0, MOST)
}
