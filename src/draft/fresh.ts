import type { List, RootContent } from 'mdast'
import { printMdx } from '../print-mdx.ts'
import type { Section } from '../model/section.ts'
import type { Story } from '../model/story.ts'
import { comment } from './comment.ts'
import type { Line } from './insert-lines.ts'
import { type LineOptions, lines } from './lines.ts'
import { mentionLines } from './mentions.ts'

/** Stories without a line of their own, or changes that joined one with a line: why, and a line of ids and titles each. */
export type Listed = { why: string; text: string }[]
/** What is new in a section. `mentions`: stories of other sections that it mentions; `beyond`: those it has no room for, which have their lines there. */
export type Fresh = { shown: Story[]; listed: Listed; mentions: Story[]; beyond: Listed }

/** The lines of a section, its own first. */
export function linesOf(section: Section, { shown, mentions }: Pick<Fresh, 'shown' | 'mentions'>, options: LineOptions): List {
  const own = lines(shown, options)
  return { ...own, children: [...own.children, ...mentionLines(section, mentions, options).children] }
}

/** The same one by one, each with the rank that gives it its place; a mention has none. */
export function eachLine(section: Section, { shown, mentions }: Pick<Fresh, 'shown' | 'mentions'>, options: LineOptions): Line[] {
  return [
    ...shown.map((story) => ({ rank: story.rank, text: printMdx(lines([story], options)) })),
    ...mentions.map((story) => ({ rank: undefined, text: printMdx(mentionLines(section, [story], options)) })),
  ]
}

/** What has no line, counted by why, as one comment. */
export function listing(listed: Listed, heading: string): RootContent {
  const told = [...Map.groupBy(listed, (one) => one.why)].flatMap(([why, members]) => [
    `${members.length} ${why}`,
    ...members.map((one) => `  ${one.text}`),
  ])
  return { type: 'mdxFlowExpression', value: `/*\n${comment([`${heading}${listed.length}`, ...told].join('\n'))}\n*/` }
}
