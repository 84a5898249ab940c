import { z } from 'zod'

/** A picture of the content, or one that was drawn, as it goes with a mail, in the spelling of Resend's attachments; the mail shows it as `cid:` and its `content_id`. */
export const pictureSchema = z.strictObject({
  filename: z.string().min(1).describe('Its name in images/, or that of what was drawn'),
  content: z.base64().min(1).describe('Its bytes'),
  content_type: z.enum(['image/png', 'image/jpeg', 'image/gif']),
  content_id: z.string().min(1).max(127).describe('What the mail calls it'),
})

export type Picture = z.infer<typeof pictureSchema>
