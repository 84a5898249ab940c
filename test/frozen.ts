import { freeze, type Variant } from '../src/deliver/freeze.ts'
import { openJournal } from '../src/deliver/journal.ts'
import { plan } from '../src/deliver/plan.ts'
import { type Client, clientSchema } from '../src/model/client.ts'
import type { Exposure } from '../src/model/exposure.ts'
import type { Receipt } from '../src/model/receipt.ts'
import { type Site, siteSchema } from '../src/model/site.ts'

export const site = siteSchema.parse({
  title: 'T',
  url: 'https://digest.example.org',
  author: { name: 'Ada', email: 'ada@example.org' },
  tiers: ['silver', 'gold'],
  sender: { from: 'Ada Example <digest@mail.example.org>' },
}) as Site & { sender: NonNullable<Site['sender']> }
export const client = (tier: string, people: string[], given: object = {}): Client =>
  clientSchema.parse({
    name: tier,
    tier,
    since: '2026-01-01',
    recipients: people.map((id) => ({ id, name: id, email: `${id}@${tier}.example` })),
    ...given,
  })
export const CLIENTS = new Map([
  ['borealis', client('silver', ['teo'])],
  ['acme', client('gold', ['jo', 'mei'])],
  ['gone', client('silver', ['x'], { until: '2026-06-30' })],
  ['soon', client('gold', ['y'], { since: '2026-11-01' })],
  ['empty', client('gold', [])],
])
export const variant = (name: string): Variant => ({
  name,
  html: `<p>Zoë for ${name}</p>`,
  text: `Zoë for ${name}\n`,
  page: `<html>${name}</html>`,
  pictures: [],
})
export const SHEET: Exposure = { digest: '2026-Q3', status: 'ready', everyone: [{ kind: 'text', text: 'Zoë.' }], publicAlone: [], clients: [] }
export const frozen = (given: Partial<Parameters<typeof freeze>[0]> = {}) =>
  freeze({
    digest: '2026-Q3',
    subject: 'The quarter — Zoë',
    sendable: true,
    date: '2026-10-05',
    site,
    variants: [variant('client-acme'), variant('tier-silver')],
    ...plan(CLIENTS, { day: '2026-10-06', addressed: new Set(['acme']) }),
    exposure: SHEET,
    ...given,
  })

/** Adds lines to the journal of a digest, as a run of sending does. */
export async function writeReceipts(contentFolder: string, digest: string, receipts: readonly Receipt[]): Promise<void> {
  const journal = await openJournal(contentFolder, digest)
  await journal.write(receipts)
  await journal.close()
}
