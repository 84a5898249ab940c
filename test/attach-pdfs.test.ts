import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import { freezeEveryone } from '../scripts/freeze-everyone.ts'
import type { Chromium } from '../src/chromium.ts'
import { readContent } from '../src/content.ts'
import { toEml } from '../src/deliver/outbox.ts'
import { type Environment, readEnvironment } from '../src/environment.ts'
import type { Paper } from '../src/model/paper.ts'
import { pdfOf } from './pdf-of.ts'
import { writeReceipts } from './frozen.ts'
import { scratch, SITE } from './scratch.ts'

const DIGEST = '---\ntitle: The quarter\nsummary: s\nstatus: ready\ndate: 2026-10-05\n---\n\nFor all. <Clients only="acme">For acme.</Clients>\n'
const client = (name: string, tier: string): string =>
  `name: ${name}\ntier: ${tier}\nsince: 2026-01-01\nrecipients: [{ id: jo, name: Jo, email: jo@${name}.example }]\n`

/** A content folder, and a freezer of it with a printer that prints other bytes each time, as another Chromium does, and counts. */
function ready() {
  const root = scratch({
    'content/site.yaml': SITE,
    'content/sources.yaml': 'sources: []\n',
    'content/digests/2026-Q3.mdx': DIGEST,
    'content/clients/acme.yaml': client('acme', 'gold'),
    'content/clients/borealis.yaml': client('borealis', 'silver'),
  })
  const environment = readEnvironment({
    DIGEST_CONTENT: join(root, 'content'),
    DIGEST_PRIVATE: join(root, 'private'),
    DIGEST_OUT: join(root, 'dist'),
    DIGEST_CACHE: join(root, 'cache'),
    DIGEST_NOW: '2026-10-06T09:00:00Z',
  })
  const made: { html: string; paper: Paper }[] = []
  let opened = 0
  let closed = 0
  const open = async (): Promise<Chromium> => {
    opened++
    return {
      print: async (html, paper) => {
        made.push({ html, paper })
        return Buffer.concat([pdfOf({}), Buffer.from(`% ${made.length}`)])
      },
      close: async () => void closed++,
    }
  }
  return { environment, made, open, counts: () => ({ opened, closed }) }
}

async function freeze(environment: Environment, pdf: Parameters<typeof freezeEveryone>[3]) {
  const content = await readContent(environment.content, environment)
  const [document] = content.documents
  if (!document) throw new Error('no document')
  const frozen = await freezeEveryone(document, content, environment, pdf)
  if ('refused' in frozen) throw new Error('a leak')
  return frozen
}

describe('a revision with PDFs', () => {
  test('holds the PDF of each variant once, and each message carries that of its own', async () => {
    const { environment, made, open, counts } = ready()
    const { revision } = await freeze(environment, { paper: 'A4', open })
    expect(counts()).toEqual({ opened: 1, closed: 1 })
    expect(made.map(({ paper }) => paper)).toEqual(['A4', 'A4'])
    expect(made.map(({ html }) => html.includes('For acme.'))).toEqual([true, false])
    for (const [message, variant] of [
      ['acme/jo', 'client-acme'],
      ['borealis/jo', 'tier-silver'],
    ]) {
      const bytes = readFileSync(join(revision.folder, `messages/${message}.json`), 'utf8')
      const payload = JSON.parse(bytes)
      const pdf = readFileSync(join(revision.folder, `variants/${variant}/edition.pdf`))
      expect(payload.attachments).toEqual([
        { filename: 'the-test-quarterly-2026-Q3.pdf', content: pdf.toString('base64'), content_type: 'application/pdf' },
      ])
      const mail = await simpleParser(await toEml({ key: `digest/2026-Q3/r1/${message}`, payload, bytes, date: '2026-10-05' }))
      expect(mail.attachments.map((one) => [one.filename, one.contentType, one.contentDisposition, one.content.equals(pdf)])).toEqual([
        ['the-test-quarterly-2026-Q3.pdf', 'application/pdf', 'attachment', true],
      ])
    }
  })

  test('is the same one while the content is, although a browser prints other bytes, and opens none for it', async () => {
    const { environment, open, counts } = ready()
    const first = await freeze(environment, { paper: 'A4', open })
    const again = await freeze(environment, { paper: 'A4', open })
    expect([again.revision.name, again.revision.hash]).toEqual(['r1', first.revision.hash])
    expect(counts().opened).toBe(1)
  })

  test('prints anew what has changed alone, the other paper whole, and what was damaged', async () => {
    const { environment, made, open } = ready()
    const { revision } = await freeze(environment, { paper: 'A4', open })
    const path = join(environment.content, 'digests/2026-Q3.mdx')
    writeFileSync(path, DIGEST.replace('For acme.', 'For acme alone.'))
    expect((await freeze(environment, { paper: 'A4', open })).revision.name).toBe('r2')
    expect(made).toHaveLength(3)
    expect(made[2]?.html).toContain('For acme alone.')
    expect((await freeze(environment, { paper: 'Letter', open })).revision.name).toBe('r3')
    expect(made.slice(3).map(({ paper }) => paper)).toEqual(['Letter', 'Letter'])
    rmSync(join(revision.folder, '../r3/variants/tier-silver/edition.pdf'))
    await freeze(environment, { paper: 'Letter', open })
    expect(made).toHaveLength(6)
  })

  test('is another than the one without, and once it was sent keeps what its mail had', async () => {
    const { environment, open, counts } = ready()
    const without = await freeze(environment, { paper: undefined, open })
    expect(without.revision.manifest.variants.some((one) => one.pdf)).toBe(false)
    const { revision } = await freeze(environment, { paper: 'Letter', open })
    expect(revision.name).toBe('r2')
    const sent = (name: string, hash: string) =>
      writeReceipts(environment.content, '2026-Q3', [
        { at: '2026-10-06T10:00:00Z', revision: name, recipient: 'acme/jo', state: 'accepted', sha256: hash },
      ])
    await sent('r2', 'a'.repeat(64))
    for (const paper of [undefined, 'A4', 'Letter'] as const)
      expect((await freeze(environment, { paper, open })).revision).toMatchObject({ name: 'r2', hash: revision.hash })
    expect(counts().opened).toBe(1)
  })

  test('is not made of what was sent without', async () => {
    const { environment, open } = ready()
    await freeze(environment, { paper: undefined, open })
    await writeReceipts(environment.content, '2026-Q3', [
      { at: '2026-10-06T10:00:00Z', revision: 'r1', recipient: 'acme/jo', state: 'accepted', sha256: 'a'.repeat(64) },
    ])
    await expect(freeze(environment, { paper: 'A4', open })).rejects.toMatchObject({ name: 'Problem', message: expect.stringContaining('no PDF') })
  })

  test('is not frozen where a mail would be beyond what servers take', async () => {
    const { environment, open, counts } = ready()
    const large = async (): Promise<Chromium> => ({ ...(await open()), print: async () => Buffer.alloc(8_000_000) })
    await expect(freeze(environment, { paper: 'A4', open: large })).rejects.toMatchObject({
      name: 'Problem',
      message: expect.stringMatching(/acme\/jo takes 10\.\d MB/),
      fix: expect.stringContaining('without --pdf'),
    })
    expect(counts()).toEqual({ opened: 1, closed: 1 })
    expect((await freeze(environment, { paper: undefined, open })).revision.name).toBe('r1')
  })

  test('ends the browser where it fails', async () => {
    const { environment, open, counts } = ready()
    const broken = async (): Promise<Chromium> => ({
      ...(await open()),
      print: () => Promise.reject(new Error('it broke')),
    })
    await expect(freeze(environment, { paper: 'A4', open: broken })).rejects.toThrow('it broke')
    expect(counts()).toEqual({ opened: 1, closed: 1 })
  })
})
