import type { Root } from 'mdast'
import { nodesIn } from '../nodes-in.ts'

/** Every value that an attribute of `<Clients>` has in a document. */
export function markValues(tree: Root, attribute: 'only' | 'until'): Set<string> {
  const values = new Set<string>()
  for (const { name, attributes } of nodesIn(tree, 'mdxJsxFlowElement', 'mdxJsxTextElement')) {
    const value = name === 'Clients' ? attributes.find((one) => 'name' in one && one.name === attribute)?.value : undefined
    if (typeof value === 'string') values.add(value)
  }
  return values
}
