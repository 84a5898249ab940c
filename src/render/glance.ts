import { areaOf } from '../area-of.ts'
import { dayOf } from '../model/day.ts'
import type { Recorded } from '../model/recorded.ts'
import { namesOf } from '../names-of.ts'

/** What happened: a change landed, a proposal was decided, a vulnerability was fixed. */
export const HAPPENED = ['landed', 'decided', 'fixed'] as const
export type Happened = (typeof HAPPENED)[number]

/**
 * A window at a glance. `spans`: the first days of its parts, `YYYY-MM-DD`: days, weeks from its first day on, or months of the calendar; `last`: its last day;
 * `by`: how much happened in each; `areas`: where it happened, the busiest first; `elsewhere`: what happened in others, or in none that is known.
 */
export type Glance = {
  unit: 'day' | 'week' | 'month'
  spans: string[]
  last: string
  by: Record<Happened, number[]>
  areas: Area[]
  elsewhere: Omit<Area, 'name'>
}

export type Area = Record<Happened, number> & { name: string }

const DAY_MS = 86_400_000
/** Most days of a window that is told by days, and of one that is told by weeks. */
const BY_DAY = 14
const BY_WEEK = 200
const SHOWN_AREAS = 7
const DECIDED: ReadonlySet<string> = new Set(['accepted', 'declined'])
const VULNERABILITY = /\bCVE-(\d{4})-\d{4,}\b/g

type RecordedItem = Recorded['stories'][number]['items'][number]
type Event = { what: Happened; at: string; area: string | undefined }

/** What was collected for a digest, told or not, counted by time and area; undefined where nothing of it happened inside the window. */
export function glanceOf({ since, until, stories }: Recorded): Glance | undefined {
  const [from, to] = [Date.parse(since), Date.parse(until)]
  const items = stories.flatMap((story) => story.items)
  const events = [...landed(items), ...decided(items), ...fixed(items, since)].filter(({ at }) => Date.parse(at) >= from && Date.parse(at) < to)
  if (events.length === 0) return undefined
  const { unit, starts } = partsOf(from, to)
  const by: Glance['by'] = { landed: starts.map(() => 0), decided: starts.map(() => 0), fixed: starts.map(() => 0) }
  const areas = new Map<string | undefined, Area>()
  for (const { what, at, area } of events) {
    const part = starts.findLastIndex((start) => start <= Date.parse(at))
    by[what][part] = (by[what][part] ?? 0) + 1
    const one = areas.get(area) ?? { name: area ?? '', landed: 0, decided: 0, fixed: 0 }
    one[what]++
    areas.set(area, one)
  }
  const named = [...areas.values()].filter(({ name }) => name !== '').sort((a, b) => allOf(b) - allOf(a) || a.name.localeCompare(b.name, 'en'))
  // One more than is shown needs no line that says "elsewhere" for it alone.
  const shown = named.length === SHOWN_AREAS + 1 && !areas.has(undefined) ? named : named.slice(0, SHOWN_AREAS)
  const elsewhere = { landed: 0, decided: 0, fixed: 0 }
  for (const area of areas.values()) if (!shown.includes(area)) for (const what of HAPPENED) elsewhere[what] += area[what]
  return { unit, spans: starts.map(dayOf), last: dayOf(to - DAY_MS), by, areas: shown, elsewhere }
}

/** The parts that a window is told by, with the instants at which they begin. A day that is left over after the last week belongs to that. */
function partsOf(from: number, to: number): Pick<Glance, 'unit'> & { starts: number[] } {
  const days = (to - from) / DAY_MS
  const unit = days <= BY_DAY ? 'day' : days <= BY_WEEK ? 'week' : 'month'
  const first = new Date(from)
  const startOf = (part: number): number =>
    unit === 'month' ? Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + part) : from + part * (unit === 'week' ? 7 : 1) * DAY_MS
  const end = unit === 'week' ? to - DAY_MS : to
  const starts = [from]
  for (let part = 1; startOf(part) < end; part++) starts.push(startOf(part))
  return { unit, starts }
}

/** All that happened in an area. */
export function allOf(area: Omit<Area, 'name'>): number {
  return HAPPENED.reduce((sum, what) => sum + area[what], 0)
}

function landed(items: readonly RecordedItem[]): Event[] {
  return changesOf(items).map((item) => ({ what: 'landed', at: item.at, area: areaOf(item) }))
}

function decided(items: readonly RecordedItem[]): Event[] {
  return items.flatMap((item): Event[] => {
    const step = item.kind === 'proposal' ? item.transitions.findLast(({ to }) => DECIDED.has(to)) : undefined
    return step ? [{ what: 'decided', at: step.at, area: areaOf(item) }] : []
  })
}

/** Each vulnerability once, however many changes fix it: as it was published, else with the first change that names it. One of years before is only spoken of. */
function fixed(items: readonly RecordedItem[], since: string): Event[] {
  const published = items.filter(({ kind, state }) => kind === 'vulnerability' && state !== 'withdrawn')
  const known = new Set(published.flatMap(namesOf))
  const found: Event[] = published.map((item) => ({ what: 'fixed', at: item.at, area: areaOf(item) }))
  for (const item of changesOf(items).toSorted((a, b) => a.at.localeCompare(b.at)))
    for (const [name, year] of `${item.title}\n${item.message}`.matchAll(VULNERABILITY)) {
      if (known.has(name) || Number(year) < Number(since.slice(0, 4)) - 1) continue
      known.add(name)
      found.push({ what: 'fixed', at: item.at, area: areaOf(item) })
    }
  return found
}

function changesOf(items: readonly RecordedItem[]): RecordedItem[] {
  return items.filter(({ kind, state }) => kind === 'change' && state !== 'open')
}
