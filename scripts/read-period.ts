import { Problem } from '../src/errors.ts'
import { identifierSchema } from '../src/model/identifier.ts'
import { daySchema } from '../src/model/day.ts'
import { instantSchema } from '../src/model/instant.ts'
import type { Window } from '../src/model/window.ts'
import { windowOf } from '../src/period.ts'

/** The ID of a digest as it was typed. @throws {Problem} when it could not be a file name */
export function readIdentifier(id: string): void {
  const parsed = identifierSchema.safeParse(id)
  if (!parsed.success)
    throw new Problem({
      what: `Cannot use the ID "${id}": it ${parsed.error.issues[0]?.message}`,
      fix: 'Such as 2026-Q3, 2026-09, 2026-W38, or a name with --since and --until',
    })
}

/** The window of a digest: what its ID names, or what it was drafted for `before`; each end replaced by --since or --until where given. @throws {Problem} when an end is missing or the window is empty */
export function readPeriod(id: string, options: { since?: string | boolean; until?: string | boolean }, before?: Window): Window {
  const named = windowOf(id) ?? before
  const since = readEnd('since', options.since) ?? named?.since
  const until = readEnd('until', options.until) ?? named?.until
  if (!since || !until)
    throw new Problem({
      what: `Cannot tell the window of "${id}": its name is no quarter, month or week`,
      fix: `${/^\d{4}-|^[QW]\d/i.test(id) ? 'Quarters are 2026-Q1 to 2026-Q4, months 2026-01 to 2026-12, weeks 2026-W01 to 2026-W53; else give' : 'Give'} both --since and --until, such as --since 2026-07-01 --until 2026-10-01`,
    })
  if (since >= until)
    throw new Problem({
      what: `Cannot draft an empty window: it begins at ${since} and ends at ${until}`,
      fix: 'Let --until be later than --since; the day of --until is not part of the window',
    })
  return { since, until }
}

function readEnd(name: string, value: string | boolean | undefined): string | undefined {
  if (typeof value !== 'string') return undefined
  if (daySchema.safeParse(value).success) return `${value}T00:00:00Z`
  if (instantSchema.safeParse(value).success) return new Date(value).toISOString().replace('.000Z', 'Z')
  throw new Problem({ what: `Cannot read --${name} "${value}": it must be a day such as 2026-07-01`, fix: 'Days are UTC and begin at 00:00' })
}
