/** Frozen revisions on disk: `revisions/ID/r1`, `r2`, … in the private folder. A revision is never changed. */
import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import { Problem } from '../errors.ts'
import { listFolders, makeFolder, readBytes, readText, remove, swapFolder, writeMany } from '../files.ts'
import { type Exposure, exposureSchema } from '../model/exposure.ts'
import { type Manifest, manifestSchema } from '../model/manifest.ts'
import { type Payload, payloadSchema } from '../model/payload.ts'
import { type Frozen, sha256 } from './freeze.ts'

const NAME = /^r[1-9]\d*$/

/** A revision as it was read back. */
export type Revision = { name: string; folder: string; manifest: Manifest; hash: string }

/** The newest revision of a digest; undefined when there is none. @throws {Problem} when its manifest cannot be read */
export async function newestRevision(privateFolder: string, digest: string): Promise<Revision | undefined> {
  const numbers = (await listFolders(join(privateFolder, 'revisions', digest))).filter((name) => NAME.test(name)).map((name) => Number(name.slice(1)))
  return numbers.length === 0 ? undefined : readRevision(privateFolder, digest, `r${Math.max(...numbers)}`)
}

/** The revision of that name of a digest; undefined when there is none. @throws {Problem} when its manifest cannot be read */
export async function readRevision(privateFolder: string, digest: string, name: string): Promise<Revision | undefined> {
  const folder = join(privateFolder, 'revisions', digest)
  if (!(await listFolders(folder)).includes(name)) return undefined
  const text = (await readText(join(folder, name, 'manifest.json'))) ?? ''
  try {
    return { name, folder: join(folder, name), manifest: manifestSchema.parse(JSON.parse(text)), hash: sha256(text) }
  } catch (error) {
    throw new Problem(
      {
        what: `Cannot read the revision ${name} of ${digest}: its manifest is ${text === '' ? 'not there' : 'damaged'}`,
        where: join(folder, name, 'manifest.json'),
        fix: 'Restore the private folder from a backup; if nothing of the revision was sent, remove its folder and freeze again',
      },
      { cause: error },
    )
  }
}

/** Subjects of every frozen revision of the digest that a revision is of. @throws {Problem} when a manifest cannot be read */
export async function subjectsOf({ folder, manifest: { digest } }: Revision): Promise<Set<string>> {
  const all = dirname(folder)
  const read = (await listFolders(all)).filter((name) => NAME.test(name)).map((name) => readRevision(dirname(dirname(all)), digest, name))
  return new Set((await Promise.all(read)).flatMap((revision) => revision?.manifest.subject ?? []))
}

/** Keeps a frozen revision: the newest one when that holds the same bytes, else the next number. `isSpent`: the newest one may not be sent any more, so that the same bytes get a number too; `name`: the number that they were sent under, where the folder is lost. */
export async function saveRevision(
  privateFolder: string,
  frozen: Frozen,
  { isSpent = false, name: sentAs }: { isSpent?: boolean; name?: string | undefined } = {},
): Promise<Revision> {
  const { digest } = frozen.manifest
  const newest = await newestRevision(privateFolder, digest)
  if (newest?.hash === frozen.hash && !isSpent) return newest
  const name = sentAs ?? `r${newest ? Number(newest.name.slice(1)) + 1 : 1}`
  const folder = join(privateFolder, 'revisions', digest, name)
  const fresh = join(privateFolder, 'revisions', digest, `.${randomUUID().slice(0, 8)}.tmp`)
  try {
    await makeFolder(fresh)
    await writeMany(fresh, frozen.files)
    await swapFolder(fresh, folder)
    await remove(fresh)
  } finally {
    await remove(fresh)
  }
  return { name, folder, manifest: frozen.manifest, hash: frozen.hash }
}

/** The payload of one message and its bytes, which must be those that were frozen. @throws {Problem} when they are not */
export async function readPayload(revision: Revision, message: Manifest['messages'][number]): Promise<{ payload: Payload; bytes: string }> {
  const path = join(revision.folder, 'messages', `${message.recipient}.json`)
  const bytes = await readText(path)
  if (bytes === undefined || sha256(bytes) !== message.payload) {
    throw new Problem({
      what: `Cannot send ${message.recipient} of revision ${revision.name}: its payload is not what was frozen`,
      where: path,
      fix: 'Restore the private folder from a backup, or freeze a new revision',
    })
  }
  return { payload: payloadSchema.parse(JSON.parse(bytes)), bytes }
}

const addresses = new WeakMap<Revision, Promise<ReadonlyMap<string, string>>>()
const READ_AT_ONCE = 64

/** The address of each message of a revision, by "client/recipient", in the order of the messages. A revision never changes, so its payloads are read for this once. @throws {Problem} when one is not what was frozen */
export async function addressesOf(revision: Revision): Promise<ReadonlyMap<string, string>> {
  const known = addresses.get(revision) ?? readAddresses(revision)
  addresses.set(revision, known)
  return known
}

async function readAddresses(revision: Revision): Promise<Map<string, string>> {
  const { messages } = revision.manifest
  const found = new Map<string, string>()
  for (let start = 0; start < messages.length; start += READ_AT_ONCE) {
    const some = messages.slice(start, start + READ_AT_ONCE)
    const read = await Promise.all(some.map(async (message) => (await readPayload(revision, message)).payload.to[0] ?? ''))
    some.forEach(({ recipient }, index) => found.set(recipient, read[index] ?? ''))
  }
  return found
}

/** The exposure sheet of a revision, which must be the one that was frozen. @throws {Problem} when it is not */
export async function readExposure(revision: Revision): Promise<Exposure> {
  const path = join(revision.folder, 'exposure.json')
  const text = await readText(path)
  if (text === undefined || sha256(text) !== revision.manifest.exposure) {
    throw new Problem({
      what: `Cannot show what revision ${revision.name} of ${revision.manifest.digest} makes visible: its sheet is not what was frozen`,
      where: path,
      fix: 'Restore the private folder from a backup; if nothing of the revision was sent, remove its folder and freeze again',
    })
  }
  return exposureSchema.parse(JSON.parse(text))
}

/** The PDF of a variant of a revision where what was printed is the same; undefined where it is not, or is not what was frozen. */
export async function readPdf(revision: Revision, variant: string, printed: string): Promise<Buffer | undefined> {
  const pdf = revision.manifest.variants.find(({ name }) => name === variant)?.pdf
  const bytes = pdf?.printed === printed ? await readBytes(join(revision.folder, 'variants', variant, 'edition.pdf')) : undefined
  return bytes && sha256(bytes) === pdf?.file ? bytes : undefined
}

/** @throws {Problem} when a file of a revision is not what was frozen */
export async function verify(revision: Revision): Promise<void> {
  await readExposure(revision)
  const read = readAddresses(revision)
  addresses.set(revision, read)
  await read
  for (const { name, html, text, page, pdf } of revision.manifest.variants)
    for (const [file, hash] of Object.entries({
      'message.html': html,
      'message.txt': text,
      'page.html': page,
      ...(pdf && { 'edition.pdf': pdf.file }),
    })) {
      const path = join(revision.folder, 'variants', name, file)
      const bytes = await readBytes(path)
      if (bytes === undefined || sha256(bytes) !== hash)
        throw new Problem({
          what: `Cannot send ${revision.manifest.digest} ${revision.name}: a file of it is not what was frozen`,
          where: path,
          fix: 'Restore the private folder from a backup, or freeze a new revision',
        })
    }
}
