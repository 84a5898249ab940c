import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { deliveriesOf } from '../src/deliver/deliveries.ts'
import { sha256 } from '../src/deliver/freeze.ts'
import { openJournal, readJournal } from '../src/deliver/journal.ts'
import type { Outcome } from '../src/deliver/outcome.ts'
import { plan } from '../src/deliver/plan.ts'
import { type Revision, saveRevision } from '../src/deliver/revisions.ts'
import { type Sent, send } from '../src/deliver/send.ts'
import type { Message, Transport } from '../src/deliver/transport.ts'
import { client, frozen, writeReceipts } from './frozen.ts'
import { scratch } from './scratch.ts'

type Way = (message: Message) => Promise<Outcome>

/** A way out of a test. */
function way(send: Way, given: Partial<Transport> = {}): Transport {
  return { via: 'resend', width: 1, turn: async () => {}, send, ...given }
}

/** Sends with a journal of its own, as one run of the command does. `only`: messages of one client. */
async function run(
  revision: Revision,
  {
    content,
    transport,
    only,
    ...rest
  }: { content: string; transport: Way | Transport; only?: string } & Omit<Partial<Parameters<typeof send>[1]>, 'transport'>,
): Promise<Sent> {
  const journal = await openJournal(content, revision.manifest.digest)
  try {
    return await send(revision, {
      journal,
      now: () => NOW,
      messages: revision.manifest.messages.filter(({ recipient }) => recipient.startsWith(`${only ?? ''}`)),
      ...rest,
      transport: typeof transport === 'function' ? way(transport) : transport,
    })
  } finally {
    await journal.close()
  }
}

function payloadOf(revision: Revision, recipient: string): string {
  return revision.manifest.messages.find((one) => one.recipient === recipient)?.payload ?? ''
}

const NOW = Date.parse('2026-10-06T10:00:00Z')

async function prepare() {
  const folder = scratch()
  return { content: folder, revision: await saveRevision(folder, frozen()) }
}

function accept(taken: Message[]): Way {
  return async (message) => {
    taken.push(message)
    return { state: 'accepted', id: `id${taken.length}` }
  }
}

describe('send()', () => {
  test('writes "attempting" before each message leaves, and its outcome after', async () => {
    const { content, revision } = await prepare()
    const seen: (string | undefined)[] = []
    await run(revision, {
      content,
      transport: async (message) => {
        seen.push((await readJournal(content, '2026-Q3')).at(-1)?.state)
        return message.key.endsWith('teo') ? { state: 'rejected', reason: '422 validation_error', stops: false } : { state: 'accepted', id: 'x' }
      },
    })
    expect(seen).toEqual(['attempting', 'attempting', 'attempting'])
    expect((await readJournal(content, '2026-Q3')).map((line) => [line.recipient, line.state])).toEqual([
      ['acme/jo', 'attempting'],
      ['acme/jo', 'accepted'],
      ['acme/mei', 'attempting'],
      ['acme/mei', 'accepted'],
      ['borealis/teo', 'attempting'],
      ['borealis/teo', 'rejected'],
    ])
    expect(readFileSync(join(content, 'sent/2026-Q3.jsonl'), 'utf8')).not.toContain('@')
  })

  test('sends each message once, however often it runs', async () => {
    const { content, revision } = await prepare()
    const taken: Message[] = []
    expect(await run(revision, { content, transport: accept(taken), only: 'acme' })).toMatchObject({ accepted: 2, already: 0 })
    expect(await run(revision, { content, transport: accept(taken) })).toMatchObject({ accepted: 1, already: 2 })
    expect(await run(revision, { content, transport: accept(taken) })).toMatchObject({ accepted: 0, already: 3 })
    expect(taken.map((message) => message.key)).toEqual(['digest/2026-Q3/r1/acme/jo', 'digest/2026-Q3/r1/acme/mei', 'digest/2026-Q3/r1/borealis/teo'])
    expect(taken.map((message) => sha256(message.bytes))).toEqual(revision.manifest.messages.map((message) => message.payload))
  })

  test('tries what is not known again with the same key and bytes, and nothing else', async () => {
    const { content, revision } = await prepare()
    const first: Message[] = []
    expect(
      await run(revision, {
        content,
        transport: async (message) => {
          first.push(message)
          return message.key.endsWith('jo') ? { state: 'unknown', reason: 'reset' } : { state: 'accepted', id: 'x' }
        },
      }),
    ).toMatchObject({ accepted: 2, unknown: 1 })
    const second: Message[] = []
    expect(await run(revision, { content, transport: accept(second) })).toMatchObject({ accepted: 1, already: 2 })
    expect(second).toEqual([first[0]])
  })

  test.each<[string, Extract<Outcome, { state: 'rejected' }>, string, object]>([
    ['the account', { state: 'rejected', reason: '401 restricted_api_key', stops: true }, 'attempting', { unknown: 1, rejected: 0, left: 2 }],
    ['the message', { state: 'rejected', reason: '422 validation_error', stops: false }, 'rejected', { unknown: 0, rejected: 1, accepted: 2 }],
  ])('once %s is refused, what was not known before', async (_, refused, state, expected) => {
    const { content, revision } = await prepare()
    await run(revision, { content, transport: async () => ({ state: 'unknown', reason: 'reset', stops: true }) })
    const said: string[] = []
    const again = await run(revision, {
      content,
      transport: async ({ key }) => (key.endsWith('jo') ? refused : { state: 'accepted', id: 'x' }),
      each: (recipient, what) => said.push(`${recipient} ${what}`),
    })
    expect(again).toMatchObject(expected)
    expect(said[0]).toContain(refused.reason)
    const receipts = await readJournal(content, '2026-Q3')
    expect(deliveriesOf(receipts, 'r1').get('acme/jo')?.state).toBe(state)
    if (state !== 'attempting') return
    expect(again.stopped).toEqual({ reason: '401 restricted_api_key', everyone: true })
    // A day later the key is dead: what may have been taken is not sent as if it never was.
    const taken: Message[] = []
    const later = await run(revision, { content, transport: accept(taken), now: () => NOW + 25 * 3_600_000 })
    expect(later).toMatchObject({ uncertain: 1, accepted: 2 })
    expect(taken.map(({ key }) => key)).not.toContain('digest/2026-Q3/r1/acme/jo')
  })

  test('sends nothing of a revision when messages of another have left', async () => {
    const { content, revision } = await prepare()
    await run(revision, { content, transport: accept([]), only: 'acme' })
    const taken: Message[] = []
    const other = { ...revision, name: 'r2' }
    await expect(run(other, { content, transport: accept(taken) })).rejects.toMatchObject({
      name: 'Problem',
      message: expect.stringContaining('r1'),
    })
    expect(taken).toEqual([])
  })

  test.each<[string, Outcome, string]>([
    ['is not known', { state: 'unknown', reason: 'reset' }, 'may have it through Resend'],
    ['was delivered', { state: 'accepted', id: 'x' }, 'has it through Resend'],
  ])('puts nothing into the outbox once a mail went through Resend and %s', async (_, outcome, message) => {
    const { content, revision } = await prepare()
    await run(revision, { content, transport: async () => outcome, only: 'acme' })
    const [line] = await readJournal(content, '2026-Q3')
    if (line && outcome.state === 'accepted')
      await writeReceipts(
        content,
        '2026-Q3',
        ['acme/jo', 'acme/mei'].map((recipient) => ({ ...line, recipient, sha256: payloadOf(revision, recipient), state: 'delivered' })),
      )
    const taken: Message[] = []
    await expect(run(revision, { content, transport: way(accept(taken), { via: 'outbox' }) })).rejects.toMatchObject({
      message: expect.stringContaining(message),
    })
    expect(taken).toEqual([])
  })

  test('sends nothing of a revision of the same number that was frozen elsewhere', async () => {
    const { content, revision } = await prepare()
    await run(revision, { content, transport: accept([]), only: 'acme' })
    const taken: Message[] = []
    const elsewhere = await saveRevision(scratch(), frozen({ subject: 'Other' }))
    expect(elsewhere.name).toBe(revision.name)
    await expect(run(elsewhere, { content, transport: accept(taken) })).rejects.toMatchObject({
      name: 'Problem',
      message: expect.stringContaining('another text'),
    })
    await expect(run(elsewhere, { content, transport: accept(taken), only: 'borealis' })).rejects.toMatchObject({ name: 'Problem' })
    expect(taken).toEqual([])
  })

  test('names a line of the journal that cannot be read, and sends nothing', async () => {
    const { content, revision } = await prepare()
    await run(revision, { content, transport: accept([]) })
    const path = join(content, 'sent/2026-Q3.jsonl')
    const lines = readFileSync(path, 'utf8').split('\n')
    const taken: Message[] = []
    for (const damaged of [
      [lines[0], `${lines[1]}${lines[2]}`, ...lines.slice(3)],
      [...lines.slice(0, 2), lines[2]?.slice(0, -1), ...lines.slice(3)],
      [lines[0], '<<<<<<< ours', ...lines.slice(1)],
    ]) {
      writeFileSync(path, damaged.join('\n'))
      await expect(run(revision, { content, transport: accept(taken) })).rejects.toMatchObject({
        name: 'Problem',
        where: expect.stringMatching(/2026-Q3\.jsonl:[23]$/),
      })
    }
    expect(taken).toEqual([])
  })

  test('a journal whose last line is torn is read up to it, and rid of it before the next line', async () => {
    const { content, revision } = await prepare()
    await run(revision, { content, transport: accept([]), only: 'acme' })
    const path = join(content, 'sent/2026-Q3.jsonl')
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"at":"2026-10-06T10:00:00Z","revi`)
    await writeReceipts(content, '2026-Q3', [
      { at: '2026-10-06T10:00:00Z', revision: 'r1', recipient: 'borealis/teo', state: 'accepted', sha256: 'a'.repeat(64) },
    ])
    expect((await readJournal(content, '2026-Q3')).map((line) => line.state)).toEqual([
      'attempting',
      'accepted',
      'attempting',
      'accepted',
      'accepted',
    ])
    expect(readFileSync(path, 'utf8')).not.toContain('"revi\n')
  })
})

describe('send(), one message', () => {
  const AT = '2026-10-06T12:00:00Z'
  const lines = async (content: string) =>
    (await readJournal(content, '2026-Q3')).map(({ state, scheduledAt, id, reason }) => ({ state, scheduledAt, id, reason }))

  test('is handed over for an instant, which its lines hold, and tried again for the same whatever is asked for then', async () => {
    const { content, revision } = await prepare()
    const taken: Message[] = []
    const lost: Way = async (message) => (taken.push(message), { state: 'unknown', reason: 'reset' })
    const one = { content, only: 'borealis', scheduledAt: AT }
    await run(revision, { ...one, transport: lost })
    await run(revision, { ...one, transport: accept(taken), scheduledAt: undefined })
    expect(taken.map(({ scheduledAt }) => scheduledAt)).toEqual([AT, AT])
    expect(await lines(content)).toEqual([
      { state: 'attempting', scheduledAt: AT },
      { state: 'attempting', scheduledAt: AT },
      { state: 'accepted', scheduledAt: AT, id: expect.any(String) },
    ])
  })

  test('that was refused is bound to no instant', async () => {
    const { content, revision } = await prepare()
    const refuse: Way = async () => ({ state: 'rejected', reason: '422 x', stops: false })
    await run(revision, { content, only: 'borealis', transport: refuse, scheduledAt: AT })
    expect(await lines(content)).toEqual([
      { state: 'attempting', scheduledAt: AT },
      { state: 'rejected', reason: '422 x' },
    ])
  })

  test('that was tried at once is tried again at once', async () => {
    const { content, revision } = await prepare()
    const taken: Message[] = []
    await run(revision, { content, only: 'borealis', transport: async () => ({ state: 'unknown', reason: 'reset' }) })
    await run(revision, { content, only: 'borealis', transport: accept(taken), scheduledAt: AT })
    expect(taken.map(({ scheduledAt }) => scheduledAt)).toEqual([undefined])
    expect((await lines(content)).map(({ scheduledAt }) => scheduledAt)).toEqual([undefined, undefined, undefined])
  })

  test.each<[Outcome, object, string, object[]]>([
    [{ state: 'rejected', reason: '422 x', stops: false }, { rejected: 1 }, 'rejected (422 x)', [{ state: 'rejected', reason: '422 x' }]],
    [{ state: 'uncertain', reason: '409 x' }, { uncertain: 1 }, 'uncertain (409 x)', [{ state: 'uncertain', reason: '409 x' }]],
    [{ state: 'unknown', reason: '500 x' }, { unknown: 1 }, 'not known (500 x)', []],
    [{ state: 'accepted', id: 'x' }, { accepted: 1 }, 'accepted', [{ state: 'accepted', id: 'x' }]],
  ])('of which %j came is written and said so', async (outcome, counts, said, written) => {
    const { content, revision } = await prepare()
    const heard: string[] = []
    const sent = await run(revision, {
      content,
      only: 'borealis',
      transport: async () => outcome,
      each: (recipient, state) => heard.push(`${recipient} ${state}`),
    })
    expect(sent).toEqual({ accepted: 0, already: 0, rejected: 0, unknown: 0, uncertain: 0, left: 0, canceled: 0, ...counts })
    expect(heard).toEqual([`borealis/teo ${said}`])
    expect(await lines(content)).toEqual([{ state: 'attempting' }, ...written])
  })

  test('whose key is dead is uncertain, is not sent, and is said', async () => {
    const { content, revision } = await prepare()
    await run(revision, { content, transport: async () => ({ state: 'unknown', reason: 'reset' }) })
    const [taken, heard]: [Message[], string[]] = [[], []]
    const late = {
      content,
      transport: accept(taken),
      now: () => NOW + 23 * 3_600_000,
      each: (recipient: string, state: string) => void heard.push(`${recipient} ${state}`),
    }
    expect(await run(revision, late)).toMatchObject({ uncertain: 3, accepted: 0, left: 0 })
    expect(taken).toEqual([])
    expect(heard).toEqual(['acme/jo uncertain', 'acme/mei uncertain', 'borealis/teo uncertain'])
    expect((await lines(content)).slice(3)).toEqual(Array(3).fill({ state: 'uncertain', reason: 'not known within the life of its key' }))
    expect(await run(revision, late)).toMatchObject({ uncertain: 3, already: 0 })
  })

  test('of a correction has its day', async () => {
    const content = scratch()
    const corrects = { revision: 'r9', hash: 'f'.repeat(64), date: '2026-10-08' }
    const dates = async (revision: Revision): Promise<string[]> => {
      const taken: Message[] = []
      await run(revision, { content: scratch(), transport: accept(taken) })
      return [...new Set(taken.map(({ date }) => date))]
    }
    expect(await dates(await saveRevision(content, frozen()))).toEqual(['2026-10-05'])
    expect(await dates(await saveRevision(content, frozen({ corrects })))).toEqual(['2026-10-08'])
  })
})

describe('send(), a run', () => {
  const MANY = 8
  /** A revision of many messages, sent with these outcomes one after another; gives what left, too. */
  async function many(outcomes: (nth: number) => Outcome | Promise<Outcome>, given: Partial<Transport> & { stop?: AbortSignal } = {}) {
    const content = scratch()
    const { stop, ...transport } = given
    const people = Array.from({ length: MANY }, (_, nth) => `p${nth}`)
    const clients = new Map([['borealis', client('silver', people)]])
    const revision = await saveRevision(content, frozen(plan(clients, { day: '2026-10-06', addressed: new Set() })))
    let nth = 0
    const sent = await run(revision, { content, stop, transport: way(async () => outcomes(nth++), transport) })
    return { ...sent, begun: nth }
  }
  const unknown: Outcome = { state: 'unknown', reason: '500 x' }
  const accepted: Outcome = { state: 'accepted', id: 'x' }

  test('ends after five in a row without an answer, and not when others are answered between', async () => {
    expect(await many(() => unknown)).toMatchObject({
      begun: 5,
      left: 3,
      stopped: { reason: '5 messages in a row without an answer', everyone: false },
    })
    expect(await many((nth) => (nth === 3 ? accepted : unknown))).toMatchObject({ begun: MANY, left: 0, unknown: 7 })
  })

  test.each<[Outcome, boolean]>([
    [{ state: 'rejected', reason: '401 x', stops: true }, true],
    [{ state: 'unknown', reason: '429 x', stops: true }, false],
  ])('ends at once after %j', async (outcome, everyone) => {
    expect(await many(() => outcome, { width: 4 })).toMatchObject({
      begun: 1,
      left: 7,
      stopped: { reason: 'reason' in outcome ? outcome.reason : '', everyone },
    })
  })

  test('takes a turn for each, sends the first alone, and no more at once than its width', async () => {
    let [turns, underWay] = [0, 0]
    const most: number[] = []
    const { promise: isFull, resolve: goOn } = Promise.withResolvers<void>()
    const sent = await many(
      async (nth) => {
        most[nth] = ++underWay
        // Whoever else would begin has the time to.
        if (nth === 3) {
          for (let round = 0; round < 100; round++) await new Promise((resolve) => setImmediate(resolve))
          goOn()
        }
        if (nth > 0) await isFull
        underWay--
        return accepted
      },
      { width: 3, turn: async () => void turns++ },
    )
    expect([sent.accepted, turns, most[0], Math.max(...most)]).toEqual([MANY, MANY, 1, 3])
  })

  test('that is told to stop begins nothing more, and waits for what is on its way', async () => {
    const stop = new AbortController()
    const ended = await many(
      async (nth) => {
        if (nth === 2) stop.abort()
        return accepted
      },
      { stop: stop.signal },
    )
    expect(ended).toMatchObject({ begun: 3, accepted: 3, left: 5 })
    expect(ended).not.toHaveProperty('stopped')
  })

  test('that meets a bug begins nothing more, waits for what is on its way, and fails with it', async () => {
    let ended = 0
    await expect(
      many(
        async (nth) => {
          if (nth === 1) throw new Error('a bug')
          await new Promise((resolve) => setImmediate(resolve))
          ended++
          return accepted
        },
        { width: 3 },
      ),
    ).rejects.toThrow('a bug')
    expect(ended).toBeLessThanOrEqual(3)
  })

  test('counts what was canceled before, and sends it no more', async () => {
    const { content, revision } = await prepare()
    await run(revision, { content, transport: accept([]) })
    const [jo] = await readJournal(content, '2026-Q3')
    if (!jo) throw new Error('no line')
    await writeReceipts(content, '2026-Q3', [{ ...jo, state: 'canceled' }])
    expect(await run(revision, { content, transport: accept([]) })).toMatchObject({ canceled: 1, already: 2, accepted: 0 })
  })
})
