import type { List, RootContent } from 'mdast'
import type { Section } from '../model/section.ts'
import type { Story } from '../model/story.ts'
import { comment } from './comment.ts'
import { lines } from './lines.ts'
import { mentionLines } from './mentions.ts'

/** Stories without a line of their own, or changes that joined one with a line: why, and a line of ids and titles each. */
export type Listed = { why: string; text: string }[]
/** What is new in a section. `mentions`: stories of other sections that it mentions; `beyond`: those it has no room for, which have their lines there. */
export type Fresh = { shown: Story[]; listed: Listed; mentions: Story[]; beyond: Listed }

/** The lines of a section, its own first. */
export function linesOf(section: Section, { shown, mentions }: Pick<Fresh, 'shown' | 'mentions'>, unread: boolean): List {
  const own = lines(shown, { unread })
  return { ...own, children: [...own.children, ...mentionLines(section, mentions, { unread }).children] }
}

/** What has no line, counted by why, as one comment. */
export function listing(listed: Listed, heading: string): RootContent {
  const told = [...Map.groupBy(listed, (one) => one.why)].flatMap(([why, members]) => [
    `${members.length} ${why}`,
    ...members.map((one) => `  ${one.text}`),
  ])
  return { type: 'mdxFlowExpression', value: `/*\n${comment([`${heading}${listed.length}`, ...told].join('\n'))}\n*/` }
}
