import { expect, test } from 'vitest'
import { previewVariants } from '../scripts/preview-variants.ts'
import { clientSchema } from '../src/model/client.ts'
import { siteSchema } from '../src/model/site.ts'

const site = siteSchema.parse({
  title: 'T',
  url: 'https://x.example',
  author: { name: 'Ada', email: 'ada@x.example' },
  tiers: ['silver', 'gold'],
})
const client = (rest: object) =>
  clientSchema.parse({ name: 'N', tier: 'gold', since: '2026-01-01', recipients: [{ id: 'jo', name: 'Jo', email: 'jo@y.example' }], ...rest })

test('previewVariants() gives every client, those that get mail now first, then every tier', () => {
  const clients = new Map([
    ['ended', client({ until: '2026-06-30' })],
    ['served', client({})],
  ])
  const now = new Date('2026-10-06T00:00:00Z')
  expect(previewVariants({ site, clients }, now)).toEqual(['client-served', 'client-ended', 'tier-silver', 'tier-gold'])
  expect(previewVariants({ site: { ...site, tiers: [] }, clients: new Map() }, now)).toEqual([])
})
