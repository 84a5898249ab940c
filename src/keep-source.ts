import type { Nodes, Root } from 'mdast'
import { visit } from './visit.ts'

declare module 'mdast' {
  interface ListData {
    /** What its items begin with: "*", "-", "+", "." or ")". */
    marker?: string
  }
  interface ImageData {
    /** Whether tags or braces stand in its source. */
    markup?: boolean
  }
  interface ImageReferenceData {
    /** Whether tags or braces stand in its source. */
    markup?: boolean
  }
}

/** Notes in a tree what it does not tell of its text: the marker of a list, and tags inside the words of a picture. */
export function keepSource(tree: Root, text: string): void {
  visit(tree, (node: Nodes) => {
    if (node.type !== 'list' && node.type !== 'image' && node.type !== 'imageReference') return
    const start = node.position?.start.offset ?? 0
    if (node.type === 'list') {
      const [, marker] = /^\s*(?:\d{1,9})?([*+.)-])/.exec(text.slice(start, start + 40)) ?? []
      if (marker !== undefined) node.data = { ...node.data, marker }
    } else if (/<\/?[A-Za-z]|[{}]/.test(text.slice(start, node.position?.end.offset ?? start))) node.data = { ...node.data, markup: true }
  })
}
