import type { Link, List, ListItem, PhrasingContent } from 'mdast'
import type { MdxFlowExpression } from 'mdast-util-mdx'
import { DRAFTED } from '../drafted-note.ts'
import type { Item } from '../model/item.ts'
import type { Story } from '../model/story.ts'
import { comment } from './comment.ts'

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const SHOWN = 5

/** One drafted line: title, links of the issues it names, the marker, and below it, as a comment, what is needed to judge it. */
function line(story: Story, { unread }: { unread: boolean }): ListItem {
  const [lead] = story.items
  const title: PhrasingContent = { type: 'text', value: story.title }
  const issues = story.refs.filter((ref) => !story.items.some((item) => item.id === ref)).slice(0, SHOWN)
  return {
    type: 'listItem',
    spread: false,
    children: [
      {
        type: 'paragraph',
        children: [
          ...(unread ? [{ type: 'text' as const, value: 'TODO read: ' }] : []),
          lead?.url ? { type: 'link', url: lead.url, children: [title] } : title,
          ...issues.flatMap((ref, index): PhrasingContent[] => [{ type: 'text', value: index ? ', ' : ' (' }, issueLink(ref)]),
          { type: 'text', value: issues.length > 0 ? ') ' : ' ' },
          { type: 'mdxTextExpression', value: `/* ${comment(story.id)} */` },
        ],
      },
      evidence(story),
    ],
  }
}

/** Drafted lines as a list. `unread`: each begins with a TODO, which stops a build until somebody has read it. */
export function lines(stories: readonly Story[], options: { unread: boolean }): List {
  return { type: 'list', ordered: false, spread: false, children: stories.map((story) => line(story, options)) }
}

function issueLink(ref: string): Link | PhrasingContent {
  const [, repository, number] = /^([A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+)#(\d+)$/.exec(ref) ?? []
  const text: PhrasingContent = { type: 'text', value: number ? `#${number}` : ref }
  return repository ? { type: 'link', url: `https://github.com/${repository}/issues/${number}`, children: [text] } : text
}

function evidence(story: Story): MdxFlowExpression {
  const [lead, ...others] = story.items
  const told = [
    `${DRAFTED.evidence}${story.reasons.join('; ') || 'nothing speaks for or against it'} (score ${story.score})`,
    ...(lead ? about(lead) : []),
    ...others.slice(0, SHOWN).map((item) => `Also ${item.id} ${item.title} (${facts(item)})`),
    ...(others.length > SHOWN
      ? [
          `and ${others.length - SHOWN} more: ${others
            .slice(SHOWN)
            .map((item) => item.id)
            .join(', ')}`,
        ]
      : []),
  ]
  return { type: 'mdxFlowExpression', value: `/*\n${told.map((text) => comment(text)).join('\n')}\n*/` }
}

function about(item: Item): string[] {
  const named = item.references.map((reference) => `${reference.verb} ${reference.id}`)
  const files = item.paths.length === 0 ? '' : `: ${item.paths.slice(0, SHOWN).join(', ')}${item.paths.length > SHOWN ? ', …' : ''}`
  return [`${facts(item)}${files}`, ...excerpt(item), ...(named.length > 0 ? [`It ${named.join(', ')}`] : [])]
}

function facts(item: Item): string {
  const [year, month, day] = item.at.slice(0, 10).split('-').map(Number)
  const when = `${day} ${MONTHS[(month ?? 1) - 1]} ${year}`
  const size = item.kind === 'change' ? `, +${item.added} −${item.deleted} in ${item.paths.length} ${item.paths.length === 1 ? 'file' : 'files'}` : ''
  return `${item.author ?? 'unknown'}, ${when}${size}`
}

/**
 * The first paragraph that says something, on one line, at most 600 characters, and what breaks, if a later one says so.
 * Templates' comments, rules of dashes and paragraphs that only name issues say nothing.
 */
function excerpt(item: Item): string[] {
  const paragraphs = item.message
    .replace(/<!--[\s\S]*?-->/g, '')
    .split(/\n[^\S\n]*\n/)
    .map((text) =>
      text
        .replace(/^\s*-{3,}\s*$/gm, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter(
      (text) =>
        text &&
        !/^(?:(?:[*-] )?(?:fix(?:e[sd])?|close[sd]?|resolve[sd]?|updates?|for|reverts|part of)?:?\s*(?:\S*#\d+|https:\/\/\S+\/\d+)[.,]?\s*)+$/i.test(
          text,
        ),
    )
  const first = paragraphs[0] ?? ''
  const breaking = paragraphs.find((text, index) => index > 0 && /\bBREAKING[ -]CHANGE\b/.test(text))
  return [first, ...(breaking ? [breaking] : [])]
    .filter(Boolean)
    .map((text) => (text.length > 600 ? `${text.slice(0, 600).replace(/\s+\S*$/, '')} …`.toWellFormed() : text))
}
