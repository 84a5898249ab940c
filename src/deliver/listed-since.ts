const HOUR_MS = 3_600_000
/** How far back providers list what was sent. @see ../shared/notes/email.md 1.1 (second-hand) */
export const RETENTION_MS = 30 * 24 * HOUR_MS

/** How far back the provider's list is asked for, in milliseconds since 1970: an hour before the first of these instants, or all that it keeps where there is none. */
export function listedSince(instants: readonly string[], now: number): number {
  const first = instants.reduce((least, at) => Math.min(least, Date.parse(at)), Infinity)
  return Math.max(now - RETENTION_MS, first === Infinity ? 0 : Math.min(first, now) - HOUR_MS)
}
