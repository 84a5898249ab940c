import type { Nodes, Root, RootContent } from 'mdast'
import { attributeOf, isExpression, isTag, type Tag } from '../mdx-nodes.ts'
import { TAGS } from '../model/mark.ts'
import { tidy } from './tidy.ts'

/** Parts of a page that mean nothing when nothing is left in them. */
const HOLLOW: ReadonlySet<string> = new Set(['paragraph', 'heading', 'list', 'listItem', 'blockquote', 'emphasis', 'strong', 'delete'])

/**
 * A page of the site's own as Markdown alone can say it: without imports, exports, expressions and frontmatter. Of components and tags what they hold stays, and
 * links and pictures are those of Markdown; marks, which such a page may not have, fall away whole.
 */
export function withoutProgram(tree: Root): Root {
  return { type: 'root', children: tidy(tree, tree.children.map(kept)) as RootContent[] }
}

function kept(node: Nodes): Nodes[] {
  if (node.type === 'yaml' || node.type === 'mdxjsEsm' || isExpression(node)) return []
  if (node.type === 'text') return [{ type: 'text', value: node.value }]
  if (!('children' in node)) return [node]
  const children = tidy(node, node.children.map(kept))
  if (isTag(node) && (!TAGS.has(node.name ?? '') || node.attributes.length > 0)) return held(node, children)
  if (children.length === 0 && (HOLLOW.has(node.type) || (isTag(node) && node.name !== 'br'))) return []
  return [{ ...node, children } as Nodes]
}

/** What a tag that Markdown does not have comes to. */
function held(node: Tag, children: Nodes[]): Nodes[] {
  const [href, src, alt] = ['href', 'src', 'alt'].map((name) => attributeOf(node, name))
  const isLine = node.type === 'mdxJsxTextElement'
  if (node.name === 'Clients' || node.name === 'Public') return []
  if (node.name === 'a' && href !== undefined && isLine) return [{ type: 'link', url: href, children } as Nodes]
  if (node.name === 'img' && src !== undefined) return inBlock({ type: 'image', url: src, alt: alt ?? '' }, isLine)
  return children
}

function inBlock(image: Nodes, isLine: boolean): Nodes[] {
  return [isLine ? image : ({ type: 'paragraph', children: [image] } as Nodes)]
}
