import { join } from 'node:path'
import { outbox } from '../src/deliver/outbox.ts'
import { newestRevision } from '../src/deliver/revisions.ts'
import { send } from '../src/deliver/send.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { withLock } from '../src/lock.ts'
import { ask } from './ask.ts'
import { counted, say } from './command.ts'

/** Sends what was frozen and approved; never renders. `needsPdf`: only what was frozen with PDFs. Gives 3 when an outcome is not settled. @throws {Problem} when a lock holds */
export async function sendApproved(
  id: string,
  options: { only: string | undefined; approve: string; yes: string | undefined; needsPdf: boolean; environment: Environment },
): Promise<number> {
  const { only, environment } = options
  if (environment.resendKey !== undefined)
    throw new Problem({
      what: 'Cannot send through Resend: this version writes .eml files only',
      fix: 'Unset RESEND_API_KEY; the messages then go to the outbox',
    })
  const revision = await newestRevision(environment.private, id)
  if (!revision) throw new Problem({ what: `Cannot send ${id}: nothing was frozen`, fix: `Look at the plan first: npm run send -- ${id}` })
  const approved = options.approve.toLowerCase()
  if (approved.length < 12 || !revision.hash.startsWith(approved))
    throw new Problem({
      what: `Cannot send ${id}: ${approved ? `"${approved}" is not the hash of ${revision.name}` : 'no revision was approved'}`,
      fix: `Look at the plan again, then approve the hash that it prints: npm run send -- ${id}`,
    })
  if (!revision.manifest.sendable)
    throw new Problem({ what: `Cannot send ${id}: it was frozen as a draft`, fix: 'Set status: ready, look at the plan again, and approve that' })
  if (options.needsPdf && revision.manifest.variants.some(({ pdf }) => pdf === undefined))
    throw new Problem({
      what: `Cannot send ${id} with PDFs: ${revision.name} was frozen without`,
      fix: `Look at the plan with them, then approve the hash that it prints: npm run send -- ${id} --pdf`,
    })
  const messages = revision.manifest.messages.filter((message) => only === undefined || message.recipient.startsWith(`${only}/`))
  if (messages.length === 0)
    throw new Problem({
      what: `Cannot send ${id}${only === undefined ? '' : ` to "${only}" alone`}: ${revision.name} holds no such message`,
      fix: `It holds messages for ${[...new Set(revision.manifest.messages.map((message) => message.recipient.split('/')[0]))].join(', ') || 'nobody'}`,
    })
  const count =
    options.yes ??
    (await askCount(
      `${counted(messages.length, 'message')} of ${id} ${revision.name} for the outbox, those with a receipt included. Type their number to go on: `,
    ))
  if (count.trim() !== String(messages.length))
    throw new Problem({
      what: `Cannot send ${id}: the head count is ${messages.length}, got "${count.trim()}"`,
      fix: 'Nothing was sent; look at the plan again',
    })
  const sent = await withLock(join(environment.content, 'sent', `.${id}.lock`), async () => {
    // While the count was typed, somebody may have frozen anew.
    const newest = await newestRevision(environment.private, id)
    if (newest?.hash !== revision.hash)
      throw new Problem({
        what: `Cannot send ${id} ${revision.name}: ${newest?.name ?? 'nothing'} is the newest revision by now`,
        fix: `Look at the plan again: npm run send -- ${id}`,
      })
    return send(revision, {
      content: environment.content,
      only,
      transport: outbox(environment.private),
      now: () => new Date(),
      each: (recipient, state) => say(`  ${recipient}: ${state}`),
    })
  })
  say(
    `send: ${sent.accepted} accepted, ${sent.already} had a receipt${sent.rejected ? `, ${sent.rejected} rejected` : ''}${sent.unknown ? `, ${sent.unknown} not settled` : ''}; ${environment.private}/outbox/`,
  )
  return sent.unknown > 0 || sent.rejected > 0 ? 3 : 0
}

async function askCount(question: string): Promise<string> {
  if (!process.stdin.isTTY) throw new Problem({ what: 'Cannot ask for the head count: there is no terminal', fix: 'Give it as --yes N' })
  return ask(question)
}
