import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import { sha256 } from '../src/deliver/freeze.ts'
import { outbox, toEml } from '../src/deliver/outbox.ts'
import { keysOf } from '../src/deliver/keys-of.ts'
import { plan, recipientsOf } from '../src/deliver/plan.ts'
import { addressesOf, newestRevision, readExposure, readPayload, readPdf, saveRevision, verify } from '../src/deliver/revisions.ts'
import type { Message } from '../src/deliver/transport.ts'
import { LINK_PLACE } from '../src/private-places.ts'
import { CLIENTS, client, frozen, SHEET, variant } from './frozen.ts'
import { scratch } from './scratch.ts'

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
  test('every payload can be answered and stopped by mail alone: one mailto, and no -Post that would promise one click', () => {
    const { files, manifest } = frozen()
    expect(manifest.messages).toHaveLength(3)
    for (const { recipient } of manifest.messages) {
      const { headers, reply_to } = JSON.parse(textIn(files, `messages/${recipient}.json`))
      expect(headers).toEqual({
        'List-Id': '<digest.digest.example.org>',
        'List-Unsubscribe': `<mailto:${reply_to}?subject=unsubscribe%20${recipient.replace('/', '%2F')}>`,
        'X-Entity-Ref-ID': `2026-Q3/${recipient}`,
      })
    }
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

describe('addressesOf()', () => {
  test('gives the address of each message, for which payloads are read once, and anew to verify them', async () => {
    const revision = await saveRevision(scratch(), frozen())
    const path = join(revision.folder, 'messages/acme/jo.json')
    const all = [
      ['acme/jo', 'jo@gold.example'],
      ['acme/mei', 'mei@gold.example'],
      ['borealis/teo', 'teo@silver.example'],
    ]
    expect([...(await addressesOf(revision))]).toEqual(all)
    writeFileSync(path, readFileSync(path, 'utf8').replace('jo@', 'mo@'))
    expect([...(await addressesOf(revision))]).toEqual(all)
    await expect(verify(revision)).rejects.toMatchObject({ name: 'Problem', where: path })
    await expect(addressesOf(revision)).rejects.toMatchObject({ name: 'Problem', where: path })
    await expect(addressesOf({ ...revision })).rejects.toMatchObject({ name: 'Problem', where: path })
  })
})

describe('verify()', () => {
  test.each([
    'exposure.json',
    'messages/acme/mei.json',
    ...['message.html', 'message.txt', 'page.html'].map((name) => `variants/tier-silver/${name}`),
  ])('finds %s touched, or gone', async (name) => {
    const revision = await saveRevision(scratch(), frozen())
    await verify(revision)
    const where = join(revision.folder, name)
    writeFileSync(where, `${readFileSync(where, 'utf8')} `)
    await expect(verify({ ...revision })).rejects.toMatchObject({ name: 'Problem', where })
    rmSync(where)
    await expect(verify({ ...revision })).rejects.toMatchObject({ name: 'Problem', where })
  })

  test('finds a PDF touched; it is read back only where what was printed is the same', async () => {
    const pdf = { paper: 'A4' as const, printed: 'b'.repeat(64), bytes: Buffer.from('%PDF-1.7 of a test') }
    const revision = await saveRevision(scratch(), frozen({ variants: [{ ...variant('client-acme'), pdf }, variant('tier-silver')] }))
    await verify(revision)
    expect(await readPdf(revision, 'client-acme', pdf.printed)).toEqual(pdf.bytes)
    expect(await readPdf(revision, 'client-acme', 'c'.repeat(64))).toBeUndefined()
    expect(await readPdf(revision, 'tier-silver', pdf.printed)).toBeUndefined()
    const where = join(revision.folder, 'variants/client-acme/edition.pdf')
    writeFileSync(where, 'touched')
    expect(await readPdf(revision, 'client-acme', pdf.printed)).toBeUndefined()
    await expect(verify({ ...revision })).rejects.toMatchObject({ name: 'Problem', where })
  })
})

test('freeze() refuses a mail that many servers would not take, and names it', () => {
  const large = [variant('client-acme'), { ...variant('tier-silver'), html: 'x'.repeat(10_000_000) }]
  expect(() => frozen({ variants: large })).toThrow(/the mail to borealis\/teo takes 10\.0 MB/)
  expect(frozen({ variants: [variant('client-acme'), { ...variant('tier-silver'), html: 'x'.repeat(9_000_000) }] }).manifest.messages).toHaveLength(3)
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
    expect(await outbox(folder).send(message())).toEqual({
      state: 'accepted',
      id: '2026-Q3.r1.acme.jo.eml',
      messageId: '<digest.2026-Q3.r1.acme.jo@mail.example.org>',
    })
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
