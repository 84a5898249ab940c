import type { Nodes, Root } from 'mdast'
import { toString } from 'mdast-util-to-string'
import { isTag, type Tag } from '../src/mdx-nodes.ts'
import type { Audience } from '../src/model/audience.ts'
import { plainLine } from '../src/plain.ts'
import { type AudienceContext, cutFor } from '../src/render/audience.ts'
import { readMark } from '../src/render/read-mark.ts'
import { shownTo } from '../src/shown-to.ts'
import { visit } from '../src/visit.ts'

/** The passages of a document that an audience reads and the public does not, each as its words on one line, in their order. What stands inside one belongs to it. @throws {Error} as `cutFor` */
export function privatePassages(tree: Root, audience: Audience, context: AudienceContext): string[] {
  const passages: string[] = []
  visit(tree, (node: Nodes) => {
    if (!isTag(node) || node.name !== 'Clients') return undefined
    if (shownTo({ edition: 'public' }, { name: 'Clients', ...readMark(node, 'Clients') }, context)) return undefined
    const cut = cutFor(audience, { type: 'root', children: [alone(node)] }, context)
    const words = plainLine(cut.children.map((child) => toString(child)).join(' '))
    if (words !== '') passages.push(words)
    return 'skip'
  })
  return passages
}

/** A mark as a block: one that stood inside a line gets a line of its own. */
function alone(node: Tag): Root['children'][number] {
  return node.type === 'mdxJsxTextElement' ? { type: 'paragraph', children: [node] } : node
}
