import type { Nodes } from 'mdast'
import { isOpen } from '../is-open.ts'
import { isTag } from '../mdx-nodes.ts'
import type { Audience } from '../model/audience.ts'

/** Who reads, on a site with these tiers, lowest first. */
export type Reader = { audience: Audience; tiers: readonly string[] }

/** A node without what is for others alone (default: for clients); undefined when all of it is. */
export function openPart(node: Nodes, now: Date, reader?: Reader): Nodes | undefined {
  if (isClosed(node, now, reader)) return undefined
  return 'children' in node
    ? ({ ...node, children: (node.children as Nodes[]).flatMap((child) => openPart(child, now, reader) ?? []) } as Nodes)
    : node
}

/**
 * Whether a node is a mark whose day has not come and that does not name this reader (default: everyone). What is public alone is closed
 * to nobody. Says from the mark alone, on its own, what the audience function must come to as well; a tier that is not known opens nothing.
 */
export function isClosed(node: Nodes, now: Date, reader?: Reader): boolean {
  if (!isTag(node) || node.name !== 'Clients') return false
  const valueOf = (name: string): unknown => node.attributes.find((attribute) => 'name' in attribute && attribute.name === name)?.value
  const until = valueOf('until')
  if (typeof until === 'string' && isOpen(until, now)) return false
  if (reader === undefined || reader.audience.edition === 'public') return true
  const { audience, tiers } = reader
  const [only, tier] = [valueOf('only'), valueOf('tier')]
  if (only !== undefined && only !== audience.client) return true
  return tier !== undefined && !tiers.slice(0, tiers.indexOf(audience.tier) + 1).some((one) => one === tier)
}
