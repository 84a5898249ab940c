/** What paths and texts say about a change, for any project: no rule here knows a project's own names. */
import type { Item } from '../model/item.ts'

const TEST = /(^|\/)(tests?|testdata|__tests__|specs?|fixtures?|testing)\/|[._-](test|spec)s?\.[a-z0-9]+$|(^|\/)test_[^/]+$/i
const API = /(^|\/)api\/[^/]+(\/[^/]+)?\.(txt|json|ya?ml|api)$|\.api\.(md|txt|json)$|\.pyi$/i
const NOTE = /(^|\/)(docs?\/next|changelog\.d|newsfragments?|\.changeset|release-?notes?(\.d)?|changes)\//i
const MANIFEST =
  /(^|\/)(package(-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|go\.(mod|sum|work(\.sum)?)|cargo\.(toml|lock)|requirements[^/]*\.txt|pyproject\.toml|poetry\.lock|uv\.lock|gemfile(\.lock)?|composer\.(json|lock)|build\.gradle(\.kts)?|pom\.xml|modules\.txt)$|(^|\/)(vendor|third_party|node_modules)\/|^\.github\/workflows\//i
const DOC = /(^|\/)docs?\/|\.(md|mdx|rst|adoc|txt)$|(^|\/)(readme|changelog|license|authors|contributors)[^/]*$/i
const INSIDE = /(^|\/)(internal|_?private|\.github|\.circleci|ci|tools?|scripts?|misc|build|hack)\//i

export const isTest = (path: string): boolean => TEST.test(path)
export const isApi = (path: string): boolean => API.test(path) && !isTest(path)
export const isNote = (path: string): boolean => NOTE.test(path)
export const isDocument = (path: string): boolean => DOC.test(path)
export const isInside = (path: string): boolean => INSIDE.test(path)

/** Text of an item that can hold a mark: title and message. */
export const textOf = (item: Item): string => `${item.title}\n${item.message}`

export const isSecurity = (item: Item): boolean => /\b(CVE-\d{4}-\d{4,}|GHSA(-[0-9a-z]{4}){3})\b/i.test(textOf(item))

/** Nothing but manifests and vendored files, or a subject that says a version moved. */
export function isDependency(item: Item): boolean {
  const moved = /\b(bump|update|upgrade|vendor|re-?vendor|roll)\b/i.test(item.title)
  return (moved && item.paths.length > 0 && item.paths.every((path) => MANIFEST.test(path))) || /\bbumps? \S+ from \S+ to \S+/i.test(item.title)
}

/** The type of a conventional commit ("feat", "fix", …), lower case; undefined for any other subject. @see https://www.conventionalcommits.org/en/v1.0.0/ (read 2026-11) */
export function typeOf(item: Item): string | undefined {
  const [, type] = /^(feat|feature|fix|perf|docs?|test|tests|style|refactor|chore|ci|build|revert)(?:\([^)]*\))?!?: /i.exec(item.title) ?? []
  return type?.toLowerCase()
}

/** Nothing but the mark of a version: "2.4.0", "release: v2.4.0", "chore(release): 2.4.0". */
export const isRelease = (item: Item): boolean =>
  /^(?:(?:chore|build)\(release\)|releas(?:e|ing)|prepare(?: for)?|bump version(?: to)?|version)?:?\s*(?:release\s+)?v?\d+\.\d\w*(?:[-.]\w+)*(?: release)?$/i.test(
    item.title,
  )

/** First word of the subject after its area ("crypto/tls: ", "feat(api)!: "), lower case. */
export function verbOf(item: Item): string {
  const subject = item.title.replace(/^(?:\[[^\]]*\]\s*)+/, '')
  const [, verb = ''] = /^(?:(?:[^\s:,]+(?:, ?[^\s:,]+)*)?:\s+)?([A-Za-z]+)/.exec(subject) ?? []
  return verb.toLowerCase()
}
