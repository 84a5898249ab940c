import type { Nodes, Root } from 'mdast'
import { visit } from './visit.ts'

type Type = Nodes['type']
type OfType<T extends Type> = Extract<Nodes, { type: T }>

/** The nodes of some types in a tree that nobody changes any more, by type and then in the order of the text. The tree is walked once, whatever is asked. */
export function nodesIn<T extends Type>(tree: Root, ...types: readonly T[]): OfType<T>[] {
  let index = indexes.get(tree)
  if (!index) {
    index = indexOf(tree)
    indexes.set(tree, index)
  }
  const found = index
  return types.flatMap((type) => (found.get(type) ?? []) as OfType<T>[])
}

const indexes = new WeakMap<Root, Map<Type, Nodes[]>>()

function indexOf(tree: Root): Map<Type, Nodes[]> {
  const index = new Map<Type, Nodes[]>()
  visit<Nodes>(tree, (node) => {
    const alike = index.get(node.type)
    if (alike) alike.push(node)
    else index.set(node.type, [node])
  })
  return index
}
