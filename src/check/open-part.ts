import type { Nodes } from 'mdast'
import { isOpen } from '../is-open.ts'
import { isTag } from '../mdx.ts'

/** A node without what is for clients alone; undefined when all of it is. */
export function openPart(node: Nodes, now: Date): Nodes | undefined {
  if (isClosed(node, now)) return undefined
  return 'children' in node ? ({ ...node, children: (node.children as Nodes[]).flatMap((child) => openPart(child, now) ?? []) } as Nodes) : node
}

/** A mark for clients whose day has not come. */
export function isClosed(node: Nodes, now: Date): boolean {
  if (!isTag(node) || node.name !== 'Clients') return false
  const until = node.attributes.find((attribute) => 'name' in attribute && attribute.name === 'until')?.value
  return typeof until !== 'string' || !isOpen(until, now)
}
