import { z } from 'zod'

/** What one source was asked and gave; `returned` = `kept` + the sum of `dropped`. */
export const coverageSchema = z
  .strictObject({
    id: z.string().min(1).describe('Id of the source'),
    kind: z.string().min(1).describe('Kind of the source'),
    complete: z.boolean().describe('false: the source failed, or is known to lack a part of the window'),
    returned: z.int().nonnegative().describe('What upstream gave for the window'),
    kept: z.int().nonnegative().describe('What became items'),
    dropped: z.record(z.string(), z.int().positive()).describe('Reason → how many were left out for it'),
    asked: z
      .array(
        z.strictObject({
          what: z.string().min(1).describe('What was asked for, such as "merged pulls"'),
          query: z.string().describe('The question as upstream got it'),
          returned: z.int().nonnegative().describe('How many came'),
          counted: z.int().nonnegative().optional().describe('How many upstream said there are'),
        }),
      )
      .default([])
      .describe('The questions, one by one'),
    served: z
      .enum(['live', 'store', 'live and store', 'disk'])
      .default('disk')
      .describe('Where it came from: upstream now, what was kept of earlier runs, both, or files of this machine'),
    requests: z.int().nonnegative().describe('Requests over the network; 0 for a clone'),
    problems: z.array(z.string()).describe('What a person should know, one sentence each'),
  })
  .describe('Coverage of one source')

export type Coverage = z.infer<typeof coverageSchema>
export type Asked = Coverage['asked'][number]
