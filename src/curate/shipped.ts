import { type Weights, weightsSchema } from '../model/weights.ts'
import shipped from './weights.json' with { type: 'json' }

/** The weights that come with the program: what `npm run fit` makes of a data folder. Numbers alone; no text of that data is in them. */
export const SHIPPED: Weights = weightsSchema.parse(shipped)
