import type { SemVer } from 'semver'
import type { Range } from '../model/osv-entry.ts'
import { orderOf } from '../version-order.ts'

/** What happens at one version; without one: before all versions. */
type Step = { at: SemVer | undefined; introduced: boolean; fixed: boolean; last: boolean }

/** A range whose versions have an order. */
export type OrderedRange = {
  /** Whether it holds a version. Where one version ends it and begins it anew, it goes on as it was. */
  holds: (version: SemVer) => boolean
  /** Whether it holds a version and all that come after it. */
  holdsFrom: (version: SemVer) => boolean
}

/**
 * A range by the order of semantic versions, whatever the order in which it names them; undefined where one of them cannot be read.
 * @see https://ossf.github.io/osv-schema/#evaluation (1.7.4, read 2026-11)
 */
export function orderedRange(range: Range, read: (version: string) => SemVer | undefined): OrderedRange | undefined {
  const steps = stepsOf(range, read)
  const limits = limitsOf(range, read)
  if (!steps || !limits) return undefined
  const holds = (version: SemVer): boolean => {
    if (limits.length > 0 && !limits.some((limit) => orderOf(version, limit) < 0)) return false
    let open = false
    for (const { at, introduced, fixed, last } of steps) {
      const order = at ? orderOf(version, at) : 1
      if (order < 0) break
      const closes = fixed || (last && order > 0)
      open = introduced && closes ? open : introduced || (open && !closes)
    }
    return open
  }
  const ends = (version: SemVer): boolean =>
    limits.length > 0 || steps.some(({ at, fixed, last }) => (fixed || last) && at !== undefined && orderOf(at, version) >= 0)
  return { holds, holdsFrom: (version) => holds(version) && !ends(version) }
}

/** From the first version on and without an end, so that it holds every version, whatever their order. */
export function isEndless({ events }: Range): boolean {
  return events.some(({ introduced }) => introduced === '0') && events.every((event) => !event.fixed && !event.last_affected && isWide(event.limit))
}

function stepsOf({ events }: Range, read: (version: string) => SemVer | undefined): Step[] | undefined {
  const steps: Step[] = []
  for (const { introduced, fixed, last_affected: last } of events) {
    const text = introduced ?? fixed ?? last
    if (text === undefined) continue
    const at = text === '0' ? undefined : read(text)
    if (text !== '0' && !at) return undefined
    const known = steps.find((step) => (step.at && at ? orderOf(step.at, at) === 0 : step.at === at))
    const step = known ?? { at, introduced: false, fixed: false, last: false }
    if (!known) steps.push(step)
    step.introduced ||= introduced !== undefined
    step.fixed ||= fixed !== undefined
    step.last ||= last !== undefined
  }
  return steps.sort((a, b) => (a.at && b.at ? orderOf(a.at, b.at) : Number(a.at !== undefined) - Number(b.at !== undefined)))
}

/** None: without a limit. */
function limitsOf({ events }: Range, read: (version: string) => SemVer | undefined): SemVer[] | undefined {
  const named = events.flatMap(({ limit }) => limit ?? [])
  if (named.some(isWide)) return []
  const limits = named.flatMap((limit) => read(limit) ?? [])
  return limits.length === named.length ? limits : undefined
}

/** A "*" stands for infinity. */
function isWide(limit: string | undefined): boolean {
  return limit === undefined || limit.includes('*')
}
