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
    requests: z.int().nonnegative().describe('Requests over the network; 0 for a clone'),
    problems: z.array(z.string()).describe('What a person should know, one sentence each'),
  })
  .describe('Coverage of one source')

export type Coverage = z.infer<typeof coverageSchema>
