import type { Nodes, Paragraph, PhrasingContent } from 'mdast'
import type { MdxFlowExpression, MdxJsxFlowElement } from 'mdast-util-mdx'

const PHRASING: ReadonlySet<string> = new Set([
  'text',
  'emphasis',
  'strong',
  'delete',
  'inlineCode',
  'break',
  'link',
  'linkReference',
  'image',
  'imageReference',
  'footnoteReference',
  'html',
  'mdxTextExpression',
  'mdxJsxTextElement',
])

/**
 * The parser turns a paragraph of nothing but tags and expressions into blocks, as MDX does when it compiles; here a paragraph stays one.
 * Those of one paragraph stand on the same or on adjacent lines of `text`, what was parsed. Changes the tree.
 */
export function joinLines(parent: Nodes, text: string): void {
  if (!('children' in parent)) return
  if (!parent.children.some((child) => child.type === 'mdxJsxFlowElement')) return parent.children.forEach((child) => joinLines(child, text))
  const children: Nodes[] = []
  let paragraph: Paragraph | undefined
  let end = 0
  for (const line of linesOf(parent.children, text)) {
    if (!isPhrasing(line)) {
      paragraph = undefined
      children.push(...line)
      for (const node of line) joinLines(node, text)
      continue
    }
    for (const node of line) {
      const phrasing = { ...node, type: node.type === 'mdxFlowExpression' ? 'mdxTextExpression' : 'mdxJsxTextElement' } as PhrasingContent
      const between = text.slice(end, node.position?.start.offset)
      if (paragraph === undefined || !/^[^\S\n]*(\r?\n[ \t>]*)?$/.test(between)) {
        paragraph = { type: 'paragraph', children: [phrasing], ...(node.position && { position: { ...node.position } }) }
        children.push(paragraph)
      } else {
        if (between) paragraph.children.push({ type: 'text', value: between.includes('\n') ? '\n' : between })
        paragraph.children.push(phrasing)
        if (paragraph.position && node.position) paragraph.position.end = node.position.end
      }
      end = node.position?.end.offset ?? 0
    }
  }
  parent.children = children as typeof parent.children
}

/** Blocks of tags and expressions with nothing but blanks between them are together; every other node is alone. */
function linesOf(nodes: readonly Nodes[], text: string): Nodes[][] {
  const lines: Nodes[][] = []
  let last: Nodes | undefined
  for (const node of nodes) {
    const isBeside = last && isBlock(last) && isBlock(node) && /^[^\S\n]*$/.test(text.slice(last.position?.end.offset, node.position?.start.offset))
    if (isBeside) lines.at(-1)?.push(node)
    else lines.push([node])
    last = node
  }
  return lines
}

function isBlock(node: Nodes): node is MdxJsxFlowElement | MdxFlowExpression {
  return node.type === 'mdxJsxFlowElement' || node.type === 'mdxFlowExpression'
}

/** Whether a line was written as part of a paragraph: a tag in it holds phrasing, or an expression follows another. */
function isPhrasing(line: readonly Nodes[]): boolean {
  return line.some((node, index) =>
    node.type === 'mdxJsxFlowElement'
      ? node.children.length > 0 && node.children.every((child) => PHRASING.has(child.type))
      : node.type === 'mdxFlowExpression' && line[index - 1]?.type === 'mdxFlowExpression',
  )
}
