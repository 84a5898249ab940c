import { expect, test } from 'vitest'
import { got } from '../src/deliver/got.ts'
import type { Receipt } from '../src/model/receipt.ts'

const receipt = (recipient: string, state: Receipt['state'], day: string, revision = 'r1', rest: Partial<Receipt> = {}): Receipt => ({
  at: `2026-10-${day}T09:00:00Z`,
  revision,
  recipient,
  state,
  sha256: 'a'.repeat(64),
  ...rest,
})
const attempt = (recipient: string, state: Receipt['state'], day: string, revision = 'r1'): Receipt[] => [
  receipt(recipient, 'attempting', '01', revision),
  receipt(recipient, state, day, revision),
]

test.each<[string, Receipt[], string[]]>([
  ['it was taken', attempt('acme/jo', 'accepted', '02'), ['acme/jo 02']],
  [
    'that it is delivered changes nothing of when it was taken',
    [...attempt('acme/jo', 'accepted', '02'), receipt('acme/jo', 'delivered', '03')],
    ['acme/jo 02'],
  ],
  [
    'the first of several stands first, of any revision and client',
    [...attempt('acme/jo', 'accepted', '05'), ...attempt('borealis/mei', 'accepted', '04', 'r2')],
    ['borealis/mei 04', 'acme/jo 05'],
  ],
  [
    'what is to leave later is had from then on',
    [
      receipt('acme/jo', 'attempting', '01', 'r1', { scheduledAt: '2026-10-09T07:00:00Z' }),
      receipt('acme/jo', 'accepted', '02', 'r1', { scheduledAt: '2026-10-09T07:00:00Z' }),
    ],
    ['acme/jo 09'],
  ],
  [
    'what came back, waits or is not known reached nobody',
    (['bounced', 'delayed', 'suppressed', 'failed', 'canceled', 'scheduled', 'uncertain', 'rejected'] as const).flatMap((state) =>
      attempt(`acme/${state}`, state, '02'),
    ),
    [],
  ],
  ['who complained had it', attempt('acme/jo', 'complained', '06'), ['acme/jo 06']],
])('%s', (_, receipts, expected) => {
  expect(got(receipts).map(({ client, id, at }) => `${client}/${id} ${at.slice(8, 10)}`)).toEqual(expected)
})
