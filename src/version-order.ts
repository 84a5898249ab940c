import compare from 'semver/functions/compare.js'
import parse from 'semver/functions/parse.js'
import type { SemVer } from 'semver'

/**
 * A semantic version; undefined for what is none, and for numbers beyond 2^53, whose order is not known. A leading "v" is passed over.
 * @see https://semver.org/spec/v2.0.0.html
 */
export function readVersion(text: string): SemVer | undefined {
  const version = parse(text)
  return version?.prerelease.every((part) => typeof part === 'number' || !/^\d+$/.test(part)) ? version : undefined
}

/** Order of two semantic versions, by `readVersion`: below 0 where `a` is before `b`; what they were built from does not count. */
export function orderOf(a: SemVer, b: SemVer): number {
  return compare(a, b)
}

/**
 * An order of all texts that stand for versions, to list them by: as semantic versions, a pre-release before its release, what is none as near to that as it
 * comes. "0" is what every range begins with: it is before all others, pre-releases of 0.0.0 too. "after 1.2.3" stands with 1.2.3.
 */
export function compareVersions(a: string, b: string): number {
  if (a === '0' || b === '0') return Number(b === '0') - Number(a === '0')
  const [one, two] = [nearest(a), nearest(b)]
  return compare(one, two) || a.localeCompare(b, 'en', { numeric: true })
}

/** The semantic version that a text is, or is most like. */
function nearest(text: string): SemVer | string {
  const version = text.replace(/^after /, '')
  const read = readVersion(version)
  if (read) return read
  const [core = '', ...rest] = version.replace(/^v/, '').split(/[-+]/)
  const numbers = core.split('.').map((part) => Math.min(Number.parseInt(part, 10) || 0, Number.MAX_SAFE_INTEGER))
  const beside = rest
    .join('-')
    .split(/[^0-9A-Za-z-]+/)
    .map((part) => part.replace(/^0+(?=\d+$)/, ''))
    .filter(Boolean)
    .join('.')
    .slice(0, MOST)
  return `${[0, 1, 2].map((index) => numbers[index] ?? 0).join('.')}${beside && `-${beside.replace(/\.$/, '')}`}`
}

/** What the library reads of a version is 256 characters long at most. */
const MOST = 150
