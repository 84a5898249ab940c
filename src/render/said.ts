import type { Nodes, Root, TableRow } from 'mdast'
import { type AudienceContext, cutFor } from './audience.ts'

/** What holds one line alone, as a list holds its item. */
const HOLDERS: ReadonlySet<string> = new Set(['list', 'listItem', 'table', 'tableRow', 'blockquote'])
const BLOCKS: ReadonlySet<string> = new Set([
  'paragraph',
  'list',
  'code',
  'table',
  'blockquote',
  'mdxJsxFlowElement',
  'thematicBreak',
  'footnoteDefinition',
])

/** What everyone gets of a line of a digest, without the list or table that it stands in. */
export function saidOf(line: Root, context: AudienceContext): Root {
  let held: readonly Nodes[] = cutFor({ edition: 'public' }, line, context).children
  for (let only = held[0]; held.length === 1 && only && 'children' in only && isHolder(only); only = held[0])
    held = only.type === 'tableRow' ? cellsOf(only) : only.children
  const blocks = held.map((node): Nodes => (node.type === 'heading' ? { type: 'paragraph', children: node.children } : node))
  const isLine = blocks.every((node) => !BLOCKS.has(node.type))
  return { type: 'root', children: (isLine ? [{ type: 'paragraph', children: blocks }] : blocks) as Root['children'] }
}

/** Whether a node holds the line alone; of several items or rows it is a list or table that says them. */
function isHolder(node: Nodes): boolean {
  return HOLDERS.has(node.type) && (!('children' in node) || node.children.length === 1 || (node.type !== 'list' && node.type !== 'table'))
}

/** The words of a row, with a sign between those of one cell and the next. */
function cellsOf({ children }: TableRow): Nodes[] {
  const filled = children.filter((cell) => cell.children.length > 0)
  return filled.flatMap((cell, index): Nodes[] => [...(index > 0 ? [{ type: 'text' as const, value: ' · ' }] : []), ...cell.children])
}
