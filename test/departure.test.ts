import fc from './fast-check.ts'
import { describe, expect, test } from 'vitest'
import { type Delivery, deliveriesOf } from '../src/deliver/deliveries.ts'
import { departure } from '../src/deliver/departure.ts'
import { isKeyAlive } from '../src/deliver/key-age.ts'
import { readInstant } from '../src/deliver/read-instant.ts'
import type { Manifest } from '../src/model/manifest.ts'
import type { Receipt } from '../src/model/receipt.ts'

const NOW = Date.parse('2026-10-06T10:00:00Z')
const NINE = '2026-10-07T09:00:00Z'
const TEN = '2026-10-07T10:00:00Z'
const PAST = '2026-10-06T09:00:00Z'
const SHA = 'a'.repeat(64)
const receipt = (recipient: string, state: Receipt['state'], scheduledAt?: string): Receipt => ({
  at: '2026-10-06T09:30:00Z',
  revision: 'r1',
  recipient,
  state,
  sha256: SHA,
  ...(scheduledAt !== undefined && { scheduledAt }),
})

describe('readInstant()', () => {
  test.each([
    ['2026-10-06T10:00:01Z', '2026-10-06T10:00:01Z'],
    ['2026-10-06T12:00:01+02:00', '2026-10-06T10:00:01Z'],
    ['2026-10-06T05:30-05:00', '2026-10-06T10:30:00Z'],
    ['2026-10-07T00:00:00.999Z', '2026-10-07T00:00:00Z'],
    ['2026-11-05T10:00:00Z', '2026-11-05T10:00:00Z'],
  ])('reads %s as %s', (text, expected) => expect(readInstant(text, NOW)).toBe(expected))

  test.each([
    ['2026-10-06T10:00:00Z', 'it is over'],
    ['2026-10-06T11:00:00+02:00', 'it is over'],
    ['2026-10-06T10:00:00.900Z', 'it is over'],
    ['2026-11-05T10:00:01Z', 'more than 30 days'],
    ['2026-10-07T10:00:00', 'no instant'],
    ['2026-10-07', 'no instant'],
    ['2026-02-30T10:00:00Z', 'no instant'],
    ['in 2 hours', 'no instant'],
    ['tomorrow', 'no instant'],
    ['1791280800', 'no instant'],
    ['', 'no instant'],
  ])('refuses "%s": %s', (text, why) => expect(() => readInstant(text, NOW)).toThrow(why))

  test('gives the same for what it gave, whatever the offset', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 * 86_400 }), fc.integer({ min: -12, max: 14 }), (seconds, hours) => {
        const time = NOW + seconds * 1000
        const offset = `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`
        const local = new Date(time + hours * 3_600_000).toISOString().replace('.000Z', offset)
        const read = readInstant(local, NOW)
        expect(Date.parse(read)).toBe(time)
        expect(readInstant(read, NOW)).toBe(read)
      }),
    )
  })
})

describe('departure()', () => {
  const leaves = (receipts: readonly Receipt[], asked?: string): string | undefined =>
    departure(
      ['a/1', 'a/2', 'b/1'].map((recipient): Manifest['messages'][number] => ({ recipient, variant: 'tier-gold', bytes: 1, payload: SHA })),
      { deliveries: deliveriesOf(receipts, 'r1'), asked, now: NOW },
    )

  test.each<[string, Receipt[], string | undefined, string | undefined]>([
    ['nothing was sent: at once', [], undefined, undefined],
    ['nothing was sent: as asked for', [], NINE, NINE],
    ['goes on at the instant of those before', [receipt('a/1', 'accepted', NINE)], undefined, NINE],
    ['goes on at the instant of what is not known', [receipt('a/1', 'attempting', NINE)], undefined, NINE],
    ['goes on with the same instant', [receipt('a/1', 'accepted', NINE)], NINE, NINE],
    ['what was refused binds nothing', [receipt('a/1', 'attempting', NINE), receipt('a/1', 'rejected')], TEN, TEN],
    ['the instant of those before is over: at once', [receipt('a/1', 'accepted', PAST)], undefined, undefined],
    ['those before left at once: the rest too', [receipt('a/1', 'accepted')], undefined, undefined],
    ['nothing is left to send: no instant', ['a/1', 'a/2', 'b/1'].map((one) => receipt(one, 'accepted', NINE)), undefined, undefined],
    [
      'nothing is left to send, at two instants: no word',
      [receipt('a/1', 'accepted', NINE), receipt('a/2', 'accepted', TEN), receipt('b/1', 'accepted')],
      undefined,
      undefined,
    ],
  ])('%s', (_, receipts, asked, expected) => expect(leaves(receipts, asked)).toBe(expected))

  test.each<[Receipt[], string | undefined, string]>([
    [[receipt('a/1', 'accepted', NINE)], TEN, `a/1 was handed over to leave at ${NINE}`],
    [[receipt('a/1', 'attempting', NINE)], TEN, `a/1 was handed over to leave at ${NINE}`],
    [[receipt('a/1', 'delivered')], TEN, 'a/1 was sent at once'],
    [['a/1', 'a/2', 'b/1'].map((one) => receipt(one, 'accepted', NINE)), TEN, NINE],
    [[receipt('a/1', 'accepted', NINE), receipt('a/2', 'accepted', TEN)], undefined, `${NINE}, ${TEN}`],
    [[receipt('a/1', 'accepted', NINE), receipt('a/2', 'accepted')], undefined, `${NINE}, once`],
  ])('%j with %s is refused', (receipts, asked, why) => expect(() => leaves(receipts, asked)).toThrow(why))
})

test('an attempt after a refusal leaves when it says, not when the refused one was to', () => {
  const after = (...receipts: Receipt[]): Delivery | undefined => deliveriesOf(receipts, 'r1').get('a/1')
  expect(after(receipt('a/1', 'attempting', NINE), receipt('a/1', 'accepted'))?.scheduledAt).toBe(NINE)
  expect(after(receipt('a/1', 'attempting', NINE), receipt('a/1', 'rejected'), receipt('a/1', 'attempting'))?.scheduledAt).toBeUndefined()
})

test('a key that was to let mail go at an instant is dead once that is over, as a refusal would then tell nothing', () => {
  const attempted = { firstAttemptAt: '2026-10-06T09:00:00Z', scheduledAt: NINE }
  expect(isKeyAlive(attempted, NOW)).toBe(true)
  expect(isKeyAlive({ ...attempted, scheduledAt: '2026-10-06T10:00:00Z' }, NOW)).toBe(false)
  expect(isKeyAlive({ ...attempted, scheduledAt: '2026-10-06T10:00:00Z' }, NOW - 1)).toBe(true)
  expect(isKeyAlive({ scheduledAt: PAST }, NOW)).toBe(true)
})
