/** What a subject says, for any project's way of writing subjects. */
export type Subject = {
  /** What stands before the colon: a package, a folder, the scope of a conventional commit; each in its own string. Without one, what stands in brackets and is no branch. */
  areas: string[]
  /** Type of a conventional commit ("feat", "fix", …), lower case. @see https://www.conventionalcommits.org/en/v1.0.0/ (read 2026-11) */
  type: string | undefined
  /** Marks in brackets at the beginning, such as a branch. */
  marks: string[]
  /** The rest, which says what was done. */
  text: string
  /** First word of the rest, lower case. */
  verb: string
  /** The author marked it as breaking ("feat!: "). */
  breaking: boolean
}

const MARKS = /^(?:\[[^\]]{1,60}\]\s*)+(?::\s*)?/
const CONVENTIONAL = /^(feat|feature|fix|bugfix|perf|docs?|test|tests|style|refactor|chore|ci|build|revert|deps)(?:\(([^()\n]{1,80})\))?(!)?:\s+/i
/** Any word is a type where a scope stands behind it. */
const SCOPED = /^([a-z]{2,20})\(([^()\n]{1,80})\)(!)?:\s+/i
const AREAS = /^([^\s:,]{1,80}(?:, ?[^\s:,]{1,80}){0,20}):\s+/
/** A part of the area before: "net: tap: add X". */
const PART = /^([a-z0-9][a-z0-9_./+-]{0,40}):\s+(?=\S)/
const SIGNS = /^(?:(?::[a-z0-9_+-]{1,40}:|\p{Extended_Pictographic}[\p{Extended_Pictographic}\ufe0f\u200d]*)\s*)+/u
/** An issue in front says nothing about what was done: "#12 Add X", "SHED-12: Add X", "Fixed #12 -- Added X". */
const KEY = '(?!(?:UTF|SHA|ISO|RFC|ARM|AES|HTTP|TLS|X86|AMD)-)[A-Z][A-Z0-9]{1,9}-\\d+'
const TICKET = new RegExp(
  `^(?:(?:(?:[Ff]ix(?:e[sd])?|[Rr]efs?|[Cc]lose[sd]?|[Rr]esolve[sd]?) )?(?:#\\d+|gh-\\d+|${KEY})(?::| --?| –)|#\\d+|${KEY})\\s+(?=\\S)`,
)
const NUMBERED = new RegExp(`^(?:#?\\d+|gh-\\d+|${KEY})$`)
const BRANCH = /^(?:dev|release|stable|back-?port|hotfix|feature|maint|lts|main|master|next)\b|branch|^v?\d+(?:\.(?:\d+|x))+|^v\d+$/i

/** Takes a subject apart: "[branch] crypto/tls, net/http: add X" or "feat(tls)!: add X". */
export function subjectOf(title: string): Subject {
  const [signs = ''] = SIGNS.exec(title) ?? []
  const [bracketed = ''] = MARKS.exec(title.slice(signs.length)) ?? []
  const marks = [...bracketed.matchAll(/\[([^\]]*)\]/g)].map(([, mark = '']) => mark)
  const unmarked = title.slice(signs.length + bracketed.length)
  const rest = unmarked.slice(ticketOf(unmarked).length)
  const [conventional, type, scope, breaking] = CONVENTIONAL.exec(rest) ?? SCOPED.exec(rest) ?? []
  const [prefix, areas] = conventional === undefined ? (AREAS.exec(rest) ?? []) : []
  const behind = rest.slice((conventional ?? prefix ?? '').length)
  const part = prefix === undefined ? undefined : PART.exec(behind)
  const inner = behind.slice(part?.[0].length ?? 0)
  const text = inner.slice(SIGNS.exec(inner)?.[0].length ?? 0)
  const [verb = ''] = /^\p{L}+/u.exec(text) ?? []
  const named = (scope ?? areas?.replace(/!$/, '') ?? '').split(/,\s*/).filter((area) => area !== '' && !NUMBERED.test(area))
  return {
    areas: named.length > 0 ? named.map((area) => (part ? `${area}/${part[1]}` : area)) : marks.filter(isArea),
    type: type?.toLowerCase(),
    marks,
    text,
    verb: verb.toLowerCase(),
    breaking: breaking !== undefined || areas?.endsWith('!') === true,
  }
}

/** Whether a mark in brackets is the name of a branch or of a version. */
export function isBranch(mark: string): boolean {
  return BRANCH.test(mark)
}

function ticketOf(text: string): string {
  return TICKET.exec(text)?.[0] ?? ''
}

function isArea(mark: string): boolean {
  return /^[a-z][\w./+-]*$/i.test(mark) && !isBranch(mark) && !NUMBERED.test(mark) && !/^(?:wip|rfc|nfc|draft|patch)$/i.test(mark)
}
