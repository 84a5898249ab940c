/**
 * The evaluation of OSV's schema for semantic versions, written from its text and the rules of Semantic Versioning 2.0.0 alone, to judge the program's own by.
 * @see https://ossf.github.io/osv-schema/#evaluation and https://semver.org/#spec-item-11 (read 2026-11)
 */
import type { OsvEntry } from '../src/model/osv-entry.ts'

type Range = OsvEntry['affected'][number]['ranges'][number]
type Step = { version: string; turns: 'introduced' | 'fixed' | 'last_affected' }

/** Whether a version of a package is affected: it is listed, or lies in a range. */
export function isAffected(entry: OsvEntry, name: string, version: string): boolean {
  return entry.affected.some(
    (one) =>
      one.package?.name === name && (one.versions.includes(version) || one.ranges.some((range) => range.type === 'SEMVER' && isIn(range, version))),
  )
}

/** The first version that mends what a version has: the lowest after it that is named as a fix and not affected itself; undefined where there is none. */
export function fixedAfter(entry: OsvEntry, name: string, version: string): string | undefined {
  const fixes = entry.affected.flatMap((one) =>
    one.package?.name === name ? one.ranges.flatMap(({ events }) => events.flatMap(({ fixed }) => fixed ?? [])) : [],
  )
  return fixes.filter((fixed) => compareSemver(fixed, version) > 0 && !isAffected(entry, name, fixed)).sort(compareSemver)[0]
}

/** Below zero where the first is lower, above where it is higher. "0" is lower than all. What follows a plus sign does not count. */
export function compareSemver(first: string, second: string): number {
  if (first === '0' || second === '0') return Number(second === '0') - Number(first === '0')
  const [one, two] = [read(first), read(second)]
  for (const [index, number] of one.numbers.entries()) {
    const difference = number - (two.numbers[index] ?? 0)
    if (difference !== 0) return difference
  }
  if (one.pre.length === 0 || two.pre.length === 0) return Number(one.pre.length === 0) - Number(two.pre.length === 0)
  for (const [index, identifier] of one.pre.entries()) {
    const other = two.pre[index]
    if (other === undefined) return 1
    const difference = compareIdentifiers(identifier, other)
    if (difference !== 0) return difference
  }
  return one.pre.length - two.pre.length
}

function isIn({ events }: Range, version: string): boolean {
  const limits = events.flatMap(({ limit }) => limit ?? [])
  if (limits.length > 0 && !limits.some((limit) => limit === '*' || compareSemver(version, limit) < 0)) return false
  const steps = events.flatMap(({ introduced, fixed, last_affected: last }): Step[] => [
    ...(introduced === undefined ? [] : [{ version: introduced, turns: 'introduced' as const }]),
    ...(fixed === undefined ? [] : [{ version: fixed, turns: 'fixed' as const }]),
    ...(last === undefined ? [] : [{ version: last, turns: 'last_affected' as const }]),
  ])
  let affected = false
  for (const step of steps.sort((a, b) => compareSemver(a.version, b.version))) {
    const order = compareSemver(version, step.version)
    if (step.turns === 'introduced' && order >= 0) affected = true
    if (step.turns === 'fixed' && order >= 0) affected = false
    if (step.turns === 'last_affected' && order > 0) affected = false
  }
  return affected
}

function read(version: string): { numbers: number[]; pre: string[] } {
  const [, release, pre] = /^(\d+\.\d+\.\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/.exec(version) ?? []
  if (release === undefined) throw new Error(`"${version}" is no semantic version`)
  return { numbers: release.split('.').map(Number), pre: pre === undefined ? [] : pre.split('.') }
}

/** Numbers by their value and below words; words by their signs. */
function compareIdentifiers(first: string, second: string): number {
  const [isOne, isTwo] = [/^\d+$/.test(first), /^\d+$/.test(second)]
  if (isOne && isTwo) return Number(BigInt(first) - BigInt(second))
  if (isOne !== isTwo) return isOne ? -1 : 1
  return first === second ? 0 : first < second ? -1 : 1
}
