import { z } from 'zod'
import { patternSchema, PROPOSAL_STATES, proposalsSchema } from './proposals.ts'

const repository = z
  .string()
  .regex(/^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/, { error: (issue) => `must be "owner/repo", got ${JSON.stringify(issue.input)}` })
const id = z.string().min(1).regex(/^\S+$/, 'must hold no white space').describe('Name of the source in reports')
const paths = z.array(z.string().min(1)).min(1).optional().describe('Globs of the files that belong to the area; absent: everything')
const tracker = repository.optional().describe('Issue tracker that "Fixes #1" speaks of, "owner/repo"')
const branch = z
  .string()
  .min(1)
  .regex(/^[^-\s][^\s]*$/, 'must be a branch name')
  .describe('Branch whose changes are collected')
const address = z
  .url({ protocol: /^https?$/, error: (issue) => `must be an http or https address, got ${JSON.stringify(issue.input)}` })
  // What stands in an address is shown and kept.
  .regex(/^[^:]+:\/\/[^/@]*(\/|$)/, { error: 'must hold no user name or password' })

const gerritSource = z.strictObject({
  id,
  kind: z.literal('gerrit').describe('A Gerrit server'),
  url: address.describe('Address of the server'),
  project: z.string().min(1).describe('Project on the server'),
  branch,
  tracker,
  paths,
})

const gitSource = z
  .strictObject({
    id,
    kind: z.literal('git').describe('A local clone; no network'),
    path: z.string().min(1).describe('Folder of the clone, absolute or relative to the content folder'),
    branch,
    changes: z
      .enum(['gerrit', 'github'])
      .describe('gerrit: the Reviewed-on trailer names the change; github: "(#N)" last in the subject, or a merge of #N'),
    name: z.string().min(1).regex(/^\S+$/, 'must hold no white space').describe('Project (gerrit) or owner/repo (github), first part of the ids'),
    tracker,
    paths,
  })
  .refine((source) => source.changes === 'gerrit' || repository.safeParse(source.name).success, {
    path: ['name'],
    error: (issue) => `must be "owner/repo" where changes is github, got ${JSON.stringify((issue.input as { name?: unknown } | undefined)?.name)}`,
  })

const proposals = z
  .union([z.strictObject({ preset: z.enum(['go', 'rust', 'kubernetes']).describe('Marks of a known project') }), proposalsSchema], {
    error: `must hold "preset" (go, rust or kubernetes), or "label" and "states", each of them ${PROPOSAL_STATES.join(', ')}`,
  })
  .optional()
  .describe('How proposals and their states are told')

const githubSource = z
  .strictObject({
    id,
    kind: z.literal('github').describe('GitHub, by GraphQL'),
    repository: repository.describe('Repository, "owner/repo"'),
    collect: z
      .array(z.enum(['pulls', 'issues', 'proposals', 'releases']))
      .min(1)
      .default(['pulls'])
      .describe('What to collect'),
    labels: z.array(z.string().min(1)).optional().describe('An issue with one of these labels is in the area'),
    titles: z.array(patternSchema).optional().describe('An issue whose title matches one of these regular expressions is in the area'),
    paths,
    proposals,
  })
  .refine((source) => !source.collect.includes('proposals') || source.proposals !== undefined, {
    path: ['proposals'],
    error: 'must say how proposals are told where they are collected: a preset, or label and states',
  })

const osvSource = z
  .strictObject({
    id,
    kind: z.literal('osv').describe('A vulnerability database in OSV format'),
    url: address.optional().describe('Address of a database in the layout of vuln.go.dev, or of api.osv.dev'),
    path: z.string().min(1).optional().describe('Folder of OSV files, absolute or relative to the content folder'),
    packages: z.array(z.string().min(1)).min(1).describe('Packages of the area, such as stdlib:crypto'),
  })
  .refine((source) => (source.url === undefined) !== (source.path === undefined), 'must hold one of "url" and "path"')

const feedSource = z.strictObject({
  id,
  kind: z.literal('feed').describe('An RSS or Atom feed'),
  url: address.describe('Address of the feed'),
  keywords: z.array(z.string().min(1)).optional().describe('Items that hold one of these words belong to the area; absent: all'),
})

/** One source of `content/sources.yaml`, told apart by `kind`. */
export const sourceSchema = z.discriminatedUnion('kind', [gerritSource, gitSource, githubSource, osvSource, feedSource])

/** `content/sources.yaml`; ids are unique. */
export const sourcesSchema = z
  .strictObject({
    sources: z
      .array(sourceSchema)
      .refine((sources) => new Set(sources.map((source) => source.id)).size === sources.length, 'must have a different "id" for each source')
      .describe('Where changes, proposals, issues, releases and vulnerabilities come from'),
  })
  .describe('The sources of a digest')

export type Source = z.infer<typeof sourceSchema>
export type GitSource = z.infer<typeof gitSource>
export type GithubSource = z.infer<typeof githubSource>
