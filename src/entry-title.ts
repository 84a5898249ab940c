import type { OsvEntry } from './model/osv-entry.ts'
import { plainLine } from './plain.ts'

/** What an entry of OSV is called where a line names it: its summary, else how its details begin, else its id; on one line, made safe to show. */
export function entryTitle({ id, summary, details }: OsvEntry): string {
  const [line = ''] = details.split('\n').filter((text) => text.trim())
  return plainLine(summary) || plainLine(line).slice(0, 200).toWellFormed() || plainLine(id)
}
