import { type OsvEntry, osvEntrySchema } from '../../model/osv-entry.ts'

/** An entry as upstream gave it, or why it cannot be read, in words. */
export function readEntry(answer: unknown): OsvEntry | { unreadable: string } {
  if (answer === undefined) return { unreadable: 'it is no JSON' }
  const read = osvEntrySchema.safeParse(answer)
  if (read.success) return read.data
  const [issue] = read.error.issues
  return { unreadable: `${issue?.path.join('.') || 'the entry'}: ${issue?.message}` }
}
