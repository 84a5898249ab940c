import type { Affected, OsvEntry, Range } from '../model/osv-entry.ts'
import { plainLine } from '../plain.ts'
import { severities } from '../severities.ts'

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
  const own = one.ecosystem_specific?.custom_ranges ?? []
  return [...versionLines(one), ...own.map((range) => `${one.package?.name ?? range.repo} by its own numbers: ${rangeWords(range)}`)]
}

function versionLines(one: Affected): string[] {
  const name = one.package && `${one.package.name}${one.package.ecosystem === 'Go' ? '' : ` (${one.package.ecosystem})`}`
  const versions = one.ranges.filter((range) => range.type !== 'GIT')
  const told = versions.length > 0 ? versions : one.ranges
  // Where ranges tell which versions are affected, their list only grows with each release.
  if (told.length > 0) return told.map((range) => `${name ?? range.repo}: ${rangeWords(range)}`)
  return one.versions.length > 0 ? one.versions.map((version) => `${name ?? 'it'}: version ${version}`) : [`${name ?? 'it'}: no version is named`]
}

function rangeWords({ type, events }: Range): string {
  const commit = type === 'GIT' ? 'commit ' : ''
  const steps = events.flatMap((event) =>
    (
      [
        ['from', event.introduced, 2],
        ['fixed in', event.fixed, 0],
        ['up to', event.last_affected, 3],
        ['as far as', event.limit, 1],
      ] as const
    ).flatMap(([words, version, rank]) => (version === undefined ? [] : [{ words, version, rank }])),
  )
  const text = steps
    .sort((a, b) => Number(b.version === '0') - Number(a.version === '0') || ORDER.compare(a.version, b.version) || a.rank - b.rank)
    .map(({ words, version }) => `${words} ${version === '0' ? 'the first version' : `${commit}${version}`}`)
    .join(', ')
  return steps.some(({ words }) => words === 'fixed in' || words === 'up to') ? text : [text, 'no fix'].filter(Boolean).join(', ')
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
