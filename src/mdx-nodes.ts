/** What nodes of MDX are. */
import type { Nodes } from 'mdast'
import type { MdxFlowExpression, MdxJsxFlowElement, MdxJsxTextElement, MdxTextExpression } from 'mdast-util-mdx'

/** Whole text of a comment, trimmed, when the expression holds comments and nothing else; otherwise undefined. */
export function commentOf(node: Nodes): string | undefined {
  if (node.type !== 'mdxFlowExpression' && node.type !== 'mdxTextExpression') return undefined
  const bodies = [...node.value.matchAll(/\s*\/\*((?:(?!\*\/)[\s\S])*)\*\/\s*/gy)]
  return bodies.length > 0 && bodies.reduce((length, match) => length + match[0].length, 0) === node.value.length
    ? bodies.map((match) => match[1]?.trim()).join('\n')
    : undefined
}

/** Whether the node is a tag: a mark or inline HTML. */
export function isTag(node: Nodes): node is MdxJsxFlowElement | MdxJsxTextElement {
  return node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement'
}

/** Whether the node is an expression in braces, comments included. */
export function isExpression(node: Nodes): node is MdxFlowExpression | MdxTextExpression {
  return node.type === 'mdxFlowExpression' || node.type === 'mdxTextExpression'
}
