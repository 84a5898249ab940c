import type { Nodes, Root, Text } from 'mdast'
import { nodesIn } from './nodes-in.ts'
import { PLACEHOLDER } from './placeholder.ts'
import { visit } from './visit.ts'

/** Texts of a tree that say that something is still to be written, in order. Code and the titles of links say what others wrote. */
export function placeholdersIn(tree: Root): Text[] {
  if (!nodesIn(tree, 'text').some(({ value }) => PLACEHOLDER.test(value))) return []
  const found: Text[] = []
  visit(tree, (node: Nodes) => {
    if (node.type === 'link' || node.type === 'linkReference') return 'skip'
    if (node.type === 'text' && PLACEHOLDER.test(node.value)) found.push(node)
    return undefined
  })
  return found
}
