import type { Nodes, Root } from 'mdast'
import { type AudienceContext, cutFor } from './audience.ts'

/** What holds one line alone, as a list holds its item. */
const HOLDERS: ReadonlySet<string> = new Set(['list', 'listItem', 'table', 'tableRow', 'tableCell', 'blockquote'])
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
  for (let only = held[0]; held.length === 1 && only && HOLDERS.has(only.type) && 'children' in only; only = held[0]) held = only.children
  const blocks = held.map((node): Nodes => (node.type === 'heading' ? { type: 'paragraph', children: node.children } : node))
  const isLine = blocks.every((node) => !BLOCKS.has(node.type))
  return { type: 'root', children: (isLine ? [{ type: 'paragraph', children: blocks }] : blocks) as Root['children'] }
}
