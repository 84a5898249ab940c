import { userInfo } from 'node:os'
import { cancel } from '../src/deliver/cancel.ts'
import { isOpen, revisionsLeft } from '../src/deliver/deliveries.ts'
import { readJournal } from '../src/deliver/journal.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { REAL_CLOCK } from '../src/http.ts'
import { counted, say } from './command.ts'
import { openProvider } from './open-provider.ts'
import { withJournal } from './with-journal.ts'

/** Cancels whatever of a digest is to leave at an instant to come. Gives 3 unless all of it was canceled. @throws {Problem} when nothing was to leave at an instant */
export async function cancelScheduled(id: string, environment: Environment): Promise<number> {
  const { resend: account } = environment
  if ((await readJournal(environment.content, id)).every(({ scheduledAt }) => scheduledAt === undefined))
    throw new Problem({ what: `Cannot cancel ${id}: nothing of it was sent with --at`, fix: 'What has left cannot be taken back: correct it' })
  const provider = openProvider(account, 'cancel')
  if (!provider)
    throw new Problem({ what: `Cannot cancel ${id}: there is no key`, fix: 'Set RESEND_API_KEY, or RESEND_READ_KEY, to a key with full access' })
  const { canceled, left, open, sent } = await withJournal(id, environment, async (journal) => {
    const done = await cancel(journal, {
      provider,
      now: () => REAL_CLOCK.now(),
      by: userInfo().username,
      each: (recipient, what) => say(`  ${recipient}: ${what}`),
    })
    return { ...done, sent: revisionsLeft(journal.receipts).at(-1) }
  })
  for (const { recipient, scheduledAt } of left) say(`  ${recipient}: not canceled, it left at ${scheduledAt}`)
  for (const delivery of open) {
    const { recipient, revision } = delivery
    say(
      `  ${recipient}: ${isOpen(delivery) ? `not canceled, it is not known whether Resend has it (${revision})` : 'not canceled, as far as Resend says'}`,
    )
  }
  say(
    `cancel: ${[`${canceled.length} canceled`, ...(left.length > 0 ? [`${left.length} left before`] : []), ...(open.length > 0 ? [`${open.length} not settled`] : [])].join(', ')}`,
  )
  if (open.some(isOpen))
    say(
      `  next Run the command that sent them again within 23 hours and before their instant, then cancel again; or npm run status -- ${id} --reconcile, then cancel again`,
    )
  else if (open.length > 0) say(`  next Cancel again: npm run send -- ${id} --cancel`)
  else if (left.length > 0)
    say(
      `  next ${counted(left.length, 'recipient has', 'recipients have')} it, so that no other revision of it is sent; ${counted(canceled.length, 'recipient has', 'recipients have')} not: see npm run status -- ${id}`,
    )
  else
    say(
      sent === undefined
        ? `  next npm run send -- ${id} freezes it as a new revision, which can be sent to all`
        : `  ${sent} was sent; see npm run status -- ${id}`,
    )
  return left.length + open.length > 0 ? 3 : 0
}
