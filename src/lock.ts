import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { Problem } from './errors.ts'
import { createFile, readText, remove } from './files.ts'
import { isAlive, startOf } from './process.ts'

/**
 * Does the work while no other process does the same: a lock file names the process that holds it, the machine it runs on and when it was started. One that is dead holds
 * nothing, even where its number is another's by now; of a process on another machine a person must know. Waits at most `waitMs` for another to end.
 * @throws {Problem} when another process is at it still
 */
export async function withLock<T>(path: string, work: () => Promise<T>, options: { waitMs: number } = { waitMs: 0 }): Promise<T> {
  const token = [process.pid, randomUUID(), machine(), await startOf(process.pid)].join(' ')
  const deadline = performance.now() + options.waitMs
  let mine = await take(path, token)
  while (!mine && performance.now() < deadline) {
    await setTimeout(100)
    mine = await take(path, token)
  }
  if (!mine) throw await problem(path)
  try {
    return await work()
  } finally {
    if ((await readText(path)) === token) await remove(path)
  }
}

async function take(path: string, token: string): Promise<boolean> {
  const held = await readText(path)
  if (held !== undefined && !(await isHeld(held))) {
    // Of several that see a dead holder one removes its lock, so that none removes that of who came after: a lock of its own, which a dead process holds as little.
    const burial = `${path}.dead`
    if (await take(burial, token)) {
      if ((await readText(path)) === held) await remove(path)
      await remove(burial)
    }
  }
  // Where a file cannot be made whole at once, somebody may have taken it for one that was left empty.
  return (await createFile(path, token)) && (await readText(path)) === token
}

async function isHeld(token: string): Promise<boolean> {
  const { pid, host, start } = holderOf(token)
  if (host !== undefined && host !== machine()) return true
  if (!isAlive(pid)) return false
  const now = start && (await startOf(pid))
  return !now || now === start
}

async function problem(path: string): Promise<Problem> {
  const { pid, host } = holderOf((await readText(path)) ?? '')
  const isElsewhere = host !== undefined && host !== machine()
  return new Problem({
    what: `Cannot go on: process ${pid}${isElsewhere ? ` on ${host}` : ''} is at it already`,
    where: path,
    fix: isElsewhere
      ? `Wait until it has ended; if it runs on ${host} no more, remove the lock file`
      : 'Wait until it has ended; if it is not this program, remove the lock file',
  })
}

function machine(): string {
  return hostname().replace(/\s/g, '-')
}

function holderOf(token: string): { pid: number; host: string | undefined; start: string | undefined } {
  const [pid, , host, start] = token.split(' ')
  return { pid: Number(pid), host: host || undefined, start: start || undefined }
}
