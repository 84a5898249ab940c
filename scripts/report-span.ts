import { Problem } from '../src/errors.ts'
import type { Client } from '../src/model/client.ts'
import { dayOf, daySchema } from '../src/model/day.ts'

/** Days of a report, half-open. */
export type Span = { since: string; until: string }

/**
 * The span of a client's report: what was typed, else the twelve months that ended with the last whole month, or with its last day where its contract is over; not before
 * its first day. `day`: today. @throws {Problem} when there is no such day, the span is empty, or days of it are still to come
 */
export function reportSpan(name: string, client: Client, typed: { since: string | undefined; until: string | undefined; day: string }): Span {
  const { day } = typed
  const isOver = client.until !== undefined && client.until < day
  const until = readDay('until', typed.until) ?? (isOver ? moved(client.until ?? day, { days: 1 }) : `${day.slice(0, 7)}-01`)
  const year = moved(until, { months: -12 })
  const since = readDay('since', typed.since) ?? (year < client.since ? client.since : year)
  // Today is told as far as it has come.
  const tomorrow = moved(day, { days: 1 })
  if (until > tomorrow)
    throw new Problem({
      what: `Cannot report on ${name} until ${until}: days before that are still to come`,
      fix: `Give an earlier day, such as --until ${tomorrow}, with which today is the last`,
    })
  if (since >= until)
    throw new Problem({
      what: `Cannot report on ${name} from ${since} until ${until}: no day lies in between`,
      where: `clients/${name}.yaml`,
      fix:
        client.since > day
          ? `Its contract begins on ${client.since}: run it again when that day has come`
          : `Its contract began on ${client.since}; give --since and --until, such as --since ${client.since} --until ${tomorrow}`,
    })
  return { since, until }
}

function readDay(option: string, typed: string | undefined): string | undefined {
  if (typed === undefined) return undefined
  const parsed = daySchema.safeParse(typed)
  if (!parsed.success) throw new Problem({ what: `Cannot read --${option} "${typed}"`, fix: 'Give a day, such as 2026-10-01' })
  return parsed.data
}

function moved(from: string, { days = 0, months = 0 }: { days?: number; months?: number }): string {
  const [year = 0, month = 1, date = 1] = from.split('-').map(Number)
  return dayOf(new Date(Date.UTC(year, month - 1 + months, date + days)))
}
