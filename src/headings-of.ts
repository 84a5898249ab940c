import GithubSlugger, { slug as slugOf } from 'github-slugger'
import type { Heading, Nodes } from 'mdast'
import { visit } from './visit.ts'

/** A heading of a text. `text`: its words on one line; `slug`: the id by which it is linked. */
export type TextHeading = { node: Heading; depth: Heading['depth']; text: string; slug: string }

/** Ids that stand on the page around a text. */
const TAKEN = ['main', 'footnote-label']

/** The headings of a tree as it stands, in order, those without words left out; slugs are as GitHub makes them and differ from each other. */
export function headingsOf(tree: Nodes): readonly TextHeading[] {
  if (last?.tree === tree) return last.found
  const found: TextHeading[] = []
  const slugger = new GithubSlugger()
  for (const id of TAKEN) slugger.slug(id)
  visit(tree, (node) => {
    if (node.type !== 'heading') return node.type === 'paragraph' ? 'skip' : undefined
    const text = wordsOf(node).replace(/\s+/g, ' ').trim()
    if (text !== '') found.push({ node, depth: node.depth, text, slug: slugger.slug(slugOf(text) === '' ? 'section' : text) })
    return 'skip'
  })
  last = { tree, found }
  return found
}

/** Of one tree they are asked for again at once, when it is printed. */
let last: { tree: Nodes; found: readonly TextHeading[] } | undefined

function wordsOf(node: Nodes): string {
  if (node.type === 'text' || node.type === 'inlineCode') return node.value
  if (node.type === 'image' || node.type === 'imageReference') return node.alt ?? ''
  if (node.type === 'break' || ('name' in node && node.name === 'br')) return ' '
  return 'children' in node ? node.children.map(wordsOf).join('') : ''
}
