import type { Nodes, Root } from 'mdast'
import { visit } from './visit.ts'

type Type = Nodes['type']
type OfType<T extends Type> = Extract<Nodes, { type: T }>

/** The nodes of some types in a tree that nobody changes any more, by type and then in the order of the text. The tree is walked once, whatever is asked. */
export function nodesIn<T extends Type>(tree: Root, ...types: readonly T[]): OfType<T>[] {
  if (last?.tree !== tree) last = { tree, index: indexOf(tree) }
  const { index } = last
  return types.flatMap((type) => (index.get(type) ?? []) as OfType<T>[])
}

/** One tree is looked at after the other, and all that is looked for in it at once. */
let last: { tree: Root; index: ReadonlyMap<Type, readonly Nodes[]> } | undefined

function indexOf(tree: Root): Map<Type, Nodes[]> {
  const index = new Map<Type, Nodes[]>()
  visit<Nodes>(tree, (node) => {
    const alike = index.get(node.type)
    if (alike) alike.push(node)
    else index.set(node.type, [node])
  })
  return index
}
