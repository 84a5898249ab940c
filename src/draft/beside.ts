import type { Nodes, Root } from 'mdast'
import type { Piece } from './insert-lines.ts'

/** Blocks that hold blocks. */
const HOLDERS: ReadonlySet<string> = new Set(['root', 'list', 'listItem', 'blockquote', 'footnoteDefinition', 'mdxJsxFlowElement'])

/** Comments, each on one line, put below the line of a digest that holds an offset: in its list item, quote or mark; below a table, not into it. */
export function beside(text: string, tree: Root, { offset, comments }: { offset: number; comments: readonly string[] }): Piece {
  const block = blockAt(tree, offset)
  const { start, end } = block.position ?? { start: { offset: 0, column: 1 }, end: { offset: text.length } }
  const from = start.offset ?? 0
  // What stands before the block on its line: bullets and numbers become spaces, the signs of a quote stay.
  const before = text.slice(from - (start.column - 1), from).replace(/[^>\s]/g, ' ')
  const gap = block.type === 'table' ? `\n${before.trimEnd()}` : ''
  return { at: end.offset ?? 0, text: `${gap}${comments.map((comment) => `\n${before}${comment}`).join('')}` }
}

/** The innermost block that holds an offset and no other block. */
function blockAt(node: Nodes, offset: number): Nodes {
  if (!HOLDERS.has(node.type) || !('children' in node)) return node
  const child = (node.children as Nodes[]).find(
    ({ position }) => position && (position.start.offset ?? 0) <= offset && offset < (position.end.offset ?? 0),
  )
  return child ? blockAt(child, offset) : node
}
