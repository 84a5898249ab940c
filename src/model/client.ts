import { z } from 'zod'
import { daySchema } from './day.ts'
import { nameSchema } from './name.ts'

const concernSchema = z.strictObject({
  id: nameSchema.describe('Short name of the concern'),
  text: z.string().min(1).describe('What the client said, in a sentence'),
  match: z
    .strictObject({
      paths: z.array(z.string().min(1)).min(1).optional().describe('Globs of files'),
      words: z.array(z.string().min(1)).min(1).optional().describe('Words of a title or message'),
      labels: z.array(z.string().min(1)).min(1).optional().describe('Labels'),
    })
    .default({})
    .describe('What tells that a story meets the concern'),
})

const answerSchema = z.strictObject({
  about: z
    .string()
    .regex(/^\S+$/, { error: (issue) => `must be the ID of a proposal, such as golang/go#60107, got ${JSON.stringify(issue.input)}` })
    .describe('ID of the proposal, such as golang/go#60107'),
  on: daySchema.describe('Day on which the answer came'),
  text: z.string().min(1).describe('What the client answered'),
})

const stackSchema = z
  .strictObject({
    modules: z
      .array(
        z.strictObject({
          name: z.string().min(1).describe('As OSV names it: golang.org/x/crypto, undici; stdlib for the standard library of Go'),
          version: z.string().min(1).optional().describe('Such as 0.31.0; absent: not said'),
          ecosystem: z.string().min(1).default('Go').describe('As OSV names it: Go, npm, crates.io, PyPI'),
          on: daySchema.optional().describe('Day on which that was so'),
        }),
      )
      .default([])
      .describe('Modules that it named, one by one'),
    files: z
      .array(
        z.strictObject({
          path: z
            .string()
            .regex(/^(?!\/)(?!(.*\/)?\.\.(\/|$)).+$/, { error: (issue) => `must lie in the content folder, got ${JSON.stringify(issue.input)}` })
            .describe('go.mod, lockfile or SBOM that it shared, relative to the content folder, such as stacks/acme/go.mod'),
          on: daySchema.optional().describe('Day on which that was so'),
        }),
      )
      .default([])
      .describe('Files that it shared'),
  })
  .describe('What it runs')

const noteSchema = z
  .strictObject({
    on: daySchema.describe('Day of it'),
    said: z.string().min(1).optional().describe('What the client said, or was told'),
    asked: z.string().min(1).optional().describe('What the client asked'),
    answered: z.string().min(1).optional().describe('What it was answered'),
    answeredOn: daySchema.optional().describe('Day of the answer, when it is another'),
  })
  .refine(({ said, asked }) => (said === undefined) !== (asked === undefined), 'must have either "said" or "asked"')
  .refine(({ asked, answered }) => answered === undefined || asked !== undefined, 'must have "asked" where it has "answered"')
  .refine(({ answered, answeredOn }) => answeredOn === undefined || answered !== undefined, 'must have "answered" where it has "answeredOn"')
  .refine(({ on, answeredOn }) => answeredOn === undefined || answeredOn >= on, 'must not be answered before it was asked')

const recipientSchema = z.strictObject({
  id: nameSchema.describe('Short name of the person, unique at the client'),
  name: z
    .string()
    .min(1)
    .regex(/^[^\r\n]*$/, 'must stand on one line')
    .describe('Name of the person'),
  email: z.email({ error: (issue) => `must be a mail address, got ${JSON.stringify(issue.input)}` }).describe('Address of the person'),
  optedOut: daySchema.optional().describe('Day on which the person asked for no more mail: it gets none, and every plan says so'),
})

const unique = (entries: readonly { id: string }[]): boolean => new Set(entries.map((entry) => entry.id)).size === entries.length

/** `content/clients/NAME.yaml`: an organisation on retainer. */
export const clientSchema = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .regex(/^[^\r\n]*$/, 'must stand on one line')
      .describe('Name of the organisation'),
    tier: nameSchema.describe("Its tier, one of site.yaml's"),
    since: daySchema.describe('First day it is served'),
    until: daySchema.optional().describe('Last day it is served, included; absent: open'),
    key: z
      .int()
      .min(1, { error: (issue) => `must be a whole number from 1 on, got ${JSON.stringify(issue.input)}` })
      .default(1)
      .describe('Number of its key to sealed pages; another number is another key: old links open nothing any more'),
    credit: z.boolean().default(false).describe('May be named on the public site'),
    recipients: z.array(recipientSchema).default([]).refine(unique, 'must have a different "id" for each recipient').describe('People who get mail'),
    concerns: z
      .array(concernSchema)
      .default([])
      .refine(unique, 'must have a different "id" for each concern')
      .describe('What it said it cares about'),
    answers: z
      .array(answerSchema)
      .default([])
      .describe('What it answered about proposals that meet a concern, shown again when such a proposal moves'),
    uses: z.string().min(1).optional().describe('What it uses the project for'),
    stack: stackSchema.optional().describe('What it runs; vulnerabilities are matched to it'),
    notes: z
      .array(noteSchema)
      .default([])
      .describe('What was said, asked and answered, day by day; its report tells it which of its questions were answered'),
  })
  .describe('A client on retainer')

export type Client = z.infer<typeof clientSchema>
export type Concern = z.infer<typeof concernSchema>
export type Recipient = z.infer<typeof recipientSchema>
