import { z } from 'zod'
import { Problem } from '../../errors.ts'
import type { Window } from '../../model/window.ts'
import { askIndex, INDEX } from './osv-index.ts'
import { collectIndexed } from './osv-indexed.ts'
import { type Asking, type Brought, layoutOf } from './osv-layout.ts'
import type { Wanted } from './osv-packages.ts'
import { collectQueried, heldCandidates } from './osv-query.ts'
import { openEntries } from './osv-store.ts'
import type { Kept } from '../store.ts'
import type { Upstream } from '../upstream.ts'

/**
 * What a database says of the packages. Its layout is told by the address; a host that is not known is asked for an index first. Offline, and
 * where the server fails, what earlier runs were told serves.
 * @throws {Problem} when nothing can be had
 */
export async function askDatabase(
  source: { id: string; url: string },
  wanted: Wanted[],
  { window, upstream }: { window: Window; upstream: Upstream },
): Promise<Brought> {
  const { base, api, isApi } = layoutOf(source.url)
  const query = `${api}/query`
  const entries = await openEntries(upstream)
  let last: Kept | undefined
  for await (const kept of upstream.store.read('index')) last = kept
  const context = { base, wanted, window, entries, upstream, online: false }
  if (!upstream.offline) {
    if (isApi) return collectQueried(query, wanted, context)
    try {
      const index = await askIndex(base, wanted, upstream)
      return index ? await collectIndexed(index, { ...context, online: true }) : await collectQueried(query, wanted, context)
    } catch (error) {
      if (!(error instanceof Problem) || !last) throw error
      const brought = await recall(last, { ...context, query })
      return {
        ...brought,
        complete: false,
        problems: [`${error.message}. ${error.fix}`, `what was collected on ${last.at} is used`, ...brought.problems],
      }
    }
  }
  if (!last && entries.ids().length === 0)
    throw new Problem({
      what: `Cannot collect source "${source.id}" offline: nothing of ${base} was collected before`,
      where: base,
      fix: 'Run it once without --offline',
    })
  const brought = await recall(last, { ...context, query })
  if (!last) return { ...brought, complete: false, problems: ['it was never collected whole', ...brought.problems] }
  return Date.parse(last.at) < Date.parse(window.until)
    ? { ...brought, problems: [`collected last on ${last.at}: what came later is missing`, ...brought.problems] }
    : brought
}

/** What an earlier run was told; `last` undefined: none came to its end. */
async function recall(last: Kept | undefined, context: Asking & { query: string }): Promise<Brought> {
  if (last?.ask === INDEX) return collectIndexed(last.answer, context)
  const { wanted, entries, query } = context
  const ids = last ? z.array(z.string()).parse(last.answer) : entries.ids()
  const candidates = heldCandidates(entries, wanted, ids)
  const missing = ids.length - candidates.length
  return {
    candidates,
    dropped: missing > 0 ? { 'not collected yet': missing } : {},
    asked: [{ what: 'entries', query, returned: ids.length }],
    problems: missing > 0 ? [`${missing} of the entries could not be read when they were collected`] : [],
    complete: missing === 0,
    unknown: [],
    live: 0,
    stored: candidates.length,
  }
}
