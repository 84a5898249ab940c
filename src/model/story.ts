import { z } from 'zod'
import { instantSchema } from './instant.ts'
import { itemSchema } from './item.ts'

/** What stands before a reason that speaks against a story. */
export const AGAINST = 'against: '

/** Items that belong together, with their place in the ranking. */
export const storySchema = z
  .strictObject({
    id: z.string().min(1).describe('Id of the item that tells it best'),
    rank: z.int().positive().describe('1 = the story that matters most'),
    score: z.number().describe('Higher matters more'),
    reasons: z.array(z.string()).describe('Why it stands where it stands, strongest first'),
    drafted: instantSchema.optional().describe('When its line was first drafted; drafted and gone from the digest: the maintainer said no'),
    section: z.string().min(1).describe('Id of the section it falls under'),
    folded: z.string().optional().describe('Why it has no line of its own, such as "tests only"'),
    title: z.string().describe('Title of the item that tells it best'),
    state: z.string().min(1).optional().describe('Where it stands at the end of the window: "accepted 3 May, landed in 4 changes, reverted 2 June"'),
    refs: z.array(z.string()).min(1).describe('Every change, issue and proposal of the story'),
    items: z.array(itemSchema).min(1).describe('Its items, the one that tells it best first'),
  })
  .describe('Items that belong together')

export type Story = z.infer<typeof storySchema>
