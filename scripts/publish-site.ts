import { hash } from 'node:crypto'
import { join } from 'node:path'
import type { Environment } from '../src/environment.ts'
import { errorCode } from '../src/errors.ts'
import { copyFolder, readText, remove, swapFolder, writeFast } from '../src/files.ts'
import { withLock } from '../src/lock.ts'
import { NOTHING, type Notes, openTree, type Tree } from '../src/tree.ts'

/**
 * Has `fill` put every file of the site into a folder that nobody reads yet, and lets it take the place of the last build; where `fill` throws,
 * that is as it was. The folder of the build before lies in the cache until the next, which changes in it what has changed since.
 */
export async function publishSite<T>({ out, cache }: Pick<Environment, 'out' | 'cache'>, fill: (tree: Tree) => Promise<T>): Promise<T> {
  const spare = join(cache, 'site', hash('sha256', out).slice(0, 12))
  const file = `${spare}.json`
  return withLock(
    `${spare}.lock`,
    async () => {
      const before = await readNotes(file)
      // From now on the folder is not as it was noted.
      await remove(file)
      try {
        const tree = await openTree(spare, before.spare, { folder: out, noted: before.out })
        const result = await fill(tree)
        const notes = tree.notes()
        const isSwapped = await takePlace(spare, out)
        writeFast(file, Buffer.from(JSON.stringify(isSwapped ? { spare: before.out, out: notes } : { spare: notes, out: NOTHING })))
        return result
      } catch (error) {
        await remove(spare)
        throw error
      }
    },
    { waitMs: 300_000 },
  )
}

/** What is noted of both folders; nothing where a build was stopped. */
async function readNotes(file: string): Promise<{ spare: Notes; out: Notes }> {
  try {
    return JSON.parse((await readText(file)) ?? '') as { spare: Notes; out: Notes }
  } catch {
    return { spare: NOTHING, out: NOTHING }
  }
}

/** Puts a folder in the place of another; says whether the other one lies in its place now. */
async function takePlace(spare: string, out: string): Promise<boolean> {
  try {
    await swapFolder(spare, out)
    return true
  } catch (error) {
    if (errorCode(error) !== 'EXDEV') throw error
  }
  // Cache and output lie on two file systems.
  const fresh = `${out}.${process.pid}.tmp`
  try {
    await copyFolder(spare, fresh)
    await swapFolder(fresh, out)
    return false
  } finally {
    await remove(fresh)
  }
}
