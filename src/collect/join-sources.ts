import type { Coverage } from '../model/coverage.ts'
import type { Item } from '../model/item.ts'
import { isOwn } from './own.ts'

/** The items of all sources, each thing once (an id in any case, a commit), newest first, marked where the maintainer wrote them. */
export function joinSources(collected: readonly { items: readonly Item[]; coverage: Coverage }[], accounts: readonly string[]): Item[] {
  const items = new Map<string, Item>()
  const byCommit = new Map<string, string>()
  for (const item of collected.flatMap((result) => result.items)) {
    const id = item.id.toLowerCase()
    const key = items.has(id) ? id : ((item.commit && byCommit.get(item.commit)) ?? id)
    const known = items.get(key)
    items.set(key, known ? joined(known, item) : item)
    if (item.commit) byCommit.set(item.commit, key)
  }
  return [...items.values()]
    .map((item) => (isOwn(item.author, accounts) ? { ...item, own: [...new Set([...item.own, 'wrote' as const])] } : item))
    .sort((a, b) => b.at.localeCompare(a.at) || a.id.localeCompare(b.id, 'en'))
}

/** One thing that two sources have: told by the first, with what only the second knows. A proposal is more than an issue. */
function joined(first: Item, second: Item): Item {
  const [item, other] = first.kind === 'issue' && second.kind === 'proposal' ? [second, first] : [first, second]
  const union = (one: readonly string[], two: readonly string[]): string[] => [...new Set([...one, ...two])]
  return {
    ...other,
    ...item,
    paths: item.paths.length > 0 ? item.paths : other.paths,
    message: item.message || other.message,
    references: [...item.references, ...other.references.filter((one) => !item.references.some((known) => known.id === one.id))],
    reverts: union(item.reverts, other.reverts),
    transitions: item.transitions.length > 0 ? item.transitions : other.transitions,
    labels: union(item.labels, other.labels),
    aliases: union(item.aliases, other.aliases),
    links: union(item.links, [...other.links, ...(other.url ? [other.url] : [])]).filter((link) => link !== item.url),
    own: [...new Set([...item.own, ...other.own])],
    notes: union(item.notes, other.notes),
  }
}
