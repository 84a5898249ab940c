import { describe, expect, test } from 'vitest'
import { deliveryFindings } from '../src/deliver/delivery-findings.ts'
import { readJournal } from '../src/deliver/journal.ts'
import { readRevision, saveRevision } from '../src/deliver/revisions.ts'
import { settle } from '../src/deliver/settle.ts'
import { sinceOf, type Standing, standings } from '../src/deliver/standings.ts'
import type { Receipt } from '../src/model/receipt.ts'
import { client, frozen, writeReceipts } from './frozen.ts'
import { scratch } from './scratch.ts'

const NOW = Date.parse('2026-10-08T10:00:00Z')
const CLIENTS = new Map([
  ['acme', client('gold', ['jo', 'mei'])],
  ['borealis', client('silver', ['teo'])],
])

/** A folder with the first revision, and a line of the journal for each state that is given. */
async function world(states: Record<string, Receipt['state']>, given: Partial<Receipt> = {}) {
  const folder = scratch()
  const first = await saveRevision(folder, frozen())
  const line = (recipient: string, state: Receipt['state'], revision = 'r1'): Receipt => ({
    at: '2026-10-06T10:00:00Z',
    revision,
    recipient,
    state,
    sha256: first.manifest.messages.find((message) => message.recipient === recipient)?.payload ?? 'a'.repeat(64),
    ...given,
  })
  await writeReceipts(
    folder,
    '2026-Q3',
    Object.entries(states).map(([recipient, state]) => line(recipient, state)),
  )
  const look = async (clients = CLIENTS): Promise<Standing[]> =>
    standings('2026-Q3', { receipts: await readJournal(folder, '2026-Q3'), private: folder, clients, day: '2026-10-08' })
  return { folder, look, line, add: (...receipts: Receipt[]) => writeReceipts(folder, '2026-Q3', receipts) }
}
const codes = (found: readonly Standing[]): string[] =>
  deliveryFindings('2026-Q3', { standings: found, clients: CLIENTS, more: new Map(), isReconciled: false }).map(({ code }) => code)

const CORRECTS = { revision: 'r1', hash: frozen().hash, date: '2026-10-08' }

describe('standings()', () => {
  test('of what was corrected, the older revision too; what the correction holds is not missed in it, what it does not hold is', async () => {
    const { folder, look, line, add } = await world({ 'acme/jo': 'delivered' })
    await saveRevision(
      folder,
      frozen({
        subject: 'Correction',
        corrects: CORRECTS,
        planned: frozen()
          .manifest.messages.slice(0, 2)
          .map(({ recipient, variant }) => {
            const [name = '', id = ''] = recipient.split('/')
            return { client: name, variant, recipient: { id, name: id, email: `${id}@gold.example` } }
          }),
      }),
    )
    const [first, second] = await look()
    expect([first?.next, first?.hasBegun, second?.revision, second?.hasBegun]).toEqual(['r2', true, 'r2', false])
    expect(first?.messages.map(({ recipient, state, heldBy }) => [recipient, state, heldBy])).toEqual([
      ['acme/jo', 'delivered', undefined],
      ['acme/mei', 'planned', 'r2'],
      ['borealis/teo', 'planned', undefined],
    ])
    expect(codes(await look())).toEqual(['deliver/forgotten'])
    await add({ ...line('acme/jo', 'accepted', 'r2'), sha256: second?.messages[0]?.payload ?? '' })
    expect((await look()).map(({ hasBegun }) => hasBegun)).toEqual([true, true])
  })

  test('a revision of which nothing left is not shown beside the newest one', async () => {
    const { folder, look } = await world({ 'acme/jo': 'rejected' })
    await saveRevision(folder, frozen({ subject: 'Other' }))
    expect((await look()).map(({ revision }) => revision)).toEqual(['r2'])
    expect(await standings('2026-Q4', { receipts: [], private: folder, clients: CLIENTS, day: '2026-10-08' })).toEqual([])
  })

  test('once messages of one have left, what was frozen beside it and corrects nothing is not shown', async () => {
    const { folder, look } = await world({ 'acme/jo': 'attempting' })
    await saveRevision(folder, frozen({ subject: 'Other' }))
    expect((await look()).map(({ revision }) => revision)).toEqual(['r1'])
    await saveRevision(folder, frozen({ subject: 'Correction', corrects: CORRECTS }))
    expect((await look()).map(({ revision }) => revision)).toEqual(['r1', 'r3'])
  })

  test('a revision of the same number that was frozen elsewhere is not taken for the one that was sent', async () => {
    const { look } = await world({ 'acme/jo': 'accepted' }, { hash: 'c'.repeat(64) })
    const [only] = await look()
    expect([only?.frozen, only?.hash, only?.messages.map(({ recipient }) => recipient)]).toEqual([undefined, 'c'.repeat(64), ['acme/jo']])
    expect(codes(await look())).toEqual(['deliver/revision'])
  })

  test('who gets no mail any more is excused, and nobody else', async () => {
    const { look } = await world({ 'acme/jo': 'accepted' })
    const ended = new Map([...CLIENTS, ['borealis', client('silver', ['teo'], { until: '2026-10-07' })]])
    expect((await look(ended))[0]?.messages.map(({ excused }) => excused)).toEqual([undefined, undefined, 'its contract ended on 2026-10-07'])
  })

  test('since when: an attempt since the first, what was taken since then', () => {
    const delivery = { revision: 'r1', recipient: 'a/b', sha256: '', at: '3', firstAttemptAt: '1', acceptedAt: '2' }
    expect((['attempting', 'accepted', 'delivered'] as const).map((state) => sinceOf({ ...delivery, state }))).toEqual(['1', '2', '3'])
    expect(sinceOf(undefined)).toBeUndefined()
  })
})

test('readRevision() gives the revision of that name alone', async () => {
  const folder = scratch()
  const first = await saveRevision(folder, frozen())
  await saveRevision(folder, frozen({ subject: 'Other' }))
  expect(await readRevision(folder, '2026-Q3', 'r1')).toEqual(first)
  expect(await readRevision(folder, '2026-Q3', 'r3')).toBeUndefined()
  expect(await readRevision(folder, '2026-Q3', '../2026-Q3/r1')).toBeUndefined()
})

describe('deliveryFindings()', () => {
  test.each([
    ['rejected', ['deliver/rejected']],
    ['uncertain', ['deliver/uncertain']],
    ['failed', ['deliver/failed']],
    ['suppressed', ['deliver/suppressed']],
    ['bounced', ['deliver/bounced']],
    ['complained', ['deliver/complained']],
    ['planned', []],
    ['attempting', []],
    ['accepted', []],
    ['scheduled', []],
    ['delayed', []],
    ['delivered', []],
    ['canceled', ['deliver/canceled']],
  ] as const)('of %s: %j, by name, and what to do', async (state, expected) => {
    const { look } = await world({ 'acme/jo': state, 'acme/mei': 'accepted', 'borealis/teo': 'delivered' })
    const findings = deliveryFindings('2026-Q3', { standings: await look(), clients: CLIENTS, more: new Map(), isReconciled: false })
    expect(findings.map(({ code }) => code)).toEqual(expected)
    for (const { message, level } of findings) {
      expect([level, message]).toEqual(['error', expect.stringMatching(/^acme\/jo .*(clients\/acme\.yaml|--settle acme\/jo=accepted)/)])
      expect(message).not.toContain('@')
    }
  })
  test('what was canceled as a whole is nothing that a person must see to', async () => {
    const { look } = await world({ 'acme/jo': 'canceled', 'acme/mei': 'canceled', 'borealis/teo': 'canceled' })
    expect(deliveryFindings('2026-Q3', { standings: await look(), clients: CLIENTS, more: new Map(), isReconciled: false })).toEqual([])
  })
  test('a complaint that was heeded is a warning', async () => {
    const { look } = await world({ 'acme/jo': 'complained' })
    const heeded = client('gold', ['jo', 'mei'])
    const [jo, ...others] = heeded.recipients
    if (!jo) throw new Error('nobody')
    const clients = new Map([...CLIENTS, ['acme', { ...heeded, recipients: [{ ...jo, optedOut: '2026-10-07' }, ...others] }]])
    expect(deliveryFindings('2026-Q3', { standings: await look(clients), clients, more: new Map(), isReconciled: false })).toMatchObject([
      { code: 'deliver/complained', level: 'warning' },
    ])
  })
})

describe('settle()', () => {
  const settling = async (given: Awaited<ReturnType<typeof world>>, said: string, now = NOW): Promise<Receipt> =>
    settle(await given.look(), { digest: '2026-Q3', said, by: 'ada', now })
  const may = async (state: Receipt['state'], now: number): Promise<string> => {
    const given = await world({ 'acme/jo': state, 'acme/mei': 'delivered' })
    const can = (as: string) =>
      settling(given, `acme/jo=${as}`, now).then(
        ({ state: to, settled }) => `${as}→${to} ${settled}`,
        () => 'no',
      )
    return `${await can('accepted')}, ${await can('resend')}`
  }
  test.each([
    ['planned', 'accepted→accepted true, no', 'accepted→accepted true, no'],
    ['rejected', 'accepted→accepted true, no', 'accepted→accepted true, no'],
    ['attempting', 'no, no', 'accepted→accepted true, resend→planned true'],
    ['uncertain', 'accepted→accepted true, resend→planned true', 'accepted→accepted true, resend→planned true'],
    ['accepted', 'no, no', 'no, no'],
    ['scheduled', 'no, no', 'no, no'],
    ['delayed', 'no, no', 'no, no'],
    ['delivered', 'no, no', 'no, no'],
    ['canceled', 'accepted→accepted true, no', 'accepted→accepted true, resend→planned true'],
    ['failed', 'accepted→accepted true, no', 'accepted→accepted true, resend→planned true'],
    ['suppressed', 'accepted→accepted true, no', 'accepted→accepted true, resend→planned true'],
    ['bounced', 'accepted→accepted true, no', 'accepted→accepted true, resend→planned true'],
    ['complained', 'no, no', 'no, no'],
  ] as const)('%s: at first %j, a day later %j', async (state, first, later) => {
    expect(await may(state, Date.parse('2026-10-06T11:00:00Z'))).toBe(first)
    expect(await may(state, Date.parse('2026-10-07T10:00:00Z'))).toBe(later)
  })
  test('while Resend knows the key, which it does for a day from when it took the mail, nothing would be sent: until then it is refused, and says when', async () => {
    const given = await world({})
    const hours = (at: string, nth: number): number => Date.parse(at) + nth * 3_600_000
    await given.add(
      { ...given.line('acme/jo', 'attempting'), at: '2026-10-06T10:00:00Z' },
      { ...given.line('acme/jo', 'accepted'), at: '2026-10-06T12:00:00Z' },
      { ...given.line('acme/jo', 'bounced'), at: '2026-10-06T20:00:00Z' },
      { ...given.line('acme/mei', 'attempting'), at: '2026-10-06T10:00:00Z' },
      { ...given.line('acme/mei', 'failed'), at: '2026-10-06T20:00:00Z' },
    )
    for (const [who, taken, until] of [
      ['acme/jo', '2026-10-06T12:00:00Z', '2026-10-07 12:00 UTC'],
      ['acme/mei', '2026-10-06T10:00:00Z', '2026-10-07 10:00 UTC'],
    ] as const) {
      await expect(settling(given, `${who}=resend`, hours(taken, 24) - 1)).rejects.toMatchObject({ message: expect.stringContaining(until) })
      expect(await settling(given, `${who}=resend`, hours(taken, 24))).toMatchObject({ state: 'planned' })
    }
  })
  test('what is settled is the message of the newest revision that was sent to them, with its hash and bytes', async () => {
    const given = await world({ 'acme/jo': 'delivered' })
    const second = await saveRevision(given.folder, frozen({ subject: 'Other' }))
    const payload = second.manifest.messages.find(({ recipient }) => recipient === 'acme/jo')?.payload ?? ''
    await given.add({ ...given.line('acme/jo', 'uncertain', 'r2'), hash: second.hash, sha256: payload })
    expect(await settling(given, 'acme/jo=accepted')).toEqual({
      at: '2026-10-08T10:00:00.000Z',
      revision: 'r2',
      recipient: 'acme/jo',
      state: 'accepted',
      hash: second.hash,
      sha256: payload,
      by: 'ada',
      settled: true,
    })
  })
  test('who was wrong that they have it may say so', async () => {
    const given = await world({ 'acme/jo': 'uncertain' })
    await given.add(await settling(given, 'acme/jo=accepted'))
    await given.add(await settling(given, 'acme/jo=resend'))
    expect((await given.look())[0]?.messages[0]).toMatchObject({ state: 'planned', delivery: { by: 'ada', settled: true } })
  })
  test('who was not sent anything may have it another way; nothing more of what was corrected is sent', async () => {
    const given = await world({ 'acme/jo': 'uncertain', 'acme/mei': 'delivered' })
    expect(await settling(given, 'borealis/teo=accepted')).toMatchObject({ revision: 'r1', recipient: 'borealis/teo', state: 'accepted' })
    await given.add({ ...given.line('acme/mei', 'accepted', 'r2'), sha256: 'd'.repeat(64) })
    await expect(settling(given, 'acme/jo=resend')).rejects.toMatchObject({ name: 'Problem', message: expect.stringContaining('r2 was sent since') })
    expect(await settling(given, 'acme/jo=accepted')).toMatchObject({ revision: 'r1' })
  })
  test('nothing is settled of what nothing was sent', async () => {
    const given = await world({})
    await expect(settling(given, 'acme/jo=accepted')).rejects.toMatchObject({ message: expect.stringContaining('nothing of 2026-Q3 was sent') })
  })
  test('a spelling that is none is not repeated where it holds an address', async () => {
    const given = await world({ 'acme/jo': 'uncertain' })
    await expect(settling(given, 'jo@acme.example=accepted')).rejects.toMatchObject({ message: 'Cannot settle "…"' })
  })
})
