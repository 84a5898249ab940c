import type { Coverage } from '../model/coverage.ts'
import type { Item } from '../model/item.ts'
import { isOwn } from './own.ts'

/** The items of all sources, each thing once (an id in any case, a commit), newest first, marked where the maintainer wrote them. */
export function joinSources(collected: readonly { items: readonly Item[]; coverage: Coverage }[], accounts: readonly string[]): Item[] {
  const items = new Map<string, Item>()
  /** Ids and commits of what is known → its key; a thing that came under two ids is found by both. */
  const keys = new Map<string, string>()
  for (const item of collected.flatMap((result) => result.items)) {
    const names = [item.id.toLowerCase(), ...(item.commit ? [`commit ${item.commit}`] : [])]
    const known = [...new Set(names.flatMap((name) => keys.get(name) ?? []))]
    const key = known[0] ?? item.id.toLowerCase()
    const whole = [...known.flatMap((one) => items.get(one) ?? []), item].reduce(joined)
    for (const other of known.slice(1)) {
      items.delete(other)
      for (const [name, at] of keys) if (at === other) keys.set(name, key)
    }
    items.set(key, whole)
    for (const name of names) keys.set(name, key)
  }
  return [...items.values()]
    .map((item) => (isOwn(item.author, accounts) ? { ...item, own: [...new Set([...item.own, 'wrote' as const])] } : item))
    .sort((a, b) => b.at.localeCompare(a.at) || a.id.localeCompare(b.id, 'en'))
}

/**
 * One thing that two sources have: told by the first, with what only the second knows. A proposal is more than an issue, a change
 * that landed more than one that was open when it was asked for, its number more than the hash of its commit.
 */
function joined(first: Item, second: Item): Item {
  const [item, other] = weight(second) > weight(first) ? [second, first] : [first, second]
  const union = (one: readonly string[], two: readonly string[]): string[] => [...new Set([...one, ...two])]
  const { state, ...rest } = { ...other, ...item }
  const landed = rest.kind === 'change' && rest.commit !== undefined && state === 'open'
  return {
    ...rest,
    ...(state !== undefined && !landed && { state }),
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

function weight(item: Item): number {
  const isBareCommit = item.kind === 'change' && /@[0-9a-f]{12}$/.test(item.id)
  return (item.kind === 'issue' ? 0 : 4) + (item.commit === undefined ? 0 : 2) + (isBareCommit ? 0 : 1)
}
