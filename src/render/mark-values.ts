import type { Nodes, Root } from 'mdast'
import { isTag } from '../mdx-nodes.ts'
import { visit } from '../visit.ts'

/** Every value that an attribute of `<Clients>` has in a document. */
export function markValues(tree: Root, attribute: 'only' | 'until'): Set<string> {
  const values = new Set<string>()
  visit(tree, (node: Nodes) => {
    if (!isTag(node) || node.name !== 'Clients') return
    const value = node.attributes.find((one) => 'name' in one && one.name === attribute)?.value
    if (typeof value === 'string') values.add(value)
  })
  return values
}
