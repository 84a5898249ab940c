import { z } from 'zod'
import { instantSchema } from './instant.ts'

/** States of a message, from what was meant to the last word of the provider. `sent` of the provider is `accepted`: only a mailbox's own word is `delivered`. */
export const STATES = [
  'planned',
  'rejected',
  'attempting',
  'uncertain',
  'accepted',
  'scheduled',
  'delayed',
  'delivered',
  'canceled',
  'failed',
  'suppressed',
  'bounced',
  'complained',
] as const

const hash = z.string().regex(/^[0-9a-f]{64}$/)

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
    state: z.enum(STATES).describe('What is known from here on'),
    hash: hash.optional().describe('Hash of the revision, so that another one of the same number is told from it'),
    sha256: hash.describe("Of the payload's bytes"),
    via: z.enum(['outbox', 'resend']).optional().describe('Which way it went'),
    id: z.string().min(1).optional().describe("The provider's id; for the outbox, the file's name"),
    messageId: z.string().min(1).optional().describe('Message-ID of the mail, which a correction answers'),
    scheduledAt: instantSchema.optional().describe('When the provider is to let it go'),
    reason: z.string().optional().describe('Why it was rejected, is not known, or was passed over'),
    by: z.string().optional().describe('Who approved the revision, or settled what was not known'),
    settled: z.literal(true).optional().describe('A person says so: the line counts whatever stands before it'),
  })
  .describe('A line of the journal')

export type Receipt = z.infer<typeof receiptSchema>
