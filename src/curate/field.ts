import { countOf } from './count-of.ts'
import { formsOf } from './forms-of.ts'
import type { Told } from './told.ts'

/** What a story stands among: all that was collected for the window. */
export type Field = {
  /** Changes whose main folder is this one. */
  inFolder: (folder: string) => number
  /** Changes below the same upper folders. */
  inRegion: (folder: string) => number
  /** Changes of the same author. */
  ofAuthor: (author: string | undefined) => number
  /** How much landed around an instant, against the whole window: the logarithm of the ratio of their rates; 0 = as much as ever. */
  paceAt: (at: string) => number
  /** How much of what landed around an instant brought something new, less that share in the whole window. */
  noveltyAt: (at: string) => number
  /** About how many days before an instant an issue was opened, told from its number; undefined where nothing is known. */
  ageInDays: (issue: string, at: string) => number | undefined
}

const DAY_MS = 86_400_000
/** What landed so many days before or after an instant tells of the time around it, the nearer the more. */
const AROUND_DAYS = 50
const DOUBT = 40
/** However far a time stands out, what was done in it counts for more. */
const MOST_PACE = 0.4
const MOST_NOVELTY = 0.05

const BRINGS = formsOf(['add', 'implement', 'support', 'introduce', 'provide', 'define', 'new', 'recognise', 'recognize', 'adopt', 'create'])

/** @see Field */
export function fieldOf(told: readonly Told[]): Field {
  const changes = told.filter(({ item }) => item.kind === 'change' && item.state !== 'open')
  const folders = countOf(changes.map((one) => one.folder))
  const regions = countOf(changes.map((one) => regionOf(one.folder)))
  const authors = countOf(changes.map((one) => one.item.author ?? ''))
  const calendars = calendarsOf(told)
  const rhythm = rhythmOf(changes)
  const opened = new Map(
    told.flatMap(({ item }) => {
      const first = item.transitions.find((step) => step.to === 'opened')
      return first ? [[item.id.toLowerCase(), first.at] as const] : []
    }),
  )
  return {
    inFolder: (folder) => folders.get(folder) ?? 0,
    inRegion: (folder) => regions.get(regionOf(folder)) ?? 0,
    ofAuthor: (author) => authors.get(author ?? '') ?? 0,
    paceAt: (at) => rhythm(at).pace,
    noveltyAt: (at) => rhythm(at).novelty,
    ageInDays(issue, at) {
      const known = opened.get(issue.toLowerCase())
      if (known !== undefined) return Math.max(0, (Date.parse(at) - Date.parse(known)) / DAY_MS)
      const [tracker, number] = numbered(issue) ?? []
      const calendar = tracker === undefined ? undefined : calendars.get(tracker)
      if (calendar === undefined || number === undefined) return undefined
      return Math.max(0, (calendar.newestAt(Date.parse(at)) - number) / calendar.perDay)
    },
  }
}

/** The rhythm of a project: when much lands and much of it is new, and when little but mending is done, as before a release. */
function rhythmOf(changes: readonly Told[]): (at: string) => { pace: number; novelty: number } {
  const dayOf = (at: string): number => Math.floor(Date.parse(at) / DAY_MS)
  const days = changes.map(({ item }) => dayOf(item.at))
  // A window may hold more than a call takes arguments.
  const [first, last] = days.reduce(([least, most], day) => [Math.min(least, day), Math.max(most, day)], [Infinity, -Infinity])
  const landed = new Map<number, { all: number; fresh: number }>()
  let fresh = 0
  for (const told of changes) {
    const day = landed.get(dayOf(told.item.at)) ?? { all: 0, fresh: 0 }
    const isNew = BRINGS.test(told.subject.verb) || told.subject.type?.startsWith('feat') ? 1 : 0
    landed.set(dayOf(told.item.at), { all: day.all + 1, fresh: day.fresh + isNew })
    fresh += isNew
  }
  const known = new Map<number, { pace: number; novelty: number }>()
  return (at) => {
    const day = dayOf(at)
    const before = known.get(day)
    if (before) return before
    let [all, news, cover] = [0, 0, 0]
    for (let other = Math.max(first, day - AROUND_DAYS + 1); other < day + AROUND_DAYS && other <= last; other++) {
      const weight = 1 - Math.abs(other - day) / AROUND_DAYS
      const there = landed.get(other)
      cover += weight
      all += weight * (there?.all ?? 0)
      news += weight * (there?.fresh ?? 0)
    }
    const usual = changes.length === 0 ? 0 : fresh / changes.length
    const expected = cover * (changes.length / (last - first + 1))
    // A few changes tell little of a time: as if some that are as usual had landed besides.
    const here = {
      pace: between(Math.log((all + DOUBT) / (expected + DOUBT)), MOST_PACE),
      novelty: between((news + DOUBT * usual) / (all + DOUBT) - usual, MOST_NOVELTY),
    }
    known.set(day, here)
    return here
  }
}

function between(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value))
}

/** The two uppermost folders. */
function regionOf(folder: string): string {
  return folder.split('/').slice(0, 2).join('/')
}

type Calendar = { newestAt: (timeMs: number) => number; perDay: number }

/** For each tracker, how its numbers grew: every issue that something names was open by then, so the highest number so far tells the day. */
function calendarsOf(told: readonly Told[]): Map<string, Calendar> {
  const seen = new Map<string, { timeMs: number; number: number }[]>()
  for (const { item } of told) {
    const timeMs = Date.parse(item.at)
    for (const id of [item.id, ...item.references.map((reference) => reference.id)]) {
      const [tracker, number] = numbered(id) ?? []
      if (tracker === undefined || number === undefined) continue
      const list = seen.get(tracker)
      if (list) list.push({ timeMs, number })
      else seen.set(tracker, [{ timeMs, number }])
    }
  }
  const calendars = new Map<string, Calendar>()
  for (const [tracker, list] of seen) {
    list.sort((a, b) => a.timeMs - b.timeMs || a.number - b.number)
    const steps: { timeMs: number; number: number }[] = []
    for (const one of list) if (one.number > (steps.at(-1)?.number ?? 0)) steps.push(one)
    const [first, last] = [steps[0], steps.at(-1)]
    if (!first || !last) continue
    const days = (last.timeMs - first.timeMs) / DAY_MS
    // The first number is often an old one: growth is told from the middle of the steps on.
    const middle = steps[Math.floor(steps.length / 2)] ?? first
    const span = (last.timeMs - middle.timeMs) / DAY_MS
    const perDay = span >= 1 ? (last.number - middle.number) / span : days >= 1 ? (last.number - first.number) / days : 0
    if (perDay <= 0) continue
    calendars.set(tracker, {
      perDay,
      newestAt(timeMs) {
        let [low, high] = [0, steps.length]
        while (low < high) {
          const half = (low + high) >> 1
          if ((steps[half]?.timeMs ?? 0) <= timeMs) low = half + 1
          else high = half
        }
        return steps[low - 1]?.number ?? first.number
      },
    })
  }
  return calendars
}

function numbered(id: string): [string, number] | undefined {
  const [, tracker, number] = /^([^#\s]+)#(\d{1,9})$/.exec(id) ?? []
  return tracker === undefined ? undefined : [tracker.toLowerCase(), Number(number)]
}
