import { z } from 'zod'
import { daySchema } from './day.ts'
import { identifierSchema } from './identifier.ts'
import { nameSchema } from './name.ts'

const toldSchema = z
  .strictObject({
    kind: z
      .enum(['title', 'summary', 'heading', 'text', 'item', 'row', 'note', 'code', 'picture', 'hint', 'address'])
      .describe('What it is; picture: the words that stand for one; hint: the title of a link or picture; address: where one leads'),
    text: z.string().min(1).describe('As it is read: markup gone, white space joined but in code'),
    opens: daySchema.optional().describe('Day from which everyone may read it, without anybody doing anything'),
  })
  .describe('One sentence, heading, row, block of code or address')

const groupSchema = z
  .strictObject({
    tier: nameSchema.describe('Tier that reads it, with every higher one; the tier of the client where there is one'),
    client: nameSchema.optional().describe('The one client that reads it'),
    readers: z.array(z.strictObject({ client: nameSchema, recipients: z.int().positive().describe('How many people there get mail') })),
    told: z.array(toldSchema),
  })
  .describe('What some clients read beyond those who read less')

/** `revisions/ID/rN/exposure.json`: what becomes visible to whom by publishing and sending one digest or notice. */
export const exposureSchema = z
  .strictObject({
    digest: identifierSchema,
    status: z.enum(['draft', 'ready']).describe('A draft is not published at all'),
    publicOn: daySchema.optional().describe('Day from which the public site knows it; absent: from the next build on'),
    everyone: z.array(toldSchema).describe('What stands in no earlier publication: at once first, then what opens later by its day'),
    publicAlone: z.array(toldSchema).describe('What no client edition holds'),
    clients: z.array(groupSchema).describe('Tiers, lowest first, each beyond the lower ones; then clients by name, each beyond its tier'),
  })
  .describe('What becomes visible to whom')

export type Told = z.infer<typeof toldSchema>
export type Exposure = z.infer<typeof exposureSchema>
