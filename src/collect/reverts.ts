import type { Project } from './follows.ts'
import { pullNumber } from './message.ts'

const BEFORE = '^(?:\\[[^\\]]{1,60}\\]\\s*)*(?:[^\\s:]{1,80}: )?'
/** A subject that takes back what it quotes, for any way of saying so. */
const QUOTED = new RegExp(`${BEFORE}(?:revert(?:s|ed)?|undo|back(?:s|ed)? out)(?: (?:PR )?#\\d+)?:? ["“](.*)["”](?: \\(#\\d+\\))?$`, 'i')
/** "revert: add X", "revert(core): add X". */
const CONVENTIONAL = /^revert(?:\([^()]{1,80}\))?!?: ["“]?(.+?)["”]?(?: \(#\d+\))?$/i
/** "Revert #12", "Revert PR #12". */
const NUMBERED = new RegExp(`${BEFORE}(?:revert|back out) (?:PR |pull request )?#(\\d+)\\b`, 'i')
const CHANGES = /^This reverts (?:CLs?|changes?) (\d[\d, and]*)/gim
const COMMITS = /^(This reverts commits?|Back(?:s|ed) out (?:changesets?|commits?)|Refs?:) ([0-9a-f]{7,64}[0-9a-f, \nand]*)/gim

/** What a message says it takes back: Gerrit numbers as `NAME/cl/N`, pull requests as ids, commit hashes, and the quoted subject as the last resort. */
export function reverts(subject: string, body: string, options: Project): string[] {
  const found = new Set<string>()
  const quoted = (QUOTED.exec(subject) ?? CONVENTIONAL.exec(subject))?.[1]
  const [, bare] = NUMBERED.exec(subject) ?? []
  if (options.gerrit)
    for (const [, list = ''] of body.matchAll(CHANGES)) for (const [number] of list.matchAll(/\d+/g)) found.add(`${options.name}/cl/${number}`)
  for (const [, words = '', list = ''] of `${subject}\n${body}`.matchAll(COMMITS))
    if (quoted !== undefined || bare !== undefined || !/^refs?:/i.test(words))
      for (const [hash] of list.matchAll(/\b[0-9a-f]{7,64}\b/gi)) found.add(hash.toLowerCase())
  for (const [, repository, number] of body.matchAll(/^Reverts? ([A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+)?#(\d+)\b/gim))
    if (repository || !options.gerrit) found.add(`${repository ?? options.name}#${number}`)
  if (bare !== undefined && !options.gerrit) found.add(`${options.name}#${bare}`)
  const number = quoted === undefined || options.gerrit ? undefined : pullNumber(quoted)
  if (number !== undefined) found.add(`${options.name}#${number}`)
  if (quoted)
    found.add(
      quoted
        .trimEnd()
        .replace(/\(#\d+\)$/, '')
        .trimEnd(),
    )
  return [...found]
}
