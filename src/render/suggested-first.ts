import type { List, ListItem, Nodes, Paragraph, Parents, PhrasingContent, Root, RootContent } from 'mdast'
import type { MdxJsxFlowElement } from 'mdast-util-mdx'
import { isTag } from '../mdx-nodes.ts'
import type { Audience } from '../model/audience.ts'
import { nodesIn } from '../nodes-in.ts'
import { type Block, blocksAbove, type Suggestion, suggestionsIn } from '../suggestions.ts'
import { type AudienceContext, cutFor } from './audience.ts'

/** The heading under which a client finds what is for it alone. */
export const WHY = 'Why this matters to you'

/** What holds words of a line, and stays around a passage that is taken out of it. */
const INLINE: ReadonlySet<string> = new Set(['emphasis', 'strong', 'delete', 'link', 'linkReference'])
const LINES: ReadonlySet<string> = new Set(['paragraph', 'heading', 'tableCell'])

type Reads = (nodes: readonly Nodes[]) => boolean

/**
 * A document's tree for one client, not cut yet: the passages that were suggested for it and still hold their drafted comment stand at its head
 * under a heading of their own, each below the words of its line, and nowhere else. Each stays inside all marks that stood around it, so that the
 * cut decides what is read, here as there. The tree itself for other audiences, and where the client would read no such passage. What is in a
 * footnote stays, since it is read only where something refers to it, and so does a definition of what is defined twice, of which the first counts.
 */
export function suggestedFirst(tree: Root, audience: Audience, context: AudienceContext): Root {
  const client = audience.edition === 'clients' ? audience.client : undefined
  if (client === undefined) return tree
  const reads: Reads = (nodes) => cutFor(audience, { type: 'root', children: nodes as RootContent[] }, context).children.length > 0
  const all = suggestionsIn(tree)
  const twice = definedTwice(tree)
  const taken = new Map<Nodes, Suggestion>()
  for (const one of all) {
    const isHeld = one.above.some((node) => taken.has(node) || node.type === 'footnoteDefinition')
    if (one.client === client && one.mark && !isHeld && reads(passageOf(one, twice))) taken.set(one.mark, one)
  }
  if (taken.size === 0) return tree

  const isTaken = (node: Nodes): boolean => taken.has(node)
  const passages = [...taken.values()].map((one) => ({ ...lineOf(one, { all, isTaken, reads }), passage: passageOf(one, twice) }))
  const items = [...Map.groupBy(passages, ({ key }) => key).values()].map((some): ListItem => {
    const children = [...(some[0]?.line ?? []), ...some.flatMap(({ passage }) => passage)]
    return { type: 'listItem', spread: true, children: children as ListItem['children'] }
  })
  const rest = replaced(tree, isTaken, (mark) => staying(mark, twice)[0] ?? nothing(mark)) as Root
  const at = rest.children[0]?.type === 'yaml' ? 1 : 0
  return { ...rest, children: [...rest.children.slice(0, at), head(client, items), ...rest.children.slice(at)] }
}

function head(client: string, items: ListItem[]): MdxJsxFlowElement {
  const list: List = { type: 'list', ordered: false, spread: true, children: items }
  return {
    type: 'mdxJsxFlowElement',
    name: 'Clients',
    attributes: [{ type: 'mdxJsxAttribute', name: 'only', value: client }],
    children: [{ type: 'heading', depth: 2, children: [{ type: 'text', value: WHY }] }, list],
  }
}

/** The words of the line that a suggestion stands below, as far as its reader gets them; none below a list, a table or code. `key`: the same for those of one line. */
function lineOf(
  suggestion: Suggestion,
  { all, isTaken, reads }: { all: readonly Suggestion[]; isTaken: (node: Nodes) => boolean; reads: Reads },
): { key: Nodes; line: Nodes[] } {
  for (const block of blocksAbove(suggestion, all)) {
    const line = copyOf(block, isTaken)
    if (reads(line ?? around(block.node, block.above))) return line ? { key: block.node, line } : { key: suggestion.from, line: [] }
  }
  return { key: suggestion.from, line: [] }
}

/** A paragraph of what a block says, inside its marks, without passages that are taken out, what is public alone, and references to footnotes; undefined where it is no line. */
function copyOf({ node, above }: Block, isTaken: (node: Nodes) => boolean): Nodes[] | undefined {
  if (node.type !== 'paragraph' && node.type !== 'heading' && node.type !== 'tableRow') return undefined
  const parted: Nodes[] =
    node.type === 'tableRow' ? node.children.flatMap((cell, index) => [...(index > 0 ? [between] : []), ...cell.children]) : node.children
  const isLeftOut = (one: Nodes): boolean => isTaken(one) || one.type === 'footnoteReference' || (isTag(one) && one.name === 'Public')
  const children = parted.map((one) => replaced(one, isLeftOut, nothing)) as PhrasingContent[]
  return around({ type: 'paragraph', children } satisfies Paragraph, above)
}

const between: Nodes = { type: 'text', value: ' · ' }

/** What is taken out of a mark, inside all that it stood in. `twice`: what stays there. */
function passageOf({ from, above }: Suggestion, twice: ReadonlySet<Nodes>): Nodes[] {
  const passage = replaced(from, (node) => twice.has(node), nothing)
  return around(passage, above)
}

/** A node inside copies of the marks above it, and of what holds words in its line, which becomes a paragraph. */
function around(node: Nodes, above: readonly Parents[]): Nodes[] {
  return above.reduceRight<Nodes[]>(
    (held, holder) => {
      if (isTag(holder) || INLINE.has(holder.type)) return [{ ...holder, children: held } as Nodes]
      return LINES.has(holder.type) ? [{ type: 'paragraph', children: held } as Nodes] : held
    },
    [node],
  )
}

/** Those nodes of a mark that stay where it was, inside its marks; empty where there are none. */
function staying(node: Nodes, stays: ReadonlySet<Nodes>): Nodes[] {
  if (stays.has(node)) return [node]
  const children = 'children' in node ? node.children.flatMap((child) => staying(child, stays)) : []
  return isTag(node) && children.length > 0 ? [{ ...node, children } as Nodes] : children
}

/** Definitions whose name has another. */
function definedTwice(tree: Root): Set<Nodes> {
  const named = Map.groupBy(nodesIn(tree, 'definition', 'footnoteDefinition'), ({ type, identifier }) => `${type} ${identifier}`)
  return new Set([...named.values()].filter((some) => some.length > 1).flat())
}

/** A comment in place of a node, which leaves what stands around it as it is for whoever may not read that node. */
function nothing(node: Nodes): Nodes {
  const type = node.type === 'mdxJsxTextElement' || node.type === 'footnoteReference' ? 'mdxTextExpression' : 'mdxFlowExpression'
  return { type, value: '/* */', ...(node.position && { position: node.position }) }
}

/** A copy of a node in which others stand in place of some. */
function replaced(node: Nodes, isReplaced: (node: Nodes) => boolean, by: (node: Nodes) => Nodes): Nodes {
  if (isReplaced(node)) return by(node)
  return 'children' in node ? ({ ...node, children: node.children.map((child) => replaced(child, isReplaced, by)) } as Nodes) : node
}
