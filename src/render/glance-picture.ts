import type { Element } from 'hast'
import { s } from 'hastscript'
import type { Glance } from './glance.ts'
import { glanceCharts } from './glance-charts.ts'
import { printHtml } from './html.ts'

/** Units of the drawing: it is shown wider, so that its letters can still be read on a phone. */
const WIDTH = 420
const GAP = 28

/** Colours and letters of the charts where there is no style sheet of the site: those of its light theme. */
const STYLES = `text { font: 14px 'Source Sans 3'; fill: #1c1b19; } .number { font-weight: 700; } .quiet { fill: #545045; } line { stroke: #d8d4cb; }
.landed { fill: #2f6690; } .decided { fill: #8a5a00; } .fixed { fill: #a23b2a; }`

/** A window at a glance as one drawing: SVG, its styles, and in words what it shows. */
export function glancePicture(glance: Glance, language: string): { svg: string; styles: string; alt: string } {
  const { span, time, areas } = glanceCharts(glance, language)
  const charts = areas ? [time, areas] : [time]
  const width = (WIDTH - GAP * (charts.length - 1)) / charts.length
  const height = Math.max(...charts.map((chart) => chart.height))
  const placed = charts.map(({ svg, height: tall }, index) =>
    s('svg', { x: index * (width + GAP), y: 0, width, height: tall }, svg.children as Element[]),
  )
  const drawing = s('svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height }, placed)
  const said = charts.map(({ svg }) => String(svg.properties['ariaLabel']))
  return { svg: printHtml({ type: 'root', children: [drawing] }), styles: STYLES, alt: [`At a glance, ${span}.`, ...said].join(' ') }
}
