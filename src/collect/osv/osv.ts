import type { Item } from '../../model/item.ts'
import type { Source } from '../../model/source.ts'
import type { Window } from '../../model/window.ts'
import { readEntry } from './read-entry.ts'
import { readOsvFolder } from './osv-folder.ts'
import { toVulnerability } from './osv-item.ts'
import { affects, packagesOf, readPackage } from './osv-packages.ts'
import { askDatabase } from './osv-database.ts'
import { type Collected, leftOut, type Upstream } from '../upstream.ts'

type OsvSource = Extract<Source, { kind: 'osv' }>

const NAMED = 5

/**
 * Vulnerabilities of the packages that were published, updated or withdrawn inside the window. Coverage counts the entries of the packages.
 * Offline, and where the server fails, what earlier runs brought serves; the latter is said to be not complete.
 * @throws {Problem} when nothing can be had
 */
export async function collectOsv(source: OsvSource, window: Window, upstream: Upstream): Promise<Collected> {
  const wanted = source.packages.map(readPackage)
  const brought =
    source.path === undefined
      ? await askDatabase({ ...source, url: source.url ?? '' }, wanted, { window, upstream })
      : await readOsvFolder(source.path, wanted, upstream)
  const { problems } = brought
  let { complete } = brought
  const passedOver = sum(brought.dropped)
  const items: Item[] = []
  const undated: string[] = []
  const unreadable: string[] = []
  const known = new Set<string>()
  const { dropped, drop } = leftOut(brought.dropped)
  for (const { id, answer, wanted: found } of brought.candidates) {
    const entry = readEntry(answer)
    if ('unreadable' in entry) {
      unreadable.push(`the entry ${id} cannot be read: ${entry.unreadable}`)
      complete = false
      drop('unreadable')
      continue
    }
    // What is listed under a package and tells nothing of it affects all of it.
    const ours = found.filter((one) => affects(entry, one) || !packagesOf(entry, one.ecosystem).includes(one.name))
    for (const one of ours) known.add(one.text)
    const result = ours.length > 0 ? toVulnerability(entry, window) : { dropped: 'outside the packages' }
    if ('item' in result) items.push(result.item)
    else drop(result.dropped)
    if ('dropped' in result && result.dropped === 'without a date') undated.push(id)
  }
  problems.push(...unreadable.slice(0, NAMED), ...(unreadable.length > NAMED ? [`${unreadable.length - NAMED} more entries cannot be read`] : []))
  if (undated.length > 0)
    problems.push(
      `${undated.length} ${undated.length === 1 ? 'entry has' : 'entries have'} no date, so nobody knows whether the window holds them: ${undated.slice(0, NAMED).join(', ')}${undated.length > NAMED ? ', …' : ''}`,
    )
  for (const { text } of wanted)
    if (complete && (passedOver > 0 ? brought.unknown.includes(text) : !known.has(text)))
      problems.push(`nothing is known of "${text}": it has had no vulnerability yet, or "packages" misspells it`)
  return {
    items,
    coverage: {
      complete,
      returned: brought.candidates.length + passedOver,
      kept: items.length,
      dropped,
      asked: brought.asked,
      served: source.path !== undefined ? 'disk' : brought.live === 0 ? 'store' : brought.stored === 0 ? 'live' : 'live and store',
      problems,
    },
  }
}

function sum(dropped: Record<string, number>): number {
  return Object.values(dropped).reduce((total, count) => total + count, 0)
}
