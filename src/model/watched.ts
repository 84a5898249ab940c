import { z } from 'zod'
import { instantSchema } from './instant.ts'
import { osvEntrySchema } from './osv-entry.ts'

/** What can happen to a vulnerability that clients are owed a word about. */
const happened = z.enum(['new', 'updated', 'withdrawn'])

const recordSchema = z.strictObject({
  seen: instantSchema.describe('When the watch first saw it'),
  open: z
    .strictObject({
      what: happened.describe('What happened that waits for an answer'),
      at: instantSchema.describe('When: publication, modification or withdrawal, as the database says'),
      before: z.array(z.string()).optional().describe('Its facts before, one a line; absent: the watch does not know them'),
    })
    .optional()
    .describe('Absent: nothing of it waits for an answer'),
  dismissed: z
    .strictObject({ on: instantSchema.describe('When'), why: z.string().min(1).describe("The maintainer's reason") })
    .optional()
    .describe('The last time that the maintainer said that nobody needs a word about it'),
  entry: osvEntrySchema.describe('The entry as it was seen last'),
})

/** `$DIGEST_PRIVATE/watch.json`: what the watch saw last time, and what of it waits for an answer. */
export const watchedSchema = z
  .strictObject({
    sources: z
      .array(
        z.strictObject({
          asked: z.string().describe('What the database was asked for: its address or folder, and the packages'),
          since: instantSchema.describe('When it first answered that whole'),
          gave: z.int().nonnegative().optional().describe('How many entries it gave when it did last; absent: the watch did not count them then'),
        }),
      )
      .describe('Databases that are watched: what one gives for the first time may be old'),
    records: z.array(recordSchema).describe('One an entry, in the order in which they were seen'),
  })
  .describe('What the watch saw last time')

export type Watched = z.infer<typeof watchedSchema>
export type WatchRecord = Watched['records'][number]
export type OpenEvent = NonNullable<WatchRecord['open']>
