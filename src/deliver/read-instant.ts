import { z } from 'zod'
import { Problem } from '../errors.ts'
import { instant } from '../model/instant.ts'

const MOST_DAYS = 30
const DAY_MS = 86_400_000
const absoluteSchema = z.union([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })])

/**
 * An instant at which mail is to leave, as it was typed, in UTC and whole seconds; seconds may be left out. `now`: milliseconds since 1970, by a clock that is right.
 * @throws {Problem} unless it is ISO 8601 with an offset, to come, and at most 30 days ahead
 */
export function readInstant(text: string, now: number): string {
  const refuse = (why: string, fix: string): Problem => new Problem({ what: `Cannot send at "${text}": ${why}`, fix })
  if (!absoluteSchema.safeParse(text).success)
    throw refuse('it is no instant', `Give day, time and offset, such as ${instant(now + DAY_MS)} or 2027-01-05T09:00:00+01:00`)
  const time = Date.parse(instant(Date.parse(text)))
  if (time <= now) throw refuse(`it is over, now is ${instant(now)}`, 'Give one that is to come, or leave out --at to send at once')
  if (time - now > MOST_DAYS * DAY_MS)
    throw refuse(`it is more than ${MOST_DAYS} days ahead`, `Resend keeps mail for ${MOST_DAYS} days at most: give an earlier one`)
  return instant(time)
}
