import { z } from 'zod'
import { daySchema } from './day.ts'
import { identifierSchema } from './identifier.ts'
import { nameSchema } from './name.ts'
import { paperSchema } from './paper.ts'
import { STATES } from './publication.ts'

const variantName = z
  .string()
  .regex(/^(correction-)?(tier|client)-[A-Za-z0-9_-]{1,64}$/)
  .describe('"tier-NAME" or "client-NAME", of a correction with "correction-" before it')
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** `revisions/ID/rN/manifest.json`: what a frozen revision holds. Its own sha256 is the revision's hash. */
export const manifestSchema = z
  .strictObject({
    digest: identifierSchema.describe('ID of the digest, notice or report'),
    subject: z.string().min(1).describe('Subject of every message but of corrections, whose payloads say theirs'),
    sendable: z.boolean().describe('false: frozen to be looked at, while its status was draft'),
    state: z.enum(STATES).optional().describe('Of a notice where it stood; pre-announced: it holds nothing but what was announced'),
    date: daySchema.describe('Day of the digest; the Date of .eml files'),
    exposure: sha256.describe('Of exposure.json: what becomes visible to whom'),
    variants: z
      .array(
        z.strictObject({
          name: variantName,
          tier: nameSchema.optional().describe('Tier that a "client-NAME" was made for; absent where the name says it'),
          corrects: z
            .string()
            .regex(/^r[1-9][0-9]*$/)
            .optional()
            .describe('Of a correction the first revision of whose mistakes it tells'),
          edition: z
            .strictObject({ html: sha256, text: sha256 })
            .optional()
            .describe('The same of a correction without what it tells of the mistake, by which it is seen whether it is wrong itself'),
          html: sha256.describe('Of variants/NAME/message.html'),
          text: sha256.describe('Of variants/NAME/message.txt'),
          page: sha256.describe('Of variants/NAME/page.html'),
          pdf: z
            .strictObject({
              paper: paperSchema,
              printed: sha256.describe('Of the paper and the page as the browser was given it'),
              file: sha256.describe('Of variants/NAME/edition.pdf'),
            })
            .optional()
            .describe('The PDF that goes with the mail; absent: none does'),
        }),
      )
      .describe('Renderings that recipients share'),
    messages: z
      .array(
        z.strictObject({
          recipient: z
            .string()
            .regex(/^[A-Za-z0-9_-]+\/[A-Za-z0-9_-]+$/)
            .describe('"client/recipient"'),
          variant: variantName,
          bytes: z.int().positive().describe('Size of the payload'),
          payload: sha256.describe('Of messages/CLIENT/RECIPIENT.json'),
        }),
      )
      .describe('One a recipient, in the order in which they are sent'),
    corrects: z
      .strictObject({
        revision: z
          .string()
          .regex(/^r[1-9][0-9]*$/)
          .describe('The last one of which messages had left'),
        hash: sha256.describe('Its hash'),
        date: daySchema.describe('Day of the correction; the Date of .eml files'),
        isUpdate: z.literal(true).optional().describe('It was not wrong: more is known now'),
        gone: z.array(nameSchema).optional().describe('Clients that had no file any more, and get it; absent: none'),
      })
      .optional()
      .describe('What it corrects; absent: nothing'),
    report: z
      .strictObject({ client: nameSchema, since: daySchema, until: daySchema.describe('First day after the span') })
      .optional()
      .describe('The client whose report it is, and its span; absent: it is a digest or notice'),
    keys: z
      .record(nameSchema, z.int().min(1))
      .optional()
      .describe('Number of the key that the links in the mail of each client hold; absent: its mail holds no link to a sealed page'),
    skipped: z
      .array(
        z.strictObject({
          client: nameSchema,
          recipient: nameSchema.optional().describe('Absent: everyone at the client'),
          reason: z.string().min(1).describe('Why nobody there gets mail'),
        }),
      )
      .describe('Clients that are left out'),
  })
  .describe('What a frozen revision holds')

export type Manifest = z.infer<typeof manifestSchema>
