import type { Nodes, Parents } from 'mdast'
import { shownPart } from '../src/check/readers.ts'
import type { Document } from '../src/document.ts'
import { markersOf } from '../src/markers-of.ts'
import { attributeOf, isTag, type Tag } from '../src/mdx-nodes.ts'
import { markersBeside } from '../src/suggestions.ts'
import { visit } from '../src/visit.ts'

/**
 * What a client reads of a document, by its marks. `lines`: markers of which it reads the line; `passages`: how many passages are for it alone; `about`: markers in
 * such a passage, or where there are none, of the line that it stands in or below.
 */
export function toldTo(
  { tree }: Pick<Document, 'tree'>,
  reader: { client: string; tier: string; tiers: readonly string[]; now: Date },
): { lines: { id: string }[]; passages: number; about: { id: string }[] } {
  const passages: { client: string; from: Tag; mark: Tag; above: readonly Parents[] }[] = []
  visit<Nodes>(tree, (node, ancestors) => {
    const client = isTag(node) && node.name === 'Clients' ? attributeOf(node, 'only') : undefined
    if (isTag(node) && client !== undefined) passages.push({ client, from: node, mark: node, above: [...(ancestors as readonly Parents[])] })
  })
  const own = passages.filter(({ client }) => client === reader.client)
  const about = own.flatMap((passage) => {
    const inside = markersOf(passage.from)
    return inside.length > 0 ? inside : markersBeside(passage, passages).map((id) => ({ id }))
  })
  const lines = markersOf(shownPart(tree, { edition: 'clients', tier: reader.tier, client: reader.client }, reader))
  return { lines, passages: own.length, about }
}
