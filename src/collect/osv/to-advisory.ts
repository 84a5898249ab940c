import { advisoryAddress } from '../../advisory-address.ts'
import type { Advisory, Score } from '../../model/advisory.ts'
import { instant } from '../../model/instant.ts'
import type { OsvEntry } from '../../model/osv-entry.ts'
import { plainLine } from '../../plain.ts'
import { severities } from '../../severities.ts'
import { baseScore } from './base-score.ts'
import { GIVEN } from './entry-places.ts'
import { timeOf } from './read-entry.ts'

/** Beginnings of ids, and whose they are: the database, and who a score in it is from. @see https://ossf.github.io/osv-schema/#id-modified-fields (read 2026-11) */
const DATABASES: readonly [string, string, string][] = [
  ['GO-', 'Go vulnerability database', 'the Go vulnerability database'],
  ['GHSA-', 'GitHub Advisory Database', 'GitHub'],
  ['CVE-', 'CVE list', 'the CVE list'],
  ['RUSTSEC-', 'RustSec Advisory Database', 'RustSec'],
  ['PYSEC-', 'Python Packaging Advisory Database', 'the Python Packaging Authority'],
  ['MAL-', 'OpenSSF list of malicious packages', 'OpenSSF'],
  ['OSV-', 'OSS-Fuzz database', 'OSS-Fuzz'],
]

/** Whose the words are that no database has yet. */
const REPORT = 'report to the maintainer'

/**
 * An entry with what is known of its severity. `others`: entries of its aliases; `from`: where it was found, in words, which is told where nobody knows whose its id is; of a file that
 * was given and never published no database is named, whatever its id.
 */
export function toAdvisory(entry: OsvEntry, { others, from }: { others: readonly OsvEntry[]; from: string }): Advisory {
  const isPrivate = from === GIVEN && timeOf(entry.published) === undefined
  const home = isPrivate ? undefined : DATABASES.find(([prefix]) => entry.id.startsWith(prefix))
  const url = isPrivate
    ? undefined
    : (advisoryAddress(entry.id) ?? (home ? `https://osv.dev/vulnerability/${encodeURIComponent(entry.id)}` : undefined))
  const dates = { published: timeOf(entry.published), modified: timeOf(entry.modified), withdrawn: timeOf(entry.withdrawn) }
  const known = Object.fromEntries(Object.entries(dates).flatMap(([name, time]) => (time === undefined ? [] : [[name, instant(time)]])))
  const scores = [entry, ...others].flatMap((one) => scoresOf(one, { from: `the ${isPrivate ? REPORT : from}`, isPrivate }))
  const seen = new Set<string>()
  return {
    entry,
    database: home?.[1] ?? (isPrivate ? REPORT : from),
    ...(url !== undefined && { url }),
    ...known,
    scores: scores.filter((score) => {
      const key = JSON.stringify(score)
      return !seen.has(key) && seen.add(key)
    }),
  }
}

/** The vectors and the word of one entry, as they stand. */
function scoresOf(entry: OsvEntry, { from, isPrivate }: { from: string; isPrivate: boolean }): Score[] {
  const by = (isPrivate ? undefined : DATABASES.find(([prefix]) => entry.id.startsWith(prefix))?.[2]) ?? from
  const { word, vectors } = severities(entry)
  const told = vectors.flatMap(({ type, score }): Score[] => {
    const value = plainLine(score)
    const number = /^CVSS_V[234]$/.test(type) ? baseScore(value) : undefined
    return value === '' ? [] : [{ by, type: plainLine(type) || 'unknown', value, ...(number !== undefined && { number }) }]
  })
  return [...told, ...(plainLine(word) !== '' ? [{ by, type: 'word', value: plainLine(word) }] : [])]
}
