import type { Delivery } from '../src/deliver/deliveries.ts'
import type { Revision } from '../src/deliver/revisions.ts'
import type { Sent } from '../src/deliver/send.ts'
import type { Environment } from '../src/environment.ts'
import { counted, say, styled } from './command.ts'

/** Says what came of a run of sending and what to do next, and gives the exit code; `deliveries`: what is known of its messages at `now`, milliseconds since 1970: 0 when everyone has it, 1 when nobody can get it before a person acts, else 3. */
export function sayOutcome(
  digest: string,
  {
    revision,
    sent,
    deliveries,
    now,
    suppressed,
    ended,
    environment,
    isStopped,
    only,
  }: {
    revision: Revision
    sent: Sent
    deliveries: readonly Delivery[]
    now: number
    suppressed: ReadonlyMap<string, string>
    ended: ReadonlyMap<string, string>
    environment: Environment
    isStopped: boolean
    only: boolean
  },
): number {
  const isLive = environment.resend.key !== undefined
  for (const [recipient, why] of suppressed)
    say(
      `  ${recipient}: not sent, Resend sends nothing to this address (${why}). Ask the client for another way, or take it off resend.com/suppressions and run this again`,
    )
  for (const [recipient, why] of ended) say(`  ${recipient}: not sent, ${why}`)
  for (const { recipient, state } of deliveries)
    if (state === 'canceled') say(`  ${recipient}: not sent, it was canceled in ${revision.name}, which others have`)
  const parts = [
    `${sent.accepted} accepted`,
    `${sent.already} had a receipt`,
    ...(sent.rejected > 0 ? [`${sent.rejected} rejected`] : []),
    ...(sent.unknown + sent.uncertain > 0 ? [`${sent.unknown + sent.uncertain} not settled`] : []),
    ...(sent.left > 0 ? [`${sent.left} not attempted`] : []),
    ...(sent.canceled > 0 ? [`${sent.canceled} canceled`] : []),
    ...(suppressed.size > 0 ? [`${suppressed.size} suppressed`] : []),
  ]
  say(`send: ${parts.join(', ')}; ${isLive ? `npm run status -- ${digest} tells who has it` : `${environment.private}/outbox/`}`)
  const waiting = deliveries.filter(
    ({ state, scheduledAt }) => (state === 'accepted' || state === 'scheduled') && scheduledAt !== undefined && Date.parse(scheduledAt) > now,
  )
  for (const [instant, some] of Map.groupBy(waiting, ({ scheduledAt }) => scheduledAt))
    say(`  ${counted(some.length, 'message leaves', 'messages leave')} at ${instant}; until then npm run send -- ${digest} --cancel takes all back`)
  if (sent.stopped) say(styled('red', `Stopped: ${sent.stopped.reason}`, process.stderr))
  const again = `npm run send -- ${digest} --send --approve ${revision.hash.slice(0, 12)}${only ? ' --only CLIENT' : ''}`
  if (sent.stopped?.everyone)
    say(
      `  fix ${/quota/.test(sent.stopped.reason) ? 'The quota of the account is used up: wait until it is new or raise it' : 'Resend refuses the key, the sender or the account: mend that at resend.com'}, then ${again}`,
    )
  else if (sent.unknown > 0)
    say(
      `  next Run the same command again within 23 hours: ${counted(sent.unknown, 'message')} will go with the same key, so that nobody is mailed twice. After that: npm run status -- ${digest} --reconcile`,
    )
  else if (sent.uncertain > 0)
    say(
      `  next npm run status -- ${digest} --reconcile looks for ${counted(sent.uncertain, 'message')} at Resend: another run sends ${sent.uncertain === 1 ? 'it' : 'them'} no more, as it may be there already`,
    )
  else if (sent.left > 0) say(`  next ${again}`)
  else if (sent.rejected > 0) say(`  next Look at what was refused: npm run status -- ${digest}`)
  if (sent.stopped?.everyone && !/quota/.test(sent.stopped.reason)) return 1
  return sent.unknown + sent.uncertain + sent.rejected + sent.left + sent.canceled + suppressed.size > 0 || isStopped ? 3 : 0
}
