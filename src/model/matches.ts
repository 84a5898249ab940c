import { z } from 'zod'
import { daySchema } from './day.ts'
import { identifierSchema } from './identifier.ts'
import { instantSchema } from './instant.ts'
import { nameSchema } from './name.ts'

/** One thing that tells that a story meets a concern. */
export const evidenceSchema = z.strictObject({
  by: z.enum(['paths', 'words', 'labels']).describe('Which key of the concern it meets'),
  what: z.string().min(1).describe('The path, word or label, as it was found'),
  item: z.string().min(1).describe('Id of the item in which it was found first'),
})

/** One story that meets one concern of one client. */
const matchSchema = z.strictObject({
  story: z.string().min(1).describe('Id of the story'),
  client: nameSchema.describe('Name of the client'),
  concern: nameSchema.describe('Short name of the concern'),
  evidence: z.array(evidenceSchema).min(1).describe('What tells so'),
  offered: instantSchema.optional().describe('When the draft first offered it; offered and gone from the digest: the maintainer said no'),
  outcome: z.enum(['taken', 'ignored']).optional().describe('What came of it, as a later draft saw it: its passage holds words, or is gone'),
  words: z.string().min(1).optional().describe('What the client was told'),
  question: z
    .strictObject({ replyBy: daySchema.describe('Last day for an answer that still counts') })
    .optional()
    .describe('That the client is to be asked: the proposal is open'),
})

/** `$DIGEST_PRIVATE/concerns/ID.json`: which stories of a digest meet which concerns. What the public build reads holds nothing of this. */
export const matchesSchema = z
  .strictObject({
    digest: identifierSchema.describe('ID of the digest'),
    matches: z.array(matchSchema).describe('By story in rank order, client and concern'),
  })
  .describe("Which stories of one digest meet which of the clients' concerns")

export type Evidence = z.infer<typeof evidenceSchema>
export type Match = z.infer<typeof matchSchema>
export type Matches = z.infer<typeof matchesSchema>
