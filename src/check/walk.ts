import type { Root } from 'mdast'
import type { MdxFlowExpression, MdxTextExpression } from 'mdast-util-mdx'
import type { Tag } from '../mdx-nodes.ts'
import type { Finding } from '../model/finding.ts'
import { nodesIn } from '../nodes-in.ts'

/** What a test finds in each tag. */
export function eachTag(tree: Root, test: (tag: Tag) => Finding[]): Finding[] {
  return tagsOf(tree).flatMap(test)
}

/** The tags of a tree. */
export function tagsOf(tree: Root): Tag[] {
  return nodesIn(tree, 'mdxJsxFlowElement', 'mdxJsxTextElement')
}

/** The comments of a tree, and what stands in braces besides. */
export function expressionsOf(tree: Root): (MdxFlowExpression | MdxTextExpression)[] {
  return nodesIn(tree, 'mdxFlowExpression', 'mdxTextExpression')
}

/** Whether a tag decides who reads what it holds. */
export function isMark(tag: Tag): boolean {
  return tag.name === 'Clients' || tag.name === 'Public'
}

/** What a test finds in each value of one attribute of <Clients>. */
export function eachValue(tree: Root, name: 'tier' | 'only', test: (tag: Tag, value: string) => Finding[]): Finding[] {
  return eachTag(tree, (tag) => {
    const attribute = tag.name === 'Clients' ? tag.attributes.find((one) => 'name' in one && one.name === name) : undefined
    return attribute && typeof attribute.value === 'string' ? test(tag, attribute.value) : []
  })
}
