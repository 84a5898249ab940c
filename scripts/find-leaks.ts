import { hash } from 'node:crypto'
import { basename, join } from 'node:path'
import { type Gate, gate } from '../src/check/gate.ts'
import { keyLeaks } from '../src/check/key-leaks.ts'
import { clientPassages } from '../src/check/leaks.ts'
import { unpack } from '../src/check/unpack.ts'
import type { Folder } from '../src/folder.ts'
import { sealedFolder } from '../src/deliver/ledger.ts'
import { listTree, readManyBytes } from '../src/files.ts'
import type { Finding } from '../src/model/finding.ts'
import { longDate } from '../src/render/long-date.ts'
import type { TreeFile } from '../src/tree.ts'
import type { PreparedDocument } from './prepare-folder.ts'
import { programVersion, ROOT } from './program-version.ts'

const TEMPLATES = ['src/pages', 'src/layouts', 'src/components', 'src/styles', 'src/browser', 'public']
/** What puts words of its own into pages, feeds and twins. */
const PRINTERS = ['feed', 'rss', 'atom', 'json-feed', 'twin', 'page-twin', 'llms', 'kind-in-words', 'corrections'].map((name) =>
  join(ROOT, 'src/render', `${name}.ts`),
)

/** What a build is searched against, at an instant. `name`: how it is called in what is found. */
type Guarded = { folder: Folder; prepared: readonly PreparedDocument[]; secret: Buffer | undefined; name: string; now: Date }

/**
 * Private text, pictures and keys in the files of a public build. A file that was searched for the very same before is not read again. The
 * content must be without error findings.
 */
export async function findLeaks(files: readonly TreeFile[], { folder, prepared, secret, name, now }: Guarded): Promise<Finding[]> {
  const passages = [...prepared.flatMap((one) => one.passages), ...clientPassages(folder.clients, now)]
  const pictures = privatePictures(folder, prepared)
  const against = hash(
    'sha256',
    JSON.stringify([await programVersion(), passages.map(({ text }) => text), pictures.map(({ bytes }) => hash('sha256', bytes)), secret ?? '']),
  )
  const opener = files.some(({ path }) => path.endsWith('.age')) ? [await (await import('./bundle-script.ts')).bundleScript('open-sealed')] : []
  const pagefind = files.some(({ path }) => path === 'pagefind/pagefind.js')
    ? await (await import('./search-program.ts')).searchProgram(folder.site.language)
    : []
  const templates = await Promise.all(TEMPLATES.map(async (one) => (await listTree(join(ROOT, one))).map((path) => join(ROOT, one, path))))
  const known = function* (): Generator<string | ReadonlySet<number>> {
    yield JSON.stringify(folder.site)
    for (const { search, outline, edition, figure, tellings } of prepared) {
      yield search(against, searched.needlesIn)
      // Both are told from what was collected, not from a text that is cut.
      if (edition && figure) yield figure
      for (const { area } of tellings) if (area !== undefined) yield area
      if (outline?.isPublic) yield outline.path
      for (const day of edition ? [edition.date, edition.corrected ?? edition.date] : [])
        yield* [longDate(day, folder.site.language), new Date(`${day}T00:00:00Z`).toUTCString(), `${day}T00:00:00Z`]
    }
    for (const bytes of readManyBytes([...templates.flat(), ...PRINTERS])) yield String(bytes ?? '')
    yield* opener
    for (const [path, bytes] of pagefind) for (const { text } of unpack(path, bytes)) yield text
  }
  const searched: Gate = gate(passages, known, { name, pictures })
  const keys: Finding[] = []
  // Where nothing is private nothing can leak.
  const isOpen = passages.length + pictures.length === 0
  for (const { path, read, searched: before, remember } of files) {
    if (before?.against === against) searched.recall(path, before.hits)
    else {
      const bytes = read()
      // What was sealed is noise, in which any few letters stand somewhere.
      const isNoise = isSealed(path, bytes, folder.folder)
      const hits = isOpen ? [] : searched.search({ path, bytes: isNoise ? Buffer.alloc(0) : bytes })
      const leaked = keyLeaks([{ path, text: bytes.toString('latin1') }], { secret, name })
      keys.push(...leaked)
      if (hits && leaked.length === 0) remember({ against, hits })
    }
  }
  return [...searched.findings(), ...keys]
}

/** The same of a build as it lies on the disk, every file of it; none where there is no build. */
export async function findLeaksIn(out: string, guarded: Omit<Guarded, 'name'>): Promise<Finding[]> {
  const files = (await listTree(out)).map((path): TreeFile => ({
    path,
    read: () => readManyBytes([join(out, path)])[0] ?? Buffer.alloc(0),
    searched: undefined,
    remember: () => undefined,
  }))
  return files.length === 0 ? [] : findLeaks(files, { ...guarded, name: basename(out) })
}

/** The content's own pictures that not everyone may see. */
function privatePictures({ folder, images }: Folder, prepared: readonly PreparedDocument[]): { from: string; bytes: Buffer }[] {
  const open = new Set(prepared.flatMap((one) => one.images.open))
  const closed = images.filter((image) => !open.has(image)).map((image) => `images/${image}`)
  const read = readManyBytes(closed.map((from) => join(folder, from)))
  return closed.flatMap((from, index) => {
    const bytes = read[index]
    return bytes && bytes.length > 0 ? [{ from, bytes }] : []
  })
}

/** Whether a file of a build is a page as `content/sealed/` holds it. */
function isSealed(path: string, bytes: Buffer, folder: string): boolean {
  if (!/^private\/[^/]+\.age$/.test(path) || !bytes.subarray(0, 22).equals(Buffer.from('age-encryption.org/v1\n'))) return false
  return readManyBytes([join(sealedFolder(folder), basename(path))])[0]?.equals(bytes) === true
}
