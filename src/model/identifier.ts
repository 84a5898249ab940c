import { z } from 'zod'

/** The ID of a digest or notice: its file name, its path on the site and its folder among the revisions. */
export const identifierSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
    error: (issue) => `must be 1 to 64 letters, digits, ".", "_" or "-", beginning with a letter or digit, got ${JSON.stringify(issue.input)}`,
  })
  .refine((id) => !id.endsWith('.'), { error: 'must not end with "."' })
  .describe('Letters, digits, ".", "_" and "-"; such as 2026-Q3')
