import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sha256 } from '../src/deliver/freeze.ts'
import { openJournal, readJournal } from '../src/deliver/journal.ts'
import type { Outcome } from '../src/deliver/outcome.ts'
import { type Revision, saveRevision } from '../src/deliver/revisions.ts'
import { type Sent, send } from '../src/deliver/send.ts'
import type { Message, Transport } from '../src/deliver/transport.ts'
import { frozen, writeReceipts } from './frozen.ts'
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

const NOW = Date.parse('2026-10-06T10:00:00Z')

describe('send()', () => {
  const prepare = async () => {
    const folder = scratch()
    return { content: folder, revision: await saveRevision(folder, frozen()) }
  }
  const accept =
    (taken: Message[]) =>
    async (message: Message): Promise<Outcome> => {
      taken.push(message)
      return { state: 'accepted', id: `id${taken.length}` }
    }

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
