import type { Coverage } from '../model/coverage.ts'
import type { Item } from '../model/item.ts'
import { joinVulnerabilities } from './join-vulnerabilities.ts'
import { isOwn } from './own.ts'

/**
 * The items of all sources, each thing once (an id in any case, a commit, an alias of a vulnerability), newest first, marked where the
 * maintainer wrote them, and vulnerabilities joined to the changes that fix them.
 */
export function joinSources(collected: readonly { items: readonly Item[]; coverage: Coverage }[], accounts: readonly string[]): Item[] {
  const items = new Map<string, Item>()
  /** Names of what is known → its key; a thing that came under two names is found by both. */
  const keys = new Map<string, string>()
  for (const item of collected.flatMap((result) => result.items)) {
    const names = namesOf(item)
    const known = [...new Set(names.flatMap((name) => keys.get(name) ?? []))]
    const [key = names[0] ?? item.id] = known
    // What two known things turn out to share makes one of them.
    const whole = [...known.flatMap((one) => items.get(one) ?? []), item].reduce(joined)
    for (const other of known.slice(1)) {
      items.delete(other)
      for (const [name, at] of keys) if (at === other) keys.set(name, key)
    }
    items.set(key, whole)
    for (const name of names) keys.set(name, key)
  }
  const complete = collected.some(({ coverage }) => coverage.kind === 'osv' && coverage.complete)
  return joinVulnerabilities([...items.values()], { complete })
    .map((item) => (isOwn(item.author, accounts) ? { ...item, own: [...new Set([...item.own, 'wrote' as const])] } : item))
    .sort((a, b) => b.at.localeCompare(a.at) || a.id.localeCompare(b.id, 'en'))
}

/** What an item is known by: whoever shares one of these is the same thing. Addresses of articles mean their case. */
function namesOf(item: Item): string[] {
  if (item.kind === 'article') return [item.id]
  return [
    item.id.toLowerCase(),
    ...(item.commit ? [`commit ${item.commit}`] : []),
    ...(item.kind === 'vulnerability' ? item.aliases.map((alias) => alias.toLowerCase()) : []),
  ]
}

/** One thing that two sources have: told by the one that knows it better, with what only the other knows. */
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
    aliases: union(item.aliases, [...other.aliases, ...(other.kind === 'vulnerability' ? [other.id] : [])]).filter((alias) => alias !== item.id),
    links: union(item.links, [...other.links, ...(other.url ? [other.url] : [])]).filter((link) => link !== item.url),
    own: [...new Set([...item.own, ...other.own])],
    notes: union(item.notes, other.notes),
  }
}

/**
 * How well an item tells its thing: a proposal better than an issue, a change that landed better than one that was open when it was asked
 * for, its number better than the hash of its commit, a database of its own better than those that list every vulnerability.
 */
function weight(item: Item): number {
  const isGeneral = item.kind === 'vulnerability' && /^(GHSA|CVE|https?:)/.test(item.id)
  const isBareCommit = item.kind === 'change' && /@[0-9a-f]{12}$/.test(item.id)
  return (item.kind === 'issue' ? 0 : 4) + (item.commit === undefined ? 0 : 2) + (isBareCommit || isGeneral ? 0 : 1)
}
