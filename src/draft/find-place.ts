import type { List, Nodes, Root, RootContent } from 'mdast'
import { toString } from 'mdast-util-to-string'
import { draftedNote } from '../drafted-note.ts'
import { markersOf } from '../markers-of.ts'
import { isExpression } from '../mdx-nodes.ts'
import type { Section } from '../model/section.ts'
import type { Story } from '../model/story.ts'
import { isBeside } from './mentions.ts'

/**
 * Heading (or, where there is none, the first node), the bulleted list that takes new lines, from where to where a section goes, as offsets,
 * and the white space before what stands there: a section may stand in a mark, and be indented.
 */
type Place = { heading: RootContent; list: List | undefined; start: number; end: number; indent: string }

/**
 * What belongs to a section in a digest: found by its heading, whatever its case and comments and in whatever mark, or by where most lines are
 * that carry a marker of the section's stories in `before`, of equal places by the last; undefined where none is left. With `others`, what
 * stands below a heading of one of them is not taken for this section's.
 */
export function findPlace(
  tree: Root,
  section: Section,
  { before, others = [] }: { before: readonly Story[]; others?: readonly Section[] },
): Place | undefined {
  const title = section.title.toLowerCase()
  for (const siblings of blocksOf(tree)) {
    const at = siblings.findIndex((node) => node.type === 'heading' && said(node) === title)
    if (at >= 0) return placeAt(siblings, at, section)
  }
  const ids = new Set(before.filter((story) => story.section === section.id).flatMap((story) => story.refs))
  const titles = new Set(others.map((other) => other.title.toLowerCase()))
  let most: { siblings: RootContent[]; head: RootContent; lines: number } | undefined
  // A mark without a heading is a part of what is around it.
  for (const siblings of blocksOf(tree).filter((nodes) => nodes === tree.children || nodes.some(hasHeading))) {
    for (const [head, lines] of linesBelow(siblings, ids)) {
      const isOthers = head.type === 'heading' && titles.has(said(head))
      if (!isOthers && (most === undefined || lines >= most.lines)) most = { siblings, head, lines }
    }
  }
  return most && placeAt(most.siblings, most.siblings.indexOf(most.head), section)
}

/** How many markers of some ids stand below each heading among siblings; what stands above all of them, below the last node that has one. */
function linesBelow(siblings: readonly RootContent[], ids: ReadonlySet<string>): Map<RootContent, number> {
  const found = new Map<RootContent, number>()
  const lines = (node: RootContent): number =>
    hasHeading(node) && node.type !== 'heading' ? 0 : markersOf(node).filter(({ id }) => ids.has(id)).length
  const first = siblings.findIndex((node) => node.type === 'heading')
  const loose = siblings.slice(0, first < 0 ? undefined : first).filter((node) => lines(node) > 0)
  let head = loose.at(-1)
  for (const node of siblings) {
    if (node.type === 'heading') head = node
    if (head && lines(node) > 0) found.set(head, (found.get(head) ?? 0) + lines(node))
  }
  return found
}

/** Whether a node is a heading or a mark that holds one. */
function hasHeading(node: RootContent): boolean {
  return begins(node, 6)
}

/** Whether a node is a heading of at most some depth, or a mark that holds one: a section before it ends there. */
function begins(node: RootContent, depth: number): boolean {
  if (node.type === 'heading') return node.depth <= depth
  return node.type === 'mdxJsxFlowElement' && (node.children as RootContent[]).some((child) => begins(child, depth))
}

function placeAt(siblings: readonly RootContent[], from: number, section: Section): Place | undefined {
  const head = siblings[from]
  if (!head) return undefined
  const depth = head.type === 'heading' ? head.depth : 6
  const after = siblings.findIndex((node, index) => index > from && begins(node, depth))
  const inside = siblings.slice(from, after < 0 ? undefined : after)
  const column = head.position?.start.column ?? 1
  const lists = inside.filter((node): node is List => node.type === 'list' && node.ordered !== true && node.position?.start.column === column)
  // Mentions carry no marker: a list of nothing else is continued too.
  const list = lists.findLast((node) => markersOf(node).length > 0) ?? (isBeside(section.id) ? lists.at(-1) : undefined)
  const trailer = inside.findIndex(isTrailer)
  const last = trailer > 0 ? inside[trailer - 1] : inside.at(-1)
  return {
    heading: head,
    list,
    start: head.position?.start.offset ?? 0,
    end: (last ?? head).position?.end.offset ?? 0,
    indent: ' '.repeat(column - 1),
  }
}

/** Blocks that are siblings: those of the document, then those of each mark in it. */
function blocksOf(node: Root | RootContent): RootContent[][] {
  if (node.type !== 'root' && node.type !== 'mdxJsxFlowElement') return []
  const children = node.children as RootContent[]
  return [children, ...children.flatMap(blocksOf)]
}

/** Whether a node is one of the comments that end a first draft: what is not mentioned, what was asked. */
export function isTrailer(node: RootContent): boolean {
  return ['coverage', 'unmentioned'].includes(draftedNote(node) ?? '')
}

/** What a heading says, without its comments. */
function said(node: RootContent): string {
  return 'children' in node
    ? (node.children as Nodes[])
        .filter((child) => !isExpression(child))
        .map((child) => toString(child))
        .join('')
        .trim()
        .toLowerCase()
    : ''
}
