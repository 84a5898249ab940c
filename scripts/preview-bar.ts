import type { ElementContent } from 'hast'
import { h } from 'hastscript'
import type { Client } from '../src/model/client.ts'
import { CHOICES, type Choices } from './preview-choices.ts'
import type { PreviewedDocument } from './preview-documents.ts'

const KIND_NAMES: Readonly<Record<PreviewedDocument['kind'], string>> = { digests: 'Digests', notices: 'Notices', posts: 'Posts', pages: 'Pages' }

/** What can be chosen, and what is. `shown`: the document that is looked at. */
export type Bar = {
  base: string
  documents: readonly PreviewedDocument[]
  shown: PreviewedDocument | undefined
  choices: Choices
  tiers: readonly string[]
  clients: ReadonlyMap<string, Client>
}

/** The controls of the workbench: which document, as whom, which panes, how wide, in which colours. */
export function previewBar({ base, documents, shown, choices, tiers, clients }: Bar): ElementContent[] {
  const option = (value: string, selected: boolean, text: string): ElementContent => h('option', { value, selected }, text)
  const groups = Map.groupBy(documents, ({ kind, isPublic }) => (isPublic ? KIND_NAMES[kind] : 'In work'))
  return [
    h('a', { href: `${base}/`, title: 'The public site, as it would be built now' }, 'Site'),
    h(
      'label',
      h('span', 'Document'),
      h(
        'select',
        { id: 'document', name: 'document' },
        ...[...groups].map(([label, members]) =>
          h('optgroup', { label }, ...members.map((one) => option(`${base}/preview${one.path}`, one === shown, nameOf(one)))),
        ),
      ),
    ),
    ...(choices.variant === undefined
      ? []
      : [
          h(
            'label',
            h('span', 'As'),
            h(
              'select',
              { id: 'for', name: 'for' },
              h('optgroup', { label: 'Tiers' }, ...tiers.map((tier) => option(`tier-${tier}`, choices.variant === `tier-${tier}`, tier))),
              h(
                'optgroup',
                { label: 'Clients' },
                ...[...clients].map(([name, client]) =>
                  option(`client-${name}`, choices.variant === `client-${name}`, `${client.name} (${client.tier})`),
                ),
              ),
            ),
          ),
          radios('show', 'Show', choices.show, { all: 'All', public: 'Public', page: 'Client', mail: 'Mail', text: 'Text' }),
        ]),
    radios('width', 'Width', choices.width, { full: 'Full', 360: '360', 768: '768' }),
    radios('scheme', 'Colours', choices.scheme, { auto: 'Auto', light: 'Light', dark: 'Dark' }),
    ...(choices.variant !== undefined
      ? [
          h(
            'label',
            { className: ['check'] },
            h('input', { type: 'checkbox', id: 'marks', name: 'marks', value: 'on', checked: choices.marks === 'on' }),
            'Mark what is private',
          ),
        ]
      : []),
  ]
}

function nameOf({ kind, id, title, status }: PreviewedDocument): string {
  const name = `${kind === 'digests' || kind === 'notices' ? id : title}${status ? ` (${status})` : ''}`
  return name.startsWith(title) ? name : `${name} · ${title}`
}

/** A choice of few, of which all are seen. */
function radios(name: 'show' | 'width' | 'scheme', legend: string, chosen: string, words: Readonly<Record<string, string>>): ElementContent {
  return h(
    'fieldset',
    { className: [name] },
    h('legend', legend),
    ...CHOICES[name].map((value) =>
      h('label', h('input', { type: 'radio', id: `${name}-${value}`, name, value, checked: value === chosen }), h('span', words[value])),
    ),
  )
}
