import { z } from 'zod'

/** An edition as a PDF as it goes with a mail, in the spelling of Resend's attachments. */
export const printSchema = z.strictObject({
  filename: z.string().min(1).describe('What a reader finds it saved as'),
  content: z.base64().min(1).describe('Its bytes'),
  content_type: z.literal('application/pdf'),
})
