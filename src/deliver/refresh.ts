import { Problem } from '../errors.ts'
import type { Receipt } from '../model/receipt.ts'
import { deliveriesOf, type Delivery } from './deliveries.ts'
import { listedSince, RETENTION_MS } from './listed-since.ts'
import type { Provider, Row } from './provider.ts'

/** The last word of the provider on a mail. */
export type Word = Pick<Row, 'event' | 'messageId'>

/** `words`: by the provider's id; `asked`: of how many mails a word was wanted; `failed`: why not all of them were answered. */
export type Refreshed = { words: Map<string, Word>; asked: number; failed: Problem | undefined }

/**
 * Asks the provider what became of the mails of a journal that may still change: a hundred at a time from its list, those that it does not list one by one.
 * Changes nothing. Where it does not answer, what it said until then counts.
 */
export async function refresh(receipts: readonly Receipt[], { provider, now }: { provider: Provider; now: number }): Promise<Refreshed> {
  const wanted = [...new Set(receipts.map(({ revision }) => revision))]
    .flatMap((revision) => [...deliveriesOf(receipts, revision).values()])
    .filter((delivery) => mayChange(delivery, now))
  const words = new Map<string, Word>()
  const answered = { words, asked: wanted.length }
  if (wanted.length === 0) return { ...answered, failed: undefined }
  const ids = new Set(wanted.flatMap(({ id }) => id ?? []))
  try {
    const since = listedSince(
      wanted.map(({ firstAttemptAt, acceptedAt, at }) => firstAttemptAt ?? acceptedAt ?? at),
      now,
    )
    for (const row of (await provider.list(since)) ?? []) if (ids.has(row.id)) words.set(row.id, row)
    for (const id of ids) {
      const mail = words.has(id) ? undefined : await provider.mail(id)
      if (mail) words.set(id, mail)
    }
    return { ...answered, failed: undefined }
  } catch (error) {
    if (error instanceof Problem) return { ...answered, failed: error }
    throw error
  }
}

/** Whether the provider may have more to say: what was delivered may come back, or be complained of, for a while. */
function mayChange({ via, id, state, acceptedAt, at }: Delivery, now: number): boolean {
  if (via !== 'resend' || id === undefined) return false
  if (state === 'delivered') return now - Date.parse(acceptedAt ?? at) < RETENTION_MS
  return state === 'accepted' || state === 'scheduled' || state === 'delayed'
}
