import type { Element } from 'hast'
import { h } from 'hastscript'
import { dayOf, daysAfter } from '../model/day.ts'
import type { Recorded, RecordedSource } from '../model/recorded.ts'
import { longDate } from './long-date.ts'

/** Where a digest comes from and what it was made of, folded: the window, and of each source how much came, was kept, and was left out and why. */
export function coverage({ since, until, sources }: Recorded, language: string): Element[] {
  if (sources.length === 0) return []
  const [from, to] = [dayOf(since), daysAfter(dayOf(until), -1)].map((day) => longDate(day, language))
  return [
    h('details.sources', [
      h('summary', 'Sources and coverage'),
      h('p', `What happened from ${from} to ${to}, as these sources tell it:`),
      h(
        'ul',
        sources.map((source) => h('li', [h('b', source.id), ` (${source.kind}): ${amounts(source)}`])),
      ),
    ]),
  ]
}

function amounts({ complete, returned, kept, dropped }: RecordedSource): string {
  const left = Object.entries(dropped).map(([why, count]) => `, ${count} left out: ${why}`)
  return `${returned} seen, ${kept} kept${left.join('')}${complete ? '' : '; not complete'}`
}
