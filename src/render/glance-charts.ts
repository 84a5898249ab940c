import type { Element } from 'hast'
import { s } from 'hastscript'
import { allOf, type Area, type Glance, HAPPENED, type Happened } from './glance.ts'
import { longDate } from './long-date.ts'

const LINE = 34
/** Around the bars of a row: its words above, and the room below it. */
const AROUND = 38
const MONTHS = 14
/** Height of the bars of what is rare, and the least and most of the others, which otherwise make the chart as high as that of the areas beside it. */
const RARE = 24
const [LOW, HIGH] = [60, 150]
/** As many of something, or more, fill a row: one alone is no peak. */
const FULL = 2

/** How much of something happened, in words. */
const WORDS: Record<Happened, (count: number) => string> = {
  landed: (count) => (count === 1 ? 'change landed' : 'changes landed'),
  decided: (count) => (count === 1 ? 'proposal decided' : 'proposals decided'),
  fixed: (count) => (count === 1 ? 'vulnerability fixed' : 'vulnerabilities fixed'),
}

/** A drawing that is as wide as its place, its height in CSS pixels; colours and letters by the classes of its parts. */
export type Chart = { svg: Element; height: number }

/** A window at a glance: what happened by time, and where. Each chart says in words what it shows; `span`: the window in words. */
export function glanceCharts(glance: Glance, language: string): { span: string; time: Chart; areas: Chart | undefined } {
  const told = HAPPENED.filter((what) => totalOf(glance, what) > 0)
  const span = [glance.spans[0] ?? '', glance.last].map((day) => longDate(day, language)).join(' to ')
  const areas = glance.areas.length > 0 ? areaChart(glance, language) : undefined
  return { span, time: timeChart(glance, told, { language, beside: areas?.height ?? 0 }), areas }
}

function totalOf({ by }: Glance, what: Happened): number {
  return by[what].reduce((sum, count) => sum + count, 0)
}

/** `beside`: height of the chart beside it. */
function timeChart(glance: Glance, told: readonly Happened[], { language, beside }: { language: string; beside: number }): Chart {
  const { spans, by, unit } = glance
  const rare = told.slice(1).length
  const first = Math.min(HIGH, Math.max(LOW, beside - MONTHS - told.length * AROUND - rare * RARE))
  const height = first + rare * RARE + told.length * AROUND + MONTHS
  const rows = told.flatMap((what, row) => {
    const bars = row === 0 ? first : RARE
    const top = row === 0 ? 0 : first - RARE + row * (RARE + AROUND)
    const most = Math.max(FULL, ...by[what])
    const drawn = by[what].flatMap((count, index) => {
      const tall = Math.max(2, Math.round((count / most) * bars))
      return count === 0
        ? []
        : [s('rect', { x: share(index, spans.length), y: top + 22 + bars - tall, width: share(0.8, spans.length), height: tall })]
    })
    const total = totalOf(glance, what)
    return [
      s('text', { x: 0, y: top + 13 }, [s('tspan.number', new Intl.NumberFormat(language).format(total)), ` ${WORDS[what](total)}`]),
      s(`g.${what}`, drawn),
      s('line', { x1: 0, x2: '100%', y1: top + 22.5 + bars, y2: top + 22.5 + bars }),
    ]
  })
  const y = height - 4
  const marks = spans.flatMap((_, index) => {
    const words = partInWords(glance, { index, language })
    if (words === '') return []
    return unit === 'week' || isLong(glance)
      ? [s('text.quiet', { x: share(index, spans.length), y }, words)]
      : [s('text.quiet', { x: share(index + 0.4, spans.length), y, textAnchor: 'middle' }, words)]
  })
  const said = told.map((what) => `${WORDS[what](2)}: ${by[what].join(', ')}`).join('; ')
  return drawing(height, `By ${unit} from ${longDate(spans[0] ?? '', language)}. ${capital(said)}.`, [...rows, ...marks])
}

/** Whether there are more months than have room for their letters: then the years are named. */
function isLong({ spans, unit }: Glance): boolean {
  return unit === 'month' && spans.length > 14
}

/** What stands below a bar: its day, its month, or the month or year that begins with it; empty where that is named already. */
function partInWords(glance: Glance, { index, language }: { index: number; language: string }): string {
  const { spans, unit } = glance
  const [span = '', before = ''] = [spans[index], spans[index - 1]]
  const named = isLong(glance) ? 4 : unit === 'week' ? 7 : 10
  if (span.slice(0, named) === before.slice(0, named)) return ''
  const shown = isLong(glance)
    ? ({ year: 'numeric' } as const)
    : ({ day: { day: 'numeric' }, week: { month: 'short' }, month: { month: 'narrow' } } as const)[unit]
  return new Intl.DateTimeFormat(language, { ...shown, timeZone: 'UTC' }).format(new Date(`${span}T00:00:00Z`))
}

function areaChart({ areas, elsewhere }: Glance, language: string): Chart {
  const lines: Area[] = allOf(elsewhere) > 0 ? [...areas, { name: 'elsewhere', ...elsewhere }] : areas
  const most = Math.max(...areas.map(allOf))
  const rows = lines.flatMap((area, index) => {
    const top = index * LINE
    // What lies elsewhere is no area: it has no bar, which might be longer than the longest.
    const isArea = index < areas.length
    let from = 0
    const bars = HAPPENED.flatMap((what) => {
      const at = from
      from += area[what]
      return area[what] === 0 ? [] : [s(`rect.${what}`, { x: share(at, most), y: top + 18, width: share(area[what], most), height: 5 })]
    })
    return [
      s(isArea ? 'text' : 'text.quiet', { x: 0, y: top + 13 }, shortened(area.name)),
      s('text.number', { x: '100%', y: top + 13, textAnchor: 'end' }, new Intl.NumberFormat(language).format(allOf(area))),
      ...(isArea ? bars : []),
    ]
  })
  const said = lines.map(
    (area) =>
      `${area.name} ${HAPPENED.filter((what) => area[what] > 0)
        .map((what) => `${area[what]} ${what}`)
        .join(', ')}`,
  )
  return drawing(lines.length * LINE - 10, `By area: ${said.join('; ')}.`, rows)
}

function drawing(height: number, label: string, children: Element[]): Chart {
  return { svg: s('svg', { role: 'img', ariaLabel: label, width: '100%', height }, children), height }
}

function share(part: number, of: number): string {
  return `${Number(((100 * part) / of).toFixed(2))}%`
}

function shortened(name: string): string {
  return name.length > 32 ? `${name.slice(0, 31)}…` : name
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
