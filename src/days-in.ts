import type { Nodes } from 'mdast'
import type { Document } from './document.ts'
import { isTag } from './mdx-nodes.ts'
import { visit } from './visit.ts'

/** Every day on which what a document shows to somebody may change by itself, `YYYY-MM-DD`, in order: days named in its tags, and its own. */
export function daysIn({ frontmatter, date, tree }: Document): string[] {
  const days = new Set([frontmatter.publicOn, date].filter((day) => day !== undefined))
  visit(tree, (node: Nodes) => {
    if (isTag(node))
      for (const { value } of node.attributes)
        for (const [day] of (typeof value === 'string' ? value : '').matchAll(/\d{4}-\d\d-\d\d/g)) days.add(day)
  })
  return [...days].sort()
}
