import type { Root } from 'mdast'
import type { Section } from '../model/section.ts'
import type { Story } from '../model/story.ts'
import type { Earlier } from './earlier.ts'
import { findPlace } from './find-place.ts'
import type { Fresh, Listed } from './fresh.ts'
import { mentionsOf } from './mentions.ts'

const FOLDED: Record<string, string> = {
  tests: 'with nothing but tests',
  dependencies: 'of dependencies that moved',
  cleanup: 'of clean-ups across the tree',
  reverted: 'that landed and were reverted',
  waiting: 'told last time as under way, and not moved since',
}

/** The digest as it stands, its sections, and the stories of the last draft. */
type Given = { standing: Root; sections: readonly Section[]; before: readonly Story[] }

/**
 * What is new in each section that has something new: lines up to its limit for what has none, what is listed without one, and what it mentions
 * of other sections.
 */
export function freshOf(past: Earlier, given: Given): Map<Section, Fresh> {
  const { stories } = past
  const found: (readonly [Section, Fresh])[] = []
  for (const section of given.sections) {
    const here = stories.filter((story) => story.section === section.id)
    const place = new Set(here.filter((story) => !story.folded).slice(0, section.limit))
    const shown = here.filter((story) => place.has(story) && !story.drafted)
    const listed = here.filter((story) => !shown.includes(story)).flatMap((story) => listedOf(story, past))
    found.push([section, { shown, listed, mentions: [], beyond: [] }])
  }
  const news = new Set(found.flatMap(([, { shown }]) => shown))
  const told = stories.filter((story) => news.has(story) || (story.drafted && !story.folded)).sort((a, b) => a.rank - b.rank)
  const fresh = new Map<Section, Fresh>()
  for (const [section, { shown, listed }] of found) {
    const all = mentionsOf(
      section,
      told.filter((story) => !past.stoodIn(story, section)),
    )
    // A section that the maintainer took out is not brought back for a mention alone.
    const wanted = shown.length > 0 || !isTakenOut(section, given)
    const mentions = wanted ? all.mentions.filter((story) => news.has(story)) : []
    const beyond = wanted ? all.beyond.filter((story) => news.has(story)).map((story) => ({ why: all.why, text: `${story.id} ${story.title}` })) : []
    if (shown.length + listed.length + mentions.length + beyond.length > 0) fresh.set(section, { shown, listed, mentions, beyond })
  }
  return fresh
}

/** What the listing says of a story without a new line: nothing, when all of it was there before. */
function listedOf(story: Story, past: Earlier): Listed {
  const unseen = past.unseen(story)
  // What must not be passed over is listed for itself when it is new.
  if (unseen.length === 0 || (!story.drafted && story.notable && unseen.length === story.items.length)) return []
  if (!story.drafted) {
    const why = story.notable
      ? 'that joined what is not mentioned'
      : story.folded
        ? (FOLDED[story.folded] ?? story.folded)
        : 'beyond the limit of the section'
    return [{ why, text: `${story.items.map((item) => item.id).join(', ')} ${story.title}` }]
  }
  const joined = story.items.find((item) => !unseen.includes(item))?.id ?? story.id
  const why = past.hasLine(story) ? 'that joined a story with a line' : 'that joined a story whose line was deleted'
  return [{ why, text: `${unseen.map((item) => `${item.id} ${item.title}`).join('; ')} (with ${joined})` }]
}

/** Whether an earlier draft can have written into a section that is no longer there. */
function isTakenOut(section: Section, { before, sections, standing }: Given): boolean {
  const drafted = before.filter((story) => story.drafted)
  const written = before.some((story) => story.section === section.id) || mentionsOf(section, drafted).mentions.length > 0
  return written && findPlace(standing, section, { before, others: sections }) === undefined
}
