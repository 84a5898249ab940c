import { type Document, treesOf } from './document.ts'
import { nodesIn } from './nodes-in.ts'

/** Every day on which what a document shows to somebody may change by itself, `YYYY-MM-DD`, in order: days named in its tags, and its own. */
export function daysIn(document: Document): string[] {
  const { frontmatter, date } = document
  const tags = treesOf(document).flatMap((tree) => nodesIn(tree, 'mdxJsxFlowElement', 'mdxJsxTextElement'))
  const values = tags.flatMap(({ attributes }) => attributes.map(({ value }) => value))
  const named = values.flatMap((value) => (typeof value === 'string' ? (value.match(/\d{4}-\d\d-\d\d/g) ?? []) : []))
  return [...new Set([frontmatter.publicOn ?? [], date ?? [], named].flat())].sort()
}
