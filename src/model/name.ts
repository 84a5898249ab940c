import { z } from 'zod'

/** A short name that also serves as a file name, a tag of a mail and an attribute of a mark: a tier, a client, a recipient. */
export const nameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, { error: (issue) => `must be 1 to 64 letters, digits, "_" or "-", got ${JSON.stringify(issue.input)}` })
  .describe('Letters, digits, "_" and "-"')
