import { z } from 'zod'
import { instantSchema } from './instant.ts'
import { osvEntrySchema } from './osv-entry.ts'

/** How severe somebody called a vulnerability. */
export const scoreSchema = z.strictObject({
  by: z.string().min(1).describe('Who gave it, in words: GitHub'),
  type: z.string().min(1).describe('CVSS_V3 and so on, as OSV names it; "word" for the word of a database'),
  value: z.string().min(1).describe('The vector or word as it stands'),
  number: z.number().optional().describe('Base score; absent: the vector is no whole one'),
})

/** One vulnerability as it was found, with what others that were asked say of its severity. */
export const advisorySchema = z.strictObject({
  entry: osvEntrySchema,
  database: z.string().min(1).describe('Who says so, in words: Go vulnerability database'),
  url: z.url().optional().describe('Where a person reads it'),
  published: instantSchema.optional().describe('Since when it is public; absent: not said'),
  modified: instantSchema.optional().describe('When it was changed last; absent: not said'),
  withdrawn: instantSchema.optional().describe('When it was withdrawn'),
  scores: z.array(scoreSchema).describe('Its own first; empty: none was given'),
})

export type Score = z.infer<typeof scoreSchema>
export type Advisory = z.infer<typeof advisorySchema>
