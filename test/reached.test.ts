import { expect, test } from 'vitest'
import { reachedAt } from '../src/deliver/reached.ts'
import type { Receipt } from '../src/model/receipt.ts'

const receipt = (recipient: string, state: Receipt['state'], day: string, revision = 'r1'): Receipt => ({
  at: `2026-10-${day}T09:00:00Z`,
  revision,
  recipient,
  state,
  sha256: 'a'.repeat(64),
})
const attempt = (recipient: string, state: Receipt['state'], day: string, revision = 'r1'): Receipt[] => [
  receipt(recipient, 'attempting', '01', revision),
  receipt(recipient, state, day, revision),
]

test.each<[string, Receipt[], string | undefined]>([
  ['nobody there was sent anything', attempt('other/jo', 'accepted', '02'), undefined],
  ['it was taken', attempt('acme/jo', 'accepted', '02'), '02'],
  [
    'that it is delivered changes nothing of when it was taken',
    [...attempt('acme/jo', 'accepted', '02'), receipt('acme/jo', 'delivered', '03')],
    '02',
  ],
  ['the first of several counts, of any revision', [...attempt('acme/jo', 'accepted', '05'), ...attempt('acme/mei', 'accepted', '04', 'r2')], '04'],
  [
    'what came back, waits or is not known reached nobody',
    (['bounced', 'suppressed', 'failed', 'canceled', 'scheduled', 'uncertain', 'rejected'] as const).flatMap((state) =>
      attempt(`acme/${state}`, state, '02'),
    ),
    undefined,
  ],
  [
    'what was taken to leave later counts from then on',
    attempt('acme/jo', 'accepted', '02').map((one) => ({ ...one, scheduledAt: '2026-10-07T09:00:00Z' })),
    '07',
  ],
  ['who complained had it', attempt('acme/jo', 'complained', '06'), '06'],
])('%s', (_, receipts, day) => {
  expect(reachedAt(receipts, 'acme')?.slice(8, 10)).toBe(day)
})
