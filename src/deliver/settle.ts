import { Problem } from '../errors.ts'
import type { Receipt } from '../model/receipt.ts'
import { hasFailed } from './deliveries.ts'
import { isKeyAlive } from './key-age.ts'
import type { Message, Standing } from './standings.ts'

/** As long as the provider knows a key it answers as it did the first time and sends nothing. */
const PROVIDER_KEEPS_KEY_MS = 24 * 3_600_000

/** Why a message is not settled so, and what to do instead. */
type Refused = { why: string; fix: string }

/**
 * The line by which a person settles a message of the newest revision that went to its recipient: "accepted", they have it, whichever way; or "planned", it was not sent, and the
 * next run of sending sends it with the same key and bytes. `said`: "CLIENT/RECIPIENT=accepted" or "…=resend"; `by`: who says so.
 * @throws {Problem} when it is spelled otherwise, nobody of that name was sent anything, or the message needs no settling
 */
export function settle(standings: readonly Standing[], options: { digest: string; said: string; by: string; now: number }): Receipt {
  const { digest, said, by, now } = options
  const [, recipient, as] = /^([A-Za-z0-9_-]+\/[A-Za-z0-9_-]+)=(accepted|resend)$/.exec(said) ?? []
  if (recipient === undefined || as === undefined)
    throw new Problem({
      what: `Cannot settle "${said.replace(/\S+@\S+/g, '…')}"`,
      fix: 'Say CLIENT/RECIPIENT=accepted when they have it, or CLIENT/RECIPIENT=resend when it was not sent, such as --settle acme/jo=accepted',
    })
  const begun = standings.filter(({ messages }) => messages.some(({ delivery }) => delivery !== undefined))
  const standing = begun.findLast(({ messages }) => messages.some((message) => message.recipient === recipient))
  const message = standing?.messages.find((one) => one.recipient === recipient)
  if (!standing || !message)
    throw new Problem({
      what: `Cannot settle ${recipient}: ${begun.length === 0 ? `nothing of ${digest} was sent` : `no message of ${digest} is for them`}`,
      fix: `npm run status -- ${digest} shows whom there is`,
    })
  const refused = as === 'accepted' ? refuseAccepted(message, { digest, now }) : refuseResend(message, { digest, now, next: nextOf(standing, begun) })
  if (refused) throw new Problem({ what: `Cannot settle ${recipient}: ${refused.why}`, fix: refused.fix })
  const { revision, hash } = standing
  return {
    at: new Date(now).toISOString(),
    revision,
    recipient,
    state: as === 'accepted' ? 'accepted' : 'planned',
    ...(hash !== undefined && { hash }),
    sha256: message.payload,
    by,
    settled: true,
  }
}

function refuseAccepted({ state, delivery }: Message, { digest, now }: { digest: string; now: number }): Refused | undefined {
  if (state === 'attempting') return delivery && isKeyAlive(delivery, now) ? underWay(digest) : undefined
  return state === 'planned' || state === 'uncertain' || isLost(state) ? undefined : needsNone(state)
}

function refuseResend(
  { state, delivery }: Message,
  { digest, now, next }: { digest: string; now: number; next: string | undefined },
): Refused | undefined {
  if (next !== undefined)
    return { why: `${next} was sent since, and nothing more of what it corrects is`, fix: 'Send it by hand, then settle it as accepted' }
  if (state === 'planned' || state === 'rejected')
    return {
      why: `it is ${state === 'planned' ? 'not sent yet' : 'rejected'}, and the next run of sending tries it by itself`,
      fix: `npm run send -- ${digest}`,
    }
  if (state === 'attempting') return delivery && isKeyAlive(delivery, now) ? underWay(digest) : undefined
  if (state === 'uncertain' || (state === 'accepted' && delivery?.settled)) return undefined
  if (!isLost(state)) return needsNone(state)
  const { acceptedAt, firstAttemptAt, at = '' } = delivery ?? {}
  const dies = Date.parse(acceptedAt ?? firstAttemptAt ?? at) + PROVIDER_KEEPS_KEY_MS
  if (now >= dies) return undefined
  return {
    why: `it is ${state}, and until ${new Date(dies).toISOString().slice(0, 16).replace('T', ' ')} UTC Resend would answer for the first mail and send nothing`,
    fix: 'Wait until then; or send it by hand, then settle it as accepted',
  }
}

/** Whether it has not reached its reader; who complains has it. */
function isLost(state: Message['state']): boolean {
  return state === 'canceled' || (hasFailed({ state }) && state !== 'complained')
}

function underWay(digest: string): Refused {
  return {
    why: 'it may be on its way, and the next run of sending settles that: it asks with the same key, so that nobody is mailed twice',
    fix: `npm run send -- ${digest} prints the command`,
  }
}

function needsNone(state: Message['state']): Refused {
  return { why: `it is ${state}, which needs no settling`, fix: 'Only what is uncertain, or has not reached its reader, is settled by a person' }
}

/** The newest revision of which something was sent, where it is another. */
function nextOf({ revision }: Standing, begun: readonly Standing[]): string | undefined {
  const newest = begun.findLast(({ hasBegun }) => hasBegun)
  return newest && newest.revision !== revision ? newest.revision : undefined
}
