import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Decrypter } from 'age-encryption'
import { expect, test } from 'vitest'
import { freeze, sha256 } from '../src/deliver/freeze.ts'
import { keysOf } from '../src/deliver/keys-of.ts'
import { readLedger } from '../src/deliver/ledger.ts'
import { plan } from '../src/deliver/plan.ts'
import { saveRevision } from '../src/deliver/revisions.ts'
import { seal } from '../src/deliver/seal.ts'
import { type Client, clientSchema } from '../src/model/client.ts'
import type { Manifest } from '../src/model/manifest.ts'
import { ARCHIVE_PLACE, LINK_PLACE } from '../src/private-places.ts'
import { site, writeReceipts } from './frozen.ts'
import { scratch } from './scratch.ts'

const SECRET = Buffer.alloc(32, 7)
const DAY = '2026-10-06'
const client = (tier: string, id: string, given: object = {}): Client =>
  clientSchema.parse({ name: id, tier, since: '2026-01-01', recipients: [{ id, name: id, email: `${id}@x.example` }], ...given })
const clientsWith = (given: Record<string, object> = {}): Map<string, Client> =>
  new Map([
    ['acme', client('gold', 'jo', given['acme'])],
    ['borealis', client('silver', 'teo', given['borealis'])],
    ['cobalt', client('silver', 'ines', given['cobalt'])],
  ])
const pageOf = (words: string): string => `<title>${words}</title><a href="../${ARCHIVE_PLACE}/">x</a>`

/** A content folder with a private folder, and what a person does with them. */
function desk() {
  const content = scratch()
  const folders = { content, private: scratch() }
  const clients = clientsWith()
  const world = {
    folders,
    clients,
    day: DAY,
    secret: SECRET as Buffer,
    /** Freezes a digest whose text is `words`, with the same text for each tier but `odd`'s. */
    freeze: async (
      digest: string,
      words: string,
      given: { sendable?: boolean; gold?: string; only?: string; corrects?: Manifest['corrects'] } = {},
    ) =>
      saveRevision(
        folders.private,
        freeze({
          digest,
          subject: `The digest ${digest}`,
          sendable: given.sendable ?? true,
          date: digest === '2026-Q2' ? '2026-07-05' : '2026-10-05',
          site,
          variants: ['tier-gold', 'tier-silver'].map((name) => ({
            name,
            html: LINK_PLACE,
            text: LINK_PLACE,
            page: pageOf(name === 'tier-gold' ? (given.gold ?? words) : words),
            pictures: [],
          })),
          ...plan(given.only === undefined ? world.clients : new Map([...clientsWith()].filter(([name]) => name === given.only)), {
            day: world.day,
            addressed: new Set(),
          }),
          corrects: given.corrects,
          exposure: { digest, status: 'ready', everyone: [], publicAlone: [], clients: [] },
          links: { secret: world.secret, numbers: new Map([...world.clients].map(([name, one]) => [name, one.key])) },
        }),
      ),
    seal: (welcomed?: string) =>
      seal({
        welcomed,
        ...folders,
        secret: world.secret,
        clients: world.clients,
        day: world.day,
        archiveOf: (editions) => `archive: ${editions.map((one) => `${one.title} ${one.token}`).sort()}`,
      }),
    bytes: () =>
      new Map(
        readdirSync(join(content, 'sealed'))
          .sort()
          .map((name) => [name, readFileSync(join(content, 'sealed', name), 'latin1')] as const),
      ),
    /** What each client can open now with its key, by the file's name. */
    opened: async (name: string, number = 1): Promise<string[]> => {
      const found: string[] = []
      for (const file of readdirSync(join(content, 'sealed')).filter((one) => one.endsWith('.age'))) {
        const decrypter = new Decrypter()
        decrypter.addIdentity(keysOf(world.secret, name, number).identity)
        const text = await decrypter.decrypt(readFileSync(join(content, 'sealed', file)), 'text').catch(() => undefined)
        if (text !== undefined) found.push(text.trimEnd())
      }
      return found.sort()
    },
  }
  return world
}

const told = async (world: ReturnType<typeof desk>, name: string, number = 1): Promise<string[]> =>
  (await world.opened(name, number)).map((text) => /<title>(.*?)<|^(archive)/.exec(text)?.slice(1).join('') ?? text).sort()

test('seal() gives each client its page and archive, all of one size, and the page leads to the archive', async () => {
  const world = desk()
  await world.freeze('2026-Q3', 'silver words', { gold: 'gold words' })
  expect(await world.seal()).toEqual({ pages: 6, fresh: 6, removed: 0 })
  expect(await told(world, 'acme')).toEqual(['archive', 'gold words'])
  expect(await told(world, 'cobalt')).toEqual(['archive', 'silver words'])
  const { archive } = keysOf(SECRET, 'acme', 1)
  expect((await world.opened('acme')).find((text) => text.startsWith('<title>'))).toContain(`href="../${archive}/"`)
  const sizes = [...world.bytes()].filter(([name]) => name.endsWith('.age')).map(([, bytes]) => bytes.length)
  expect([sizes.length, new Set(sizes).size]).toEqual([6, 1])
  expect(world.bytes().get('pages.jsonl')).not.toMatch(/AGE-SECRET/)
})

test('seal() again changes no byte, and another revision or digest only what is its own', async () => {
  const world = desk()
  await world.freeze('2026-Q3', 'silver words', { gold: 'gold words' })
  await world.seal()
  const first = world.bytes()
  expect(await world.seal()).toEqual({ pages: 6, fresh: 0, removed: 0 })
  expect(world.bytes()).toEqual(first)
  // Only the text of gold changes: the page of acme and its archive are new, its old page is gone.
  await world.freeze('2026-Q3', 'silver words', { gold: 'other gold words' })
  expect(await world.seal()).toEqual({ pages: 6, fresh: 2, removed: 1 })
  expect(await told(world, 'acme')).toEqual(['archive', 'other gold words'])
  expect((await readLedger(world.folders.content)).filter((line) => line.kind === 'edition').map((line) => line.revision)).toEqual(['r2', 'r2', 'r2'])
  await world.freeze('2026-Q2', 'earlier words')
  expect(await world.seal()).toEqual({ pages: 9, fresh: 6, removed: 0 })
  expect(await told(world, 'acme')).toEqual(['archive', 'earlier words', 'other gold words'])
})

test('seal() under another key number seals anew what is still frozen, and takes the old pages away', async () => {
  const world = desk()
  await world.freeze('2026-Q3', 'words')
  await world.seal()
  const before = world.bytes()
  world.clients = clientsWith({ acme: { key: 2 } })
  expect(await world.seal()).toEqual({ pages: 6, fresh: 2, removed: 2 })
  expect([await told(world, 'acme', 1), await told(world, 'acme', 2)]).toEqual([[], ['archive', 'words']])
  const after = world.bytes()
  expect([...before].filter(([name, bytes]) => name.endsWith('.age') && after.get(name) === bytes)).toHaveLength(4)
})

test('seal() gives a client nothing new after its last day: what it has stays, until its key is turned', async () => {
  const world = desk()
  await world.freeze('2026-Q2', 'earlier words')
  await world.seal()
  await world.freeze('2026-Q3', 'words')
  world.clients = clientsWith({ acme: { until: '2026-10-05' } })
  await world.seal()
  expect(await told(world, 'acme')).toEqual(['archive', 'earlier words'])
  expect(await told(world, 'borealis')).toEqual(['archive', 'earlier words', 'words'])
  world.clients = clientsWith({ acme: { until: '2026-10-05', key: 2 } })
  await world.seal()
  expect([await told(world, 'acme', 1), await told(world, 'acme', 2)]).toEqual([[], []])
  world.clients.delete('borealis')
  await world.seal()
  expect(await told(world, 'borealis')).toEqual([])
})

test('seal() keeps what was sent, and what was sealed where the revisions are not', async () => {
  const world = desk()
  await world.freeze('2026-Q3', 'words as sent')
  await world.seal()
  const line = { at: '2026-10-06T10:00:00Z', revision: 'r1', recipient: 'acme/jo', state: 'accepted' as const, sha256: 'a'.repeat(64) }
  await writeReceipts(world.folders.content, '2026-Q3', [line])
  await world.freeze('2026-Q3', 'words after')
  await world.seal()
  expect(await told(world, 'acme')).toEqual(['archive', 'words after', 'words as sent'])
  rmSync(join(world.folders.private, 'revisions'), { recursive: true })
  const before = world.bytes()
  expect(await world.seal()).toEqual({ pages: 9, fresh: 0, removed: 0 })
  expect(world.bytes()).toEqual(before)
})

test('seal() seals no draft, mends what is missing, and clears away what no line names', async () => {
  const world = desk()
  await world.freeze('2026-Q3', 'draft words', { sendable: false })
  expect(await world.seal()).toEqual({ pages: 0, fresh: 0, removed: 0 })
  await world.freeze('2026-Q3', 'ready words')
  await world.seal()
  const [first = ''] = readdirSync(join(world.folders.content, 'sealed'))
  rmSync(join(world.folders.content, 'sealed', first))
  writeFileSync(join(world.folders.content, 'sealed', `${'z'.repeat(26)}.age`), 'x')
  expect(await world.seal()).toEqual({ pages: 6, fresh: 1, removed: 1 })
  expect(world.bytes().has(first)).toBe(true)
  await world.freeze('2026-Q3', 'ready words', { sendable: false })
  expect(await world.seal()).toEqual({ pages: 0, fresh: 0, removed: 6 })
})

test('seal() pads the pages of a revision to the largest of them, and those that are there too when it grows', async () => {
  const world = desk()
  const sizes = (): Set<number> => new Set([...world.bytes()].filter(([name]) => name.endsWith('.age')).map(([, bytes]) => bytes.length))
  await world.freeze('2026-Q3', 'words')
  await world.seal()
  const [small = 0] = sizes()
  await world.freeze('2026-Q3', 'words', { gold: 'x'.repeat(70_000) })
  await world.seal()
  const editions = (await readLedger(world.folders.content)).filter((line) => line.kind === 'edition')
  expect(new Set(editions.map((line) => line.bytes))).toEqual(new Set([131072]))
  expect([...sizes()].sort((a, b) => a - b)).toEqual([small, small + 65536 + 16])
})

test('seal() refuses another secret, a ledger that was damaged, and a page that is not what was frozen, and changes nothing', async () => {
  const world = desk()
  const revision = await world.freeze('2026-Q3', 'words')
  await world.seal()
  const before = world.bytes()
  world.secret = Buffer.alloc(32, 8)
  await expect(world.seal()).rejects.toMatchObject({ name: 'Problem', message: expect.stringContaining('another DIGEST_SECRET') })
  world.secret = SECRET
  const ledger = join(world.folders.content, 'sealed/pages.jsonl')
  writeFileSync(ledger, before.get('pages.jsonl')?.replace('"key":1', '"key":"1"') ?? '')
  await expect(world.seal()).rejects.toMatchObject({ name: 'Problem', where: `${ledger}:1` })
  writeFileSync(ledger, before.get('pages.jsonl') ?? '')
  const page = join(revision.folder, 'variants/tier-gold/page.html')
  writeFileSync(page, 'touched')
  await expect(world.seal()).rejects.toMatchObject({ name: 'Problem', where: page })
  mkdirSync(join(world.folders.private, 'revisions/2026-Q4'))
  writeFileSync(page, pageOf('words'))
  expect(await world.seal()).toMatchObject({ fresh: 0, removed: 0 })
  expect(world.bytes()).toEqual(before)
})

test('seal() gives a correction to whom it concerns, who is no client any more too, and others keep what they have', async () => {
  const world = desk()
  const { hash } = await world.freeze('2026-Q3', 'silver words', { gold: 'gold words' })
  await world.seal()
  const line = { at: '2026-10-06T10:00:00Z', revision: 'r1', state: 'accepted', sha256: 'a'.repeat(64) } as const
  await writeReceipts(world.folders.content, '2026-Q3', [
    { ...line, recipient: 'acme/jo' },
    { ...line, recipient: 'borealis/teo' },
  ])
  world.clients.delete('borealis')
  const corrects = { revision: 'r1', hash, date: '2026-10-12', gone: ['borealis'] }
  await world.freeze('2026-Q3', 'right words', { only: 'borealis', corrects })
  expect(await world.seal()).toMatchObject({ fresh: 2, removed: 0 })
  expect(await told(world, 'borealis')).toEqual(['archive', 'right words', 'silver words'])
  expect(await told(world, 'acme')).toEqual(['archive', 'gold words'])
  // The archive lists what is right, not what was wrong beside it.
  const right = keysOf(SECRET, 'borealis', 1).edition('2026-Q3', sha256(pageOf('right words')))
  expect((await world.opened('borealis')).find((text) => text.startsWith('archive'))).toBe(`archive: The digest 2026-Q3 ${right}`)
  expect(await world.seal()).toMatchObject({ fresh: 0, removed: 0 })
  // One whose file is removed afterwards loses its pages, as any other.
  world.clients.delete('acme')
  await world.seal()
  expect(await told(world, 'acme')).toEqual([])
})

test('seal() gives a client that was welcomed an archive before its first page, under each key that it has, until it is served no more', async () => {
  const world = desk()
  await world.freeze('2026-Q3', 'draft words', { sendable: false })
  expect(await world.seal('acme')).toEqual({ pages: 1, fresh: 1, removed: 0 })
  expect(await world.opened('acme')).toEqual(['archive:'])
  expect(await world.seal()).toEqual({ pages: 1, fresh: 0, removed: 0 })
  world.clients.set('acme', client('gold', 'jo', { key: 2 }))
  expect(await world.seal()).toEqual({ pages: 1, fresh: 1, removed: 1 })
  expect([await world.opened('acme', 1), await world.opened('acme', 2)]).toEqual([[], ['archive:']])
  world.clients.set('acme', client('gold', 'jo', { key: 2, until: '2026-10-05' }))
  expect(await world.seal('acme')).toEqual({ pages: 0, fresh: 0, removed: 1 })
})
