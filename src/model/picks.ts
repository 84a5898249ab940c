import { z } from 'zod'

/** What a person picked out of a window. */
export const picksSchema = z
  .object({
    release: z.string().min(1).optional().describe('Name of the window'),
    since: z.string().optional(),
    until: z.string().optional(),
    entries: z
      .array(
        z.object({
          section: z.string().default('').describe('Heading that it stands under'),
          refs: z.array(z.string().min(1)).describe('Ids of changes and issues that it cites'),
        }),
      )
      .describe('One entry a note'),
  })
  .describe('What a person picked')

export type Picks = z.infer<typeof picksSchema>
