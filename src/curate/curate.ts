import type { Item } from '../model/item.ts'
import { DESK, NEXT, SINCE, type Section, type Sections } from '../model/section.ts'
import type { Story } from '../model/story.ts'
import type { Weights } from '../model/weights.ts'
import type { Window } from '../model/window.ts'
import type { ToldBefore } from '../told-before.ts'
import { isCarried } from './backports.ts'
import { fallsUnder } from './falls-under.ts'
import { follow } from './follow.ts'
import { TAKES_BACK } from './features/trackers.ts'
import { type Measured, measure, valuesOf } from './measure.ts'
import { named } from './names-of.ts'
import { notable } from './notable.ts'
import { SHIPPED } from './shipped.ts'
import { stateOf } from './state-of.ts'
import { takesBack } from './takes-back.ts'
import type { Told } from './told.ts'
import { scoreOf, usualOf, weigh } from './weigh.ts'

/** Where stories go that no section of the maintainer's takes. */
const REST: Section = { id: 'rest', title: 'Everything else', match: {}, limit: 20 }

/** What stories are ranked for. `weights`: the maintainer's own; `told`: what earlier digests told, the latest first; `complete`: no source lacks a part of the window. */
export type Curation = { sections: Sections; window: Window; weights?: Weights | undefined; told?: readonly ToldBefore[]; complete?: boolean }

/**
 * Items as stories, best first, each under one of the sections that are given back: the maintainer's, "Everything else" where it is needed, "Since last time" and "On my desk" first and "Coming next" last.
 * What was told before as under way is followed (see `follow`); what takes back a story that an earlier digest told stands in front of all.
 * A total order: equal scores stand newest first, then by id, so that the same items give the same list whatever their order.
 */
export function curate(
  items: readonly Item[],
  { sections, window, weights = SHIPPED, told: before = [], complete = false }: Curation,
): { stories: Story[]; sections: Section[] } {
  const matching = sections.sections.filter((section) => ![SINCE.id, DESK.id, NEXT.id].includes(section.id))
  const all = measure(items)
  const usual = usualOf(
    all.filter(({ fold }) => fold === undefined).map(({ values }) => values),
    weights,
  )
  const found = all.map((measured) => {
    const { group, fold, matter, values } = measured
    const { score, reasons } = weigh(values, { weights, usual, matter })
    const told = tellingOrder(measured, { weights, usual })
    const [lead] = told
    if (!lead) throw new Error('A story without items')
    const broken = told.map((item) => takesBack(item, { told: before, items })).find((digest) => digest !== undefined)
    const story: Omit<Story, 'rank'> = {
      id: lead.id,
      score: Math.round(score * 1000) / 1000,
      reasons: [...known(group, broken), ...reasons.filter((reason) => broken === undefined || reason !== TAKES_BACK.words), ...counts(told)],
      section: besideOf(told, window) ?? (matching.find((section) => fallsUnder(section, told)) ?? REST).id,
      ...(fold && broken === undefined && sections.fold.includes(fold) && { folded: fold }),
      title: lead.title,
      ...withState(stateOf(told, window)),
      ...notable(group, window),
      refs: refsOf(told),
      items: told,
    }
    return { story, front: broken !== undefined }
  })
  const inFront = new Set(found.flatMap(({ story, front }) => (front ? [story.id] : [])))
  const followed = follow(
    found.map(({ story }) => story),
    { told: before, window, complete },
  )
  followed.sort(
    (a, b) =>
      Number(inFront.has(b.id)) - Number(inFront.has(a.id)) ||
      place(a) - place(b) ||
      b.score - a.score ||
      (b.items[0]?.at ?? '').localeCompare(a.items[0]?.at ?? '') ||
      a.id.localeCompare(b.id, 'en'),
  )
  const ranked = followed.map((story, index): Story => ({ ...story, rank: index + 1 }))
  const own = new Set(sections.sections.map((section) => section.id))
  return {
    stories: ranked,
    sections: [SINCE, DESK, ...sections.sections, REST, NEXT].filter(
      (section) =>
        sections.sections.includes(section) ||
        (!own.has(section.id) && ((section !== REST && section !== SINCE) || ranked.some((story) => story.section === section.id))),
    ),
  }
}

/** The items of a story, the one that tells it best first: a vulnerability, whatever the changes that fix it are worth; what was carried to a branch, an issue or a revert only where there is nothing else. */
function tellingOrder({ group, matter }: Measured, by: { weights: Weights; usual: readonly number[] }): Item[] {
  const standing = (told: Told): number => {
    const { item } = told
    return item.kind === 'vulnerability' ? 4 : item.kind === 'issue' ? 0 : item.reverts.length > 0 ? 1 : isCarried(told) ? 2 : 3
  }
  const alone = (told: Told): number => {
    const only = { ...matter, all: [told], changes: told.item.kind === 'change' ? [told] : [] }
    return group.members.length > 1 ? scoreOf(valuesOf(only), by) : 0
  }
  return group.members
    .map((told) => ({ item: told.item, standing: standing(told), score: alone(told) }))
    .sort((a, b) => b.standing - a.standing || b.score - a.score || b.item.at.localeCompare(a.item.at) || a.item.id.localeCompare(b.item.id, 'en'))
    .map(({ item }) => item)
}

function refsOf(told: readonly Item[]): string[] {
  return [
    ...new Set([
      ...told.map((item) => item.id),
      ...told.flatMap((item) => item.aliases),
      ...told.flatMap((item) => named(item).map((reference) => reference.id)),
    ]),
  ]
}

function withState(state: string | undefined): Pick<Story, 'state'> {
  return state === undefined ? {} : { state }
}

/** What grouping alone can know. */
function known({ reverted, members }: Measured['group'], broken: string | undefined): string[] {
  if (broken !== undefined) return [`takes back what ${broken} told`]
  if (reverted) return [members.every(({ item }) => item.reverts.length > 0) ? 'was reverted and given back' : 'landed and was reverted']
  return []
}

/** Stories of the window first, then the folded ones, then what is not of the window. */
function place(story: Omit<Story, 'rank'>): number {
  const { section, followed, folded } = story
  return section === NEXT.id ? 4 : followed && !followed.moved && section === SINCE.id ? 3 : section === DESK.id ? 2 : folded ? 1 : 0
}

/** What is not of the window: open work of the maintainer's, and what is planned or was accepted before and waits. */
function besideOf(items: readonly Item[], window: Window): string | undefined {
  if (items.every((item) => item.kind === 'change' && item.state === 'open')) return DESK.id
  if (items.every((item) => item.state === 'planned' || (item.kind === 'proposal' && item.state === 'accepted' && item.at < window.since)))
    return NEXT.id
  return undefined
}

/** How many there are of what there are several of. */
function counts(told: readonly Item[]): string[] {
  const vulnerabilities = told.filter((item) => item.kind === 'vulnerability').length
  const changes = told.filter((item) => item.kind === 'change').length
  return [...(vulnerabilities > 1 ? [`${vulnerabilities} vulnerabilities`] : []), ...(changes > 1 ? [`${changes} changes`] : [])]
}
