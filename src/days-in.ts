import { type Document, treesOf } from './document.ts'
import { nodesIn } from './nodes-in.ts'

/** Every day on which what a document shows to somebody may change by itself, `YYYY-MM-DD`, in order: days named in its tags, and its own; of a notice the instant at which its embargo ends, too. */
export function daysIn(document: Document): string[] {
  const { frontmatter, date } = document
  const tags = treesOf(document).flatMap((tree) => nodesIn(tree, 'mdxJsxFlowElement', 'mdxJsxTextElement'))
  const values = tags.flatMap(({ attributes }) => attributes.map(({ value }) => value))
  const named = values.flatMap((value) => (typeof value === 'string' ? (value.match(/\d{4}-\d\d-\d\d/g) ?? []) : []))
  const later = document.withheld ? daysIn(document.withheld) : []
  return [...new Set([frontmatter.publicOn ?? [], frontmatter.embargo ?? [], date ?? [], named, later].flat())].sort()
}
