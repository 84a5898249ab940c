import { dayOf } from '../model/day.ts'
import type { NoticeFrontmatter } from '../model/publication.ts'
import type { OpenEvent } from '../model/watched.ts'

/** What is known of a notice. `names`: IDs of the vulnerability that it is about, in lower case; `sentAt`: instants at which somebody got it, in order. */
export type NoticeKnown = { id: string; names: readonly string[]; sentAt: readonly string[] } & Pick<
  NoticeFrontmatter,
  'status' | 'state' | 'embargo' | 'updated'
>

/**
 * Whether a notice answers what happened to its vulnerability: it was sent to somebody, or is closed. What says only that something is to come answers nothing. An update
 * and a withdrawal are answered by what was sent after them: the notice with the day of its update in it, or the first that there is.
 */
export function answers({ state, embargo, updated, sentAt }: NoticeKnown, { what, at }: OpenEvent): boolean {
  if (state === 'heard' || state === 'pre-announced') return false
  const isUpdated = updated !== undefined && updated >= dayOf(at)
  if (state === 'closed') return what === 'new' || isUpdated
  const sent = sentAt.map((one) => Date.parse(one)).filter((time) => embargo === undefined || time >= Date.parse(embargo))
  if (what === 'new') return sent.length > 0
  const after = sent.filter((time) => time >= Date.parse(at))
  return after.length > 0 && (isUpdated || after.length === sent.length)
}
