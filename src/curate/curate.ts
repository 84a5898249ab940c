import type { Item } from '../model/item.ts'
import { DESK, NEXT, type Section, type Sections } from '../model/section.ts'
import type { Window } from '../model/window.ts'
import type { Story } from '../model/story.ts'
import { foldOf } from './fold-of.ts'
import { groupItems } from './group-items.ts'
import { scoreItem } from './score-item.ts'
import { isSecurity } from './signals.ts'
import { fallsUnder } from './falls-under.ts'

/** Where stories go that no section of the maintainer's takes. */
const REST: Section = { id: 'rest', title: 'Everything else', match: {}, limit: 20 }

/**
 * Items as stories, best first, each under one of the sections that are given back: the maintainer's, "Everything else" where it is needed, "On my desk" first and "Coming next" last.
 * A total order: equal scores stand newest first, then by id, so that the same items give the same list whatever their order.
 */
export function curate(items: readonly Item[], sections: Sections, window: Window): { stories: Story[]; sections: Section[] } {
  const matching = sections.sections.filter((section) => section.id !== DESK.id && section.id !== NEXT.id)
  const stories = groupItems(items).map(({ members, reverted, reasons }): Omit<Story, 'rank'> => {
    const told = members
      .map((item) => ({ item, ...scoreItem(item) }))
      .sort(
        (a, b) =>
          standing(b.item) - standing(a.item) || b.score - a.score || b.item.at.localeCompare(a.item.at) || a.item.id.localeCompare(b.item.id, 'en'),
      )
    const [lead] = told
    if (!lead) throw new Error('A story without items')
    const fold = reverted && !members.some(isSecurity) ? 'reverted' : foldOf(members)
    const score = lead.score + 0.3 * Math.log2(members.length) + (reasons.length > 0 ? 1 : 0)
    return {
      id: lead.item.id,
      score: Math.round(score * 100) / 100,
      reasons: [...reasons, ...lead.reasons, ...(reverted ? [] : counts(members))],
      section: besideOf(members, window) ?? (matching.find((section) => fallsUnder(section, members)) ?? REST).id,
      ...(fold && sections.fold.includes(fold) && { folded: fold }),
      title: lead.item.title,
      refs: [
        ...new Set([
          ...told.map(({ item }) => item.id),
          ...told.flatMap(({ item }) => item.aliases),
          ...told.flatMap(({ item }) => item.references.map((reference) => reference.id)),
        ]),
      ],
      items: told.map(({ item }) => item),
    }
  })
  stories.sort(
    (a, b) =>
      place(a) - place(b) || b.score - a.score || (b.items[0]?.at ?? '').localeCompare(a.items[0]?.at ?? '') || a.id.localeCompare(b.id, 'en'),
  )
  const ranked = stories.map((story, index): Story => ({ ...story, rank: index + 1 }))
  const own = new Set(sections.sections.map((section) => section.id))
  return {
    stories: ranked,
    sections: [DESK, ...sections.sections, REST, NEXT].filter(
      (section) =>
        sections.sections.includes(section) || (!own.has(section.id) && (section !== REST || ranked.some((story) => story.section === REST.id))),
    ),
  }
}

/** Stories of the window first, then the folded ones, then what is not of the window. */
function place(story: Omit<Story, 'rank'>): number {
  return story.section === DESK.id || story.section === NEXT.id ? 2 : story.folded ? 1 : 0
}

/** What is not of the window: open work of the maintainer's, and what is planned or was accepted before and waits. */
function besideOf(items: readonly Item[], window: Window): string | undefined {
  if (items.every((item) => item.kind === 'change' && item.state === 'open')) return DESK.id
  if (items.every((item) => item.state === 'planned' || (item.kind === 'proposal' && item.state === 'accepted' && item.at < window.since)))
    return NEXT.id
  return undefined
}

/** A vulnerability tells its story, whatever the changes that fix it are worth; an issue tells it only where nothing was done. */
function standing(item: Item): number {
  return item.kind === 'vulnerability' ? 2 : item.kind === 'issue' ? 0 : 1
}

/** How many there are of what there are several of. */
function counts(members: readonly Item[]): string[] {
  const vulnerabilities = members.filter((item) => item.kind === 'vulnerability').length
  const changes = members.filter((item) => item.kind === 'change').length
  return [...(vulnerabilities > 1 ? [`${vulnerabilities} vulnerabilities`] : []), ...(changes > 1 ? [`${changes} changes`] : [])]
}
