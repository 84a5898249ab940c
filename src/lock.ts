import { setTimeout } from 'node:timers/promises'
import { errorCode, Problem } from './errors.ts'
import { createFile, readText, remove } from './files.ts'

/**
 * Does the work while no other process does the same: a lock file names the process that holds it, and one that is dead holds nothing.
 * Waits at most `waitMs` for another to end. @throws {Problem} when another process is at it still
 */
export async function withLock<T>(path: string, work: () => Promise<T>, options: { waitMs: number } = { waitMs: 0 }): Promise<T> {
  const deadline = performance.now() + options.waitMs
  let mine = await take(path)
  while (!mine && performance.now() < deadline) {
    await setTimeout(100)
    mine = await take(path)
  }
  if (!mine) {
    throw new Problem({
      what: `Cannot go on: process ${(await readText(path)) ?? ''} is at it already`,
      where: path,
      fix: 'Wait until it has ended; if it is not this program, remove the lock file',
    })
  }
  try {
    return await work()
  } finally {
    await remove(path)
  }
}

async function take(path: string): Promise<boolean> {
  const holder = await readText(path)
  // A lock without a number was made this very moment.
  if (holder && !isAlive(Number(holder))) await remove(path)
  return createFile(path, String(process.pid))
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}
