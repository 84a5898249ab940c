import type { Story } from '../model/story.ts'
import type { Window } from '../model/window.ts'
import type { Group } from './group-items.ts'
import { isApi } from './paths.ts'

/** Why a digest must not pass a story over in silence: a vulnerability, a proposal accepted in the window, a change of what is public that stands. */
export function notable({ members, reverted }: Pick<Group, 'members' | 'reverted'>, window: Window): Pick<Story, 'notable'> {
  const items = members.map((told) => told.item)
  const isInside = (at: string): boolean => at >= window.since && at < window.until
  const accepted = items.some(
    ({ kind, transitions, state, at }) =>
      kind === 'proposal' &&
      (state === 'accepted' || state === 'implemented') &&
      (transitions.length > 0 ? transitions.filter((step) => step.to === 'accepted').map((step) => step.at) : [at]).some(isInside),
  )
  const found = [
    ...(items.some((item) => item.kind === 'vulnerability') ? ['vulnerability' as const] : []),
    ...(accepted ? ['accepted proposal' as const] : []),
    ...(!reverted && items.some((item) => item.kind === 'change' && item.state !== 'open' && item.paths.some(isApi)) ? ['public API' as const] : []),
  ]
  return found.length > 0 ? { notable: found } : {}
}
