import { z } from 'zod'
import { collectionSchema } from './collection.ts'
import { coverageSchema } from './coverage.ts'
import { itemSchema } from './item.ts'
import { storySchema } from './story.ts'

/** Of a story what says what it is, when it happened, and where it stood; all else, which is much, is not looked at. */
const recordedStorySchema = z.object({
  ...storySchema.pick({ id: true, title: true, state: true, followed: true, refs: true }).shape,
  items: z.array(
    z.object({
      ...itemSchema.pick({ kind: true, id: true, title: true, url: true, at: true, message: true, paths: true, aliases: true, state: true }).shape,
      transitions: z.array(z.object(itemSchema.shape.transitions.unwrap().element.pick({ at: true, to: true }).shape)).default([]),
    }),
  ),
})

/** Of a source what readers may know: no questions, which can hold paths of the machine that asked them, and no problems. */
const recordedSourceSchema = z.object(coverageSchema.pick({ id: true, kind: true, complete: true, returned: true, kept: true, dropped: true }).shape)

/** Of `content/items/ID.json` what the public site is made from, and is searched against. */
export const recordedSchema = z.object({
  ...collectionSchema.pick({ digest: true, since: true, until: true }).shape,
  sources: z.array(recordedSourceSchema),
  stories: z.array(recordedStorySchema),
})

export type Recorded = z.infer<typeof recordedSchema>
export type RecordedStory = z.infer<typeof recordedStorySchema>
export type RecordedSource = z.infer<typeof recordedSourceSchema>
