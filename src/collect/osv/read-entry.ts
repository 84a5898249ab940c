import { type OsvEntry, osvEntrySchema } from '../../model/osv-entry.ts'

/** An entry as upstream gave it, or why it cannot be read, in words. */
export function readEntry(answer: unknown): OsvEntry | { unreadable: string } {
  if (answer === undefined) return { unreadable: 'it is no JSON' }
  const read = osvEntrySchema.safeParse(answer)
  if (read.success) return read.data
  const [issue] = read.error.issues
  return { unreadable: `${issue?.path.join('.') || 'the entry'}: ${issue?.message}` }
}

/** Milliseconds since 1970 of a date; undefined for none, for what is no date and for the zero date of year 1. */
export function timeOf(date: string | undefined): number | undefined {
  const time = date && /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:?\d\d)$/i.test(date) ? Date.parse(date) : Number.NaN
  return time > 0 ? time : undefined
}

/** What a file of OSV holds, a byte order mark left out; undefined where it is no JSON. */
export function parseEntry(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}
