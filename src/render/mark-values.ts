import type { Root } from 'mdast'
import { attributeOf } from '../mdx-nodes.ts'
import { nodesIn } from '../nodes-in.ts'

/** Every value that an attribute of `<Clients>` has in a document. */
export function markValues(tree: Root, attribute: 'only' | 'until'): Set<string> {
  const values = new Set<string>()
  for (const tag of nodesIn(tree, 'mdxJsxFlowElement', 'mdxJsxTextElement')) {
    const value = tag.name === 'Clients' ? attributeOf(tag, attribute) : undefined
    if (value !== undefined) values.add(value)
  }
  return values
}
