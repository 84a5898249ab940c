import { z } from 'zod'
import { coverageSchema } from './coverage.ts'
import { identifierSchema } from './identifier.ts'
import { storySchema } from './story.ts'
import { windowSchema } from './window.ts'

/** `content/items/ID.json`: what was collected for a digest, every story in rank order, folded ones too. Holds nothing of any client. */
export const collectionSchema = windowSchema
  .extend({
    digest: identifierSchema.describe('ID of the digest'),
    sources: z.array(coverageSchema).describe('Coverage, source by source'),
    stories: z.array(storySchema).describe('Every story, in rank order'),
  })
  .describe('What was collected for one digest')

export type Collection = z.infer<typeof collectionSchema>
