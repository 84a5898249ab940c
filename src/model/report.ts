import { z } from 'zod'
import { daySchema } from './day.ts'
import { instantSchema } from './instant.ts'
import { itemSchema } from './item.ts'
import { nameSchema } from './name.ts'

const people = z.array(z.string().min(1))

const mailSchema = z.strictObject({
  id: z.string().min(1).describe('ID of the digest or notice'),
  kind: z.enum(['digest', 'notice', 'unknown']).describe('unknown: its text is not there any more'),
  title: z.string().min(1),
  what: z
    .enum(['announcement', 'first', 'correction', 'update'])
    .describe('first: the digest or notice itself; announcement: that a notice would come; the others came after it'),
  at: instantSchema.describe('When the first of them got it; where that is not known of anybody, when it was tried first'),
  got: people.describe('Names of those who got it'),
  open: people.describe('Names of those of whom it is not known'),
  written: z.boolean().describe('Of all of them it is known only that the mail was written as a file'),
  passages: z.int().nonnegative().describe('How many passages of it are for this client alone'),
  published: instantSchema.optional().describe('When the vulnerability of a notice was disclosed; absent: not known'),
})

const storySchema = z.strictObject({
  id: z.string().min(1),
  title: z.string(),
  url: z.string().optional(),
  told: z.array(z.string()).min(1).describe('IDs of the digests of the client with a line of it'),
  state: z.string().optional().describe('Where it stood last; absent: nothing moved'),
  seen: z.string().optional().describe('ID of the digest that says so'),
  passage: z.boolean().describe('Whether a passage for this client alone was written for it'),
})

const proposalSchema = z.strictObject({
  id: z.string().min(1),
  title: z.string().optional().describe('Absent: it is not among what was collected'),
  url: z.string().optional(),
  state: z.string().optional().describe('Where it stood at the end of the span; absent: not known'),
  at: instantSchema.optional().describe('Since when'),
  answers: z.array(z.strictObject({ on: daySchema, text: z.string().min(1) })).describe('What the client said about it'),
  own: itemSchema.shape.own.unwrap().describe('What the maintainer had to do with it'),
})

const workSchema = z.strictObject({
  wrote: z.int().nonnegative().describe('Changes that landed'),
  waiting: z.int().nonnegative().describe('Changes that were open when they were seen last'),
  reviewed: z.int().nonnegative().describe('Changes of others'),
  decided: z.int().nonnegative(),
  released: z.int().nonnegative(),
  opened: z.int().nonnegative().describe('Issues and proposals'),
  published: z.int().nonnegative().describe('Articles'),
  days: z.strictObject({ wrote: z.array(daySchema), reviewed: z.array(daySchema) }).describe('One a change, in order'),
  best: z.array(itemSchema.pick({ id: true, kind: true, title: true, url: true, at: true, own: true })).describe('What ranked first, the best first'),
})

/** What a client got in a span of days, from receipts, records and notes alone: what `npm run report` tells. */
export const reportSchema = z
  .strictObject({
    client: nameSchema,
    name: z.string().min(1).describe('Name of the organisation'),
    since: daySchema.describe('First day of the span'),
    until: daySchema.describe('First day after it'),
    ended: daySchema.optional().describe('Last day of its contract, where that is over and in the span; absent: it goes on'),
    site: z.strictObject({ title: z.string(), url: z.string() }),
    promisedHours: z.number().positive().optional(),
    mails: z.array(mailSchema).describe('By time'),
    concerns: z
      .array(
        z.strictObject({
          id: nameSchema,
          text: z.string().min(1),
          stories: z.array(storySchema).describe('As they were told, the earliest digest first, by rank'),
          untold: z.int().nonnegative().describe('Stories that met it and of which no digest of the client has a line'),
        }),
      )
      .describe('As its file has them'),
    proposals: z.array(proposalSchema),
    questions: z.array(
      z.strictObject({ on: daySchema, asked: z.string().min(1), answered: z.string().min(1).optional(), answeredOn: daySchema.optional() }),
    ),
    work: workSchema,
    gaps: z.array(z.strictObject({ since: daySchema, until: daySchema })).describe('Days of the span for which nothing was collected, half-open'),
    partial: z
      .array(z.strictObject({ since: daySchema, until: daySchema }))
      .describe('Days of the span whose record lacks something, since a source failed or gave only a part, half-open'),
    pages: z.int().nonnegative().describe('Its editions that can be read in a browser'),
  })
  .describe('What a client got')

export type Report = z.infer<typeof reportSchema>
