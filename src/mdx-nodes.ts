/** What nodes of MDX are. */
import type { Nodes } from 'mdast'
import type { MdxFlowExpression, MdxJsxFlowElement, MdxJsxTextElement, MdxTextExpression } from 'mdast-util-mdx'

/** Whole text of a comment, trimmed, when the expression holds comments and nothing else; otherwise undefined. */
export function commentOf(node: Nodes): string | undefined {
  if (node.type !== 'mdxFlowExpression' && node.type !== 'mdxTextExpression') return undefined
  // Nothing behind the first end can fail, so the shortest body is the only one: longer ones would take a stack as deep as they are long.
  const bodies = [...node.value.matchAll(/\s*\/\*(.*?)\*\/\s*/gsy)]
  return bodies.length > 0 && bodies.reduce((length, match) => length + match[0].length, 0) === node.value.length
    ? bodies.map((match) => match[1]?.trim()).join('\n')
    : undefined
}

/** A mark or inline HTML. */
export type Tag = MdxJsxFlowElement | MdxJsxTextElement

/** Whether the node is a tag: a mark or inline HTML. */
export function isTag(node: Nodes): node is Tag {
  return node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement'
}

/** The text of an attribute of a tag, the first of that name; undefined where it is not there, or no plain text. */
export function attributeOf({ attributes }: Tag, name: string): string | undefined {
  const value = attributes.find((one) => one.type === 'mdxJsxAttribute' && one.name === name)?.value
  return typeof value === 'string' ? value : undefined
}

/** Whether the node is an expression in braces, comments included. */
export function isExpression(node: Nodes): node is MdxFlowExpression | MdxTextExpression {
  return node.type === 'mdxFlowExpression' || node.type === 'mdxTextExpression'
}
