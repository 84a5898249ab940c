import type { Root } from 'mdast'
import { type Marker, markersOf } from '../markers-of.ts'
import type { Item } from '../model/item.ts'
import type { Section } from '../model/section.ts'
import type { Story } from '../model/story.ts'
import { namesOf } from '../names-of.ts'
import { markedOf, ownersOf } from '../owners-of.ts'
import { findPlace } from './find-place.ts'
import { isBeside } from './mentions.ts'

/**
 * What the last draft recorded and the digest as it stands say of the stories of this run. An item is known by its id and by each alias, then
 * and now: a repository may have been renamed in between. A story that stood beside, on the desk or as coming next, and now falls under
 * another section is new there: what it had beside tells of something else.
 */
export type Earlier = {
  /** The stories of this run, with the day on which their line was drafted: as recorded, or now where a marker stands for them. */
  stories: Story[]
  /** Stories that had a line and are not among those of this run, or only within another: kept, so that what was deleted stays deleted. */
  gone: Story[]
  /** Items of a story of `stories` that were not there before. */
  unseen: (story: Story) => Item[]
  /** Whether a line of the digest stands for a story. */
  hasLine: (story: Story) => boolean
  /** Markers of the digest, in order. */
  markers: Marker[]
  /** Whether a story without a line in its own section left one behind, beside. */
  leftLine: (story: Story) => boolean
  /** Whether a story had its own line in a section. */
  stoodIn: (story: Story, section: Section) => boolean
}

/** @see Earlier */
export function earlier(
  tree: Root,
  { stories, before, sections, now }: { stories: readonly Story[]; before: readonly Story[]; sections: readonly Section[]; now: string },
): Earlier {
  const past = new Map<string, Story[]>()
  for (const story of before) for (const name of story.items.flatMap(namesOf)) past.set(name, [...(past.get(name) ?? []), story])
  const pastOf = (items: readonly Item[]): Story[] => items.flatMap(namesOf).flatMap((name) => past.get(name) ?? [])
  const lastsFor = (story: Story, items: readonly Item[]): Story[] => pastOf(items).filter((one) => !hasLeft(story, one))

  const owners = ownersOf(stories)
  const places = new Map(
    sections.filter((section) => isBeside(section.id)).map((section) => [section.id, findPlace(tree, section, { before, others: sections })]),
  )
  // The marker of a line that was left behind beside stands for no line in the story's own section; moved out of there, it does.
  const isLeftBehind = (owner: Story, offset: number): boolean =>
    pastOf(owner.items).some((one) => {
      const place = hasLeft(owner, one) ? places.get(one.section) : undefined
      return place !== undefined && offset >= place.start && offset < place.end
    })
  const all = markersOf(tree)
  const markers = all.filter(({ id, offset }) => {
    const owner = owners.get(id)
    return owner === undefined || !isLeftBehind(owner, offset)
  })
  const marked = new Set(markers.map(({ id }) => owners.get(id)))
  const inPlace = new Set(markers)
  const behind = new Set(all.filter((marker) => !inPlace.has(marker)).map(({ id }) => owners.get(id)?.id))
  const lines = new Set([...marked].map((story) => story?.id))
  const ids = new Set(markers.map(({ id }) => id))
  const homes = new Map(stories.flatMap((story) => story.items.flatMap(namesOf).map((name) => [name, story] as const)))
  const homesOf = (one: Story): Story[] => one.items.flatMap(namesOf).flatMap((name) => homes.get(name) ?? [])

  const stands = markedOf(before, all)
  // Of a story that is told apart now, its line belongs to the part that the line's marker names, or else to the part that tells what it told;
  // what was deleted stays deleted in all its parts.
  const isHeir = (story: Story, one: Story): boolean =>
    marked.has(story) ||
    !stands.has(one) ||
    (!homesOf(one).some((home) => marked.has(home)) &&
      story.items.flatMap(namesOf).some((name) => namesOf(one.items[0] ?? { id: one.id, aliases: [] }).includes(name)))
  // What was deleted and is part now of a story with a line is known by its own record alone, should it be told apart again.
  const isHidden = (one: Story): boolean => !stands.has(one) && homesOf(one).some((home) => marked.has(home))

  return {
    stories: stories.map((story): Story => {
      const since = lastsFor(story, story.items).find((one) => one.drafted && isHeir(story, one))?.drafted ?? (marked.has(story) ? now : undefined)
      const listed = lastsFor(story, story.items).find((one) => one.listed)?.listed
      return { ...story, ...(since && { drafted: since }), ...(listed && { listed }) }
    }),
    gone: before
      .filter((story) => (story.drafted ?? story.listed) !== undefined && (homesOf(story).length === 0 || isHidden(story)))
      .map((story, index) => ({ ...story, rank: stories.length + index + 1, gone: true })),
    unseen: (story) =>
      story.items.filter(
        (item) => lastsFor(story, [item]).length === 0 && !(story.drafted && (before.length === 0 || namesOf(item).some((name) => ids.has(name)))),
      ),
    hasLine: (story) => lines.has(story.id),
    markers: all,
    leftLine: (story) => behind.has(story.id) && !lines.has(story.id),
    stoodIn: (story, section) => pastOf(story.items).some((one) => one.drafted && one.section === section.id),
  }
}

/** Whether a story, as it was, stood beside and now falls under another section. */
function hasLeft(story: Story, past: Story): boolean {
  return isBeside(past.section) && past.section !== story.section
}
