import type { ElementContent } from 'hast'
import { h } from 'hastscript'
import type { Exposure, Told } from '../src/model/exposure.ts'
import type { Site } from '../src/model/site.ts'
import { type ExposureRow, exposureRows } from './exposure-rows.ts'
import { previewFrame } from './preview-frame.ts'

const STYLES = `
:root { --rule: light-dark(#d8d4cb, #44443f); --quiet: light-dark(#5b574c, #b5b0a4); --public: light-dark(#a3281b, #ff9d8f); --tier: light-dark(#7a5200, #f0c060); --client: light-dark(#1d6b2f, #8fd89f); }
table { width: 100%; margin: 1.5rem 0; border-collapse: collapse; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
th, td { padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; }
thead th { font-size: .875rem; vertical-align: bottom; }
tbody th { font-weight: 600; }
tbody th a { color: inherit; }
tbody th span { display: block; color: var(--quiet); font-size: .875rem; font-weight: 400; }
td.number, th.number { text-align: right; }
.public { border-color: var(--public); color: var(--public); }
.tier { border-color: var(--tier); color: var(--tier); }
.client { border-color: var(--client); color: var(--client); }
section { margin-top: 2.5rem; }
h2 { padding-left: .6rem; border-left: 4px solid; }
section > p { color: var(--quiet); font-size: .9375rem; }
section > ul { margin: .75rem 0 0; padding: 0; list-style: none; }
section li { margin: .35rem 0; }
section li:has(> b:first-child):not(:first-child) { margin-top: 1.1rem; }
li small, .opens { color: var(--quiet); font-size: .8125rem; }
pre { margin: 0; padding: .6rem .8rem; border: 1px solid var(--rule); white-space: pre-wrap; font-size: .875rem; }
details { margin: .75rem 0 0; }
summary { cursor: pointer; color: var(--quiet); }
@media (max-width: 34rem) { th, td { padding-right: .5rem; font-size: .875rem; } .wide { display: none; } }
`

/** What becomes visible to whom, in full, as a page of the preview. `home`: address of the preview's index. */
export function previewExposure(
  exposure: Exposure,
  { title, site, now, home }: { title: string; site: Pick<Site, 'tiers' | 'language'>; now: Date; home: string },
): string {
  const rows = exposureRows(exposure, { ...site, now })
  return previewFrame(
    `${title}: what becomes visible to whom`,
    [
      h('p', h('a', { href: home }, 'Preview'), ' · as it would be frozen now; npm run send freezes it with the editions'),
      table(rows),
      ...rows.map((row, index) => section(row, { id: `audience-${index}`, language: site.language })),
    ],
    STYLES,
  )
}

function table(rows: readonly ExposureRow[]): ElementContent {
  const count = (number: number): string => (number === 0 ? '–' : String(number))
  return h(
    'table',
    h(
      'thead',
      h(
        'tr',
        h('th', 'Audience'),
        h('th.number', 'Sentences'),
        h('th.number', 'Words'),
        h('th.number.wide', 'Links'),
        h('th.number.wide', 'People'),
        h('th', 'Opens'),
      ),
    ),
    h(
      'tbody',
      ...rows.map((row, index) =>
        h(
          'tr',
          h(
            'th',
            { scope: 'row' },
            h('a', { href: `#audience-${index}`, className: [row.reach] }, row.audience),
            row.who ? h('span', row.who) : undefined,
          ),
          h('td.number', count(row.sentences)),
          h('td.number', count(row.words)),
          h('td.number.wide', count(row.addresses)),
          h('td.number.wide', row.people === undefined ? 'all' : count(row.people)),
          // A day stays in one piece.
          h('td', row.opens.replaceAll('-', '\u2011') || '–'),
        ),
      ),
    ),
  )
}

function section(row: ExposureRow, { id, language }: { id: string; language: string }): ElementContent {
  const said = row.told.filter(({ kind }) => kind !== 'address')
  const addresses = row.told.filter(({ kind }) => kind === 'address')
  const people =
    row.people === undefined
      ? ''
      : row.people === 0
        ? 'Nobody gets it now.'
        : `${row.people === 1 ? 'One person' : `${row.people} people`}${row.who ? ` at ${row.who}` : ''}.`
  return h(
    'section',
    { id },
    h('h2', { className: [row.reach] }, row.heading),
    h('p', [people, row.told.length === 0 ? 'Nothing beyond what those above read.' : ''].filter(Boolean).join(' ')),
    ...(said.length > 0 ? [h('ul', { lang: language }, ...said.map((told) => line(told, row.reach)))] : []),
    ...(addresses.length > 0
      ? [
          h(
            'details',
            { open: row.reach !== 'public' },
            h('summary', addresses.length === 1 ? 'One address' : `${addresses.length} addresses`),
            h('ul', ...addresses.map((told) => h('li', told.text))),
          ),
        ]
      : []),
  )
}

function line({ kind, text, opens }: Told, reach: ExposureRow['reach']): ElementContent {
  const shown = ['heading', 'text', 'item', 'row', 'code'].includes(kind)
  return h(
    'li',
    ...(shown ? [] : [h('small', `${kind} `)]),
    kind === 'heading' ? h('b', text) : kind === 'code' ? h('pre', text) : text,
    ...(opens !== undefined && reach !== 'public' ? [h('span.opens', ` opens ${opens}`)] : []),
  )
}
