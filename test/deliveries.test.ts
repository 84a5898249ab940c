import fc from './fast-check.ts'
import { describe, expect, test } from 'vitest'
import { canceledOf, deliveriesOf, hasFailed, hasLeft, isOpen, revisionsLeft, isDone } from '../src/deliver/deliveries.ts'
import { isKeyAlive } from '../src/deliver/key-age.ts'
import { type Receipt, STATES } from '../src/model/receipt.ts'

const START = Date.parse('2026-10-06T10:00:00Z')
const HOUR_MS = 3_600_000
const at = (hours: number): string => new Date(START + hours * HOUR_MS).toISOString()
const line = (state: Receipt['state'], hours = 0, more: Partial<Receipt> = {}): Receipt => ({
  at: at(hours),
  revision: 'r1',
  recipient: 'acme/jo',
  state,
  sha256: 'a'.repeat(64),
  ...more,
})
const one = (...lines: Receipt[]) => deliveriesOf(lines, 'r1').get('acme/jo')

/** What may be asked for and is not there. */
const NOTHING = { firstAttemptAt: undefined, acceptedAt: undefined, reason: undefined, settled: undefined, id: undefined, messageId: undefined }

describe('deliveriesOf()', () => {
  test.each<[string, Receipt[], object]>([
    ['an attempt, again', [line('attempting', 1), line('attempting', 5)], { state: 'attempting', at: at(5), firstAttemptAt: at(1) }],
    ['an attempt that was taken', [line('attempting', 1), line('accepted', 2, { id: 'x' })], { state: 'accepted', acceptedAt: at(2), id: 'x' }],
    ['one that was refused', [line('attempting', 1), line('rejected', 2, { reason: '422' })], { state: 'rejected', firstAttemptAt: undefined }],
    [
      'one that was refused, and tried again',
      [line('attempting', 1), line('rejected', 2), line('attempting', 30)],
      { state: 'attempting', firstAttemptAt: at(30) },
    ],
    ['one that was refused after it was taken', [line('accepted', 1, { id: 'x' }), line('rejected', 2)], { state: 'accepted', id: 'x' }],
    [
      'an id that comes late',
      [line('delivered', 3), line('accepted', 1, { id: 'x', messageId: '<m>' })],
      { state: 'delivered', id: 'x', messageId: '<m>', acceptedAt: at(1) },
    ],
    ['a delivery that is undone by nothing', [line('delivered', 3), line('delayed', 4)], { state: 'delivered', at: at(3) }],
    [
      'a person who says that it was not sent',
      [line('attempting', 1), line('uncertain', 30), line('planned', 31, { settled: true })],
      { state: 'planned', firstAttemptAt: undefined },
    ],
    [
      'a person who says so, and another attempt',
      [line('attempting', 1), line('planned', 31, { settled: true }), line('attempting', 32)],
      { state: 'attempting', firstAttemptAt: at(32) },
    ],
    [
      'a person who says that they have it',
      [line('attempting', 1), line('bounced', 2), line('accepted', 3, { settled: true })],
      { state: 'accepted', acceptedAt: at(3) },
    ],
    [
      'an older refusal below a later attempt, as two copies joined have it',
      [line('attempting', 1), line('rejected', 2), line('attempting', 30), line('attempting', 1), line('rejected', 2)],
      { state: 'attempting', firstAttemptAt: at(1) },
    ],
    ['a refusal of what was only planned', [line('planned', 1), line('rejected', 2, { reason: '422' })], { state: 'rejected', reason: '422' }],
    [
      'what was known first of a stronger word, whatever comes below',
      [line('delivered', 3, { id: 'x', messageId: '<m>' }), line('accepted', 1, { id: 'y', messageId: '<n>' }), line('accepted', 2)],
      { state: 'delivered', id: 'x', messageId: '<m>', acceptedAt: at(1) },
    ],
    ['an answer that came twice', [line('accepted', 1), line('accepted', 2)], { state: 'accepted', acceptedAt: at(1) }],
    ['a weaker word that is no answer', [line('delivered', 3), line('attempting', 1)], { state: 'delivered', acceptedAt: undefined }],
    [
      'a reason that is over',
      [line('uncertain', 1, { reason: 'no answer' }), line('accepted', 2, { id: 'x' })],
      { state: 'accepted', id: 'x', reason: undefined },
    ],
    ['a reason of its own', [line('attempting', 1), line('accepted', 2, { reason: 'found' })], { state: 'accepted', reason: 'found' }],
    [
      'a person who says that they have it keeps the Message-ID that a correction answers',
      [line('accepted', 1, { id: 'x', messageId: '<m>' }), line('bounced', 2), line('accepted', 3, { settled: true })],
      { state: 'accepted', settled: true, messageId: '<m>', id: undefined },
    ],
    [
      'a person who says that it was not sent: nothing of the mail before is true of the next',
      [line('accepted', 1, { id: 'x', messageId: '<m>' }), line('bounced', 2), line('planned', 3, { settled: true })],
      { state: 'planned', settled: true, messageId: undefined, id: undefined, acceptedAt: undefined },
    ],
    [
      'what the provider says after a person did',
      [line('uncertain', 1), line('accepted', 2, { settled: true, messageId: '<n>' }), line('delivered', 3, { id: 'x' })],
      { state: 'delivered', settled: undefined, id: 'x', messageId: '<n>' },
    ],
  ])('%s', (_, lines, expected) => {
    expect({ ...NOTHING, ...one(...lines) }).toMatchObject(expected)
  })

  test('speaks of one revision, and of each recipient alone', () => {
    const found = deliveriesOf([line('accepted'), line('attempting', 1, { recipient: 'acme/mei' }), line('bounced', 2, { revision: 'r2' })], 'r1')
    expect([...found].map(([recipient, { state }]) => [recipient, state])).toEqual([
      ['acme/jo', 'accepted'],
      ['acme/mei', 'attempting'],
    ])
  })

  const outcome = fc.constantFrom<Receipt['state']>('attempting', 'rejected', 'uncertain', 'accepted', 'scheduled', 'delayed', 'delivered', 'bounced')
  /** What may be written of a message, as runs do it: outcomes come after attempts, and nothing is attempted once it was taken. */
  const journal = fc.array(outcome, { maxLength: 12 }).map((states) => {
    const lines: Receipt[] = []
    for (const state of states) {
      const before = one(...lines)
      if (isDone(before)) {
        if (!['attempting', 'rejected', 'uncertain'].includes(state)) lines.push(line(state, lines.length))
      } else if (state === 'attempting' || before?.state === 'attempting') lines.push(line(state, lines.length))
    }
    return lines
  })
  const copies = journal.chain((lines) =>
    fc.record({
      lines: fc.constant(lines),
      // A copy is what the file was at some time; joined, the lines of both stand in any order.
      joined: fc.nat(lines.length).chain((end) => fc.shuffledSubarray([...lines, ...lines.slice(0, end)], { minLength: lines.length + end })),
    }),
  )

  test('what was taken is never sent again, in whatever order lines stand and however often', () => {
    fc.assert(
      fc.property(copies, ({ lines, joined }) => {
        fc.pre(lines.some(({ state }) => STATES.indexOf(state) >= STATES.indexOf('uncertain')))
        expect(isDone(one(...joined))).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  test('what may have been taken is never sent again once its key is dead, in whatever order lines stand', () => {
    fc.assert(
      fc.property(copies, ({ lines, joined }) => {
        const [now, then] = [one(...lines), one(...joined)]
        fc.pre(now?.state === 'attempting')
        const dead = Date.parse(now?.firstAttemptAt ?? '') + 23 * HOUR_MS
        expect(isKeyAlive(then ?? {}, dead)).toBe(false)
        expect(then).toMatchObject({ state: 'attempting' })
      }),
      { numRuns: 1000 },
    )
  })

  test('two copies one below the other say what the longer says of the state', () => {
    fc.assert(
      fc.property(journal, fc.nat(), (lines, cut) => {
        const older = lines.slice(0, cut % (lines.length + 1))
        expect(one(...lines, ...older)?.state ?? 'none').toSatisfy(
          (state) => state === (one(...lines)?.state ?? 'none') || (state === 'attempting' && one(...lines)?.state === 'rejected'),
        )
        expect(one(...older, ...lines)?.state).toBe(one(...lines)?.state)
      }),
      { numRuns: 500 },
    )
  })
})

test.each(STATES.map((state) => [state]))('what %s means', (state) => {
  const said = { left: hasLeft(line(state)), open: isOpen(line(state)), failed: hasFailed(line(state)), done: isDone(line(state)) }
  expect(said).toEqual({
    left: !['planned', 'rejected', 'canceled'].includes(state),
    open: ['attempting', 'uncertain'].includes(state),
    failed: ['rejected', 'failed', 'suppressed', 'bounced', 'complained'].includes(state),
    done: !['planned', 'rejected', 'attempting'].includes(state),
  })
})

test('canceledOf() names the recipients of a revision whose message was canceled, and nobody else', () => {
  const lines = [line('canceled'), line('accepted', 1, { recipient: 'acme/mei' }), line('canceled', 1, { recipient: 'borealis/teo', revision: 'r2' })]
  expect([canceledOf(lines, 'r1'), canceledOf(lines, 'r2'), canceledOf(lines, 'r3')]).toEqual([['acme/jo'], ['borealis/teo'], []])
})

test('revisionsLeft() names those of which a message left or may have, in order', () => {
  const of = (revision: string, state: Receipt['state'], hours: number): Receipt => line(state, hours, { revision })
  expect(
    revisionsLeft([of('r2', 'attempting', 1), of('r1', 'planned', 2), of('r3', 'accepted', 3), of('r3', 'canceled', 4), of('r1', 'accepted', 5)]),
  ).toEqual(['r2', 'r1'])
  expect(revisionsLeft([line('planned', 1), line('accepted', 1, { recipient: 'acme/mei' })])).toEqual(['r1'])
  expect(revisionsLeft([])).toEqual([])
})
