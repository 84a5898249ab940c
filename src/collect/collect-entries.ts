import { instant } from '../model/instant.ts'
import type { Coverage } from '../model/coverage.ts'
import type { OsvEntry } from '../model/osv-entry.ts'
import type { Source } from '../model/source.ts'
import { askSource } from './ask-source.ts'
import { entriesOf } from './osv/entries-of.ts'
import { timeOf } from './osv/read-entry.ts'
import type { CollectOptions } from './upstream.ts'

/** What one vulnerability database gave. `asked`: what it is asked for, the same as long as its configuration is. */
export type FoundEntries = { source: string; asked: string; entries: OsvEntry[] } & Pick<Coverage, 'complete' | 'problems'>

/** Before the first entry of any database. */
const EVER = '1970-01-01T00:00:00Z'
const WAIT_MS = 60_000

/**
 * All entries of the packages of each vulnerability database among the sources, as they are at `until` (an instant), one source after another; a draft that
 * asks the same is waited for. Their dates are instants in UTC, empty where the database does not say. A source that fails is not complete, says why, and the others go on.
 */
export async function collectEntries(sources: readonly Source[], until: string, options: CollectOptions): Promise<FoundEntries[]> {
  const found: FoundEntries[] = []
  for (const source of sources) {
    if (source.kind !== 'osv') continue
    const { id, url, path, packages } = source
    const window = { since: EVER, until }
    const answer = await askSource(source, { ...options, waitMs: WAIT_MS }, (upstream) => entriesOf(source, { window, upstream }))
    const { entries, complete, problems } =
      'result' in answer
        ? { entries: answer.result.entries.map(dated), ...answer.result.coverage }
        : { entries: [], complete: false, problems: [answer.problem] }
    found.push({ source: id, asked: JSON.stringify([url ?? path, packages]), entries, complete, problems })
  }
  return found
}

function dated(entry: OsvEntry): OsvEntry {
  const [published = '', modified = '', withdrawn = ''] = [entry.published, entry.modified, entry.withdrawn].map((date) => {
    const time = timeOf(date)
    return time === undefined ? '' : instant(time)
  })
  return { ...entry, published, modified, withdrawn }
}
