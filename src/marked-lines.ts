import type { Nodes, Parents, Root } from 'mdast'
import { isMarker } from './markers-of.ts'
import { commentOf, isExpression } from './mdx-nodes.ts'

/** Parts of a document that a marker stands for as a whole, up to the marker before it. */
const LINES: ReadonlySet<string> = new Set(['listItem', 'heading', 'tableRow'])

/** Blocks that hold nothing that is read. */
const WORDLESS: ReadonlySet<string> = new Set(['yaml', 'definition', 'thematicBreak'])

/**
 * A marker with two trees that can be cut like the document: `place` holds a word where the marker stands, `line` the words that it stands
 * for. Both stand inside the marks that they stand inside of in the document, so that who cuts them learns who gets the marker's line.
 * `shared`: another marker stands for the same words.
 */
export type MarkedLine = { id: string; place: Root; line: Root; shared: boolean }

/**
 * The markers of a document in order, each with its line: what stands before it in its list item, heading or table row, else in its
 * paragraph, back to the marker before; markers side by side share what stands before them; where nothing does, what follows. A marker between
 * blocks stands for the block before it. `line` has no comments, and no children where a marker stands for nothing.
 */
export function markedLines(tree: Root): MarkedLine[] {
  const found: MarkedLine[] = []
  const visit = (node: Nodes, above: readonly Parents[]): void => {
    const id = markerOf(node)
    if (id !== undefined) found.push({ id, place: within(above, [{ type: 'text', value: 'x' }]), line: lineOf(node, above), shared: false })
    else if ('children' in node) for (const child of node.children) visit(child, [...above, node])
  }
  visit(tree, [])
  for (const same of Map.groupBy(found, ({ line }) => JSON.stringify(line)).values())
    if (new Set(same.map(({ id }) => id)).size > 1) for (const one of same) one.shared = true
  return found
}

function lineOf(marker: Nodes, above: readonly Parents[]): Root {
  const at = [above.findLastIndex((node) => LINES.has(node.type)), above.findLastIndex((node) => node.type === 'paragraph')].find(
    (index) => index >= 0,
  )
  if (at !== undefined) return within(above.slice(0, at), only(above[at] as Nodes, wordsFor(marker, leavesOf(above[at] as Nodes))))
  const siblings: readonly Nodes[] = above.at(-1)?.children ?? []
  const index = siblings.indexOf(marker)
  const block = siblings.slice(0, index).findLast(hasLeaves) ?? siblings.slice(index + 1).find(hasLeaves)
  return within(above, block ? only(block, new Set(leavesOf(block))) : [])
}

/** Of leaves in order those that a marker stands for. */
function wordsFor(marker: Nodes, leaves: readonly Nodes[]): Set<Nodes> {
  const index = leaves.indexOf(marker)
  const before = until(leaves.slice(0, index).reverse())
  return before.size > 0 ? before : until(leaves.slice(index + 1))
}

/** The words before the next marker, with the spaces between them; markers before the first word are passed over. */
function until(leaves: readonly Nodes[]): Set<Nodes> {
  const words = new Set<Nodes>()
  let spaces: Nodes[] = []
  for (const leaf of leaves) {
    if (markerOf(leaf) !== undefined) {
      if (words.size > 0) break
    } else if (isSpace(leaf)) spaces.push(leaf)
    else {
      for (const space of words.size > 0 ? spaces : []) words.add(space)
      words.add(leaf)
      spaces = []
    }
  }
  return words
}

/** What holds words, and markers, in order; other comments are left out. */
function leavesOf(node: Nodes): Nodes[] {
  if ('children' in node) return node.children.flatMap((child) => leavesOf(child))
  return WORDLESS.has(node.type) || (isExpression(node) && commentOf(node) !== undefined && markerOf(node) === undefined) ? [] : [node]
}

function hasLeaves(node: Nodes): boolean {
  return leavesOf(node).some((leaf) => markerOf(leaf) === undefined && !isSpace(leaf))
}

/** A copy of a node with these leaves alone; nothing where it has none of them, markers are left out. */
function only(node: Nodes, leaves: ReadonlySet<Nodes>): Nodes[] {
  if (!('children' in node)) return leaves.has(node) && markerOf(node) === undefined ? [node] : []
  const children = (node.children as Nodes[]).flatMap((child) => only(child, leaves))
  return children.length > 0 ? [{ ...node, children } as Nodes] : []
}

/** Nodes inside copies of those that stand above them, the root first. */
function within(above: readonly Parents[], nodes: readonly Nodes[]): Root {
  const [root, ...holders] = nodes.length > 0 ? above : above.slice(0, 1)
  const children = holders.reduceRight<readonly Nodes[]>((held, holder) => [{ ...holder, children: held } as Nodes], nodes)
  return { ...root, type: 'root', children } as Root
}

function markerOf(node: Nodes): string | undefined {
  const text = isExpression(node) ? commentOf(node) : undefined
  return text !== undefined && isMarker(text) ? text : undefined
}

function isSpace(node: Nodes): boolean {
  return node.type === 'break' || (node.type === 'text' && node.value.trim() === '')
}
