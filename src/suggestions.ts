import type { Nodes, Parents, Root } from 'mdast'
import { closedBefore } from './closed-mark.ts'
import { draftedNote } from './drafted-note.ts'
import { markersOf } from './markers-of.ts'
import { attributeOf, commentOf, isExpression, isTag, type Tag } from './mdx-nodes.ts'
import { nodesIn } from './nodes-in.ts'
import { plainLine } from './plain.ts'
import { visit } from './visit.ts'

/**
 * A passage that the program suggested for one client. `note`: the drafted comment in it; `mark`: the tag around it, undefined while that is
 * still a comment; `from`: the mark, else the comment; `above`: what holds it, the root first.
 */
export type Suggestion = { client: string; note: string; mark: Tag | undefined; from: Nodes; above: readonly Parents[] }

type Place = Pick<Suggestion, 'from' | 'above'>

/** A block with what holds it, the root first. */
export type Block = { node: Nodes; above: readonly Parents[] }

/** Blocks that are one line; in a table a row is one. */
const LINES: ReadonlySet<string> = new Set(['paragraph', 'heading', 'tableRow'])

/** Where an address or a break parts two words. */
const INLINE: ReadonlySet<string> = new Set(['emphasis', 'strong', 'delete', 'link', 'linkReference', 'mdxJsxTextElement'])

/** What was suggested in a document and still holds its drafted comment, in order, as comment or opened. One that the maintainer put out of its tags is none. */
export function suggestionsIn(tree: Root): Suggestion[] {
  const found: Suggestion[] = []
  if (!nodesIn(tree, 'mdxFlowExpression', 'mdxTextExpression').some((node) => draftedNote(node) === 'offer')) return found
  visit<Nodes>(tree, (node, ancestors) => {
    if (draftedNote(node) !== 'offer') return
    const above = ancestors as readonly Parents[]
    const note = commentOf(node) ?? ''
    const closed = closedBefore(above.at(-1)?.children ?? [], node)
    const at = above.findLastIndex((one) => isTag(one) && one.name === 'Clients')
    const mark = above[at]
    if (closed !== undefined && closed !== 'end') found.push({ client: closed.client, note, mark: undefined, from: node, above: [...above] })
    else if (mark && isTag(mark)) {
      const client = attributeOf(mark, 'only')
      if (client !== undefined) found.push({ client, note, mark, from: mark, above: above.slice(0, at) })
    }
  })
  return found
}

/**
 * The blocks that a suggestion may stand below, the likeliest first: the line that it stands in; of a list item what it begins with; else what stands
 * before it, the nearest first. `<Public>` and other suggestions are passed over; blocks without words are not.
 */
export function blocksAbove({ from, above }: Place, others: readonly Pick<Suggestion, 'mark'>[]): Block[] {
  const marks = new Set(others.flatMap(({ mark }): Nodes[] => (mark ? [mark] : [])))
  const blocks: Block[] = []
  let inside: Nodes = from
  for (const [index, holder] of [...above.entries()].reverse()) {
    const before = (holder.children as Nodes[]).slice(0, (holder.children as Nodes[]).indexOf(inside))
    const held = before.flatMap((node) => flat({ node, above: above.slice(0, index + 1) }, marks))
    if (LINES.has(holder.type)) blocks.push({ node: holder, above: above.slice(0, index) })
    else if (holder.type === 'listItem') return [...blocks, ...held]
    else if (holder.type !== 'tableCell' && !INLINE.has(holder.type)) blocks.push(...held.reverse())
    inside = holder
  }
  return blocks
}

/** Ids of the markers of the line that a passage stands below, suggested or not: all of its list item; outside of lists, those of the block before it. */
export function markersBeside(passage: Place, others: readonly Pick<Suggestion, 'mark'>[]): string[] {
  const item = passage.above.findLast((node) => node.type === 'listItem')
  if (item) return markersOf(item).map(({ id }) => id)
  const blocks = blocksAbove(passage, others)
  const nearest = blocks.findIndex(({ node }) => wordsOf(node) !== '')
  return blocks.slice(0, nearest + 1).flatMap(({ node }) => (node.type === 'list' ? [] : markersOf(node).map(({ id }) => id)))
}

/** What a node says without its comments, on one line; empty where it says nothing. */
export function wordsOf(node: Nodes): string {
  const said: string[] = []
  visit(node, (one: Nodes) => {
    if (isExpression(one)) return
    if ('alt' in one && one.alt) said.push(one.alt)
    else if ('value' in one && one.type !== 'yaml') said.push(one.value)
    else if ('children' in one ? !INLINE.has(one.type) : one.type === 'break') said.push(' ')
  })
  return plainLine(said.join(''))
}

/** A block as it is, or the blocks in it where it is a mark around blocks. */
function flat(block: Block, marks: ReadonlySet<Nodes>): Block[] {
  const { node, above } = block
  if (marks.has(node) || (isTag(node) && node.name === 'Public')) return []
  return node.type === 'mdxJsxFlowElement' ? node.children.flatMap((child) => flat({ node: child, above: [...above, node] }, marks)) : [block]
}
