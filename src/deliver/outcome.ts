import { z } from 'zod'
import { LONGEST_WAIT_MS } from '../http.ts'
import { type Answered, statusOf } from './status-of.ts'

/**
 * What became of a message: accepted with an id; refused for good; known by its key, but with other bytes; not known; or to be tried
 * again later (`wait`). `stops`: the same would befall every message, so none is sent after it.
 */
export type Outcome =
  | { state: 'accepted'; id: string; messageId?: string }
  | { state: 'rejected'; reason: string; stops: boolean }
  | { state: 'uncertain'; reason: string }
  | { state: 'unknown'; reason: string; stops?: boolean }

const acceptedSchema = z.object({ id: z.string().min(1) })

/** Names that another try may change, though their status alone would not say so. */
const IN_PROGRESS: ReadonlySet<string> = new Set(['concurrent_idempotent_requests', 'resource_locked'])

/**
 * What an answer to `POST /emails` means. By its status first and its name second, as names differ between versions of the documents; accepted
 * only with an id, whatever the status. Reasons hold names and numbers alone, never a text of the provider, which may quote an address.
 * @see ../shared/notes/email.md 1.1 and 1.2 (measured against resend 6.38.0, 2026-11)
 */
export function outcomeOf({ data, error, headers }: Answered): Outcome | { state: 'wait'; reason: string } {
  if (error === null || error === undefined) {
    const accepted = acceptedSchema.safeParse(data)
    return accepted.success ? { state: 'accepted', id: accepted.data.id } : { state: 'unknown', reason: 'an answer without an id' }
  }
  const { status, name = 'no name' } = statusOf({ error, headers })
  if (status === undefined) return { state: 'unknown', reason: 'no whole answer' }
  const reason = `${status} ${name}`
  if (status === 429) return /quota/.test(name) ? { state: 'rejected', reason, stops: true } : { state: 'wait', reason }
  if (status === 409) {
    if (IN_PROGRESS.has(name)) return { state: 'wait', reason }
    return name === 'invalid_idempotent_request' ? { state: 'uncertain', reason } : { state: 'unknown', reason }
  }
  if (status === 408 || status === 425 || status < 400 || status >= 500) return { state: 'unknown', reason }
  return { state: 'rejected', reason, stops: status === 401 || status === 403 || status === 451 }
}

/** A wait that is longer than anybody sits through. */
export function isTooLong(waitMs: number): boolean {
  return waitMs > LONGEST_WAIT_MS
}
