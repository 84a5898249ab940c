import type { Nodes, Root } from 'mdast'
import { isTag, type Tag } from '../mdx-nodes.ts'
import type { Audience } from '../model/audience.ts'
import type { Client } from '../model/client.ts'
import { clientsMarkSchema } from '../model/mark.ts'
import type { Site } from '../model/site.ts'
import { shownTo } from '../shown-to.ts'
import { isMark } from './walk.ts'

/** Who reads a document, and what its marks show to them: the nodes as they were parsed, without marks and what they hide. */
export type Reader = { name: string; audience: Audience }

/** Everyone whose edition may differ: the public, each tier, each client. */
export function readersOf(site: Site, clients: ReadonlyMap<string, Client>): Reader[] {
  return [
    { name: 'the public', audience: { edition: 'public' } },
    ...site.tiers.map((tier): Reader => ({ name: `clients of the tier "${tier}"`, audience: { edition: 'clients', tier } })),
    ...[...clients].map(([client, { tier }]): Reader => ({ name: `the client "${client}"`, audience: { edition: 'clients', tier, client } })),
  ]
}

/** What the marks of a tree show to an audience; leaves are those of the tree. A mark that cannot be read shows nothing. */
export function shownPart(tree: Root, audience: Audience, context: { tiers: readonly string[]; now: Date }): Root {
  const show = (node: Nodes): Nodes[] => {
    if (isTag(node) && isMark(node)) return isShown(node) ? (node.children as Nodes[]).flatMap(show) : []
    return 'children' in node ? [{ ...node, children: (node.children as Nodes[]).flatMap(show) } as Nodes] : [node]
  }
  const isShown = (tag: Tag): boolean => {
    if (tag.name !== 'Clients') return shownTo(audience, { name: 'Public' }, context)
    const values = tag.attributes.map((attribute) => ['name' in attribute ? attribute.name : '', attribute.value])
    const mark = clientsMarkSchema.safeParse(Object.fromEntries(values))
    return mark.success && shownTo(audience, { name: 'Clients', ...mark.data }, context)
  }
  return { ...tree, children: tree.children.flatMap(show) as Root['children'] }
}
