import { expect, test } from 'vitest'
import { received } from '../src/deliver/received.ts'
import { type Manifest, manifestSchema } from '../src/model/manifest.ts'
import type { Receipt } from '../src/model/receipt.ts'
import { frozen } from './frozen.ts'

const HASH = 'a'.repeat(64)
const line = (recipient: string, state: Receipt['state'], at: string, rest: Partial<Receipt> = {}): Receipt => ({
  at: `2026-10-${at}Z`,
  revision: 'r1',
  recipient,
  state,
  sha256: HASH,
  via: 'resend',
  ...rest,
})
const of = (receipts: Receipt[], manifests: [string, Manifest][] = [], by = '2026-12-01T00:00:00Z') =>
  received('acme', { receipts, manifests: new Map(manifests), by })

test('tells when the first of a client got a mail and who did, and nothing of other clients', () => {
  const mails = of([
    line('acme/jo', 'attempting', '06T09:00:00'),
    line('acme/jo', 'accepted', '06T09:00:02'),
    line('acme/mei', 'attempting', '06T09:00:01'),
    line('acme/mei', 'accepted', '06T09:00:01'),
    line('acme/mei', 'delivered', '06T09:30:00'),
    line('acmex/teo', 'accepted', '06T08:00:00'),
  ])
  expect(mails).toEqual([{ revision: 'r1', what: 'first', at: '2026-10-06T09:00:01Z', got: ['jo', 'mei'], open: [], written: false }])
})

test.each<Receipt['state']>(['rejected', 'canceled', 'failed', 'suppressed', 'bounced'])('counts no mail that is %s', (state) => {
  expect(of([line('acme/jo', 'attempting', '06T09:00:00'), line('acme/jo', state, '06T09:00:02')])).toEqual([])
})

test.each<Receipt['state']>(['accepted', 'delivered', 'complained'])('counts a mail that is %s', (state) => {
  expect(of([line('acme/jo', 'attempting', '06T09:00:00'), line('acme/jo', state, '06T09:00:02')])).toMatchObject([{ got: ['jo'] }])
})

test.each<Receipt['state']>(['delayed', 'scheduled'])('does not leave out a mail that is %s, of which it is not known that it came', (state) => {
  const scheduledAt = '2026-10-07T07:00:00Z'
  const rest = state === 'scheduled' ? { scheduledAt } : {}
  const lines = [line('acme/jo', 'attempting', '06T09:00:00', rest), line('acme/jo', state, '06T09:00:02', rest)]
  expect(of(lines)).toMatchObject([{ got: [], open: ['jo'], at: state === 'scheduled' ? scheduledAt : '2026-10-06T09:00:00Z' }])
  expect(of(lines, [], '2026-10-06T09:00:01Z')).toEqual([])
})

test('says of whom it is not known beside those who got it', () => {
  const open = [line('acme/mei', 'attempting', '06T09:00:00'), line('acme/zoe', 'uncertain', '06T09:00:00')]
  expect(of([line('acme/jo', 'accepted', '06T09:00:00'), ...open])).toMatchObject([{ got: ['jo'], open: ['mei', 'zoe'] }])
})

test('counts what was handed over for an instant from then on, and not before it has come', () => {
  const scheduledAt = '2026-10-09T07:00:00Z'
  const lines = [line('acme/jo', 'attempting', '06T09:00:00', { scheduledAt }), line('acme/jo', 'accepted', '06T09:00:01', { scheduledAt })]
  expect(of(lines)).toMatchObject([{ at: scheduledAt }])
  expect(of(lines, [], '2026-10-09T06:59:59Z')).toEqual([])
})

test('tells what was only written as a file from what the provider took, or a person says they have', () => {
  const out = (state: Receipt['state'], rest: Partial<Receipt> = {}) => line('acme/jo', state, '06T09:00:00', { via: 'outbox', ...rest })
  expect(of([out('accepted')])).toMatchObject([{ written: true }])
  expect(of([out('accepted'), line('acme/mei', 'accepted', '06T09:00:00')])).toMatchObject([{ written: false }])
  expect(of([out('accepted'), out('accepted', { settled: true })])).toMatchObject([{ written: false }])
})

test('tells corrections by the manifest, updates by who had it before, and first mails of later revisions apart', () => {
  const { manifest } = frozen()
  const messages = (variant: string) => manifest.messages.map((one) => (one.recipient === 'acme/jo' ? { ...one, variant } : one))
  const corrected = manifestSchema.parse({ ...manifest, messages: messages('correction-client-acme') })
  const lines = [
    line('acme/jo', 'accepted', '06T09:00:00'),
    line('acme/jo', 'accepted', '08T09:00:00', { revision: 'r2' }),
    line('acme/mei', 'accepted', '08T09:00:01', { revision: 'r2' }),
  ]
  const told = (manifests: [string, Manifest][]) => of(lines, manifests).map(({ revision, what, got }) => [revision, what, ...got])
  expect(told([['r2', corrected]])).toEqual([
    ['r1', 'first', 'jo'],
    ['r2', 'correction', 'jo'],
    ['r2', 'first', 'mei'],
  ])
  expect(told([])).toEqual([
    ['r1', 'first', 'jo'],
    ['r2', 'update', 'jo'],
    ['r2', 'first', 'mei'],
  ])
})

test('tells updates of a notice, and what only announced it, from the notice itself', () => {
  const { manifest } = frozen()
  const corrects = { revision: 'r1', hash: HASH, date: '2026-10-08', isUpdate: true as const }
  const updated = manifestSchema.parse({
    ...manifest,
    corrects,
    messages: manifest.messages.map((one) => ({ ...one, variant: 'correction-client-acme' })),
  })
  const lines = ['r1', 'r2', 'r3'].map((revision, index) => line('acme/jo', 'accepted', `0${6 + index}T09:00:00`, { revision }))
  const told = (first: object) =>
    of(lines, [
      ['r1', manifestSchema.parse({ ...manifest, ...first })],
      ['r2', updated],
      ['r3', updated],
    ]).map(({ what }) => what)
  expect(told({})).toEqual(['first', 'update', 'update'])
  expect(told({ state: 'pre-announced' })).toEqual(['announcement', 'first', 'update'])
})
