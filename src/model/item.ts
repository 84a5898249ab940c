import { z } from 'zod'
import { instantSchema } from './instant.ts'

/** An issue or change that an item's text names, and how. */
export const referenceSchema = z.strictObject({
  id: z.string().min(1).describe('"owner/repo#N" as spelled upstream, or "go/cl/N"'),
  verb: z.enum(['fixes', 'updates', 'follows']).describe('fixes: closed by it; updates: the work goes on; follows: a change that it builds on'),
})

/** One step of a proposal. */
export const transitionSchema = z.strictObject({
  at: instantSchema.describe('When it moved'),
  to: z.string().min(1).describe('The state it moved to'),
  by: z.string().optional().describe('Account that moved it'),
  url: z.url().optional().describe('Where that can be read'),
})

/** What an author wrote for those who will read about a change, and where, if that is a file. */
export const wordingSchema = z.strictObject({ path: z.string().optional(), text: z.string().min(1) })

/** One collected thing. Text fields hold what upstream wrote, white space folded in titles; they are data, never markup. */
export const itemSchema = z
  .strictObject({
    kind: z.enum(['change', 'proposal', 'issue', 'vulnerability', 'release', 'article']).describe('What it is'),
    id: z
      .string()
      .min(1)
      .describe('"go/cl/N", "owner/repo#N", "owner/repo@TAG", "GO-2024-N" or a link; a commit without a number is "NAME@" and 12 digits of its hash'),
    title: z.string().describe('One line'),
    url: z.url().optional().describe('Where a person can read it'),
    at: instantSchema.describe('When it happened: merged, opened, published'),
    author: z.string().optional().describe('Name as upstream gives it'),
    paths: z.array(z.string()).default([]).describe("Files it touches, in git's order"),
    added: z.int().nonnegative().default(0).describe('Lines added'),
    deleted: z.int().nonnegative().default(0).describe('Lines removed'),
    message: z.string().default('').describe('What upstream says below the title, without the trailers'),
    wording: z
      .array(wordingSchema)
      .default([])
      .describe("What its author wrote for those who will read about it: release-note fragments, answers to a template's question"),
    references: z.array(referenceSchema).default([]).describe('Issues and changes it names'),
    reverts: z.array(z.string()).default([]).describe('Ids, commit hashes or titles of what it takes back'),
    state: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Proposal: where it stands at the end of the window; issue, change: open or closed; vulnerability: new, updated or withdrawn in the window; release: planned or prerelease',
      ),
    transitions: z.array(transitionSchema).default([]).describe('Steps of a proposal up to the end of the window, oldest first'),
    labels: z.array(z.string()).default([]).describe('Its labels'),
    aliases: z.array(z.string()).default([]).describe('Other ids of the same thing, such as the CVE of a GO- id'),
    links: z.array(z.url()).default([]).describe('Where else it can be read: other sources have it too'),
    own: z
      .array(z.enum(['wrote', 'reviewed', 'decided']))
      .default([])
      .describe('What the maintainer had to do with it'),
    comments: z.int().nonnegative().optional().describe('Comments it got so far'),
    reactions: z.int().nonnegative().optional().describe('Reactions it got so far'),
    notes: z.array(z.string()).default([]).describe('What a person should know before relying on it, one sentence each'),
    commit: z.string().optional().describe('Full hash of the commit that landed it'),
  })
  .describe('A change, proposal, issue, vulnerability, release or article')

export type Item = z.infer<typeof itemSchema>
export type Transition = z.infer<typeof transitionSchema>
export type Reference = z.infer<typeof referenceSchema>
export type Wording = z.infer<typeof wordingSchema>
