import { z } from 'zod'

/** What one unit of a feature is worth, and how much of it a story has as a rule. */
const weightSchema = z.strictObject({
  weight: z.number().min(-100).max(100).describe('Added to the score for each unit above what is usual'),
  usual: z.number().min(-1e6).max(1e6).describe('Mean over the stories that it was fitted to; a story with as much gains and loses nothing'),
  spread: z
    .number()
    .nonnegative()
    .max(1e6)
    .describe('Standard deviation over those stories; 0: they told nothing of it, and its weight is knowledge alone'),
})

/** The weights of a ranking, by the id of the feature. */
export const weightsSchema = z
  .strictObject({
    from: z.string().min(1).describe('What they were fitted to, in words'),
    features: z.record(z.string(), weightSchema).describe('Feature → weight'),
  })
  .describe('Weights of the ranking')

export type Weights = z.infer<typeof weightsSchema>
