import type { FootnoteDefinition, Nodes, Root } from 'mdast'

/**
 * A cut tree without definitions that nothing refers to and without references whose definition was cut: of a link or a picture the
 * words stay, of a footnote nothing does. The tree itself where nothing falls away.
 */
export function resolve(tree: Root): Root {
  if (!refers(tree)) return tree
  const defined = new Set<string>()
  const notes: FootnoteDefinition[] = []
  const define = (node: Nodes): void => {
    if (node.type === 'definition' || node.type === 'footnoteDefinition') defined.add(keyOf(node))
    if (node.type === 'footnoteDefinition') notes.push(node)
    if ('children' in node) node.children.forEach(define)
  }
  define(tree)
  const used = new Set<string>()
  const use = (node: Nodes): void => {
    if (node.type === 'linkReference' || node.type === 'imageReference' || node.type === 'footnoteReference') used.add(keyOf(node))
    if ('children' in node) for (const child of node.children) if (child.type !== 'footnoteDefinition') use(child)
  }
  use(tree)
  // A footnote counts only once it is reached from the text, so that two unused ones cannot keep each other.
  for (let size = -1; size !== used.size;) {
    size = used.size
    for (const note of notes) if (used.has(keyOf(note))) note.children.forEach(use)
  }
  const known: Known = { used, defined, isPruned: false }
  const children = tree.children.flatMap((child) => prune(child, known)) as Root['children']
  return known.isPruned ? { ...tree, children } : tree
}

/** Whether a reference or a definition stands anywhere in a node. */
function refers(node: Nodes): boolean {
  return 'identifier' in node || ('children' in node && node.children.some(refers))
}

type Known = { used: ReadonlySet<string>; defined: ReadonlySet<string>; isPruned: boolean }

function prune(node: Nodes, known: Known): Nodes[] {
  const isUnused = (node.type === 'definition' || node.type === 'footnoteDefinition') && !known.used.has(keyOf(node))
  const isLost = 'identifier' in node && !known.defined.has(keyOf(node))
  if (isUnused || isLost) known.isPruned = true
  if (isUnused || (isLost && node.type === 'footnoteReference')) return []
  if (isLost && node.type === 'imageReference') return node.alt ? [{ type: 'text', value: node.alt }] : []
  if (!('children' in node)) return [node]
  const children = (node.children as Nodes[]).flatMap((child) => prune(child, known))
  return isLost ? children : [{ ...node, children } as Nodes]
}

function keyOf(node: Extract<Nodes, { identifier: string }>): string {
  return `${node.type.startsWith('footnote') ? '^' : ''}${node.identifier}`
}
