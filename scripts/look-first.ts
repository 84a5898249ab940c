import { deliveriesOf, isOpen } from '../src/deliver/deliveries.ts'
import { foundLine } from '../src/deliver/find-mails.ts'
import type { Journal } from '../src/deliver/journal.ts'
import { preflight } from '../src/deliver/preflight.ts'
import type { Provider } from '../src/deliver/provider.ts'
import type { Revision } from '../src/deliver/revisions.ts'
import { counted, say, warn } from './command.ts'

/**
 * Looks at the account before anything leaves, says what it does not tell, and takes into the journal what the provider has of the revision and the journal does not know. Gives
 * the recipients that the provider sends nothing to, and why. `now`: milliseconds since 1970. @throws {Problem} as `preflight`
 */
export async function lookFirst(
  revision: Revision,
  options: { journal: Journal; provider: Provider; now: number; isLocal: boolean },
): Promise<ReadonlyMap<string, string>> {
  const { journal, now } = options
  const { warnings, suppressed, found } = await preflight(revision, { ...options, receipts: journal.receipts })
  for (const warning of warnings) warn(warning)
  // What is open is settled by its key, or by a person.
  const deliveries = deliveriesOf(journal.receipts, revision.name)
  const fresh = found.filter(({ message: { recipient } }) => {
    const delivery = deliveries.get(recipient)
    return !delivery || !isOpen(delivery)
  })
  if (fresh.length > 0) {
    say(`  the journal is older than what was sent: the provider has ${counted(fresh.length, 'mail')} that it did not know of`)
    await journal.write(fresh.map((mail) => foundLine(revision, mail, now)))
  }
  return suppressed
}
