import { z } from 'zod'

/** An instant in UTC, ISO 8601 with seconds and `Z`: `2026-07-01T00:00:00Z`. */
export const instantSchema = z.iso
  .datetime({ error: (issue) => `must be an instant in UTC such as 2026-10-01T00:00:00Z, got ${JSON.stringify(issue.input)}` })
  .describe('An instant in UTC, ISO 8601, ending in Z')

/** A time in milliseconds since 1970 as such an instant, in whole seconds. */
export function instant(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')
}
