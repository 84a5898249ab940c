import type { Nodes, Root } from 'mdast'
import { headingsOf } from '../headings-of.ts'
import { readersOf, shownPart } from './readers.ts'
import { decoded } from './addresses.ts'
import type { DocumentContext } from './rule.ts'
import { isMark, tagsOf } from './walk.ts'
import { nodesIn } from '../nodes-in.ts'
import { visit } from '../visit.ts'

/** A link or reference whose target in the text some of those who see it do not get. `isReference`: its definition is missing. */
export type LostLink = { node: Nodes; what: string; isReference: boolean; readers: string[] }

/** Links to headings, and references, that lead nowhere for some reader, in the order of the text; of a text without marks the readers are not named. */
export function insideLinks(tree: Root, { site, clients, now }: DocumentContext): LostLink[] {
  const lost = new Map<number, LostLink>()
  const links = nodesIn(tree, 'link', 'image', 'definition', 'linkReference', 'imageReference', 'footnoteReference')
  if (!links.some((node) => wantedBy(node) !== undefined)) return []
  const readers = hasMarks(tree) ? readersOf(site, clients) : [{ name: undefined, audience: { edition: 'public' as const } }]
  for (const { name, audience } of readers) {
    const shown = shownPart(tree, audience, { tiers: site.tiers, now })
    const targets = new Set(headingsOf(shown).map(({ slug }) => `#${slug}`))
    visit(shown, (node: Nodes) => {
      if (node.type === 'definition' || node.type === 'footnoteDefinition') targets.add(keyOf(node))
    })
    visit(shown, (node: Nodes) => {
      const wanted = wantedBy(node)
      if (wanted === undefined || targets.has(wanted)) return
      const at = node.position?.start.offset ?? 0
      const found = lost.get(at) ?? { node, what: 'url' in node ? node.url : wanted, isReference: 'identifier' in node, readers: [] }
      if (name !== undefined) found.readers.push(name)
      lost.set(at, found)
    })
  }
  return [...lost].sort(([a], [b]) => a - b).map(([, found]) => found)
}

function hasMarks(tree: Root): boolean {
  return tagsOf(tree).some(isMark)
}

/** What a link inside the text, or a reference, needs to lead somewhere. */
function wantedBy(node: Nodes): string | undefined {
  if (node.type === 'linkReference' || node.type === 'imageReference' || node.type === 'footnoteReference') return keyOf(node)
  if (node.type !== 'link' && node.type !== 'image' && node.type !== 'definition') return undefined
  return node.url.startsWith('#') && node.url !== '#' ? `#${decoded(node.url.slice(1))}` : undefined
}

function keyOf(node: Extract<Nodes, { identifier: string }>): string {
  return node.type.startsWith('footnote') ? `[^${node.identifier}]` : `[${node.identifier}]`
}
