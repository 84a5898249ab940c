import type { Item } from '../../model/item.ts'
import type { Window } from '../../model/window.ts'
import { entriesOf } from './entries-of.ts'
import { toVulnerability } from './osv-item.ts'
import type { OsvSource } from './osv-layout.ts'
import { type Collected, leftOut, type Upstream } from '../upstream.ts'

const NAMED = 5

/**
 * Vulnerabilities of the packages that were published, updated or withdrawn inside the window. Coverage counts the entries of the packages.
 * @throws {Problem} as `entriesOf`
 */
export async function collectOsv(source: OsvSource, window: Window, upstream: Upstream): Promise<Collected> {
  const { entries, coverage } = await entriesOf(source, { window, upstream })
  const items: Item[] = []
  const undated: string[] = []
  const { dropped, drop } = leftOut(coverage.dropped)
  for (const entry of entries) {
    const result = toVulnerability(entry, window)
    if ('item' in result) items.push(result.item)
    else drop(result.dropped)
    if ('dropped' in result && result.dropped === 'without a date') undated.push(entry.id)
  }
  const problems =
    undated.length > 0
      ? [
          `${undated.length} ${undated.length === 1 ? 'entry has' : 'entries have'} no date, so nobody knows whether the window holds them: ${undated.slice(0, NAMED).join(', ')}${undated.length > NAMED ? ', …' : ''}`,
        ]
      : []
  return { items, coverage: { ...coverage, kept: items.length, dropped, problems: [...coverage.problems, ...problems] } }
}
