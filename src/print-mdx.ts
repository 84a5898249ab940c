import type { Root, RootContent } from 'mdast'
import remarkFrontmatter from 'remark-frontmatter'
import remarkGfm from 'remark-gfm'
import remarkMdx from 'remark-mdx'
import remarkStringify from 'remark-stringify'
import { unified } from 'unified'

const printer = unified()
  .use(remarkFrontmatter)
  .use(remarkGfm)
  .use(remarkMdx)
  .use(remarkStringify, { bullet: '*', emphasis: '_', rule: '-', listItemIndent: 'one', fences: true, resourceLink: true })
  .freeze()

/** Markdown of a tree or of one node, ending in a line feed. Text is escaped so that it parses back to the same text. */
export function printMdx(node: Root | RootContent): string {
  return printer.stringify(node.type === 'root' ? node : { type: 'root', children: [node] })
}
