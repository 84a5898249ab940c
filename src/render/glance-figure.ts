import type { Element } from 'hast'
import { h } from 'hastscript'
import type { Glance } from './glance.ts'
import { glanceCharts } from './glance-charts.ts'

/** A window at a glance as a figure of a page. */
export function glanceFigure(glance: Glance, language: string): Element {
  const { span, time, areas } = glanceCharts(glance, language)
  return h('figure.glance', [h('figcaption', [h('b', 'At a glance'), `, ${span}`]), time.svg, ...(areas ? [areas.svg] : [])])
}
