import { z } from 'zod'

/** A calendar day in UTC, `YYYY-MM-DD`; where an instant is needed it means 00:00 of that day. */
export const daySchema = z.iso
  .date({ error: (issue) => `must be a day such as 2026-10-01, got ${JSON.stringify(issue.input)}` })
  .describe('A calendar day in UTC, YYYY-MM-DD; it begins at 00:00')

const DAY_MS = 86_400_000

/** The UTC day of a moment. A string is an instant in UTC, or a day already; a number is in milliseconds since 1970. */
export function dayOf(at: Date | string | number): string {
  return (typeof at === 'string' ? at : new Date(at).toISOString()).slice(0, 10)
}

/** The instant at which a day begins. */
export function startOf(day: string): string {
  return `${day}T00:00:00Z`
}

/** The day that lies so many days after another; before it where they are negative. */
export function daysAfter(day: string, days: number): string {
  return dayOf(Date.parse(day) + days * DAY_MS)
}

/** How many days lie from one day to another, both `YYYY-MM-DD`; negative where the other lies before. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS
}
