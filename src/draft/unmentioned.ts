import type { MdxFlowExpression } from 'mdast-util-mdx'
import { DRAFTED } from '../drafted-note.ts'
import type { Story } from '../model/story.ts'
import { namesOf } from '../names-of.ts'
import { comment } from './comment.ts'

/**
 * Stories that a digest must not pass over in silence and that no line tells: those that never had a line and were not listed before, and
 * those whose line was deleted before it was known what they are. `hasLine`: a line stands for a story, or is drafted now.
 */
export function unmentioned(
  stories: readonly Story[],
  { before, hasLine }: { before: readonly Story[]; hasLine: (story: Story) => boolean },
): Story[] {
  const known = Map.groupBy(
    before.flatMap((story) => story.items.flatMap(namesOf).map((name) => ({ name, story }))),
    ({ name }) => name,
  )
  return stories.filter((story) => {
    if (!story.notable || hasLine(story)) return false
    const past = story.items.flatMap(namesOf).flatMap((name) => known.get(name)?.map((one) => one.story) ?? [])
    const decided = past.filter((one) => one.drafted !== undefined || one.listed !== undefined).flatMap((one) => one.notable ?? [])
    return story.notable.some((why) => !decided.includes(why))
  })
}

/** They as a comment, a line each: to be told above, or waved off by deleting the line. */
export function unmentionedNote(stories: readonly Story[]): MdxFlowExpression {
  const lines = stories.map((story) => `  ${story.items.map((item) => item.id).join(', ')} ${story.title} (${story.notable?.join(', ')})`)
  const help = 'they stand in no line. Tell them, or delete their lines here'
  return { type: 'mdxFlowExpression', value: `/*\n${comment([`${DRAFTED.unmentioned}${stories.length}; ${help}`, ...lines].join('\n'))}\n*/` }
}
