import type { Nodes, Root } from 'mdast'
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx'
import { isTag } from '../mdx-nodes.ts'
import type { Finding } from '../model/finding.ts'
import { visit } from '../visit.ts'

/** A mark or inline HTML. */
export type Tag = MdxJsxFlowElement | MdxJsxTextElement

/** What a test finds in each node. */
export function eachNode(tree: Nodes, test: (node: Nodes) => Finding[]): Finding[] {
  const found: Finding[] = []
  visit(tree, (node: Nodes) => {
    found.push(...test(node))
  })
  return found
}

/** What a test finds in each tag. */
export function eachTag(tree: Root, test: (tag: Tag) => Finding[]): Finding[] {
  return tagsOf(tree).flatMap(test)
}

/** The tags of a tree that nobody changes any more; looked for once, since most rules look at nothing else. */
export function tagsOf(tree: Root): readonly Tag[] {
  const known = tags.get(tree)
  if (known) return known
  const found: Tag[] = []
  visit(tree, (node: Nodes) => {
    if (isTag(node)) found.push(node)
  })
  tags.set(tree, found)
  return found
}

const tags = new WeakMap<Root, readonly Tag[]>()

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
