import type { Element } from 'hast'
import { s } from 'hastscript'
import { allOf, type Area, type Glance, HAPPENED, type Happened } from './glance.ts'
import { longDate } from './long-date.ts'

/** Height of the bars by how many rows of them there are, so that the chart is about as high as that of the areas beside it. */
const BARS = [0, 96, 60, 36]
const LINE = 34

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
  return { span, time: timeChart(glance, told, language), areas: glance.areas.length > 0 ? areaChart(glance, language) : undefined }
}

function totalOf({ by }: Glance, what: Happened): number {
  return by[what].reduce((sum, count) => sum + count, 0)
}

function timeChart(glance: Glance, told: readonly Happened[], language: string): Chart {
  const { spans, by, unit } = glance
  const bars = BARS[told.length] ?? 0
  const rowHeight = bars + 38
  const height = told.length * rowHeight + 14
  const rows = told.flatMap((what, row) => {
    const top = row * rowHeight
    const most = Math.max(...by[what])
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
  const month = new Intl.DateTimeFormat(language, unit === 'month' ? { month: 'narrow', timeZone: 'UTC' } : { month: 'short', timeZone: 'UTC' })
  const day = new Intl.DateTimeFormat(language, { day: 'numeric', timeZone: 'UTC' })
  const marks = spans.flatMap((span, index) => {
    const isFirst = index === 0 || span.slice(0, 7) !== spans[index - 1]?.slice(0, 7)
    const date = new Date(`${span}T00:00:00Z`)
    if (unit === 'day') return [s('text.quiet', { x: share(index, spans.length), y: height - 4 }, day.format(date))]
    return isFirst ? [s('text.quiet', { x: share(index, spans.length), y: height - 4 }, month.format(date))] : []
  })
  const said = told.map((what) => `${WORDS[what](2)}: ${by[what].join(', ')}`).join('; ')
  return drawing(height, `By ${unit} from ${longDate(spans[0] ?? '', language)}. ${capital(said)}.`, [...rows, ...marks])
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
  return drawing(lines.length * LINE - 10, `By area. ${capital(said.join('; '))}.`, rows)
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
