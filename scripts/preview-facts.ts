import type { ElementContent } from 'hast'
import { h } from 'hastscript'
import { plan } from '../src/deliver/plan.ts'
import type { Document } from '../src/document.ts'
import type { Client } from '../src/model/client.ts'
import { dayOf } from '../src/model/day.ts'
import { addressedIn, type RenderedVariant } from '../src/render/variant.ts'

/** What one edition has that others have not, who gets it, and how long it is, as parts of a line. */
export function previewFacts(
  document: Document,
  edition: RenderedVariant,
  { clients, now }: { clients: ReadonlyMap<string, Client>; now: Date },
): ElementContent[][] {
  const { words, html, text } = edition
  return [
    [h('b', words === 1 ? 'One word' : `${words} words`), { type: 'text', value: ' beyond the public edition' }],
    [{ type: 'text', value: whoGets(document, edition.name, { clients, now }) }],
    [{ type: 'text', value: `mail ${size(html)}, text ${size(text)}` }],
  ]
}

function whoGets(document: Document, name: string, { clients, now }: { clients: ReadonlyMap<string, Client>; now: Date }): string {
  const { planned, skipped } = plan(clients, { day: dayOf(now), addressed: addressedIn(document) })
  const client = name.startsWith('client-') ? name.slice('client-'.length) : undefined
  const reason = skipped.find((one) => one.client === client)?.reason
  if (reason !== undefined) return `nothing is sent: ${reason}`
  const got = planned.filter((one) => (client === undefined ? one.variant === name : one.client === client))
  const people = [...Map.groupBy(got, (one) => one.client)].map(
    ([of, messages]) => `${clients.get(of)?.name ?? of} (${messages.map(({ recipient }) => recipient.name).join(', ')})`,
  )
  if (people.length === 0) return 'no client gets this edition'
  // A client that no passage is for alone shares the edition of its tier.
  const shared = client !== undefined && got[0]?.variant !== name ? ', the same as its whole tier' : ''
  return `goes to ${people.join('; ')}${shared}`
}

function size(text: string): string {
  return `${(Buffer.byteLength(text) / 1024).toFixed(1)} KB`
}
