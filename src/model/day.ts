import { z } from 'zod'

/** A calendar day in UTC, `YYYY-MM-DD`; where an instant is needed it means 00:00 of that day. */
export const daySchema = z.iso
  .date({ error: (issue) => `must be a day such as 2026-10-01, got ${JSON.stringify(issue.input)}` })
  .describe('A calendar day in UTC, YYYY-MM-DD; it begins at 00:00')
