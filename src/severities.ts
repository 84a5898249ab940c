import type { OsvEntry } from './model/osv-entry.ts'

/** How severe an entry calls it, as that stands there: the `word` of its database, "" where it gives none, and the vectors of the whole and of each block. */
export function severities({ severity, affected, database_specific: own }: OsvEntry): { word: string; vectors: OsvEntry['severity'] } {
  const word = own?.severity
  return { word: typeof word === 'string' ? word : '', vectors: [...severity, ...affected.flatMap((one) => one.severity)] }
}
