import { plainLine } from '../../plain.ts'
import type { Affected, OsvEntry, Range } from '../../model/osv-entry.ts'
import { severities } from '../../severities.ts'
import { compareVersions } from '../../version-order.ts'

const SHOWN = 5

/** What a person needs of an entry, a line each: what is affected, where it is fixed, how severe its authors call it. Nothing is computed. */
export function osvFacts(entry: OsvEntry): string[] {
  const blocks = entry.affected.filter((one) => one.package)
  const byPackage = Map.groupBy(blocks, (one) => one.package?.name ?? '')
  return [...blocks.flatMap(affectedLine), ...[...byPackage].map(([name, parts]) => fixedLine(name, parts)), `Severity: ${severityOf(entry)}`].map(
    plainLine,
  )
}

function affectedLine(one: Affected): string[] {
  const imports = one.ecosystem_specific?.imports ?? []
  if (imports.length === 0) return [`Affects ${one.package?.name}`]
  return imports.map(({ path, symbols }) => {
    const shown = symbols.slice(0, SHOWN).join(', ')
    return `Affects ${path}${shown && `: ${shown}`}${symbols.length > SHOWN ? ` and ${symbols.length - SHOWN} more` : ''}`
  })
}

/** The versions that mend it, one a branch, in version order; "no fix" for a branch that has none. */
function fixedLine(name: string, parts: readonly Affected[]): string {
  const ranges = parts.flatMap((part) => part.ranges)
  const versions = ranges.filter((range) => range.type !== 'GIT')
  const told = versions.length > 0 ? versions : ranges
  const fixed = new Set<string>()
  const open = new Set<string>()
  for (const { type, events } of told) {
    let since: string | undefined
    for (const event of [...events].sort((a, b) => compareVersions(versionOf(a), versionOf(b)))) {
      if (event.introduced !== undefined) since ??= event.introduced
      if (event.fixed !== undefined) fixed.add(type === 'GIT' ? `commit ${event.fixed.slice(0, 12)}` : event.fixed)
      if (event.fixed !== undefined || event.last_affected !== undefined) since = undefined
      if (event.last_affected !== undefined) fixed.add(`after ${event.last_affected}`)
    }
    if (since !== undefined) open.add(since)
  }
  if (fixed.size === 0) return `${name}: no fix`
  const unfixed = [...open].map((since) => (since === '0' ? 'no fix for other versions' : `no fix from ${since} on`))
  return [`Fixed in ${name} ${[...fixed].sort(compareVersions).join(', ')}`, ...unfixed].join('; ')
}

function versionOf(event: Range['events'][number]): string {
  return event.introduced ?? event.fixed ?? event.last_affected ?? ''
}

/** The authors' own words and vectors, exactly as they stand. */
function severityOf(entry: OsvEntry): string {
  const { word, vectors } = severities(entry)
  const told = [...new Set([...(word ? [word] : []), ...vectors.map(({ type, score }) => `${type} ${score}`)])]
  return told.length > 0 ? told.join(', ') : `not assigned by ${entry.id.startsWith('GO-') ? 'Go' : 'the database'}`
}
