import { z } from 'zod'
import { daySchema } from './day.ts'
import { identifierSchema } from './identifier.ts'
import { nameSchema } from './name.ts'

const common = {
  token: z
    .string()
    .regex(/^[a-z2-7]{26}$/)
    .describe('Name of the page: its file is TOKEN.age'),
  client: nameSchema.describe('The client whose key opens it'),
  key: z.int().min(1).describe('Number of that key'),
  page: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('sha256 of what is sealed in it'),
  bytes: z.int().positive().describe('Size of what is sealed in it, padding included'),
}

/** A line of `content/sealed/pages.jsonl`: a page that was sealed for one client, or the client's archive, which lists those pages. */
export const sealedSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('edition'),
    ...common,
    digest: identifierSchema.describe('ID of the digest'),
    revision: z
      .string()
      .regex(/^r[1-9]\d*$/)
      .describe('The revision that it was sealed from'),
    title: z.string().min(1).describe('Title of the digest'),
    date: daySchema.describe('Day of the digest'),
  }),
  z.strictObject({ kind: z.literal('archive'), ...common }),
])

export type Sealed = z.infer<typeof sealedSchema>
export type SealedEdition = Extract<Sealed, { kind: 'edition' }>
