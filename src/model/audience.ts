import { z } from 'zod'
import { nameSchema } from './name.ts'

/** Who an edition is for: the public, or the clients of a tier; with `client`, that one client of the tier. */
export const audienceSchema = z
  .discriminatedUnion('edition', [
    z.strictObject({ edition: z.literal('public') }),
    z.strictObject({
      edition: z.literal('clients'),
      tier: nameSchema.describe('Tier whose passages it holds, and those of every lower tier'),
      client: nameSchema.optional().describe('Client whose own passages it holds'),
    }),
  ])
  .describe('Who an edition is for')

export type Audience = z.infer<typeof audienceSchema>
