import { listJournals, readJournal } from '../src/deliver/journal.ts'
import { readLedger } from '../src/deliver/ledger.ts'
import { partsOf } from '../src/deliver/parts-of.ts'

/** Names of clients that mail was sent to or pages were sealed for, whether they have a file still or not. @throws {Problem} when a journal or the ledger cannot be read */
export async function namesUsed(contentFolder: string): Promise<Set<string>> {
  const names = new Set((await readLedger(contentFolder)).map(({ client }) => client))
  for (const digest of await listJournals(contentFolder))
    for (const { recipient } of await readJournal(contentFolder, digest)) names.add(partsOf(recipient).client)
  return names
}
