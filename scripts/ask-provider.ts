import { readJournal } from '../src/deliver/journal.ts'
import { learned } from '../src/deliver/learned.ts'
import { refresh } from '../src/deliver/refresh.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { REAL_CLOCK } from '../src/http.ts'
import { counted, say, warn } from './command.ts'
import { openProvider } from './open-provider.ts'
import { lockOf, withJournal } from './with-journal.ts'

/**
 * Asks the provider what became of a digest's mails and adds to the journal what is new; without a key nothing is asked. Whether all that was asked was
 * answered, and is kept. @throws {Problem} when the account may not be used here
 */
export async function askProvider(digest: string, environment: Environment): Promise<boolean> {
  const receipts = await readJournal(environment.content, digest)
  const provider = openProvider(environment.resend, 'ask')
  if (!provider) {
    if (receipts.some(({ via }) => via === 'resend'))
      say('  not asked: RESEND_READ_KEY and RESEND_API_KEY are not set; this is what the journal knows')
    return true
  }
  const now = REAL_CLOCK.now()
  const { words, asked, failed } = await refresh(receipts, { provider, now })
  const { lines, strange } = learned(receipts, { words, now })
  for (const word of strange) warn(`Resend says "${word}" of a mail, which this program does not know; it changes nothing`)
  if (failed) warn(`${failed.message}; this is what the journal knows. ${failed.fix}`)
  else if (asked > 0) say(`  asked Resend about ${counted(asked, 'mail')}: ${lines.length === 0 ? 'nothing new' : `${lines.length} new`}`)
  if (!failed && words.size < asked)
    warn(
      `Resend does not know ${counted(asked - words.size, 'mail')} any more; of ${asked - words.size === 1 ? 'it' : 'them'} this is what the journal knows`,
    )
  if (lines.length === 0) return !failed
  try {
    // Whoever wrote to the journal meanwhile may have changed what is new.
    await withJournal(digest, environment, (journal) => journal.write(learned(journal.receipts, { words, now }).lines))
  } catch (error) {
    if (!(error instanceof Problem) || error.where !== lockOf(digest, environment)) throw error
    warn('the journal is being written to by another run, so what is new is not in it yet; run this again when that has ended')
    return false
  }
  return !failed
}
