import type { Nodes } from 'mdast'
import { shownPart } from '../src/check/readers.ts'
import type { Document } from '../src/document.ts'
import { markersOf } from '../src/markers-of.ts'
import { isTag } from '../src/mdx-nodes.ts'
import { visit } from '../src/visit.ts'

/** Parts of a digest in which a passage is about the story whose marker stands there too. */
const LINES: ReadonlySet<string> = new Set(['listItem', 'tableRow'])

/**
 * What a client reads of a document, by its marks. `lines`: markers of which it reads the line; `passages`: how many passages are for it alone; `about`: markers in
 * such a passage, or in the list item or row that holds one.
 */
export function toldTo(
  { tree }: Pick<Document, 'tree'>,
  reader: { client: string; tier: string; tiers: readonly string[]; now: Date },
): { lines: { id: string }[]; passages: number; about: { id: string }[] } {
  const about: { id: string }[] = []
  let passages = 0
  visit<Nodes>(tree, (node, ancestors) => {
    if (!isTag(node) || node.name !== 'Clients' || !isFor(node, reader.client)) return
    passages++
    const line = ancestors.findLast((above) => LINES.has(above.type))
    about.push(...markersOf(line ?? node))
  })
  const lines = markersOf(shownPart(tree, { edition: 'clients', tier: reader.tier, client: reader.client }, reader))
  return { lines, passages, about }
}

function isFor(node: Extract<Nodes, { attributes: unknown[] }>, client: string): boolean {
  return node.attributes.some((attribute) => 'name' in attribute && attribute.name === 'only' && attribute.value === client)
}
