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
const event = z.looseObject({ introduced: z.string().optional(), fixed: z.string().optional(), last_affected: z.string().optional() })
const imported = z.looseObject({ path: z.string().min(1), symbols: listOf(z.string()) })

const affected = z.looseObject({
  package: z.looseObject({ name: z.string().min(1), ecosystem: z.string().min(1) }).optional(),
  ranges: listOf(z.looseObject({ type: z.string(), events: listOf(event) })),
  severity: listOf(severity),
  ecosystem_specific: z.looseObject({ imports: listOf(imported) }).nullish(),
})

/** One entry, as far as it is used here: what is unknown passes, what is needed must be there. @see https://ossf.github.io/osv-schema/ 1.7.5 (read 2026-11) */
const entrySchema = z.looseObject({
  id: z.string().regex(/^\S+$/),
  modified: z.string(),
  published: text,
  withdrawn: text,
  aliases: listOf(z.string().min(1)),
  summary: text,
  details: text,
  severity: listOf(severity),
  affected: listOf(affected),
  references: listOf(z.looseObject({ type: z.string(), url: z.string() })),
  database_specific: z.looseObject({ review_status: text, severity: z.unknown().optional() }).nullish(),
})

export type OsvEntry = z.infer<typeof entrySchema>
export type Affected = OsvEntry['affected'][number]

/** An entry as upstream gave it, or why it cannot be read, in words. */
export function readEntry(answer: unknown): OsvEntry | { unreadable: string } {
  if (answer === undefined) return { unreadable: 'it is no JSON' }
  const read = entrySchema.safeParse(answer)
  if (read.success) return read.data
  const [issue] = read.error.issues
  return { unreadable: `${issue?.path.join('.') || 'the entry'}: ${issue?.message}` }
}

/** Milliseconds since 1970 of a date; undefined for none, for what is no date and for the zero date of year 1. */
export function timeOf(date: string | undefined): number | undefined {
  const time = date && /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:?\d\d)$/i.test(date) ? Date.parse(date) : Number.NaN
  return time > 0 ? time : undefined
}
