import type { Collection } from '../model/collection.ts'
import type { Coverage } from '../model/coverage.ts'
import type { Item } from '../model/item.ts'
import type { Window } from '../model/window.ts'
import { joinSources } from './join-sources.ts'
import { suspects } from './suspects.ts'

const RECORDED = 'out of reach: taken from what the last draft recorded'

/** What a draft is made from. `failed`: sources that are not complete; `empty`: nothing came at all, though something was asked. */
export type Settled = { items: Item[]; coverage: Coverage[]; failed: Coverage[]; empty: boolean }

/**
 * What came in this run, with what earlier runs of this digest brought where a source failed: what it gave before is not forgotten because
 * it fails now. `before`: the digest as it was collected last; `last`: the window before this one; `offline`: for a source that is out of
 * reach the record of the last run stands, when it was of the same window.
 */
export function settle(
  collected: { items: readonly Item[]; coverage: readonly Coverage[] },
  given: {
    window: Window
    before: Collection | undefined
    last: Pick<Collection, 'until' | 'sources'> | undefined
    accounts: readonly string[]
    offline: boolean
  },
): Settled {
  const { window, before } = given
  const same = before?.since === window.since && before.until === window.until ? before : undefined
  const served = collected.coverage.map((source): Coverage => {
    const known = source.complete || !given.offline ? undefined : same?.sources.find((one) => one.id === source.id && one.complete)
    return known ? { ...known, served: 'store', requests: 0, problems: [...new Set([...known.problems, RECORDED])] } : source
  })
  const coverage = suspects(served, given.last)
  const failing = collected.coverage.some((source) => !source.complete)
  const earlier = failing ? (before?.stories ?? []).flatMap((story) => story.items) : []
  const inside = earlier.filter((item) => item.at >= window.since && item.at < window.until)
  return {
    items: inside.length > 0 ? joinSources([{ items: collected.items }, { items: inside }], given.accounts) : [...collected.items],
    coverage,
    failed: coverage.filter((source) => !source.complete),
    empty: collected.items.length === 0 && coverage.length > 0 && coverage.every((source) => !source.complete),
  }
}
