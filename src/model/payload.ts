import { z } from 'zod'
import { pictureSchema } from './picture.ts'
import { printSchema } from './print.ts'

/** One mail as it goes to the provider, in the spelling of Resend's `POST /emails`. @see https://resend.com/docs/api-reference/emails/send-email (by email.md, 2026-11) */
export const payloadSchema = z
  .strictObject({
    from: z.string().min(1).describe('"Name <address>"'),
    to: z.array(z.email()).length(1).describe('Exactly one address'),
    reply_to: z.email().describe('Address that a reply reaches'),
    subject: z
      .string()
      .min(1)
      .max(200)
      .regex(/^[^\r\n]*$/)
      .describe('One line'),
    html: z.string().min(1).describe('The whole mail as HTML'),
    text: z.string().min(1).describe('The whole mail as plain text'),
    headers: z.record(z.string(), z.string()).describe('List-Id, List-Unsubscribe, …'),
    attachments: z
      .array(z.union([pictureSchema, printSchema]))
      .optional()
      .describe('Pictures that the HTML shows, and the edition as a PDF; absent: none'),
    tags: z
      .array(z.strictObject({ name: z.string().regex(/^[A-Za-z0-9_-]{1,256}$/), value: z.string().regex(/^[A-Za-z0-9_-]{1,256}$/) }))
      .describe('What reconciliation searches by'),
  })
  .describe('One mail')

export type Payload = z.infer<typeof payloadSchema>
