import { z } from 'zod'
import { identifierSchema } from './identifier.ts'
import { instantSchema } from './instant.ts'
import { itemSchema } from './item.ts'

/** What stands before a reason that speaks against a story. */
export const AGAINST = 'against: '

/** Where a change stands that was in review and is not among what is open any more: what became of it was not seen. */
export const LOST = 'no longer among what is open'

/** What a digest that says nothing of it has left out. */
export const NOTABLE = ['vulnerability', 'accepted proposal', 'public API'] as const

/** What the last earlier digest that told a story said of where it stood, when it was still under way. */
export const followedSchema = z.strictObject({
  digest: identifierSchema.describe('ID of that digest'),
  state: z.string().min(1).describe('Where it stood then, such as "likely accept" or "in review"'),
  closed: z.literal(true).optional().describe('It was told to clients alone'),
  moved: z.boolean().describe('false: nothing happened since, as far as was collected'),
})

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
    notable: z.array(z.enum(NOTABLE)).min(1).optional().describe('Why a digest must not pass it over in silence'),
    listed: instantSchema.optional().describe('When it was first listed as not mentioned; listed and gone from the list: waved off'),
    gone: z.literal(true).optional().describe('Not among what came last; kept so that what was deleted stays deleted'),
    followed: followedSchema.optional().describe('What an earlier digest told of it, when it was still under way'),
    refs: z.array(z.string()).min(1).describe('Every change, issue and proposal of the story'),
    items: z.array(itemSchema).min(1).describe('Its items, the one that tells it best first'),
  })
  .describe('Items that belong together')

export type Story = z.infer<typeof storySchema>
