import { z } from 'zod'
import { instantSchema } from './instant.ts'

/** A span of time, half-open: an item exactly at `until` belongs to the next window. */
export const windowSchema = z
  .strictObject({
    since: instantSchema.describe('First instant inside the window'),
    until: instantSchema.describe('First instant after the window'),
  })
  .describe('A half-open span of time in UTC')

export type Window = z.infer<typeof windowSchema>
