import type { Delivery } from './deliveries.ts'

/** How long the same key and bytes are tried again: the provider keeps a key for 24 hours, after which it would send once more. */
export const KEY_LIVES_MS = 23 * 3_600_000
/** A clock that is set back so far is no longer trusted to tell the age of a key. */
const MOST_AHEAD_MS = 5 * 60_000

/**
 * Whether the key of a message lives: nothing was attempted under it, or not so long ago. What was to leave at an instant is not tried again after that:
 * the provider may refuse an instant that is over before it looks at the key, and say no to a mail that has left.
 */
export function isKeyAlive({ firstAttemptAt, scheduledAt }: Partial<Pick<Delivery, 'firstAttemptAt' | 'scheduledAt'>>, now: number): boolean {
  if (firstAttemptAt === undefined) return true
  if (scheduledAt !== undefined && now >= Date.parse(scheduledAt)) return false
  const ageMs = now - Date.parse(firstAttemptAt)
  return ageMs < KEY_LIVES_MS && ageMs > -MOST_AHEAD_MS
}
