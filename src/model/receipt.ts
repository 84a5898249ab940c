import { z } from 'zod'
import { instantSchema } from './instant.ts'

/** One line of `sent/ID.jsonl`: something that happened to one message. */
export const receiptSchema = z
  .strictObject({
    at: instantSchema.describe('When it was written'),
    revision: z
      .string()
      .regex(/^r[1-9][0-9]*$/)
      .describe('"r1", "r2", …'),
    recipient: z
      .string()
      .regex(/^[A-Za-z0-9_-]+\/[A-Za-z0-9_-]+$/)
      .describe('"client/recipient", never an address'),
    state: z.enum(['planned', 'attempting', 'accepted', 'rejected', 'uncertain', 'delivered', 'bounced']).describe('What is known from here on'),
    hash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional()
      .describe('Hash of the revision, so that another one of the same number is told from it'),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe("Of the payload's bytes"),
    id: z.string().optional().describe("The provider's id; for the outbox, the file's name"),
    reason: z.string().optional().describe('Why it was rejected'),
  })
  .describe('A line of the journal')

export type Receipt = z.infer<typeof receiptSchema>
