import { advisoryAddress } from '../../advisory-address.ts'
import { isMarker } from '../../markers-of.ts'
import type { Item } from '../../model/item.ts'
import type { Window } from '../../model/window.ts'
import { plain, plainLine } from '../../plain.ts'
import type { OsvEntry } from '../../model/osv-entry.ts'
import { timeOf } from './read-entry.ts'
import { osvFacts } from './osv-facts.ts'
import { osvReferences } from './osv-references.ts'
import { entryTitle } from '../../entry-title.ts'
import { instant } from '../../model/instant.ts'
import { BLANK, isInside } from '../upstream.ts'

const SEE = 3

/** What an entry was in the window, or why it does not belong there. Dates are compared as instants; a date that is not known is in no window. */
export function toVulnerability(entry: OsvEntry, window: Window): { item: Item } | { dropped: string } {
  const [since, until] = [Date.parse(window.since), Date.parse(window.until)]
  const inside = (time: number | undefined): time is number => time !== undefined && isInside(time, window)
  const [published, modified, withdrawn] = [entry.published, entry.modified, entry.withdrawn].map(timeOf)
  if (entry.database_specific?.review_status.toUpperCase() === 'UNREVIEWED') return { dropped: 'not reviewed' }
  if (withdrawn !== undefined && withdrawn < since) return { dropped: 'withdrawn before' }
  if (inside(withdrawn)) return { item: toItem(entry, { state: 'withdrawn', at: withdrawn }) }
  if (inside(published)) return { item: toItem(entry, { state: 'new', at: published }) }
  if (published === undefined && modified === undefined) return { dropped: 'without a date' }
  if (!inside(modified) || (published !== undefined && published >= until)) return { dropped: 'outside the window' }
  const item = toItem(entry, { state: 'updated', at: modified })
  return { item: published === undefined ? { ...item, notes: ['The database does not say when it was first published'] } : item }
}

function toItem(entry: OsvEntry, what: { state: string; at: number }): Item {
  const { references, others } = osvReferences(entry)
  const page = `https://osv.dev/vulnerability/${encodeURIComponent(entry.id).replaceAll('*', '%2A')}`
  const url = addressOf(entry) ?? page
  const aliases = [...new Set(entry.aliases.map(plainLine))]
  return {
    ...BLANK,
    kind: 'vulnerability',
    // A line of the digest can only be marked with what is told from an editor's comment.
    ...(isMarker(entry.id) ? { id: entry.id, aliases } : { id: page, aliases: [plainLine(entry.id), ...aliases] }),
    title: entryTitle(entry),
    url,
    at: instant(what.at),
    state: what.state,
    message: [
      plain(entry.details).trim(),
      others
        .filter((other) => other !== url)
        .slice(0, SEE)
        .map((other) => `See: ${plainLine(other)}`)
        .join('\n'),
      osvFacts(entry).join('\n'),
    ]
      .filter(Boolean)
      .join('\n\n'),
    references,
  }
}

/** Where a person reads it: the Go database's own page, else the advisory that the entry names. */
function addressOf(entry: OsvEntry): string | undefined {
  const own = entry.id.startsWith('GO-') ? advisoryAddress(entry.id) : undefined
  if (own !== undefined) return own
  const valid = entry.references.filter(({ url }) => URL.canParse(url) && /^https?:/i.test(url))
  const found = valid.find(({ type }) => type === 'ADVISORY') ?? valid.find(({ type }) => type === 'WEB')
  return found && new URL(found.url).href
}
