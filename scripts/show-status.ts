import { userInfo } from 'node:os'
import { deliveryFindings } from '../src/deliver/delivery-findings.ts'
import { listJournals, readJournal } from '../src/deliver/journal.ts'
import { settle } from '../src/deliver/settle.ts'
import { type Standing, standings } from '../src/deliver/standings.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { readClients } from '../src/folder.ts'
import { REAL_CLOCK } from '../src/http.ts'
import { dayOf } from '../src/model/day.ts'
import { identifierSchema } from '../src/model/identifier.ts'
import type { Receipt } from '../src/model/receipt.ts'
import { askProvider } from './ask-provider.ts'
import { say } from './command.ts'
import { printStatus } from './print-status.ts'
import { reconcileDigest } from './reconcile-digest.ts'
import { statusCode, statusJson } from './status-json.ts'
import { withJournal } from './with-journal.ts'

/**
 * Shows how a digest stands by recipient, the provider asked first where there is a key. `reconcile`: what is not known is settled before; `settle`: a person settles one
 * message, and nothing is asked. Gives 3 while something is not known or was not sent, or the provider did not answer, else 1 when a person must act.
 */
export async function showStatus(
  id: string,
  options: { json: boolean; reconcile: boolean; settle: string | undefined; environment: Environment },
): Promise<number> {
  const { environment } = options
  const clients = await readClients(environment.content)
  const day = dayOf(environment.now)
  const standingsOf = (receipts: readonly Receipt[]): Promise<Standing[]> => standings(id, { receipts, private: environment.private, clients, day })
  const isName = identifierSchema.safeParse(id).success
  if (!isName || (await standingsOf(await readJournal(environment.content, id))).length === 0) {
    const known = await listJournals(environment.content)
    throw new Problem({
      what: `Cannot tell how ${isName ? id : JSON.stringify(id)} stands: nothing of it was frozen or sent`,
      fix: known.length > 0 ? `There are ${known.join(', ')}` : `npm run send -- ID freezes a digest and shows the plan`,
    })
  }
  const { settle: said } = options
  if (said !== undefined)
    await withJournal(id, environment, async (journal) => {
      const line = settle(await standingsOf(journal.receipts), { digest: id, said, by: userInfo().username, now: REAL_CLOCK.now() })
      await journal.write([line])
      say(`settled: ${line.recipient} ${line.state === 'accepted' ? 'has it' : 'is sent it by the next run of sending'}`)
    })
  const more = options.reconcile ? await reconcileDigest(id, { environment, standingsOf }) : new Map<string, number>()
  const isWhole = said !== undefined || (await askProvider(id, environment))
  const found = await standingsOf(await readJournal(environment.content, id))
  const status = {
    digest: id,
    standings: found,
    findings: deliveryFindings(id, { standings: found, clients, more, isReconciled: options.reconcile }),
  }
  if (options.json) process.stdout.write(`${JSON.stringify(statusJson(status), null, 2)}\n`)
  else printStatus(status, { now: REAL_CLOCK.now(), width: process.stdout.columns ?? 100, isReconciled: options.reconcile })
  // A person has said all that there was to say.
  if (said !== undefined) return 0
  return isWhole ? statusCode(status) : 3
}
