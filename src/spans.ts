import { compareVersions } from './version-order.ts'
import type { Affected, Range } from './model/osv-entry.ts'

/** Versions in a row that are affected: from one on ("0": from the first), before one, up to and including one, or with no end. */
export type Span = { from: string; before?: string; through?: string }

/** The spans of a range in version order, of commits as its events stand. An introduction inside a span begins none. */
export function spansOf({ type, events }: Range): Span[] {
  const told = events.map((event, index) => ({ event, index, version: event.introduced ?? event.fixed ?? event.last_affected ?? event.limit ?? '' }))
  const sorted = type === 'GIT' ? told : told.sort((a, b) => compareVersions(a.version, b.version) || a.index - b.index)
  const spans: Span[] = []
  let open: string | undefined
  for (const { event } of sorted) {
    if (event.introduced !== undefined) open ??= event.introduced
    const before = event.fixed ?? event.limit
    const end = before !== undefined ? { before } : event.last_affected !== undefined ? { through: event.last_affected } : undefined
    if (!end || open === undefined) continue
    spans.push({ from: open, ...end })
    open = undefined
  }
  return open === undefined ? spans : [...spans, { from: open }]
}

/** A span in words that keep its versions exactly. */
export function spanInWords({ from, before, through }: Span, noun = 'versions'): string {
  const all = from === '0'
  if (before !== undefined) return all ? `all ${noun} before ${before}` : `${noun} from ${from} on, before ${before}`
  if (through !== undefined) return all ? `all ${noun} up to and including ${through}` : `${noun} from ${from} up to and including ${through}`
  return all ? `all ${noun}` : `all ${noun} from ${from} on`
}

/** What is told of one kind of versions: those that are affected, and those that mend it, both in version order. */
export type Told = { spans: Span[]; fixed: string[] }

/** The spans of some ranges, each once and in version order, and the versions that mend them, in version order. */
export function toldBy(ranges: readonly Range[]): Told {
  const all = new Map(ranges.flatMap(spansOf).map((span) => [JSON.stringify(span), span]))
  const spans = [...all.values()].sort((a, b) => compareVersions(a.from, b.from))
  const mended = ranges.flatMap(({ events }) => events.flatMap(({ fixed }) => fixed ?? []))
  return { spans, fixed: [...new Set(mended)].sort(compareVersions) }
}

/** What blocks of one module tell: by versions, by the project's own numbers where those are no versions of the ecosystem, by commits of each repository, and one by one. */
export function versionsOf(blocks: readonly Affected[]): { versions: Told; own: Told; commits: ReadonlyMap<string, Told>; named: string[] } {
  const ranges = blocks.flatMap((block) => block.ranges)
  const git = Map.groupBy(
    ranges.filter((range) => range.type === 'GIT'),
    (range) => range.repo,
  )
  return {
    versions: toldBy(ranges.filter((range) => range.type !== 'GIT')),
    own: toldBy(blocks.flatMap((block) => block.ecosystem_specific?.custom_ranges ?? [])),
    commits: new Map([...git].map(([repository, some]) => [repository, toldBy(some)])),
    named: [...new Set(blocks.flatMap((block) => block.versions))],
  }
}
