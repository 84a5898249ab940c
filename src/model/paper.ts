import { z } from 'zod'

/** What a page is printed on. */
export const paperSchema = z.enum(['A4', 'Letter'])

export type Paper = z.infer<typeof paperSchema>
