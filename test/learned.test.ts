import fc from './fast-check.ts'
import { describe, expect, test } from 'vitest'
import { deliveriesOf, strength } from '../src/deliver/deliveries.ts'
import { learned } from '../src/deliver/learned.ts'
import { type Receipt, STATES } from '../src/model/receipt.ts'

const NOW = Date.parse('2026-10-06T10:00:00Z')
const MEANS = {
  queued: 'accepted',
  sent: 'accepted',
  scheduled: 'scheduled',
  delivery_delayed: 'delayed',
  delivered: 'delivered',
  opened: 'delivered',
  clicked: 'delivered',
  bounced: 'bounced',
  complained: 'complained',
  suppressed: 'suppressed',
  failed: 'failed',
  canceled: 'canceled',
} as const

const accepted: Receipt = {
  at: '2026-10-06T09:00:00Z',
  revision: 'r1',
  recipient: 'acme/jo',
  state: 'accepted',
  hash: 'b'.repeat(64),
  sha256: 'a'.repeat(64),
  via: 'resend',
  id: 'one',
}

/** The journal after the provider has said these words, one a run. */
function after(events: readonly string[], messageId?: string): Receipt[] {
  const receipts = [accepted]
  for (const event of events) receipts.push(...learned(receipts, { words: new Map([['one', { event, messageId }]]), now: NOW }).lines)
  return receipts
}
const stateOf = (receipts: readonly Receipt[]): string | undefined => deliveriesOf(receipts, 'r1').get('acme/jo')?.state

describe('learned()', () => {
  test.each(Object.entries(MEANS))('%s means %s', (event, state) => {
    const receipts = after([event])
    expect(stateOf(receipts)).toBe(state)
    expect(receipts.length).toBe(state === 'accepted' ? 1 : 2)
  })

  test('the strongest word stays, in whatever order they come, and each is written once at most', () => {
    const events = fc.array(fc.constantFrom(...(Object.keys(MEANS) as (keyof typeof MEANS)[])), { maxLength: 12 })
    fc.assert(
      fc.property(events, (said) => {
        const receipts = after(said)
        const strongest = Math.max(strength('accepted'), ...said.map((event) => strength(MEANS[event])))
        expect(stateOf(receipts)).toBe(STATES[strongest])
        expect(after([...said, ...said]).length).toBe(receipts.length)
      }),
    )
  })

  test('lines that stand in another order or twice, as copies of a journal joined have them, say the same', () => {
    const lines = Object.values(MEANS).map((state): Receipt => ({ ...accepted, state }))
    fc.assert(
      fc.property(fc.shuffledSubarray([...lines, ...lines], { minLength: 1 }), (receipts) => {
        expect(stateOf(receipts)).toBe(STATES[Math.max(...receipts.map(({ state }) => strength(state)))])
      }),
    )
  })

  test('a Message-ID is kept once it is known, whatever the word that it comes with', () => {
    for (const events of [['sent'], ['delivered', 'sent'], ['bounced', 'teleported'], ['delivered', '']]) {
      const before = after(events.slice(0, -1))
      const words = new Map([['one', { event: events.at(-1) ?? '', messageId: '<m@x>' }]])
      const { lines } = learned(before, { words, now: NOW })
      const receipts = [...before, ...lines]
      expect([lines.length, deliveriesOf(receipts, 'r1').get('acme/jo')?.messageId, stateOf(receipts)]).toEqual([1, '<m@x>', stateOf(before)])
      expect(learned(receipts, { words, now: NOW }).lines).toEqual([])
    }
  })

  test('words about other mails, and words that are none, change nothing; what is not known is told, but no text of the provider', () => {
    const say = (id: string, event: string) => learned([accepted], { words: new Map([[id, { event, messageId: undefined }]]), now: NOW })
    expect(say('two', 'bounced')).toEqual({ lines: [], strange: [] })
    expect(say('one', '')).toEqual({ lines: [], strange: [] })
    expect(say('one', 'teleported')).toEqual({ lines: [], strange: ['teleported'] })
    expect(say('one', 'sent to jo@acme.example').strange).toEqual(['no word'])
  })

  test('what a person settled is not undone by a word about the mail before', () => {
    const settled: Receipt[] = [...after(['bounced']), { ...accepted, id: undefined, via: undefined, state: 'planned', by: 'ada', settled: true }]
    const { lines } = learned(settled, { words: new Map([['one', { event: 'complained', messageId: '<m@x>' }]]), now: NOW })
    expect([lines, stateOf(settled)]).toEqual([[], 'planned'])
    const anew = [...settled, { ...accepted, state: 'attempting' as const, id: undefined }, { ...accepted, id: 'two' }]
    expect(deliveriesOf(anew, 'r1').get('acme/jo')).toMatchObject({ state: 'accepted', id: 'two' })
  })
})
