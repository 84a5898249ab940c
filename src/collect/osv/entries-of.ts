import type { OsvEntry } from '../../model/osv-entry.ts'
import type { Window } from '../../model/window.ts'
import { askDatabase } from './osv-database.ts'
import { readOsvFolder } from './osv-folder.ts'
import type { OsvSource } from './osv-layout.ts'
import { affects, packagesOf, readPackage } from './osv-packages.ts'
import { readEntry } from './read-entry.ts'
import { type Collected, leftOut, type Upstream } from '../upstream.ts'

/** What a source says of its packages. `coverage` counts their entries; its `kept` are those that are given. */
export type Entries = { entries: OsvEntry[]; coverage: Collected['coverage'] }

const NAMED = 5

/**
 * The entries of a source's packages as they are now, but those of which an index says that they were last modified before the window. What cannot
 * be read is named. Offline, and where the server fails, what earlier runs brought serves; the latter is said to be not complete.
 * @throws {Problem} when nothing can be had
 */
export async function entriesOf(source: OsvSource, { window, upstream }: { window: Window; upstream: Upstream }): Promise<Entries> {
  const wanted = source.packages.map(readPackage)
  const brought =
    source.path === undefined
      ? await askDatabase({ ...source, url: source.url ?? '' }, wanted, { window, upstream })
      : await readOsvFolder(source.path, wanted, upstream)
  const passedOver = Object.values(brought.dropped).reduce((total, count) => total + count, 0)
  const entries: OsvEntry[] = []
  const unreadable: string[] = []
  const known = new Set<string>()
  const { dropped, drop } = leftOut(brought.dropped)
  for (const { id, answer, wanted: found } of brought.candidates) {
    const entry = readEntry(answer)
    if ('unreadable' in entry) {
      unreadable.push(`the entry ${id} cannot be read: ${entry.unreadable}`)
      drop('unreadable')
      continue
    }
    // What is listed under a package and tells nothing of it affects all of it.
    const ours = found.filter((one) => affects(entry, one) || !packagesOf(entry, one.ecosystem).includes(one.name))
    for (const one of ours) known.add(one.text)
    if (ours.length > 0) entries.push(entry)
    else drop('outside the packages')
  }
  const complete = brought.complete && unreadable.length === 0
  const unknown = wanted.filter(({ text }) => complete && (passedOver > 0 ? brought.unknown.includes(text) : !known.has(text)))
  return {
    entries,
    coverage: {
      complete,
      returned: brought.candidates.length + passedOver,
      kept: entries.length,
      dropped,
      asked: brought.asked,
      served: source.path !== undefined ? 'disk' : brought.live === 0 ? 'store' : brought.stored === 0 ? 'live' : 'live and store',
      problems: [
        ...brought.problems,
        ...unreadable.slice(0, NAMED),
        ...(unreadable.length > NAMED ? [`${unreadable.length - NAMED} more entries cannot be read`] : []),
        ...unknown.map(({ text }) => `nothing is known of "${text}": it has had no vulnerability yet, or "packages" misspells it`),
      ],
    },
  }
}
