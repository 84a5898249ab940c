import { isOpen } from './is-open.ts'
import type { Audience } from './model/audience.ts'
import type { ClientsMark } from './model/mark.ts'

/**
 * Whether an audience reads what a mark holds, at an instant; inside other marks, each of them must say so.
 * `tiers`: of the site, lowest first. A tier that is not among them reads nothing that names a tier.
 */
export function shownTo(
  audience: Audience,
  mark: { name: 'Clients' | 'Public' } & ClientsMark,
  context: { tiers: readonly string[]; now: Date },
): boolean {
  if (mark.name === 'Public') return audience.edition === 'public'
  if (mark.until !== undefined && isOpen(mark.until, context.now)) return true
  if (audience.edition === 'public') return false
  if (mark.only !== undefined) return mark.only === audience.client
  return mark.tier === undefined || context.tiers.indexOf(audience.tier) >= context.tiers.indexOf(mark.tier)
}
