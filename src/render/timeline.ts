import type { Element } from 'hast'
import { s } from 'hastscript'
import { idInWords } from '../period.ts'
import type { History } from './history.ts'
import { printHtml } from './html.ts'
import { longDate } from './long-date.ts'

const HEIGHT = 98
const AXIS = 50
/** Labels in one row nearer to each other than so many percent of the width would run into each other. */
const APART = 30
/** What lies nearer to an end than this has its label turned inward. */
const NEAR_END = 8

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
  const said = marks.map((mark) => `${longDate(mark.on, language)}: ${inWords(mark)}`).join('; ')
  const [below, above] = [marks.filter(({ of }) => of === 'digest'), marks.filter(({ of }) => of !== 'digest')]
  const drawn = [
    s('line', { x1: 0, x2: '100%', y1: AXIS + 0.5, y2: AXIS + 0.5 }),
    ...marks.map((mark) => dot(mark, placeOf(mark))),
    ...labels(above, { placeOf, rows: [AXIS - 14, AXIS - 32], words: (mark) => `${mark.what} ${shortDate(mark.on, language)}` }),
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

/** The labels that have room, the later ones first: what happened last matters most. */
function labels(
  marks: readonly Mark[],
  { placeOf, rows, words }: { placeOf: (mark: Mark) => number; rows: readonly number[]; words: (mark: Mark) => string },
): Element[] {
  const left = rows.map(() => Infinity)
  return marks.toReversed().flatMap((mark) => {
    const place = placeOf(mark)
    const row = left.findIndex((taken) => taken - place >= APART)
    if (row < 0) return []
    left[row] = place
    const textAnchor = place < NEAR_END ? 'start' : place > 100 - NEAR_END ? 'end' : 'middle'
    return [s('text', { x: percent(place), y: rows[row], textAnchor }, words(mark))]
  })
}

/** "3 May" */
function shortDate(day: string, language: string): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )
}

function percent(place: number): string {
  return `${Number(place.toFixed(2))}%`
}
