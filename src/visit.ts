/**
 * Looks at a node and all below it, in the order of the text, each before what it holds; `ancestors`: what holds the node, outermost first,
 * to be read at once. A node for which `enter` gives "skip" is not looked into.
 */
export function visit<Node extends { type: string }>(
  node: Node,
  enter: (node: Node, ancestors: readonly Node[]) => 'skip' | undefined | void,
  ancestors: Node[] = [],
): void {
  if (enter(node, ancestors) === 'skip' || !('children' in node)) return
  ancestors.push(node)
  for (const child of node.children as Node[]) visit(child, enter, ancestors)
  ancestors.pop()
}
