import type { Affected, OsvEntry } from '../model/osv-entry.ts'
import { plainLine } from '../plain.ts'
import { severities } from '../severities.ts'
import { spanInWords, type Told, versionsOf } from '../spans.ts'

const ORDER = new Intl.Collator('en', { numeric: true })

/**
 * The facts of an entry by which clients are told what to do, one a line, to be compared with those of another day: what is affected from which version to which, packages
 * and each of their symbols, platforms, severities as they were given, whether it is withdrawn or not reviewed. Neither texts nor dates, names or addresses. Each once; in
 * whatever order the database lists the same, the lines are the same.
 */
export function factsOf(entry: OsvEntry): string[] {
  const facts = [
    ...(entry.withdrawn ? ['it is withdrawn'] : []),
    ...(entry.database_specific?.review_status.toUpperCase() === 'UNREVIEWED' ? ['the database has not reviewed it'] : []),
    ...sorted(entry.affected.flatMap(rangeLines)),
    ...sorted(severityLines(entry)),
    ...sorted(entry.affected.flatMap(importLines)),
  ]
  return [...new Set(facts.map(plainLine))]
}

function rangeLines(one: Affected): string[] {
  const { versions, own, commits, named } = versionsOf([one])
  const name = one.package && `${one.package.name}${one.package.ecosystem === 'Go' ? '' : ` (${one.package.ecosystem})`}`
  const byNumbers = told(`${name ?? 'it'} by its own numbers`, own)
  if (versions.spans.length > 0) return [...told(name ?? 'it', versions), ...byNumbers]
  const byCommit = [...commits].flatMap(([repository, some]) => told(name ?? repository, some, 'commits'))
  // Where ranges tell which versions are affected, their list only grows with each release.
  if (byCommit.length > 0) return [...byCommit, ...byNumbers]
  return [
    ...(named.length > 0 ? named.map((version) => `${name ?? 'it'}: version ${version}`) : [`${name ?? 'it'}: no version is named`]),
    ...byNumbers,
  ]
}

/** What ends before a version is fixed in it. */
function told(name: string, { spans, fixed }: Told, noun?: string): string[] {
  if (spans.length === 0) return []
  return [
    ...spans.map((span) => `${name}: ${spanInWords(span, noun)}`),
    ...(fixed.length > 0
      ? fixed.filter((version) => !spans.some(({ before }) => before === version)).map((version) => `${name}: fixed in ${version}`)
      : [`${name}: no fix`]),
  ]
}

function severityLines(entry: OsvEntry): string[] {
  const { word, vectors } = severities(entry)
  return [...(word ? [`severity: ${word}`] : []), ...vectors.map(({ type, score }) => `severity: ${type} ${score}`)]
}

function importLines({ ecosystem_specific: specific }: Affected): string[] {
  return (specific?.imports ?? []).flatMap(({ path, symbols, goos, goarch }) => {
    const platforms = [...new Set([...goos, ...goarch])].sort()
    return [
      ...(symbols.length > 0 ? symbols.map((symbol) => `${path}: ${symbol}`) : [`${path}: all of it`]),
      ...(platforms.length > 0 ? [`${path}: only on ${platforms.join(', ')}`] : []),
    ]
  })
}

function sorted(lines: readonly string[]): string[] {
  return [...lines].sort(ORDER.compare)
}
