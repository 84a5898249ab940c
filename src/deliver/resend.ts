import { Resend } from 'resend'
import { type Clock, isLoopback, USER_AGENT } from '../http.ts'
import { isTooLong, type Outcome, outcomeOf } from './outcome.ts'
import { MOST_TRIES, pace, waitBefore } from './pace.ts'
import type { Answered } from './status-of.ts'
import type { Message, Transport } from './transport.ts'

/** `baseUrl`: without a slash at its end; `stop`: once aborted nothing is waited for any more; `paced`: default, but towards loopback. */
export type Account = { key: string; baseUrl: string; clock: Clock; random: () => number; stop?: AbortSignal | undefined; paced?: boolean }

const DEADLINE_MS = 30_000
/** At 10 a second and answers that take a second and a half. */
const WIDTH = 16

/**
 * A way out through Resend: one `POST /emails` a message, its frozen bytes under its key, 30 seconds for an answer, no redirect followed. What is
 * refused for now (a limit, the same key under way) is tried again, five times in all; what is not known is for the next run.
 */
export function resend(account: Account): Transport {
  const { clock } = account
  const ask = client(account)
  const { turn, left, heard, blocked } = pace(clock, { paced: isPaced(account), stop: account.stop })
  const attempt = async (message: Message, tries: number): Promise<Outcome> => {
    // Its line was written since its turn, which a slow disk takes its time for.
    left()
    const answered = await ask.post(bytesOf(message), message.key)
    heard(answered.headers ?? undefined)
    const outcome = outcomeOf(answered)
    if (outcome.state !== 'wait') return outcome
    const waitMs = waitBefore(tries, { headers: answered.headers ?? undefined, now: clock.now(), random: account.random })
    if (tries >= MOST_TRIES || isTooLong(waitMs)) return { state: 'unknown', reason: outcome.reason, stops: true }
    blocked(waitMs)
    // As those that were refused with it wait for the same instant, each has its turn after that.
    await turn()
    return account.stop?.aborted ? { state: 'unknown', reason: outcome.reason } : attempt(message, tries + 1)
  }
  return {
    via: 'resend',
    width: isPaced(account) ? WIDTH : 1,
    turn,
    send: (message) => attempt(message, 1),
  }
}

/** The bytes that go over the wire: the frozen ones, and the instant to let them go where there is one, which is no part of what was frozen. */
export function bytesOf({ bytes, scheduledAt }: Pick<Message, 'bytes' | 'scheduledAt'>): string {
  return scheduledAt === undefined ? bytes : `${bytes.slice(0, -1)},"scheduled_at":${JSON.stringify(scheduledAt)}}`
}

/** The SDK with a deadline and without redirects or logging; `get` may be tried again by whoever asks. */
export function client({ key, baseUrl, clock }: Pick<Account, 'key' | 'baseUrl' | 'clock'>): {
  post: (bytes: string, key: string) => Promise<Answered>
  get: (path: string) => Promise<Answered>
  act: (path: string) => Promise<Answered>
} {
  const sdk = new Resend(key, { baseUrl, userAgent: USER_AGENT })
  // Its own log would hold what the provider says, addresses too.
  Object.assign(sdk, { debug: false })
  // The SDK hands what it does not know on to fetch, which would follow a redirect of a POST as a GET.
  const options = (): { signal: AbortSignal; redirect: 'error' } => ({ signal: clock.deadline(DEADLINE_MS), redirect: 'error' })
  return {
    post: (bytes, idempotencyKey) => {
      const payload: unknown = JSON.parse(bytes)
      if (JSON.stringify(payload) !== bytes) throw new Error(`Cannot send ${idempotencyKey}: the SDK would not send the bytes that were frozen`)
      return sdk.post('/emails', payload, { ...options(), idempotencyKey })
    },
    get: (path) => sdk.get(path, options()),
    act: (path) => sdk.post(path, undefined, options()),
  }
}

/** Towards this machine nobody waits for nothing. */
export function isPaced({ paced, baseUrl }: Pick<Account, 'paced' | 'baseUrl'>): boolean {
  return paced ?? !isLoopback(new URL(baseUrl).hostname)
}
