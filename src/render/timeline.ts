import type { Element } from 'hast'
import { s } from 'hastscript'
import { idInWords } from '../period.ts'
import { dateLocale } from './date-locale.ts'
import type { History } from './history.ts'
import { printHtml } from './html.ts'
import { longDate } from './long-date.ts'

const HEIGHT = 98
const AXIS = 50
const DAY_MS = 86_400_000
/** Width of a letter of a label in percent of the line where that is narrowest, on a phone; and the room between two labels. */
const LETTER = 2.05
const GAP = 2.5
/** Within so many days the days are named, beyond that the months. */
const NAMED_DAYS = 300

type Mark = { on: string; what: string; of: 'step' | 'landed' | 'digest'; count: number }

/** HTML of what happened to a story when, as a line of time: steps above it, digests that told it below, changes that landed on it; empty where fewer than two things did. */
export function timeline({ steps, told }: Pick<History, 'steps' | 'told'>, language: string): string {
  const marks: Mark[] = [
    ...steps.map((step) => ({ ...step, of: step.what === 'landed' ? ('landed' as const) : ('step' as const) })),
    ...told.map(({ digest }) => ({ on: digest.date, what: idInWords(digest.id), of: 'digest' as const, count: 1 })),
  ].sort((a, b) => a.on.localeCompare(b.on))
  const [first, last] = [marks[0], marks.at(-1)]
  if (!first || !last || first.on === last.on) return ''
  const [from, to] = [Date.parse(first.on), Date.parse(last.on)]
  const placeOf = ({ on }: Mark): number => 1.5 + (97 * (Date.parse(on) - from)) / (to - from)
  const isLong = to - from > NAMED_DAYS * DAY_MS
  const format = new Intl.DateTimeFormat(dateLocale(language), {
    ...(isLong ? { year: 'numeric' } : { day: 'numeric' }),
    month: 'short',
    timeZone: 'UTC',
  })
  const dateOf = ({ on }: Mark): string => format.format(new Date(`${on}T00:00:00Z`))
  const said = marks.map((mark) => `${longDate(mark.on, language)}: ${inWords(mark)}`).join('; ')
  const [below, above] = [marks.filter(({ of }) => of === 'digest'), marks.filter(({ of }) => of !== 'digest')]
  const drawn = [
    s('line', { x1: 0, x2: '100%', y1: AXIS + 0.5, y2: AXIS + 0.5 }),
    ...marks.map((mark) => dot(mark, placeOf(mark))),
    ...labels(above, { placeOf, rows: [AXIS - 14, AXIS - 32], words: (mark) => `${mark.what} ${dateOf(mark)}` }),
    ...labels(below, { placeOf, rows: [AXIS + 26, AXIS + 44], words: ({ what }) => what }),
  ]
  return printHtml({ type: 'root', children: [s('svg.timeline', { role: 'img', ariaLabel: said, width: '100%', height: HEIGHT }, drawn)] })
}

function inWords({ what, of, count }: Mark): string {
  if (of === 'digest') return `told in ${what}`
  return of === 'landed' && count > 1 ? `${count} changes landed` : what
}

function dot({ of, count }: Mark, place: number): Element {
  const x = percent(place)
  if (of === 'landed') return s('circle.landed', { cx: x, cy: AXIS + 0.5, r: Math.min(3 + count, 7) })
  return of === 'step' ? s('circle.decided', { cx: x, cy: AXIS + 0.5, r: 5 }) : s('rect.digest', { x, y: AXIS + 4, width: 2, height: 9 })
}

/** The labels that have room: steps before changes that landed, of each the last and the first before those between, the later of these first. */
function labels(
  marks: readonly Mark[],
  { placeOf, rows, words }: { placeOf: (mark: Mark) => number; rows: readonly number[]; words: (mark: Mark) => string },
): Element[] {
  const taken: [from: number, to: number][][] = rows.map(() => [])
  const inOrder = ['step', 'landed', 'digest'].flatMap((kind) => {
    const [last, ...others] = marks.filter(({ of }) => of === kind).toReversed()
    const first = others.pop()
    return [last, first, ...others].filter((mark) => mark !== undefined)
  })
  return inOrder.flatMap((mark) => {
    const [place, text] = [placeOf(mark), words(mark)]
    const width = text.length * LETTER
    const textAnchor = place < width / 2 ? 'start' : place > 100 - width / 2 ? 'end' : 'middle'
    const from = textAnchor === 'start' ? place : textAnchor === 'end' ? place - width : place - width / 2
    const row = taken.findIndex((others) => others.every(([left, right]) => from >= right + GAP || from + width + GAP <= left))
    if (row < 0) return []
    taken[row]?.push([from, from + width])
    return [s('text', { x: percent(place), y: rows[row], textAnchor }, text)]
  })
}

function percent(place: number): string {
  return `${Number(place.toFixed(2))}%`
}
