import type { Reply } from './listen.ts'
import { refusal } from './resend-faults.ts'

/** So many requests in each window, which begins with a request; `take` counts one, `over()` gives how many were too many. */
export function rateLimit(
  { limit, windowMs }: { limit: number; windowMs: number },
  now: () => number,
): { take: () => { headers: Record<string, string>; refused?: Reply }; over: () => number } {
  let ends = Number.NEGATIVE_INFINITY
  let count = 0
  let over = 0
  return {
    over: () => over,
    take() {
      if (now() >= ends) {
        ends = now() + windowMs
        count = 0
      }
      count++
      const reset = String(Math.ceil((ends - now()) / 1000))
      const headers = { 'ratelimit-limit': String(limit), 'ratelimit-remaining': String(Math.max(0, limit - count)), 'ratelimit-reset': reset }
      if (count <= limit) return { headers }
      over++
      return { headers: { ...headers, 'retry-after': reset }, refused: refusal(429, 'rate_limit_exceeded', 'Too many requests') }
    },
  }
}
