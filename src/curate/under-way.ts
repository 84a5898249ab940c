import type { Story } from '../model/story.ts'
import { stateInWords } from '../state-in-words.ts'
import { isCarried } from './backports.ts'
import { namesAdvisory } from './features/security.ts'
import { tell } from './told.ts'

/** Where a story stands that is not at its end, in a few words; `announced`: its next step was told to come, so that its absence is worth a line. */
export type UnderWay = { state: string; announced: boolean }

/**
 * What is still to come of a story: the decision on a proposal, the work on an accepted one, the landing of a change, the backport of a fix
 * where the project has backports; undefined when it is at its end. `day`: what was planned for before it and is still open counts as announced.
 */
export function underWay(story: Pick<Story, 'items'>, { backports, day }: { backports: boolean; day: string }): UnderWay | undefined {
  const changes = story.items.filter((item) => item.kind === 'change')
  const proposal = story.items.find((item) => item.kind === 'proposal')
  if (proposal?.state === 'likely-accept' || proposal?.state === 'likely-decline') return { state: stateInWords(proposal.state), announced: true }
  const waiting = changes.find((item) => item.state === 'open')
  const landed = changes.some((item) => item.state !== 'open' && item.reverts.length === 0)
  if (waiting && !landed) return { state: 'in review', announced: true }
  if (proposal?.state === 'accepted' && !landed) return { state: 'accepted, and not landed', announced: true }
  if (proposal && ['incoming', 'active', 'hold'].includes(proposal.state ?? ''))
    return { state: stateInWords(proposal.state ?? ''), announced: false }
  if (backports && landed && isFix(story) && !changes.some((item) => isCarried(tell(item))))
    return { state: 'fixed, without a backport', announced: true }
  const [lead] = story.items
  if (lead?.state === 'planned') {
    const [, due] = /\bdue on (\d{4}-\d{2}-\d{2})\b/.exec(lead.title) ?? []
    return { state: 'planned', announced: due !== undefined && due < day }
  }
  return lead?.kind === 'issue' && lead.state === 'open' ? { state: 'open', announced: false } : undefined
}

/** Whether a story fixes a vulnerability. */
function isFix({ items }: Pick<Story, 'items'>): boolean {
  return items.some((item) => item.kind === 'vulnerability' || (item.kind === 'change' && namesAdvisory(`${item.title}\n${item.message}`)))
}
