import { type Clock, retryAfterMs } from '../http.ts'

/** What is asked for before a provider has said how often it may be. */
const FIRST_INTERVAL_MS = 250
/** What requests may be late by on their way, as a share of the window: so much less than allowed is asked for. */
const MARGIN = 0.03
/** How far behind a turn may be, as a share of the window, and be made up for by those after it. */
const CATCH_UP = 0.25
const MOST_SLOWER = 8
/** How often the same is asked, the first time included. */
export const MOST_TRIES = 5
/** What a refusal slows down by, and what of that an answer leaves. */
const [SLOWER, LEAVES] = [1.1, 0.99]

/** Spaces requests to one host. `turn`: waits until the next may begin; `left`: one leaves now, later than its turn; `heard`: what an answer says of the limit; `blocked`: the host refused one, milliseconds for which it wants to be left alone. */
export type Pace = { turn: () => Promise<void>; left: () => void; heard: (headers: Headers | undefined) => void; blocked: (forMs: number) => void }

type Headers = Readonly<Record<string, string>>

/**
 * A pace that keeps to what the headers `ratelimit-limit` (requests in a window) and `ratelimit-reset` (seconds until the window ends) allow,
 * evenly, so that neither a fixed nor a sliding window holds more. A host that refuses all the same, because others share the limit, is asked
 * ever more slowly, and faster again with each answer. `paced: false`: nothing is spaced, what was refused is waited for all the same. `stop`: once aborted nothing is waited for.
 */
export function pace(clock: Clock, options: { paced: boolean; stop?: AbortSignal | undefined }): Pace {
  let [windowMs, intervalMs, slower, limit] = [1000, FIRST_INTERVAL_MS, 1, Infinity]
  let next = -Infinity
  let opens = -Infinity
  const turns: { at: number; hasLeft: boolean }[] = []
  return {
    turn: async () => {
      const now = clock.now()
      const turn = { at: Math.max(now, opens), hasLeft: false }
      if (options.paced) {
        // Who is late, because a timer was, is made up for, or the rate would fall behind the limit; but no window holds more for that.
        const slot = Math.max(next, now - (limit === Infinity ? 0 : windowMs * CATCH_UP))
        const fits = (turns.at(-limit)?.at ?? -Infinity) + windowMs * (1 + MARGIN) * slower
        next = slot + intervalMs * slower
        turn.at = Math.max(turn.at, slot, fits)
        turns.push(turn)
        if (turns.length > limit) turns.shift()
      }
      if (turn.at > now) await clock.wait(turn.at - now, options.stop)
      turn.at = Math.max(turn.at, clock.now())
    },
    left: () => {
      const turn = turns.find(({ hasLeft }) => !hasLeft)
      if (turn) Object.assign(turn, { at: clock.now(), hasLeft: true })
    },
    heard: (headers) => {
      slower = 1 + (slower - 1) * LEAVES
      const [said, resetS] = [Number.parseInt(headers?.['ratelimit-limit'] ?? '', 10), Number.parseInt(headers?.['ratelimit-reset'] ?? '', 10)]
      if (!(said > 0)) return
      limit = said
      if (resetS > 0) windowMs = Math.max(windowMs, resetS * 1000)
      intervalMs = (windowMs / limit) * (1 + MARGIN)
    },
    blocked: (forMs) => {
      // Several that are refused while it wants to be left alone went out before that was known.
      if (clock.now() >= opens) slower = Math.min(MOST_SLOWER, slower * SLOWER)
      opens = Math.max(opens, clock.now() + forMs)
      next = Math.max(next, opens)
    },
  }
}

/** Milliseconds to wait before the try after the `tries`-th: what Retry-After says, else 1, 2, 4, 8, 16 seconds, of which up to half is left to chance (`random`: 0 to 1). */
export function waitBefore(tries: number, options: { headers: Headers | undefined; now: number; random: () => number }): number {
  const asked = retryAfterMs(options.headers?.['retry-after'], options.now)
  return asked ?? Math.min(16, 2 ** (tries - 1)) * 1000 * (1 - options.random() / 2)
}
