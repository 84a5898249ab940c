import type { Link, List, ListItem, PhrasingContent } from 'mdast'
import type { MdxFlowExpression } from 'mdast-util-mdx'
import { advisoryAddress } from '../advisory-address.ts'
import type { Item } from '../model/item.ts'
import { SINCE } from '../model/section.ts'
import { LOST, type Story } from '../model/story.ts'
import { idInWords } from '../period.ts'
import { comment } from './comment.ts'
import { evidence } from './evidence.ts'

const SHOWN = 5

/** How lines are drafted. `unread`: each begins with a TODO, which stops a build until somebody has read it; `below`: what stands below the evidence. */
export type LineOptions = { unread: boolean; below?: (story: Story) => MdxFlowExpression[] }

/** One drafted line: title, links of the issues it names, the marker, and below it, as a comment, what is needed to judge it. */
function line(story: Story, { unread, below }: LineOptions): ListItem {
  const [lead] = story.items
  // What landed is told by its title; what was decided, or taken back, is not.
  const moves = movesOf(story)
  const waits = story.followed !== undefined && !story.followed.moved && story.section === SINCE.id
  const state = waits
    ? 'Still open'
    : story.followed && story.state === LOST
      ? 'TODO see what became of it'
      : lead && !(moves && lead.kind === 'proposal')
        ? prefix(lead)
        : undefined
  const title: PhrasingContent = { type: 'text', value: story.title }
  // A commit of a project that nobody can look up by its name alone tells a reader nothing.
  const told = new Set([
    ...story.items.filter((item) => item === lead || item.kind === 'change').map((item) => item.id),
    // Former ids lead nowhere new; those of a vulnerability are what readers look for.
    ...story.items.filter((item) => item.kind !== 'vulnerability').flatMap((item) => item.aliases),
  ])
  const issues = story.refs.filter((ref) => !told.has(ref) && !/^[^/]+@[0-9a-f]{12}$/.test(ref)).slice(0, SHOWN)
  return {
    type: 'listItem',
    spread: false,
    children: [
      {
        type: 'paragraph',
        children: closedTo(story, [
          ...(unread ? [{ type: 'text' as const, value: 'TODO read: ' }] : []),
          ...(state ? [{ type: 'text' as const, value: `${state}: ` }] : []),
          lead?.url ? { type: 'link', url: lead.url, children: [title] } : title,
          ...issues.flatMap((ref, index): PhrasingContent[] => [{ type: 'text', value: index ? ', ' : ' (' }, issueLink(ref)]),
          { type: 'text', value: `${issues.length > 0 ? ')' : ''}${moves ? `, ${moves}` : ''}${story.followed ? '' : ' '}` },
          ...followedOf(story),
          { type: 'mdxTextExpression', value: `/* ${comment(story.id)} */` },
        ]),
      },
      evidence(story),
      ...(below?.(story) ?? []),
    ],
  }
}

function movesOf({ items, state, followed }: Story): string | undefined {
  if (followed) return followed.moved ? state : undefined
  return items.length > 1 && items.some((item) => item.kind === 'proposal' || item.reverts.length > 0) ? state : undefined
}

/** What an earlier digest told to clients alone is theirs again, until the maintainer opens it. */
function closedTo({ followed }: Story, children: PhrasingContent[]): PhrasingContent[] {
  return followed?.closed ? [{ type: 'mdxJsxTextElement', name: 'Clients', attributes: [], children }] : children
}

/** What an earlier digest told of it, with a link to that digest; not where it told it to clients alone. */
function followedOf({ followed }: Story): PhrasingContent[] {
  if (!followed) return []
  if (followed.closed) return [{ type: 'text', value: ' ' }]
  const { digest, state } = followed
  return [
    { type: 'text', value: ' (in ' },
    { type: 'link', url: `/${digest}/`, children: [{ type: 'text', value: idInWords(digest) }] },
    { type: 'text', value: `: ${state}) ` },
  ]
}

/** Drafted lines as a list. */
export function lines(stories: readonly Story[], options: LineOptions): List {
  return { type: 'list', ordered: false, spread: false, children: stories.map((story) => line(story, options)) }
}

function issueLink(ref: string): Link | PhrasingContent {
  const [, repository, number] = /^([A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+)#(\d+)$/.exec(ref) ?? []
  const [, owner, commit] = /^([A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+)@([0-9a-f]{12})$/.exec(ref) ?? []
  const url = repository
    ? `https://github.com/${repository}/issues/${number}`
    : owner
      ? `https://github.com/${owner}/commit/${commit}`
      : advisoryAddress(ref)
  const text: PhrasingContent = { type: 'text', value: number ? `#${number}` : ref }
  return url ? { type: 'link', url, children: [text] } : text
}

/** What a reader must know before the title: that a vulnerability is not new, where a proposal stands. */
function prefix({ kind, state }: Item): string | undefined {
  if (kind === 'vulnerability') return { updated: 'Updated', withdrawn: 'Withdrawn' }[state ?? '']
  return kind === 'proposal' && state ? `${state[0]?.toUpperCase()}${state.slice(1).replace('-', ' ')}` : undefined
}
