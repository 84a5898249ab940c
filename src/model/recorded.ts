import { z } from 'zod'
import { collectionSchema } from './collection.ts'
import { itemSchema } from './item.ts'
import { storySchema } from './story.ts'

/** Of a story what says what it is and where it stood; all else, which is much, is not looked at. */
const recordedStorySchema = z.object({
  ...storySchema.pick({ id: true, title: true, state: true, followed: true, refs: true }).shape,
  items: z.array(z.object(itemSchema.pick({ id: true, title: true, url: true, aliases: true }).shape)),
})

/** Of `content/items/ID.json` what the public site is made from, and is searched against. */
export const recordedSchema = z.object({ ...collectionSchema.pick({ digest: true }).shape, stories: z.array(recordedStorySchema) })

export type RecordedStory = z.infer<typeof recordedStorySchema>
