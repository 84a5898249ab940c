import type { Root, RootContent } from 'mdast'
import type { MdxFlowExpression } from 'mdast-util-mdx'
import { stringify } from 'yaml'
import { DRAFTED } from '../drafted-note.ts'
import { printMdx } from '../print-mdx.ts'
import type { Coverage } from '../model/coverage.ts'
import type { Section } from '../model/section.ts'
import type { Story } from '../model/story.ts'
import type { Window } from '../model/window.ts'
import { comment } from './comment.ts'
import { coverageLines } from './coverage-lines.ts'
import { type Fresh, linesOf, listing } from './fresh.ts'
import { unmentionedNote } from './unmentioned.ts'

type Beginning = { title: string; window: Window; coverage: readonly Coverage[] }

/** A digest that is not there yet: what the maintainer has to know, a summary to write, the sections with what is new in them, what is not mentioned, the coverage. */
export function firstDraft(
  input: Beginning,
  { fresh, unmentioned, below }: { fresh: ReadonlyMap<Section, Fresh>; unmentioned: readonly Story[]; below: (story: Story) => MdxFlowExpression[] },
): string {
  const note = (text: string): RootContent => ({ type: 'mdxFlowExpression', value: `/*\n${comment(text)}\n*/` })
  const children: RootContent[] = [
    { type: 'yaml', value: stringify({ title: input.title, summary: '', status: 'draft' }, { lineWidth: 0 }).trimEnd() },
    note(
      [
        `${DRAFTED.help} The short comment at the end of a line is the marker of its story: keep one to a`,
        'line. A line that you delete stays deleted. Comments stand in no edition. What only clients may read goes between <Clients> and',
        '</Clients>; <Clients tier="NAME"> is for that tier and above, <Clients only="NAME"> for one client. When it is done: write the',
        'summary and set status: ready.',
      ].join('\n'),
    ),
    { type: 'heading', depth: 2, children: [{ type: 'text', value: 'Executive summary' }] },
    { type: 'paragraph', children: [{ type: 'text', value: 'TODO: what happened, and what to do about it, in two or three paragraphs.' }] },
  ]
  for (const [section, news] of fresh) {
    const { shown, listed, mentions, beyond } = news
    children.push({ type: 'heading', depth: 2, children: [{ type: 'text', value: section.title }] })
    if (shown.length + mentions.length > 0) children.push(linesOf(section, news, { unread: false, below }))
    if (listed.length + beyond.length > 0) children.push(listing([...listed, ...beyond], DRAFTED.notShown))
  }
  if (unmentioned.length > 0) children.push(unmentionedNote(unmentioned))
  children.push(note(coverageText(input)))
  const root: Root = { type: 'root', children }
  return printMdx(root)
}

function coverageText(input: Beginning): string {
  return [
    `${DRAFTED.coverage}${input.window.since} to ${input.window.until}`,
    ...coverageLines(input.coverage).flatMap(({ source, asked, problems }) => [source, ...[...asked, ...problems].map((line) => `  ${line}`)]),
  ].join('\n')
}
