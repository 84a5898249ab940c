import type { List, Nodes, Root, RootContent } from 'mdast'
import { toString } from 'mdast-util-to-string'
import { draftedNote } from '../drafted-note.ts'
import { markersOf } from '../markers-of.ts'
import { isExpression } from '../mdx.ts'
import type { Section } from '../model/section.ts'
import type { Story } from '../model/story.ts'
import { isBeside } from './mentions.ts'

/** Heading (or, where there is none, the first node), the bulleted list that takes new lines, and from where to where a section goes, as offsets. */
type Place = { heading: RootContent; list: List | undefined; start: number; end: number }

/**
 * What belongs to a section in a digest: found by its heading, whatever its case and comments, or by the last line that still carries a marker
 * of the section's stories in `before`; undefined where neither is left. With `others`, a heading of one of them is not taken for this section's.
 */
export function findPlace(
  tree: Root,
  section: Section,
  { before, others = [] }: { before: readonly Story[]; others?: readonly Section[] },
): Place | undefined {
  const ids = new Set(before.filter((story) => story.section === section.id).flatMap((story) => story.refs))
  const title = section.title.toLowerCase()
  let from = tree.children.findIndex((node) => node.type === 'heading' && said(node) === title)
  if (from < 0) {
    const last = tree.children.findLastIndex((node) => markersOf(node).some((marker) => ids.has(marker.id)))
    from = tree.children.findLastIndex((node, index) => index <= last && node.type === 'heading')
    if (last < 0) return undefined
    if (from < 0) from = last
  }
  const head = tree.children[from]
  if (!head || (said(head) !== title && others.some((other) => said(head) === other.title.toLowerCase()))) return undefined
  const depth = head.type === 'heading' ? head.depth : 6
  const after = tree.children.findIndex((node, index) => index > from && node.type === 'heading' && node.depth <= depth)
  const inside = tree.children.slice(from, after < 0 ? undefined : after)
  const lists = inside.filter((node): node is List => node.type === 'list' && node.ordered !== true && node.position?.start.column === 1)
  // Mentions carry no marker: a list of nothing else is continued too.
  const list = lists.findLast((node) => markersOf(node).length > 0) ?? (isBeside(section.id) ? lists.at(-1) : undefined)
  const coverage = inside.findIndex(isCoverage)
  const last = coverage > 0 ? inside[coverage - 1] : inside.at(-1)
  return { heading: head, list, start: head.position?.start.offset ?? 0, end: (last ?? head).position?.end.offset ?? 0 }
}

/** Whether a node is the comment that says what was asked. */
export function isCoverage(node: RootContent): boolean {
  return draftedNote(node) === 'coverage'
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
