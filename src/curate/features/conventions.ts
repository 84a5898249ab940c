import type { Told } from '../told.ts'
import { any, type Feature, share, some, every, all } from './feature.ts'
import { isManifest } from '../paths.ts'

const type = (...types: string[]) => share((told: Told) => told.subject.type !== undefined && types.includes(told.subject.type))

const MOVED = /\b(bump|updat|upgrad|(re-?)?vendor|roll)(e?s|e?d|ing|e)?\b/i
const FROM_TO =
  /\bbump(?:s|ed)? \S+ from \S+ to \S+|\b(?:(?:updat|upgrad)e[sd]?|roll(?:s|ed)?) \S+ from (?:v?\d\S*|[0-9a-f]{7,}) to (?:v?\d|[0-9a-f]{7,}\b)/i

/** Nothing but manifests and vendored files whose version moved, or a subject that says "from 1.0 to 1.1". */
export function isDependency(told: Told): boolean {
  const { title } = told.item
  // What users need is no dependency that moved.
  if (/\b(minimum|minimal|MSRV|required|supported)\b/i.test(title)) return false
  return (MOVED.test(title) && all(told, isManifest)) || FROM_TO.test(title)
}

/** Nothing but the mark of a version: "2.4.0", "Release v2.4.0", "chore(main): release 2.4.0", "Bump version to 2.4.0". */
export const isRelease = (title: string): boolean =>
  /^(?:(?:chore|build|ci|release)(?:\([^()\n]{1,40}\))?!?:\s*)?(?:(?:prepare|cut|publish|tag|bump)(?: for| to)?\s+)?(?:(?:the )?(?:releas(?:e|ing)|version)(?: version)?(?: to)?[:\s]\s*)?v?\d+\.\d\w*(?:[-.+]\w+)*(?: release)?(?: \(#\d+\))?$|^version packages$|^\d{4}-\d\d-\d\d,? version \d+\.\d[^\n]{0,60}$/i.test(
    title,
  )

/** A line of a message that says so, and is no box that nobody ticked. */
const BREAKS =
  /^(?![^\S\n]*[-*] \[ \])(?!.*\b(?:not?|non|without)\b[^\n]{0,20}BREAKING).*\bBREAKING[ -]CHANGES?\b(?!\*{0,2}:?\*{0,2}\s*(?:none|no|n\/a)\b)/m

/** Whether the author says that it breaks what worked. */
export const isBreaking = ({ subject, message }: Told): boolean => subject.breaking || BREAKS.test(message)

/** What a project's own conventions for subjects and messages say outright. */
export const CONVENTIONS: readonly Feature[] = [
  { id: 'breaking', words: 'breaking', prior: 2, of: some(isBreaking) },
  { id: 'type-feature', words: 'a feature', prior: 1, of: type('feat', 'feature') },
  { id: 'type-fix', words: 'a fix', prior: 0.2, of: type('fix', 'bugfix') },
  { id: 'type-performance', words: 'faster or smaller', prior: 0.5, of: type('perf') },
  { id: 'type-chore', words: "the project's own housekeeping", prior: -1.2, of: type('chore', 'style', 'refactor', 'ci', 'build', 'deps') },
  { id: 'type-documentation', words: 'documentation', prior: -0.8, of: type('doc', 'docs') },
  { id: 'type-test', words: 'tests', prior: -1.2, of: type('test', 'tests') },
  { id: 'dependency', words: 'a dependency moved', prior: -1.2, of: every(isDependency) },
  {
    id: 'vendored',
    words: 'brings vendored files',
    prior: 0,
    of: some((told) => any(told, (path) => /(^|\/)(vendor|third_party|node_modules)\//.test(path))),
  },
  { id: 'release-mark', words: 'the mark of a release', prior: -4, fixed: true, of: every(({ item }) => isRelease(item.title)) },
]
