import { z } from 'zod'

/** Where a proposal can stand. Anything closed without a mark of these is "closed (reason)". */
export const PROPOSAL_STATES = [
  'incoming',
  'active',
  'likely-accept',
  'likely-decline',
  'accepted',
  'implemented',
  'declined',
  'hold',
  'withdrawn',
  'removed',
] as const

/** Where a proposal stands on which nobody has decided. */
export const OPEN_STATES: ReadonlySet<string> = new Set([
  'incoming',
  'active',
  'likely-accept',
  'likely-decline',
  'hold',
] satisfies (typeof PROPOSAL_STATES)[number][])

const stateSchema = z.enum(PROPOSAL_STATES)

/** Whether a text is a regular expression. */
export function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'iu')
    return true
  } catch {
    return false
  }
}

/** A regular expression as text; case does not count. */
export const patternSchema = z
  .string()
  .min(1)
  .refine(isPattern, { error: (issue) => `must be a regular expression, got ${JSON.stringify(issue.input)}` })

/** A decision is announced so many days before it is made. */
export const ANNOUNCED_DAYS = 7

/** How a project marks its proposals and where they stand. */
export const proposalsSchema = z.strictObject({
  label: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .transform((label) => (typeof label === 'string' ? [label] : label))
    .describe('Label of a proposal, or a list of which it has one'),
  on: z
    .array(z.enum(['issues', 'pulls']))
    .min(1)
    .default(['issues'])
    .describe('What can be a proposal'),
  states: z.record(z.string(), stateSchema).default({}).describe('Label → state; "A + B": both labels; the first that holds counts'),
  comments: z
    .array(
      z.strictObject({
        match: patternSchema.describe('What the comment says, as a regular expression'),
        state: stateSchema.describe('Where it moves the proposal'),
      }),
    )
    .default([])
    .describe('Comments that move a proposal; the first that matches counts'),
  authors: z.array(z.string().min(1)).default([]).describe('Accounts whose comments move a proposal'),
  signature: patternSchema.optional().describe('What a comment of any other member of the project must hold to move a proposal'),
  file: z
    .strictObject({
      path: z.string().min(1).describe('Glob of the files, one a proposal'),
      field: z.string().min(1).describe('Key of its YAML that holds the state'),
      states: z.record(z.string(), stateSchema).describe('Value of that key → state'),
      number: z.string().min(1).optional().describe('Key of its YAML that holds the number of the issue where it is followed'),
    })
    .optional()
    .describe('A file that tells where a proposal stands: a merged pull request that changes its state moves it'),
  merged: stateSchema.optional().describe('State of a pull request that was merged'),
})

export type Proposals = z.infer<typeof proposalsSchema>
