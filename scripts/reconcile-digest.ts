import { reconcile } from '../src/deliver/reconcile.ts'
import type { Standing } from '../src/deliver/standings.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { REAL_CLOCK } from '../src/http.ts'
import type { Receipt } from '../src/model/receipt.ts'
import { counted, say } from './command.ts'
import { openProvider } from './open-provider.ts'
import { withJournal } from './with-journal.ts'

/**
 * Settles every revision of a digest from what the provider lists. Gives whom it has more mails for than the journal, and how many.
 * @throws {Problem} without a key, without a frozen revision to compare with, and when the provider does not answer
 */
export async function reconcileDigest(
  digest: string,
  { environment, standingsOf }: { environment: Environment; standingsOf: (receipts: readonly Receipt[]) => Promise<Standing[]> },
): Promise<Map<string, number>> {
  const provider = openProvider(environment.resend, 'ask')
  if (!provider)
    throw new Problem({
      what: `Cannot reconcile ${digest}: there is no key to ask Resend with`,
      fix: 'Set RESEND_READ_KEY to a key with full access',
    })
  return withJournal(digest, environment, async (journal) => {
    const more = new Map<string, number>()
    for (const { revision, frozen } of await standingsOf(journal.receipts)) {
      if (!frozen)
        throw new Problem({
          what: `Cannot reconcile ${digest} ${revision}: the private folder does not hold it as it was sent, so no mail can be told by it`,
          where: environment.private,
          fix: 'Restore the private folder from a backup, or set DIGEST_PRIVATE to the folder that it was sent from',
        })
      const { lines, found, more: those } = await reconcile(frozen, { provider, receipts: journal.receipts, now: REAL_CLOCK.now() })
      if (lines.length > 0) await journal.write(lines)
      for (const [recipient, count] of those) more.set(recipient, count)
      const given = lines.length - found
      say(
        `  ${revision}: ${found === 0 ? 'found nothing that the journal did not know' : `found ${counted(found, 'mail')} that the journal did not know`}${given > 0 ? `; ${counted(given, 'message')} of which no answer came and no mail is there` : ''}`,
      )
    }
    return more
  })
}
