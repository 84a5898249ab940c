import { join } from 'node:path'
import { type Journal, openJournal } from '../src/deliver/journal.ts'
import type { Environment } from '../src/environment.ts'
import { withLock } from '../src/lock.ts'

/** Does work that writes the journal of a digest, alone. @throws {Problem} while another process is at it, its `where` the lock */
export async function withJournal<T>(digest: string, environment: Environment, work: (journal: Journal) => Promise<T>): Promise<T> {
  return withLock(lockOf(digest, environment), async () => {
    const journal = await openJournal(environment.content, digest)
    try {
      return await work(journal)
    } finally {
      await journal.close()
    }
  })
}

/** The lock that whoever writes the journal of a digest holds. */
export function lockOf(digest: string, environment: Environment): string {
  return join(environment.content, 'sent', `.${digest}.lock`)
}
