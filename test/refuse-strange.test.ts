import { describe, expect, test } from 'vitest'
import { freeze } from '../src/deliver/freeze.ts'
import { refuseStrange } from '../src/deliver/refuse-strange.ts'
import type { Revision } from '../src/deliver/revisions.ts'
import { type Receipt, STATES } from '../src/model/receipt.ts'
import { frozen } from './frozen.ts'

const [FIRST, OTHER] = ['f'.repeat(64), 'e'.repeat(64)]

function revision(name: string, given: Partial<Parameters<typeof freeze>[0]> = {}): Revision {
  const { manifest, hash } = frozen(given)
  return { name, folder: '/nowhere', manifest, hash }
}

/** A line of the journal about that revision; its bytes are those that were frozen. */
function line(of: Revision, state: Receipt['state'], given: Partial<Receipt> = {}): Receipt {
  const recipient = given.recipient ?? 'acme/jo'
  const payload = of.manifest.messages.find((one) => one.recipient === recipient)?.payload ?? 'a'.repeat(64)
  return { at: '2026-10-06T10:00:00Z', revision: of.name, recipient, state, hash: of.hash, sha256: payload, via: 'resend', ...given }
}

const R1 = revision('r1')
const refused = (one: Revision, receipts: readonly Receipt[], via: 'resend' | 'outbox' = 'resend'): string | undefined => {
  try {
    refuseStrange(one, receipts, via)
    return undefined
  } catch (error) {
    if (error instanceof Error && error.name === 'Problem') return error.message
    throw error
  }
}

describe('refuseStrange()', () => {
  test.each(STATES)('another revision whose message is %s is in the way only where that has left, or may have', (state) => {
    const left = !['planned', 'rejected', 'canceled'].includes(state)
    expect(refused(revision('r2', { subject: 'Other' }), [line(R1, state)])).toEqual(
      left ? 'Cannot send 2026-Q3 r2: messages of r1 have left already' : undefined,
    )
    expect(refused(R1, [line(R1, state, { recipient: 'acme/mei' })])).toBe(
      state === 'canceled' ? 'Cannot send 2026-Q3 r1: it was canceled' : undefined,
    )
  })

  test('a correction is sent after what it corrects, and after nothing else', () => {
    const corrects = (name: string, hash: string) => revision('r2', { corrects: { revision: name, hash, date: '2026-10-08' } })
    const sent = (hash: string | undefined, name = 'r1') => [
      line(R1, 'delivered', { hash, revision: name }),
      line(R1, 'accepted', { hash, revision: name }),
    ]
    expect(refused(corrects('r1', FIRST), sent(FIRST))).toBeUndefined()
    // Of lines from before they held a hash nothing else is known.
    expect(refused(corrects('r1', FIRST), sent(undefined))).toBeUndefined()
    expect(refused(corrects('r1', FIRST), sent(OTHER))).toContain('messages of r1 have left already')
    expect(refused(corrects('r1', FIRST), [...sent(FIRST), line(R1, 'accepted', { hash: OTHER, recipient: 'acme/mei' })])).toContain(
      'of r1 have left',
    )
    expect(refused(corrects('r1', FIRST), sent(FIRST, 'r3'))).toContain('messages of r3 have left already')
    // Where the journal is lost, nobody is mailed twice by what was approved as it is.
    expect(refused(corrects('r1', FIRST), [])).toBeUndefined()
    const second = corrects('r1', FIRST)
    expect(refused(second, [...sent(FIRST), line(second, 'accepted')])).toBeUndefined()
    // A line of a revision that nobody has says nothing against it.
    expect(refused(second, [...sent(FIRST), line(R1, 'planned', { revision: 'r9', hash: OTHER })])).toBeUndefined()
  })

  test('what was canceled as a whole is sent no more; where some have left, the rest of it is', () => {
    const canceled = (recipient: string) => line(R1, 'canceled', { recipient })
    expect(refused(R1, [canceled('acme/jo')])).toContain('it was canceled')
    expect(refused(R1, [canceled('acme/jo'), line(R1, 'accepted', { recipient: 'acme/mei' })])).toBeUndefined()
    expect(refused(revision('r2'), [canceled('acme/jo')])).toBeUndefined()
  })

  test('a revision of the same number that was frozen with other bytes elsewhere is not sent', () => {
    expect(refused(R1, [line(R1, 'accepted', { hash: OTHER })])).toContain('acme/jo got another text')
    expect(refused(R1, [line(R1, 'accepted', { hash: undefined, sha256: 'b'.repeat(64) })])).toContain('acme/jo got another text')
    expect(refused(R1, [line(R1, 'accepted', { hash: undefined })])).toBeUndefined()
  })

  test.each(STATES)('what is %s one way is in the way of the other where it has left, or may have', (state) => {
    const left = !['planned', 'rejected', 'canceled'].includes(state)
    const receipts = (via: Receipt['via']) => [line(R1, state, { via }), line(R1, 'planned', { recipient: 'acme/mei', via: undefined })]
    for (const [via, other, where] of [
      ['resend', 'outbox', 'through Resend'],
      ['outbox', 'resend', 'in the outbox'],
    ] as const) {
      if (state !== 'canceled') expect(refused(R1, receipts(via), via)).toBeUndefined()
      if (left) expect(refused(R1, receipts(via), other)).toMatch(new RegExp(`acme/jo (has|may have) it ${where}$`))
      else if (state !== 'canceled') expect(refused(R1, receipts(via), other)).toBeUndefined()
    }
    expect(refused(R1, [line(R1, 'accepted', { settled: true, via: undefined })], 'outbox')).toBeUndefined()
  })
})
