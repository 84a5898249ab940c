import { z } from 'zod'
import { daySchema } from './day.ts'
import { nameSchema } from './name.ts'

/** Tags that a digest may hold beside the marks; all without attributes. */
export const TAGS: ReadonlySet<string> = new Set(['b', 'i', 'em', 'strong', 's', 'sub', 'sup', 'kbd', 'abbr', 'br', 'mark', 'code', 'small'])

/** The beginning of a mark, or of its end, in a text that is read as it stands. */
export const WRITTEN_MARK = /<\/?(Clients|Public)\b/i

/** Attributes of `<Clients>`. */
export const clientsMarkSchema = z
  .strictObject({
    tier: nameSchema.optional().describe('This tier and above'),
    only: nameSchema.optional().describe('This client alone'),
    until: daySchema.optional().describe('Clients now, everyone from this day on'),
  })
  .refine((mark) => mark.tier === undefined || mark.only === undefined, 'must not hold both "tier" and "only"')

/** Attributes of `<Public>`: none. */
export const publicMarkSchema = z.strictObject({})

export type ClientsMark = z.infer<typeof clientsMarkSchema>
