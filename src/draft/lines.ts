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
  // A reader must not take for new what is not.
  const state = lead?.kind === 'vulnerability' && { updated: 'Updated: ', withdrawn: 'Withdrawn: ' }[lead.state ?? '']
  const title: PhrasingContent = { type: 'text', value: story.title }
  // A commit of a project that nobody can look up by its name alone tells a reader nothing.
  const issues = story.refs.filter((ref) => !story.items.some((item) => item.id === ref) && !/^[^/]+@[0-9a-f]{12}$/.test(ref)).slice(0, SHOWN)
  return {
    type: 'listItem',
    spread: false,
    children: [
      {
        type: 'paragraph',
        children: [
          ...(unread ? [{ type: 'text' as const, value: 'TODO read: ' }] : []),
          ...(state ? [{ type: 'text' as const, value: state }] : []),
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
  const [, owner, commit] = /^([A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+)@([0-9a-f]{12})$/.exec(ref) ?? []
  const [advisory] = /^(?:CVE-\d{4}-\d+|GHSA(?:-[0-9a-z]{4}){3})$/.exec(ref) ?? []
  const url = repository
    ? `https://github.com/${repository}/issues/${number}`
    : owner
      ? `https://github.com/${owner}/commit/${commit}`
      : advisory && (advisory.startsWith('CVE') ? `https://www.cve.org/CVERecord?id=${advisory}` : `https://github.com/advisories/${advisory}`)
  const text: PhrasingContent = { type: 'text', value: number ? `#${number}` : ref }
  return url ? { type: 'link', url, children: [text] } : text
}

function evidence(story: Story): MdxFlowExpression {
  const [lead, ...others] = story.items
  const told = [
    `${DRAFTED.evidence}${story.reasons.join('; ') || 'nothing speaks for or against it'} (score ${story.score})`,
    ...(lead ? about(lead) : []),
    ...others.slice(0, SHOWN).map((item) => `Also ${item.id} ${item.title} (${facts(item)})`),
    ...others.flatMap((item) => item.notes.map((note) => `Mind, of ${item.id}: ${note}`)),
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
  const files = item.paths.length === 0 ? '' : `: ${item.paths.slice(0, SHOWN).join(', ')}${item.paths.length > SHOWN ? ', …' : ''}`
  const { text, known } = item.kind === 'vulnerability' ? apart(item.message) : { text: item.message, known: [] }
  return [`${facts(item)}${files}`, ...excerpt(text), ...known, ...named(item), ...item.notes.map((note) => `Mind: ${note}`)]
}

/** A vulnerability's text, and what its database says in the last paragraph, a line each: what is affected, where it is fixed, how severe it is. */
function apart(message: string): { text: string; known: string[] } {
  const end = message.lastIndexOf('\n\n')
  return {
    text: end < 0 ? '' : message.slice(0, end),
    known: message
      .slice(end + 1)
      .split('\n')
      .filter(Boolean),
  }
}

/** What the item names, told from its side: a change fixes an issue, a vulnerability is fixed by a change. */
function named(item: Item): string[] {
  const [fixes, updates] = item.kind === 'vulnerability' ? ['was fixed by', 'was reported in'] : ['fixes', 'updates']
  const told = item.references.map((reference) => `${reference.verb === 'fixes' ? fixes : updates} ${reference.id}`)
  return told.length > 0 ? [`It ${told.join(', ')}`] : []
}

function facts(item: Item): string {
  const size = item.kind === 'change' ? `+${item.added} −${item.deleted} in ${item.paths.length} ${item.paths.length === 1 ? 'file' : 'files'}` : ''
  const steps = item.transitions.map(({ at, to }) => `${to} ${day(at)}`).join(', ')
  const state = item.state && steps ? `${item.state} (${steps})` : (item.state ?? steps)
  return [item.author ?? (item.kind === 'change' ? 'unknown' : ''), day(item.at), state, size].filter(Boolean).join(', ')
}

function day(at: string): string {
  const [year, month, number] = at.slice(0, 10).split('-').map(Number)
  return `${number} ${MONTHS[(month ?? 1) - 1]} ${year}`
}

/**
 * The first paragraph that says something, on one line, at most 600 characters, and what breaks, if a later one says so.
 * Templates' comments, rules of dashes and paragraphs that only name issues say nothing.
 */
function excerpt(message: string): string[] {
  const paragraphs = message
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
