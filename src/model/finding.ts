import { z } from 'zod'

/** What a check reports. Returned, never thrown. */
export const findingSchema = z
  .strictObject({
    file: z.string().min(1).describe('Path below the content folder or the build'),
    line: z.int().positive().optional().describe('1-based'),
    column: z.int().positive().optional().describe('1-based, in UTF-16 units'),
    level: z.enum(['error', 'warning']).describe('An error stops a build or a send'),
    code: z.string().min(1).describe('Name of the rule'),
    message: z.string().min(1).describe('What stands there and what is wanted'),
  })
  .describe('What a check reports')

export type Finding = z.infer<typeof findingSchema>
