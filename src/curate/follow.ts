import { dayOf } from '../model/day.ts'
import { LOST, type Story } from '../model/story.ts'
import { bareTitle } from '../bare-title.ts'
import { SINCE } from '../model/section.ts'
import type { Window } from '../model/window.ts'
import type { ToldBefore } from '../told-before.ts'
import { isCarried } from './backports.ts'
import { idsOf } from './names-of.ts'
import { tell } from './told.ts'
import { type UnderWay, underWay } from './under-way.ts'

type Unranked = Omit<Story, 'rank'>

/**
 * Stories of a window with what earlier digests told of them when they were still under way, and those of which nothing came: what moved,
 * and what was announced and did not happen, falls under "Since last time"; what the last digest told as merely under discussion and did
 * not move is folded there. The latest digest that told a story decides, and one whose line was deleted there is followed no more.
 * `complete`: every source gave all it has, so that a change that does not come is no longer open.
 */
export function follow(
  stories: readonly Unranked[],
  { told, window, complete }: { told: readonly ToldBefore[]; window: Window; complete: boolean },
): Unranked[] {
  const backports = [...stories, ...told.map((one) => one.story)].some((story) =>
    story.items.some((item) => item.kind === 'change' && isCarried(tell(item))),
  )
  const options = { backports, day: dayOf(window.until) }
  const find = finder(stories)
  const known = new Set<string>()
  const [latest] = told
  const followed = new Map<Unranked, Unranked>()
  const silent: Unranked[] = []
  for (const { digest, story, standing, closed } of told) {
    const names = story.items.flatMap(idsOf)
    const isKnown = names.some((name) => known.has(name))
    for (const name of names) known.add(name)
    const was = isKnown || !standing || story.state === LOST ? undefined : underWay(story, options)
    if (!was) continue
    const matches = find(story, was)
    const now = matches.find((one) => !followed.has(one))
    if (now) {
      const is = underWay(now, options)
      const moved = is?.state !== was.state
      followed.set(now, {
        ...now,
        followed: { digest, state: was.state, ...(closed && { closed: true as const }), moved },
        ...((moved || is?.announced) && { section: SINCE.id }),
        reasons: [tellsOf({ digest, closed }, was), ...now.reasons],
      })
    } else if (matches.length === 0 && (was.announced || digest === latest?.digest)) silent.push(carried(story, { digest, closed, was, complete }))
  }
  return [...stories.map((story) => followed.get(story) ?? story), ...silent]
}

/** A story of which nothing came, as it was told. */
function carried(
  story: Story,
  { digest, closed, was, complete }: Pick<ToldBefore, 'digest' | 'closed'> & { was: UnderWay; complete: boolean },
): Unranked {
  const { id, score, title, refs, items } = story
  const state = was.state === 'in review' && complete ? LOST : was.state
  return {
    id,
    score,
    reasons: [tellsOf({ digest, closed }, was)],
    section: SINCE.id,
    ...(!was.announced && { folded: 'waiting' }),
    title,
    state,
    followed: { digest, state: was.state, ...(closed && { closed: true as const }), moved: state !== was.state },
    refs,
    items,
  }
}

function tellsOf({ digest, closed }: Pick<ToldBefore, 'digest' | 'closed'>, was: UnderWay): string {
  return `${digest} told it as ${was.state}${closed ? ', to clients alone' : ''}`
}

/** What a story of an earlier digest is among those of the window, best first: what holds one of its things, then what names one or carries one over. */
function finder(stories: readonly Unranked[]): (told: Story, was: UnderWay) => Unranked[] {
  const best = [...stories].sort((a, b) => b.score - a.score)
  const index = (keysOf: (story: Unranked) => string[]): Map<string, Unranked[]> => {
    const found = new Map<string, Unranked[]>()
    for (const story of best) for (const key of new Set(keysOf(story))) found.set(key, [...(found.get(key) ?? []), story])
    return found
  }
  const holding = index((story) => story.items.flatMap(idsOf))
  const naming = index((story) => story.refs.map((ref) => ref.toLowerCase()))
  const carrying = index((story) =>
    story.items.filter((item) => item.kind === 'change' && isCarried(tell(item))).map((item) => bareTitle(item.title)),
  )
  return (told, was) => [
    ...new Set([
      ...told.items.flatMap(idsOf).flatMap((name) => holding.get(name) ?? []),
      ...(isAccepted(was) ? told.items.flatMap(idsOf).flatMap((name) => naming.get(name) ?? []) : []),
      ...told.items.flatMap((item) => (item.kind === 'change' ? (carrying.get(bareTitle(item.title)) ?? []) : [])),
    ]),
  ]
}

/** What names a promise does not keep it: an accepted proposal alone lands by what names it. */
function isAccepted(was: UnderWay): boolean {
  return was.state.startsWith('accepted')
}
