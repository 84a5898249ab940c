import { z } from 'zod'
import { nameSchema } from './name.ts'

const oneLine = z
  .string()
  .min(1)
  .regex(/^[^\r\n]*$/, 'must stand on one line')

/** What a site can have beside its pages and feeds. */
export const EXTRAS = ['cards', 'search', 'markdown'] as const

/** `content/site.yaml`. */
export const siteSchema = z
  .strictObject({
    title: oneLine.describe('Name of the publication'),
    description: oneLine.optional().describe('What it is, in a sentence: on the front page and in feeds'),
    url: z
      .url({ protocol: /^https?$/, error: (issue) => `must be an http or https address, got ${JSON.stringify(issue.input)}` })
      .regex(/^[^?#]*[^/?#]$/, 'must not end with "/" nor hold "?" or "#"')
      .describe('Canonical address of the public site, without a trailing slash; a path is the base of every page'),
    author: z
      .strictObject({
        name: oneLine.describe('Name of the maintainer'),
        email: z.email().describe('Address of the maintainer; canary copies go there'),
        accounts: z.array(z.string().min(1)).default([]).describe("Accounts and names whose changes are the maintainer's own"),
      })
      .describe('Who writes the publication'),
    language: z
      .string()
      .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en or de-CH')
      .default('en')
      .describe('BCP 47 language tag of the texts'),
    tiers: z
      .array(nameSchema)
      .default([])
      .refine((tiers) => new Set(tiers).size === tiers.length, 'must name each tier once')
      .describe('Tiers of the retainers, lowest first'),
    sender: z
      .strictObject({
        from: oneLine
          .regex(/^([^<>@]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, 'must be an address or "Name <address>"')
          .describe('From line of the mail, "Name <address>"'),
        replyTo: z.email().optional().describe("Address that a reply reaches; the author's when absent"),
      })
      .optional()
      .describe('Who the mail comes from; needed to send'),
    highlight: z.boolean().default(true).describe('Whether code is highlighted on the public pages and those of clients'),
    extras: z
      .array(z.enum(EXTRAS))
      .default([...EXTRAS])
      .describe('What is made beside the pages: a picture of each for those who link to it, a search over all, a Markdown twin of each'),
    promise: z
      .strictObject({
        hours: z.number().positive().describe('Hours within which a vulnerability is answered'),
      })
      .optional()
      .describe('What clients were promised'),
  })
  .describe('The publication: who writes it, where it stands, how it is sent')

export type Site = z.infer<typeof siteSchema>
