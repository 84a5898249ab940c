import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Environment } from '../src/environment.ts'
import { errorCode } from '../src/errors.ts'
import { copyFolder, remove, swapFolder } from '../src/files.ts'
import { withLock } from '../src/lock.ts'
import { writeTree } from '../src/write-tree.ts'

/**
 * Puts files in the place of the last build, once `search` has let their folder through: what it throws is thrown, and nothing of them stays.
 * The folder of the build before lies in the cache until the next, which writes into it what has changed.
 */
export async function publishSite(
  files: ReadonlyMap<string, Uint8Array>,
  { out, cache, search }: { out: string; cache: Environment['cache']; search: (folder: string) => Promise<void> },
): Promise<void> {
  const spare = join(cache, 'site', createHash('sha256').update(out).digest('hex').slice(0, 12))
  await withLock(
    `${spare}.lock`,
    async () => {
      try {
        await writeTree(spare, files)
        await search(spare)
      } catch (error) {
        await remove(spare)
        throw error
      }
      await swapFolder(spare, out).catch((error: unknown) => {
        if (errorCode(error) !== 'EXDEV') throw error
        return copyAcross(spare, out)
      })
    },
    { waitMs: 300_000 },
  )
}

/** The same where cache and output lie on two file systems. */
async function copyAcross(spare: string, out: string): Promise<void> {
  const fresh = `${out}.${process.pid}.tmp`
  try {
    await copyFolder(spare, fresh)
    await swapFolder(fresh, out)
  } finally {
    await remove(fresh)
  }
}
