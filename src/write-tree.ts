import { dirname, join } from 'node:path'
import { listNames, listTree, readBytes, remove, writeFast } from './files.ts'

/** Makes a folder that nobody else is at hold these files, by their paths with `/`, and no others. What has not changed is not written. */
export async function writeTree(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const before = new Set(await listTree(folder))
  for (const path of before) if (!files.has(path)) await removeUp(folder, path)
  await Promise.all(
    [...files].map(async ([path, bytes]) => {
      if (!before.has(path) || !(await readBytes(join(folder, path)))?.equals(bytes)) await writeFast(join(folder, path), bytes)
    }),
  )
}

/** Removes a file, and the folders that held nothing else. */
async function removeUp(folder: string, path: string): Promise<void> {
  await remove(join(folder, path))
  for (let above = dirname(path); above !== '.' && (await listNames(join(folder, above))).length === 0; above = dirname(above))
    await remove(join(folder, above))
}
