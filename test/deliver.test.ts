import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import { freeze, sha256, type Variant } from '../src/deliver/freeze.ts'
import { readJournal, writeReceipt } from '../src/deliver/journal.ts'
import { outbox, toEml } from '../src/deliver/outbox.ts'
import { keysOf } from '../src/deliver/keys-of.ts'
import { plan, recipientsOf } from '../src/deliver/plan.ts'
import { newestRevision, readExposure, readPayload, saveRevision } from '../src/deliver/revisions.ts'
import { send } from '../src/deliver/send.ts'
import type { Message, Outcome } from '../src/deliver/transport.ts'
import { type Client, clientSchema } from '../src/model/client.ts'
import type { Exposure } from '../src/model/exposure.ts'
import { type Site, siteSchema } from '../src/model/site.ts'
import { LINK_PLACE } from '../src/private-places.ts'
import { scratch } from './scratch.ts'

const site = siteSchema.parse({
  title: 'T',
  url: 'https://digest.example.org',
  author: { name: 'Ada', email: 'ada@example.org' },
  tiers: ['silver', 'gold'],
  sender: { from: 'Ada Example <digest@mail.example.org>' },
}) as Site & { sender: NonNullable<Site['sender']> }
const client = (tier: string, people: string[], given: object = {}): Client =>
  clientSchema.parse({
    name: tier,
    tier,
    since: '2026-01-01',
    recipients: people.map((id) => ({ id, name: id, email: `${id}@${tier}.example` })),
    ...given,
  })
const CLIENTS = new Map([
  ['borealis', client('silver', ['teo'])],
  ['acme', client('gold', ['jo', 'mei'])],
  ['gone', client('silver', ['x'], { until: '2026-06-30' })],
  ['soon', client('gold', ['y'], { since: '2026-11-01' })],
  ['empty', client('gold', [])],
])
const variant = (name: string): Variant => ({
  name,
  html: `<p>Zoë for ${name}</p>`,
  text: `Zoë for ${name}\n`,
  page: `<html>${name}</html>`,
  pictures: [],
})
const SHEET: Exposure = { digest: '2026-Q3', status: 'ready', everyone: [{ kind: 'text', text: 'Zoë.' }], publicAlone: [], clients: [] }
const frozen = (given: Partial<Parameters<typeof freeze>[0]> = {}) =>
  freeze({
    digest: '2026-Q3',
    subject: 'The quarter — Zoë',
    sendable: true,
    date: '2026-10-05',
    site,
    variants: [variant('client-acme'), variant('tier-silver')],
    ...plan(CLIENTS, { day: '2026-10-06', addressed: new Set(['acme']) }),
    exposure: SHEET,
    ...given,
  })

const textIn = (files: ReadonlyMap<string, string | Buffer>, path: string): string => String(files.get(path) ?? '')

describe('plan()', () => {
  test('plans for or skips every client, with the reason', () => {
    const { planned, skipped } = plan(CLIENTS, { day: '2026-10-06', addressed: new Set(['acme']) })
    expect(planned.map((one) => [one.client, one.recipient.id, one.variant])).toEqual([
      ['acme', 'jo', 'client-acme'],
      ['acme', 'mei', 'client-acme'],
      ['borealis', 'teo', 'tier-silver'],
    ])
    expect([...recipientsOf(planned)]).toEqual([
      ['acme', 2],
      ['borealis', 1],
    ])
    expect(skipped).toEqual([
      { client: 'empty', reason: 'it has no recipients' },
      { client: 'gone', reason: 'its contract ended on 2026-06-30' },
      { client: 'soon', reason: 'its contract begins on 2026-11-01' },
    ])
  })
  test('serves a client on its first and on its last day', () => {
    const one = new Map([['a', client('gold', ['x'], { since: '2026-10-06', until: '2026-10-06' })]])
    const served = (day: string): number => plan(one, { day, addressed: new Set() }).planned.length
    expect([served('2026-10-05'), served('2026-10-06'), served('2026-10-07')]).toEqual([0, 1, 0])
  })
  test('narrows to one client', () => {
    const { planned, skipped } = plan(CLIENTS, { day: '2026-10-06', addressed: new Set(), only: 'borealis' })
    expect(planned.map((one) => one.client)).toEqual(['borealis'])
    expect(skipped.find((one) => one.client === 'acme')?.reason).toBe('only borealis was asked for')
  })
})

describe('freeze()', () => {
  test('gives the same bytes and hash for the same content, others for other content', () => {
    expect(frozen().hash).toBe(frozen().hash)
    expect([...frozen().files]).toEqual([...frozen().files])
    const others = [
      frozen({ subject: 'Other' }),
      frozen({ date: '2026-10-06' }),
      frozen({ sendable: false }),
      frozen({ variants: [variant('client-acme'), { ...variant('tier-silver'), text: 'x' }] }),
      frozen({ skipped: [] }),
      frozen({ exposure: { ...SHEET, everyone: [] } }),
    ]
    expect(new Set([frozen().hash, ...others.map((one) => one.hash)]).size).toBe(7)
  })
  test('the manifest holds the hash of every other file', () => {
    const { files, manifest } = frozen()
    const hashes = [
      manifest.exposure,
      ...manifest.variants.flatMap((one) => [one.html, one.text, one.page]),
      ...manifest.messages.map((one) => one.payload),
    ].sort()
    expect(
      [...files]
        .filter(([path]) => path !== 'manifest.json')
        .map(([, text]) => sha256(text))
        .sort(),
    ).toEqual(hashes)
  })
  test("every payload has one address and what is its own, nothing of another's", () => {
    const { files } = frozen()
    const payload = JSON.parse(textIn(files, 'messages/acme/jo.json'))
    expect(payload).toMatchObject({
      to: ['jo@gold.example'],
      reply_to: 'ada@example.org',
      html: '<p>Zoë for client-acme</p>',
      text: 'Zoë for client-acme\n',
      headers: { 'List-Unsubscribe': '<mailto:ada@example.org?subject=unsubscribe%20acme%2Fjo>' },
    })
    expect(payload.tags.every((tag: { name: string; value: string }) => /^[A-Za-z0-9_-]+$/.test(tag.value))).toBe(true)
    for (const [path, text] of files) if (path.startsWith('messages/acme')) expect(text).not.toMatch(/borealis|silver|teo/)
    expect(files.get('messages/acme/jo.json')).not.toContain('mei')
  })
  test("puts each client's own link where the rendering has a place for it, the same bytes each time, and into no manifest", () => {
    const places = [variant('client-acme'), variant('tier-silver')].map((one) => ({
      ...one,
      html: `<a href="https://x.example/private/${LINK_PLACE}">x</a>`,
      text: `https://x.example/private/${LINK_PLACE}\n`,
    }))
    const links = { secret: Buffer.alloc(32, 7), numbers: new Map([['acme', 3]]) }
    const { files, manifest, hash } = frozen({ variants: places, links })
    const page = sha256(places[0]?.page ?? '')
    const { identity, edition } = keysOf(links.secret, 'acme', 3)
    const payload = JSON.parse(textIn(files, 'messages/acme/mei.json'))
    expect(payload.text).toBe(`https://x.example/private/${edition('2026-Q3', page)}/#${identity}\n`)
    expect(payload.html).toContain(`"https://x.example/private/${edition('2026-Q3', page)}/#${identity}"`)
    expect(files.get('messages/borealis/teo.json')).toContain(keysOf(links.secret, 'borealis', 1).identity)
    for (const [path, text] of files) if (!path.startsWith('messages/acme/')) expect([path, text.includes(identity)]).toEqual([path, false])
    expect(files.get('manifest.json')).not.toMatch(/AGE-SECRET|private\//)
    expect(manifest.keys).toEqual({ acme: 3, borealis: 1 })
    expect(frozen({ variants: places, links }).hash).toBe(hash)
    expect(frozen({ variants: places, links: { ...links, numbers: new Map([['acme', 4]]) } }).hash).not.toBe(hash)
    expect(frozen().manifest.keys).toBeUndefined()
    expect(() => frozen({ variants: places })).toThrow('a place for a link, and no link')
  })
  test('needs a rendering for every variant', () => {
    expect(() => frozen({ variants: [variant('tier-silver')] })).toThrow('no variant "client-acme"')
  })
})

describe('saveRevision()', () => {
  test('keeps the same revision for the same bytes, and the next number for others', async () => {
    const folder = scratch()
    expect((await saveRevision(folder, frozen())).name).toBe('r1')
    expect((await saveRevision(folder, frozen())).name).toBe('r1')
    expect((await saveRevision(folder, frozen({ subject: 'Other' }))).name).toBe('r2')
    expect((await newestRevision(folder, '2026-Q3'))?.manifest.subject).toBe('Other')
    expect(await newestRevision(folder, '2026-Q4')).toBeUndefined()
  })
  test('a payload or sheet that was touched is not taken, a manifest that was damaged is named', async () => {
    const folder = scratch()
    const revision = await saveRevision(folder, frozen())
    const [message] = revision.manifest.messages
    if (!message) throw new Error('no message')
    expect((await readPayload(revision, message)).payload.to).toEqual(['jo@gold.example'])
    const path = join(revision.folder, 'messages/acme/jo.json')
    writeFileSync(path, readFileSync(path, 'utf8').replace('Zoë', 'Zoe'))
    await expect(readPayload(revision, message)).rejects.toMatchObject({ name: 'Problem', where: path })
    expect(await readExposure(revision)).toEqual(SHEET)
    const sheet = join(revision.folder, 'exposure.json')
    writeFileSync(sheet, readFileSync(sheet, 'utf8').replace('Zoë', 'Zoe'))
    await expect(readExposure(revision)).rejects.toMatchObject({ name: 'Problem', where: sheet })
    writeFileSync(join(revision.folder, 'manifest.json'), '{')
    await expect(newestRevision(folder, '2026-Q3')).rejects.toMatchObject({ name: 'Problem' })
  })
})

describe('send()', () => {
  const now = (): Date => new Date('2026-10-06T10:00:00Z')
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
    await send(revision, {
      content,
      now,
      transport: async (message) => {
        seen.push((await readJournal(content, '2026-Q3')).at(-1)?.state)
        return message.key.endsWith('teo') ? { state: 'rejected', reason: 'no such address' } : { state: 'accepted', id: 'x' }
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
    expect(await send(revision, { content, now, transport: accept(taken), only: 'acme' })).toMatchObject({ accepted: 2, already: 0 })
    expect(await send(revision, { content, now, transport: accept(taken) })).toMatchObject({ accepted: 1, already: 2 })
    expect(await send(revision, { content, now, transport: accept(taken) })).toMatchObject({ accepted: 0, already: 3 })
    expect(taken.map((message) => message.key)).toEqual(['digest/2026-Q3/r1/acme/jo', 'digest/2026-Q3/r1/acme/mei', 'digest/2026-Q3/r1/borealis/teo'])
    expect(taken.map((message) => sha256(message.bytes))).toEqual(revision.manifest.messages.map((message) => message.payload))
  })

  test('tries what is not known again with the same key and bytes, and nothing else', async () => {
    const { content, revision } = await prepare()
    const first: Message[] = []
    expect(
      await send(revision, {
        content,
        now,
        transport: async (message) => {
          first.push(message)
          return message.key.endsWith('jo') ? { state: 'unknown', reason: 'reset' } : { state: 'accepted', id: 'x' }
        },
      }),
    ).toMatchObject({ accepted: 2, unknown: 1 })
    const second: Message[] = []
    expect(await send(revision, { content, now, transport: accept(second) })).toMatchObject({ accepted: 1, already: 2 })
    expect(second).toEqual([first[0]])
  })

  test('sends nothing of a revision when messages of another have left', async () => {
    const { content, revision } = await prepare()
    await send(revision, { content, now, transport: accept([]), only: 'acme' })
    const taken: Message[] = []
    const other = { ...revision, name: 'r2' }
    await expect(send(other, { content, now, transport: accept(taken) })).rejects.toMatchObject({
      name: 'Problem',
      message: expect.stringContaining('r1'),
    })
    expect(taken).toEqual([])
  })

  test('sends nothing of a revision of the same number that was frozen elsewhere', async () => {
    const { content, revision } = await prepare()
    await send(revision, { content, now, transport: accept([]), only: 'acme' })
    const taken: Message[] = []
    const elsewhere = await saveRevision(scratch(), frozen({ subject: 'Other' }))
    expect(elsewhere.name).toBe(revision.name)
    await expect(send(elsewhere, { content, now, transport: accept(taken) })).rejects.toMatchObject({
      name: 'Problem',
      message: expect.stringContaining('another text'),
    })
    await expect(send(elsewhere, { content, now, transport: accept(taken), only: 'borealis' })).rejects.toMatchObject({ name: 'Problem' })
    expect(taken).toEqual([])
  })

  test('names a line of the journal that cannot be read, and sends nothing', async () => {
    const { content, revision } = await prepare()
    await send(revision, { content, now, transport: accept([]) })
    const path = join(content, 'sent/2026-Q3.jsonl')
    const lines = readFileSync(path, 'utf8').split('\n')
    const taken: Message[] = []
    for (const damaged of [
      [lines[0], `${lines[1]}${lines[2]}`, ...lines.slice(3)],
      [...lines.slice(0, 2), lines[2]?.slice(0, -1), ...lines.slice(3)],
      [lines[0], '<<<<<<< ours', ...lines.slice(1)],
    ]) {
      writeFileSync(path, damaged.join('\n'))
      await expect(send(revision, { content, now, transport: accept(taken) })).rejects.toMatchObject({
        name: 'Problem',
        where: expect.stringMatching(/2026-Q3\.jsonl:[23]$/),
      })
    }
    expect(taken).toEqual([])
  })

  test('a journal whose last line is torn is read up to it, and rid of it before the next line', async () => {
    const { content, revision } = await prepare()
    await send(revision, { content, now, transport: accept([]), only: 'acme' })
    const path = join(content, 'sent/2026-Q3.jsonl')
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"at":"2026-10-06T10:00:00Z","revi`)
    await writeReceipt(content, '2026-Q3', {
      at: '2026-10-06T10:00:00Z',
      revision: 'r1',
      recipient: 'borealis/teo',
      state: 'accepted',
      sha256: 'a'.repeat(64),
    })
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

describe('outbox()', () => {
  const message = (): Message => ({
    key: 'digest/2026-Q3/r1/acme/jo',
    date: '2026-10-05',
    bytes: '',
    payload: JSON.parse(textIn(frozen().files, 'messages/acme/jo.json')),
  })
  test('writes a message that a mail program opens, the same bytes each time', async () => {
    const folder = scratch()
    expect(await outbox(folder)(message())).toEqual({ state: 'accepted', id: '2026-Q3.r1.acme.jo.eml' })
    const bytes = readFileSync(join(folder, 'outbox/2026-Q3.r1.acme.jo.eml'))
    expect(bytes.equals(await toEml(message()))).toBe(true)
    expect(bytes.toString('latin1')).not.toMatch(/[^\x00-\x7f]|[^\r]\n/)
    expect(
      Math.max(
        ...bytes
          .toString()
          .split('\r\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(78)
    const mail = await simpleParser(bytes)
    expect(mail).toMatchObject({
      subject: 'The quarter — Zoë',
      html: '<p>Zoë for client-acme</p>',
      text: 'Zoë for client-acme\n',
      date: new Date('2026-10-05T00:00:00Z'),
    })
    expect([mail.from?.text, mail.replyTo?.text, [mail.to].flat()[0]?.text]).toEqual([
      '"Ada Example" <digest@mail.example.org>',
      'ada@example.org',
      'jo@gold.example',
    ])
    expect(mail.headerLines.find((line) => line.key === 'list-id')?.line).toBe('List-ID: <digest.digest.example.org>')
  })
})
