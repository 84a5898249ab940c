import type { Affected, Range } from '../model/osv-entry.ts'
import type { StackModule } from '../model/stack.ts'
import { orderOf } from '../version-order.ts'
import { isEndless, orderedRange } from './ordered-range.ts'
import { baseOf } from './same-package.ts'
import { versionIn } from './version-in.ts'

/** Whether a version is affected, or why nobody can tell. */
export type Answer = boolean | { unknown: string }

type Named = Pick<StackModule, 'ecosystem' | 'name'>

/** Ecosystems that take semantic versions alone. @see https://ossf.github.io/osv-schema/#defined-ecosystems (read 2026-11) */
const SEMANTIC: ReadonlySet<string> = new Set(['go', 'npm', 'crates.io', 'hex', 'pub', 'swifturl'])

/**
 * Whether a version is affected by what an entry tells of its package, in one block or in several: it is listed, or a range holds it. A block with
 * neither ranges nor versions means every version in Go, as govulncheck reads it; elsewhere the schema does not say what it means.
 * @see https://ossf.github.io/osv-schema/#evaluation (1.7.4, read 2026-11)
 */
export function affects(blocks: readonly Affected[], version: string, of: Named): Answer {
  return joined(blocks.map((block) => blockAffects(block, version, of)))
}

/** Whether every version is affected, those that cannot be put in order too; with `from`: every version from this one on. */
export function affectsAll(blocks: readonly Affected[], of: Named, from?: string): boolean {
  const least = from === undefined ? undefined : versionIn(of, from)
  return blocks.some((block) => {
    if (isBare(block)) return baseOf(of.ecosystem) === 'go'
    return versionRanges(block).some((range) => isEndless(range) || (least && orderIn(range, of)?.holdsFrom(least)))
  })
}

/** Versions that an entry names as they stand there, each once: of its ranges those of one kind, or its lists. */
export function versionsNamed(blocks: readonly Affected[], kind: 'introduced' | 'fixed' | 'listed'): string[] {
  const named = blocks.flatMap((block) =>
    kind === 'listed' ? block.versions : versionRanges(block).flatMap(({ events }) => events.flatMap((event) => event[kind] ?? [])),
  )
  return [...new Set(named)]
}

function blockAffects(block: Affected, version: string, of: Named): Answer {
  if (block.versions.some((listed) => isSameVersion(listed, version, of))) return true
  if (isBare(block)) return baseOf(of.ecosystem) === 'go' || { unknown: 'the entry names no versions' }
  if (block.ranges.length === 0) return false
  const ranges = versionRanges(block)
  if (ranges.length === 0) return { unknown: 'the entry names commits, not versions' }
  return joined(ranges.map((range) => rangeAffects(range, version, of)))
}

function rangeAffects(range: Range, version: string, of: Named): Answer {
  if (isEndless(range)) return true
  const [ordered, read] = [orderIn(range, of), versionIn(of, version)]
  if (ordered && read) return ordered.holds(read)
  const isNamed = (kind: 'introduced' | 'fixed' | 'last_affected'): boolean => range.events.some((event) => event[kind] === version)
  if (isNamed('fixed') && !isNamed('introduced')) return false
  if (!isNamed('fixed') && (isNamed('introduced') || isNamed('last_affected')) && !range.events.some(({ limit }) => limit)) return true
  if (!isSemantic(range, of))
    return { unknown: `the entry does not list this version, and the order of versions in ${of.ecosystem} is not known here` }
  return { unknown: ordered ? `"${version}" cannot be compared with other versions` : 'the entry names versions that cannot be compared' }
}

/** Affected where any says so; else nobody can tell where any does not know. */
function joined(answers: readonly Answer[]): Answer {
  return answers.includes(true) || (answers.find((answer) => typeof answer === 'object') ?? false)
}

function isSameVersion(one: string, other: string, of: Named): boolean {
  const [a, b] = SEMANTIC.has(baseOf(of.ecosystem)) ? [versionIn(of, one), versionIn(of, other)] : []
  return one === other || (a !== undefined && b !== undefined && orderOf(a, b) === 0)
}

function orderIn(range: Range, of: Named): ReturnType<typeof orderedRange> {
  return isSemantic(range, of) ? orderedRange(range, (version) => versionIn(of, version)) : undefined
}

function isSemantic({ type }: Range, of: Named): boolean {
  return type === 'SEMVER' || (type === 'ECOSYSTEM' && SEMANTIC.has(baseOf(of.ecosystem)))
}

/** Ranges of commits beside them tell the same once more. */
function versionRanges({ ranges }: Affected): Range[] {
  return ranges.filter(({ type }) => type !== 'GIT')
}

function isBare({ ranges, versions }: Affected): boolean {
  return ranges.length === 0 && versions.length === 0
}
