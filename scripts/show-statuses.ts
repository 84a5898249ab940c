import { deliveryFindings } from '../src/deliver/delivery-findings.ts'
import { listJournals, readJournal } from '../src/deliver/journal.ts'
import { standings } from '../src/deliver/standings.ts'
import type { Environment } from '../src/environment.ts'
import { readClients } from '../src/folder.ts'
import { dayOf } from '../src/model/day.ts'
import { printStatuses } from './print-statuses.ts'
import { type Status, statusCode, statusJson } from './status-json.ts'

/** Shows how every digest that has a journal stands, as far as the journals know; nothing is asked. Gives the exit code: the most pressing of theirs. */
export async function showStatuses({ json, environment }: { json: boolean; environment: Environment }): Promise<number> {
  const clients = await readClients(environment.content)
  const day = dayOf(environment.now)
  const all: Status[] = []
  for (const digest of await listJournals(environment.content)) {
    const receipts = await readJournal(environment.content, digest)
    const found = await standings(digest, { receipts, private: environment.private, clients, day })
    all.push({ digest, standings: found, findings: deliveryFindings(digest, { standings: found, clients, more: new Map(), isReconciled: false }) })
  }
  if (json) process.stdout.write(`${JSON.stringify(all.map(statusJson), null, 2)}\n`)
  else printStatuses(all)
  return Math.max(0, ...all.map(statusCode))
}
