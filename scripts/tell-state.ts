import { isKeyAlive } from '../src/deliver/key-age.ts'
import type { Message, Standing } from '../src/deliver/standings.ts'
import { isLeftOut } from './status-json.ts'

/** A state in plain words. `word`: alike for all that are counted together; `more`: what only this message is; `todo`: what a person does, empty for nothing. */
export type Told = { word: string; more: string; todo: string; colour: 'green' | 'yellow' | 'red' | undefined }

/** Tells how a message stands. Only what a mailbox took is called delivered. `now`: milliseconds since 1970. */
export function tellState(message: Message, { standing, now }: { standing: Standing; now: number }): Told {
  const { state, delivery, heldBy, excused } = message
  const told = (word: string, colour?: Told['colour'], more = '', todo = ''): Told => ({ word, more, todo, colour })
  const minute = delivery?.scheduledAt === undefined ? '' : minuteOf(delivery.scheduledAt)
  const isAhead = delivery?.scheduledAt !== undefined && Date.parse(delivery.scheduledAt) > now
  if (heldBy !== undefined) return told('not sent', undefined, `${heldBy} holds it`)
  if (excused !== undefined) return told('not sent', undefined, excused)
  switch (state) {
    case 'planned':
      if (standing.hasBegun && standing.next !== undefined) return told('not sent', 'red', '', 'send it by hand')
      if (delivery?.reason !== undefined) return told('not sent', 'red', delivery.reason, 'ask for the right address')
      return told(
        'not sent yet',
        isLeftOut(message, standing) ? 'yellow' : undefined,
        delivery?.settled ? `${delivery.by} says resend` : '',
        'run send',
      )
    case 'rejected':
      return told('refused', 'red', delivery?.reason, 'run send again')
    case 'attempting':
      return told('not known yet', 'yellow', '', delivery && isKeyAlive(delivery, now) ? 'run send again' : 'reconcile')
    case 'uncertain':
      return told('uncertain', 'yellow', '', 'reconcile, then settle')
    case 'accepted':
      if (delivery?.settled) return told('settled', 'green', `${delivery.by} says they have it`)
      if (delivery?.via === 'outbox') return told('in the outbox')
      return isAhead ? told('scheduled', undefined, `for ${minute}`) : told('accepted')
    case 'scheduled':
      return told('scheduled', undefined, isAhead ? `for ${minute}` : minute && `for ${minute}, no word since`)
    case 'delayed':
      return told('delayed', 'yellow', 'Resend tries again')
    case 'bounced':
    case 'suppressed':
      return told(state, 'red', '', 'ask for the right address')
    case 'failed':
      return told(state, 'red', '', 'look at resend.com/emails')
    case 'complained':
      return told(state, 'red', '', 'ask whether they want it')
    case 'delivered':
      return told(state, 'green')
    case 'canceled':
      return standing.hasBegun ? told(state, 'red', 'others have it', 'settle it, or send it by hand') : told(state)
  }
}

/** An instant as a person reads it, in UTC: "2026-10-06 09:00". */
export function minuteOf(instant: string): string {
  return new Date(instant).toISOString().slice(0, 16).replace('T', ' ')
}
