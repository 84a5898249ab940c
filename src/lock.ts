import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { Problem } from './errors.ts'
import { createFile, moveFile, readText, remove } from './files.ts'
import { isAlive } from './process.ts'

/**
 * Does the work while no other process does the same: a lock file names the process that holds it, and one that is dead holds nothing.
 * Waits at most `waitMs` for another to end. @throws {Problem} when another process is at it still
 */
export async function withLock<T>(path: string, work: () => Promise<T>, options: { waitMs: number } = { waitMs: 0 }): Promise<T> {
  const token = `${process.pid} ${randomUUID()}`
  const deadline = performance.now() + options.waitMs
  let mine = await take(path, token)
  while (!mine && performance.now() < deadline) {
    await setTimeout(100)
    mine = await take(path, token)
  }
  if (!mine) {
    throw new Problem({
      what: `Cannot go on: process ${holderOf((await readText(path)) ?? '')} is at it already`,
      where: path,
      fix: 'Wait until it has ended; if it is not this program, remove the lock file',
    })
  }
  try {
    return await work()
  } finally {
    if ((await readText(path)) === token) await remove(path)
  }
}

async function take(path: string, token: string): Promise<boolean> {
  const held = await readText(path)
  if (held && !isAlive(holderOf(held))) {
    // Of several that see a dead holder one moves its lock away; if what it moved was a new one by then, that is put back.
    const aside = `${path}.${randomUUID().slice(0, 8)}.tmp`
    if (await moveFile(path, aside)) {
      const moved = await readText(aside)
      if (moved !== held && moved !== undefined) await createFile(path, moved)
      await remove(aside)
    }
  }
  return (await createFile(path, token)) && (await readText(path)) === token
}

function holderOf(token: string): number {
  return Number(token.split(' ')[0])
}
