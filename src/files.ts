/** The only access to disk. Whole files are written to a neighbour, synced and renamed: a reader sees the old bytes or the new ones. */
import { randomUUID } from 'node:crypto'
import { accessSync, constants, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { copyFile, cp, type FileHandle, link, mkdir, mkdtemp, open, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { errorCode, Problem } from './errors.ts'

/** The file's bytes; undefined when it is not there. @throws {Problem} when it cannot be read */
export async function readBytes(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    return unread(error, path)
  }
}

/** The file's text, byte for byte (a byte order mark too); undefined when it is not there. @throws {Problem} when it cannot be read or is not UTF-8 */
export async function readText(path: string): Promise<string | undefined> {
  return textOf(await readBytes(path), path)
}

/** The bytes of many small files as `readBytes` gives them, read one after another and at once: waiting for each takes five times as long. */
export function readManyBytes(paths: readonly string[]): (Buffer | undefined)[] {
  return paths.map((path) => {
    try {
      return readFileSync(path)
    } catch (error) {
      return unread(error, path)
    }
  })
}

/** The same as texts, as `readText` gives them. */
export function readManyTexts(paths: readonly string[]): (string | undefined)[] {
  return readManyBytes(paths).map((bytes, index) => textOf(bytes, paths[index] ?? ''))
}

/** Of a file that cannot be read: nothing where it is not there. @throws {Problem} else */
function unread(error: unknown, path: string): undefined {
  if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined
  throw new Problem({ what: `Cannot read ${path}: ${reason(error)}`, where: path, fix: 'Make it a readable file' }, { cause: error })
}

const SYNCED_AT_ONCE = 16

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function textOf(bytes: Buffer | undefined, path: string): string | undefined {
  try {
    return bytes && decoder.decode(bytes)
  } catch (error) {
    throw new Problem({ what: `Cannot read ${path}: its bytes are not UTF-8`, where: path, fix: 'Save it as UTF-8' }, { cause: error })
  }
}

/**
 * What tells one state of a file from every other without reading it: size, place on the disk, and the instants at which its bytes and its
 * entry changed, of which nobody can set back the second. Of a folder what tells whether files came or went. Undefined where there is neither.
 */
export function stampOf(path: string): string | undefined {
  const found = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  if (found?.isDirectory()) return `${found.ino} ${found.mtimeNs} ${found.ctimeNs}`
  return found?.isFile() ? `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}` : undefined
}

/** Names of the files in a folder that end in `ending`, sorted; empty when there is no such folder. Hidden files are left out, links are followed. */
export async function listFiles(folder: string, ending = ''): Promise<string[]> {
  const named = (await entries(folder)).filter((entry) => entry.name.endsWith(ending) && !entry.name.startsWith('.'))
  const files = await Promise.all(
    named.map(
      async (entry) =>
        entry.isFile() ||
        (entry.isSymbolicLink() &&
          (await stat(join(folder, entry.name)).then(
            (target) => target.isFile(),
            () => false,
          ))),
    ),
  )
  return named
    .filter((_, index) => files[index])
    .map((entry) => entry.name)
    .sort()
}

/** Names of all that is in a folder, sorted; empty when there is no such folder. */
export async function listNames(folder: string): Promise<string[]> {
  return (await entries(folder)).map((entry) => entry.name).sort()
}

/** Names of the folders in a folder, sorted; empty when there is no such folder. */
export async function listFolders(folder: string): Promise<string[]> {
  return (await entries(folder))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

/** Every file below a folder, as paths with `/` relative to it, sorted; none where there is no such folder. */
export async function listTree(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  })
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

/** Every file below a folder with its bytes, by its path as `listTree` gives it. */
export async function readTree(folder: string): Promise<Map<string, Buffer>> {
  const paths = await listTree(folder)
  const read = await Promise.all(paths.map((path) => readBytes(join(folder, path))))
  return new Map(paths.map((path, index) => [path, read[index] ?? Buffer.alloc(0)]))
}

/**
 * Writes a whole file, atomically; says whether its bytes changed.
 * `expected`: the text it was made from (undefined: no file); when the file no longer holds that, nothing is written. `isSecret`: nobody but its owner may read it.
 * @throws {Problem} when the file changed meanwhile or cannot be written
 */
export async function writeWhole(
  path: string,
  content: string | Uint8Array,
  options: { expected?: string | undefined; isSecret?: boolean } = {},
): Promise<boolean> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const before = await readBytes(path)
  if ('expected' in options) assertSame(path, before, options.expected)
  if (before?.equals(bytes) && !options.isSecret) return false
  await makeFolder(dirname(path))
  // A link stays one, and a file that only its owner reads stays so.
  const target = await followLink(path)
  const mode = options.isSecret
    ? 0o600
    : await stat(target).then(
        (old) => old.mode & 0o777,
        () => 0o666,
      )
  const neighbour = `${target}.${randomUUID().slice(0, 8)}.tmp`
  try {
    const handle = await open(neighbour, 'wx', mode)
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    // Writing takes its time, above all on a slow disk: whoever saved meanwhile is not overwritten.
    if ('expected' in options) assertSame(path, await readBytes(path), options.expected)
    await rename(neighbour, target)
    await syncFolder(dirname(target))
  } catch (error) {
    await rm(neighbour, { force: true })
    if (error instanceof Problem) throw error
    throw new Problem(
      { what: `Cannot write ${path}: ${reason(error)}`, where: path, fix: 'Make its folder writable; the old file is as it was' },
      { cause: error },
    )
  }
  return true
}

/** @throws {Problem} when a file no longer holds what something was made from */
function assertSame(path: string, bytes: Buffer | undefined, expected: string | undefined): void {
  if (bytes?.toString() === expected) return
  throw new Problem({
    what: `Cannot write ${path}: it was changed while this ran`,
    where: path,
    fix: 'Nothing was overwritten; save your edit and run the command again',
  })
}

/** Appends one line: on return it survives a crash of this program, not of the machine. A last line without an end is closed first. @throws {Problem} when it cannot be written */
export async function appendLine(path: string, line: string): Promise<void> {
  await makeFolder(dirname(path))
  const handle = await open(path, constants.O_APPEND | constants.O_CREAT | constants.O_RDWR).catch((error: unknown) => {
    throw new Problem({ what: `Cannot write ${path}: ${reason(error)}`, where: path, fix: 'Make it a file that can be written' }, { cause: error })
  })
  try {
    const { size } = await handle.stat()
    const last = Buffer.alloc(1)
    if (size > 0) await handle.read(last, 0, 1, size - 1)
    await handle.appendFile(`${size > 0 && last[0] !== 0x0a ? '\n' : ''}${line}\n`)
  } finally {
    await handle.close()
  }
}

/** The text of a file up to its last line feed, and what stands after that, which a crash may have cut within a letter; both empty when it is not there. @throws {Problem} as `readText` of the first */
export async function readWholeLines(path: string): Promise<{ text: string; rest: string }> {
  const bytes = (await readBytes(path)) ?? Buffer.alloc(0)
  const end = bytes.lastIndexOf('\n') + 1
  return { text: textOf(bytes.subarray(0, end), path) ?? '', rest: bytes.toString('utf8', end) }
}

/** Lines of a text file as line feeds part them (no other separator does), one at a time; none when it is not there. */
export async function* readLines(path: string): AsyncGenerator<string> {
  const handle = await open(path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined
    throw new Problem({ what: `Cannot read ${path}: ${reason(error)}`, where: path, fix: 'Make it a readable file' }, { cause: error })
  })
  if (!handle) return
  let rest = ''
  for await (const chunk of handle.createReadStream({ encoding: 'utf8', highWaterMark: 1 << 18 })) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest) yield rest
}

/**
 * Opens a file that texts are added to; on return of `add` they survive a crash of the machine. What is added while the disk is at work goes
 * down together with the next. `whole`: what the file begins with, whatever else stands in it is taken away with the first text. Once a text could not be written no other is.
 * @throws {Problem} when it cannot be written
 */
export function openLog(path: string, whole: string): { add: (text: string) => Promise<void>; close: () => Promise<void> } {
  let handle: FileHandle | undefined
  const begin = async (): Promise<FileHandle> => {
    await makeFolder(dirname(path))
    const opened = await open(path, constants.O_CREAT | constants.O_RDWR | constants.O_APPEND)
    const start = Buffer.from(whole)
    const { size } = await opened.stat()
    // An end that is missing is one byte, the rest of a torn line may be many.
    if (size > start.length) await opened.truncate(start.length)
    if (size < start.length) await opened.appendFile(start.subarray(size))
    await opened.sync()
    await syncFolder(dirname(path))
    return opened
  }
  const write = async (texts: readonly string[]): Promise<void> => {
    handle ??= await begin()
    await handle.appendFile(texts.join(''))
    await handle.datasync()
  }
  const refuse = (error: unknown): never => {
    throw new Problem({ what: `Cannot write ${path}: ${reason(error)}`, where: path, fix: 'Make it a file that can be written' }, { cause: error })
  }
  let last: Promise<void> = Promise.resolve()
  let next: { texts: string[]; written: Promise<void> } | undefined
  return {
    add: (text) => {
      if (next) {
        next.texts.push(text)
        return next.written
      }
      const texts = [text]
      const written = last.then(() => {
        next = undefined
        return write(texts).catch(refuse)
      })
      next = { texts, written }
      last = written
      return written
    },
    close: async () => {
      await last.catch(() => undefined)
      await handle?.close()
    },
  }
}

/** Makes a file that is not there yet, whole from the first instant; false when it is there. @throws {Problem} when it cannot be written */
export async function createFile(path: string, text: string): Promise<boolean> {
  await makeFolder(dirname(path))
  const neighbour = `${path}.${randomUUID().slice(0, 8)}.tmp`
  try {
    await writeFile(neighbour, text, { flag: 'wx' })
    await link(neighbour, path).catch(async (error: unknown) => {
      if (errorCode(error) === 'EEXIST') throw error
      // Not every file system has links: there a crash may leave the file empty.
      await writeFile(path, text, { flag: 'wx' })
    })
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw new Problem({ what: `Cannot write ${path}: ${reason(error)}`, where: path, fix: 'Make its folder writable' }, { cause: error })
  } finally {
    await rm(neighbour, { force: true })
  }
}

/** Writes one of many small files in a folder that nobody reads yet: not synced, and without waiting, which takes longer than the writing. @throws {Problem} when it cannot be written */
export function writeFast(path: string, content: Uint8Array): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  } catch (error) {
    throw new Problem({ what: `Cannot write ${path}: ${reason(error)}`, where: path, fix: 'Make its folder writable' }, { cause: error })
  }
}

/**
 * Writes many files into a folder that nobody reads yet; on return they survive a crash of the machine. All are written before the first is synced, and some synced at once: one after
 * another takes ten times as long. @throws {Problem} when one cannot be written
 */
export async function writeMany(folder: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
  for (const [path, content] of files) writeFast(join(folder, path), typeof content === 'string' ? Buffer.from(content) : content)
  const paths = [...files.keys()].values()
  const syncNext = async (): Promise<void> => {
    for (const path of paths) {
      const handle = await open(join(folder, path), constants.O_RDWR)
      await handle.sync().finally(() => handle.close())
    }
  }
  await Promise.all(Array.from({ length: SYNCED_AT_ONCE }, syncNext))
  for (const within of new Set([...files.keys()].flatMap(foldersOf))) await syncFolder(join(folder, within))
}

/** The folders that a relative path leads through, innermost first. */
function foldersOf(path: string): string[] {
  const parent = dirname(path)
  return parent === path ? [] : [parent, ...foldersOf(parent)]
}

/** Copies a file to such a place. @throws {Problem} when it cannot be written */
export async function copyFast(from: string, to: string): Promise<void> {
  await makeFolder(dirname(to))
  await copyFile(from, to).catch((error: unknown) => {
    throw new Problem({ what: `Cannot write ${to}: ${reason(error)}`, where: to, fix: 'Make its folder writable' }, { cause: error })
  })
}

/** Moves a file; false when it is not there any more. */
export async function moveFile(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(
    () => true,
    (error: unknown) => {
      if (errorCode(error) === 'ENOENT') return false
      throw error
    },
  )
}

/** Moves what is in a folder, by its names, to another that is not there yet. */
export function moveEntries(from: string, to: string, names: readonly string[]): void {
  mkdirSync(to, { recursive: true })
  for (const name of names) renameSync(join(from, name), join(to, name))
}

/** Where a link leads; the path itself when it is none, or nothing is there. */
export async function followLink(path: string): Promise<string> {
  return realpath(path).catch(() => path)
}

/** Makes a folder and those above it. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true })
  } catch (error) {
    throw new Problem(
      { what: `Cannot make the folder ${path}: ${reason(error)}`, where: path, fix: 'Choose a place that can be written' },
      { cause: error },
    )
  }
}

/** Makes a folder of its own among the machine's temporary ones, which only this user reads. */
export async function makeScratchFolder(prefix: string): Promise<string> {
  return mkdtemp(join(tmpdir(), prefix))
}

/** Whether a file of this path, or one that a link leads to, is there and can be started. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** Removes a file or a folder with all below it; it need not be there, and who still writes into it is waited for, a second or two. */
export async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 6, retryDelay: 100 })
}

/** Removes a file or a folder when this process ends by itself: whatever was at work in it has then written its last. */
export function removeAtExit(path: string): void {
  process.once('exit', () => rmSync(path, { recursive: true, force: true }))
}

/** Copies a folder with all below it. */
export async function copyFolder(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true })
}

/**
 * Puts the folder `fresh` in the place of `path`, and what was there in the place of `fresh`; when that fails, the old one is put back. Both
 * must be on one file system.
 */
export async function swapFolder(fresh: string, path: string): Promise<void> {
  const old = `${path}.${randomUUID().slice(0, 8)}.old`
  const hadOld = await moveFile(path, old)
  try {
    await makeFolder(dirname(path))
    await rename(fresh, path)
  } catch (error) {
    if (hadOld) await rename(old, path)
    throw error
  }
  if (hadOld) await rename(old, fresh)
}

async function entries(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw new Problem({ what: `Cannot list ${folder}: ${reason(error)}`, where: folder, fix: 'Make it a readable folder' }, { cause: error })
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
