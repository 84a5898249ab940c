import { join } from 'node:path'
import { Problem } from '../errors.ts'
import { listFiles, listFolders, readText, remove, writeWhole } from '../files.ts'
import type { Client } from '../model/client.ts'
import type { Sealed, SealedEdition } from '../model/sealed.ts'
import { ARCHIVE_PLACE } from '../private-places.ts'
import { commonSize, encryptPage } from './encrypt-page.ts'
import { sha256 } from './freeze.ts'
import { revisionsLeft } from './deliveries.ts'
import { readJournal } from './journal.ts'
import { type Keys, keysOf } from './keys-of.ts'
import { readLedger, sealedFolder, writeLedger } from './ledger.ts'
import { partsOf } from './parts-of.ts'
import { plan } from './plan.ts'
import { newestRevision, type Revision } from './revisions.ts'

/** What is sealed now, how much of it in this run, and how many pages were taken away. */
export type Sealing = { pages: number; fresh: number; removed: number }

/** A page as it is to be: its line in the ledger, and what is sealed in it; undefined where that is not known here and the page stays. */
type Page = { line: Sealed; text: string | undefined }

/**
 * Brings `sealed/` of the content folder in line with the frozen revisions and the clients: each page that mail of the newest revision of a
 * digest that may be sent leads a client to, and the client's archive, which a new client (`welcomed`) has before its first page. What is there and still right keeps its bytes. A client that is not served
 * on `day` gets nothing new but a correction. Pages under another key number, of a client that is gone, or of a revision that was never sent and is
 * not the newest are removed; what was sealed elsewhere stays.
 * @throws {Problem} when the pages that are there were sealed with another secret
 */
export async function seal(options: {
  content: string
  private: string
  secret: Uint8Array
  clients: ReadonlyMap<string, Client>
  day: string
  archiveOf: (editions: readonly SealedEdition[]) => string
  welcomed?: string | undefined
}): Promise<Sealing> {
  const { content, secret, clients } = options
  const folder = sealedFolder(content)
  const ledger = await readLedger(content)
  const keys = (client: string, number: number): Keys => keysOf(secret, client, number)
  const foreign = ledger.find((line) => {
    const mine = keys(line.client, line.key)
    return line.token !== (line.kind === 'archive' ? mine.archive : mine.edition(line.digest, line.page))
  })
  if (foreign)
    throw new Problem({
      what: 'Cannot seal pages: those that are there were sealed with another DIGEST_SECRET',
      where: join(folder, 'pages.jsonl'),
      fix: 'Set the DIGEST_SECRET of then; if it is lost, remove the folder: the links in mail that was sent open nothing any more',
    })

  const there = new Set(await listFiles(folder, '.age'))
  const gone = new Map<string, number>()
  const kept = (line: Sealed): boolean => there.has(`${line.token}.age`) && (clients.get(line.client)?.key ?? gone.get(line.client)) === line.key
  const served = new Set(plan(clients, { day: options.day, addressed: new Set() }).planned.map((one) => one.client))
  const editions = new Map<string, Page>()
  const add = (line: SealedEdition, text?: string): void => {
    if (!editions.has(line.token)) editions.set(line.token, { line, text })
  }
  const revised = new Set<string>()
  const revisions = (
    await Promise.all((await listFolders(join(options.private, 'revisions'))).map((digest) => newestRevision(options.private, digest)))
  )
    .flatMap((one) => one ?? [])
    // A report may be frozen to be looked at, and is no edition.
    .filter(({ manifest }) => manifest.report === undefined)
  // Who got what was wrong is told, and shown, what is right, whoever is a client today.
  for (const { manifest } of revisions) for (const client of manifest.corrects?.gone ?? []) gone.set(client, manifest.keys?.[client] ?? 1)
  for (const newest of revisions) {
    const { digest, corrects } = newest.manifest
    revised.add(digest)
    const pages = newest.manifest.sendable ? await pagesOf(newest) : []
    const size = commonSize(pages.map(({ page }) => withArchive(page, 'a'.repeat(26))))
    for (const { client, page } of pages) {
      const isFor = served.has(client) || (corrects !== undefined && (clients.has(client) || gone.has(client)))
      const number = clients.get(client)?.key ?? gone.get(client) ?? 1
      const { archive, edition } = keys(client, number)
      const line: SealedEdition = {
        kind: 'edition',
        token: edition(digest, sha256(page)),
        client,
        key: number,
        page: sha256(page),
        bytes: size,
        digest,
        revision: newest.name,
        title: newest.manifest.subject,
        date: newest.manifest.date,
      }
      const before = ledger.find((one) => one.token === line.token)
      if (before && kept(before) && (before.bytes === size || !isFor)) add({ ...line, bytes: before.bytes })
      else if (isFor) add(line, withArchive(page, archive))
    }
    const left = new Set(revisionsLeft(await readJournal(content, digest)))
    for (const line of ledger) if (line.kind === 'edition' && line.digest === digest && left.has(line.revision) && kept(line)) add(line)
  }
  for (const line of ledger) if (line.kind === 'edition' && !revised.has(line.digest) && kept(line)) add(line)

  const sealedOf = Map.groupBy(ledger, (line) => line.client)
  const welcomed = [...served].filter(
    (client) => client === options.welcomed || (sealedOf.get(client) ?? []).map(({ kind }) => kind).join() === 'archive',
  )
  const pages = [...editions.values(), ...archivesOf([...editions.values()], { ...options, keys, ledger, kept, welcomed })]
  const fresh = pages.filter((page) => page.text !== undefined)
  for (const { line, text } of fresh) {
    const bytes = await encryptPage(text ?? '', keys(line.client, line.key).identity, line.bytes)
    await writeWhole(join(folder, `${line.token}.age`), bytes)
  }
  if (pages.length + ledger.length > 0)
    await writeLedger(
      content,
      pages.map((page) => page.line),
    )
  const names = new Set(pages.map(({ line }) => `${line.token}.age`))
  const removed = [...there].filter((name) => !names.has(name))
  for (const name of removed) await remove(join(folder, name))
  return { pages: pages.length, fresh: fresh.length, removed: removed.length }
}

/** The archive of every client that has a page or was welcomed, all of one size; of a digest that was corrected it lists what is right. */
function archivesOf(
  editions: readonly Page[],
  options: Pick<Parameters<typeof seal>[0], 'archiveOf' | 'clients'> & {
    keys: (client: string, number: number) => Keys
    ledger: readonly Sealed[]
    kept: (line: Sealed) => boolean
    welcomed: readonly string[]
  },
): Page[] {
  const lines = editions.flatMap(({ line }) => (line.kind === 'edition' ? [line] : []))
  const own = Map.groupBy(lines, (line) => line.client)
  const texts = new Map(
    [...new Set([...own.keys(), ...options.welcomed])].map((client) => [client, options.archiveOf(lastOf(own.get(client) ?? []))]),
  )
  const bytes = commonSize(texts.values())
  return [...texts].map(([client, text]): Page => {
    const key = own.get(client)?.[0]?.key ?? options.clients.get(client)?.key ?? 1
    const line: Sealed = { kind: 'archive', token: options.keys(client, key).archive, client, key, page: sha256(text), bytes }
    const before = options.ledger.find((one) => one.token === line.token)
    const same = before && options.kept(before) && before.page === line.page && before.bytes === bytes
    return { line, text: same ? undefined : text }
  })
}

function lastOf(editions: readonly SealedEdition[]): SealedEdition[] {
  const number = ({ revision }: SealedEdition): number => Number(revision.slice(1))
  return [...Map.groupBy(editions, ({ digest }) => digest).values()].flatMap((some) => {
    const last = Math.max(...some.map(number))
    return some.filter((one) => number(one) === last)
  })
}

/** The pages of each client of a revision, as they were frozen, each once: its people may have got different editions of what is corrected. @throws {Problem} when one is not what was frozen */
async function pagesOf(revision: Revision): Promise<{ client: string; page: string }[]> {
  const pages = new Map<string, { client: string; page: string }>()
  for (const { recipient, variant } of revision.manifest.messages) {
    const path = join(revision.folder, 'variants', variant, 'page.html')
    const page = await readText(path)
    if (page === undefined || sha256(page) !== revision.manifest.variants.find((one) => one.name === variant)?.page)
      throw new Problem({
        what: `Cannot seal the page of ${variant} in revision ${revision.name} of ${revision.manifest.digest}: it is not what was frozen`,
        where: path,
        fix: 'Restore the private folder from a backup, or freeze a new revision',
      })
    const { client } = partsOf(recipient)
    pages.set(`${client} ${page}`, { client, page })
  }
  return [...pages.values()]
}

function withArchive(page: string, archive: string): string {
  return page.replaceAll(ARCHIVE_PLACE, () => archive)
}
