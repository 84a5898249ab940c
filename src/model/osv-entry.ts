import { z } from 'zod'

const listOf = <T extends z.ZodType>(one: T) =>
  z
    .array(one)
    .nullish()
    .transform((list) => list ?? [])
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')
const severity = z.looseObject({ type: z.string(), score: z.string() })
const event = z.looseObject({
  introduced: z.string().optional(),
  fixed: z.string().optional(),
  last_affected: z.string().optional(),
  limit: z.string().optional(),
})
const range = z.looseObject({ type: z.string(), repo: text, events: listOf(event) })
const imported = z.looseObject({ path: z.string().min(1), symbols: listOf(z.string()), goos: listOf(z.string()), goarch: listOf(z.string()) })

const affected = z.looseObject({
  package: z.looseObject({ name: z.string().min(1), ecosystem: z.string().min(1) }).optional(),
  ranges: listOf(range),
  versions: listOf(z.string()),
  severity: listOf(severity),
  ecosystem_specific: z.looseObject({ imports: listOf(imported), custom_ranges: listOf(range) }).nullish(),
})

/** One entry, as far as it is used here: what is unknown passes, what is needed must be there. @see https://ossf.github.io/osv-schema/ 1.7.5 (read 2026-11) */
export const osvEntrySchema = z.looseObject({
  id: z.string().regex(/^\S+$/),
  modified: z.string(),
  published: text,
  withdrawn: text,
  aliases: listOf(z.string().min(1)),
  related: listOf(z.string().min(1)),
  summary: text,
  details: text,
  severity: listOf(severity),
  affected: listOf(affected),
  references: listOf(z.looseObject({ type: z.string(), url: z.string() })),
  credits: listOf(z.looseObject({ name: z.string(), type: text })),
  database_specific: z.looseObject({ url: text, review_status: text, severity: z.unknown().optional() }).nullish(),
})

export type OsvEntry = z.infer<typeof osvEntrySchema>
export type Affected = OsvEntry['affected'][number]
export type Range = Affected['ranges'][number]
