import type { Coverage } from '../model/coverage.ts'
import type { Item } from '../model/item.ts'
import { joinVulnerabilities } from './join-vulnerabilities.ts'
import { strongest } from './message.ts'
import { isOwn } from './own.ts'
import { joinWording } from './wording.ts'

/**
 * The items of all sources, each thing once (an id in any case, a commit, an alias), newest first, marked where the
 * maintainer wrote them, and vulnerabilities joined to the changes that fix them.
 */
export function joinSources(collected: readonly { items: readonly Item[]; coverage?: Coverage }[], accounts: readonly string[]): Item[] {
  const items: Item[] = []
  /** Names → the item's place; a thing that came under two names is found by both, and what two known things turn out to share makes one of them. */
  const places = new Map<string, number>()
  for (const item of collected.flatMap((result) => result.items)) {
    const names = namesOf(item)
    const known = [...new Set(names.flatMap((name) => places.get(name) ?? []))].filter((place) => isSame(items[place], item))
    const [place = items.length] = known
    const merged = [...known.flatMap((one) => items[one] ?? []), item].reduce(joined)
    items[place] = merged
    for (const other of known.slice(1)) for (const [name, at] of places) if (at === other) places.set(name, place)
    for (const name of names) places.set(name, place)
  }
  const held = [...new Set(places.values())].flatMap((place) => items[place] ?? [])
  const asked = collected.some(({ coverage }) => coverage?.kind === 'osv' && coverage.returned > 0)
  return joinVulnerabilities(held, { complete: asked })
    .map((item) => (isOwn(item.author, accounts) ? { ...item, own: [...new Set([...item.own, 'wrote' as const])] } : item))
    .sort((a, b) => b.at.localeCompare(a.at) || a.id.localeCompare(b.id, 'en'))
}

/** What an item is known by. Addresses of articles mean their case. */
function namesOf(item: Item): string[] {
  if (item.kind === 'article') return [item.id]
  return [item.id, ...item.aliases, ...(item.commit ? [`commit ${item.commit}`] : [])].map((name) => name.toLowerCase())
}

/** Whether two items that share a name are the same thing: not two numbers of one project that landed in one commit, nor two entries of one database. */
function isSame(one: Item | undefined, other: Item): boolean {
  if (!one) return false
  const ids = [one, other].map((item) => [item.id, ...(item.kind === 'vulnerability' ? [] : item.aliases)].map((id) => id.toLowerCase()))
  if (ids[0]?.some((id) => ids[1]?.includes(id))) return true
  const [first, second] = [one, other].map((item) => /^(.+)(?:#|\/cl\/)\d+$|^([A-Z]+)-/.exec(item.id)?.slice(1).find(Boolean)?.toLowerCase())
  return first === undefined || first !== second
}

/** One thing that two sources have: told by the one that knows it better, with what only the other knows. */
function joined(first: Item, second: Item): Item {
  const [item, other] = weight(second) > weight(first) ? [second, first] : [first, second]
  const union = (one: readonly string[], two: readonly string[]): string[] => [...new Set([...one, ...two])]
  const names = [...namesOf(item), ...namesOf(other)]
  const { state, ...rest } = { ...other, ...item }
  const landed = rest.kind === 'change' && rest.commit !== undefined && state === 'open'
  return {
    ...rest,
    ...(state !== undefined && !landed && { state }),
    paths: item.paths.length > 0 ? item.paths : other.paths,
    message: item.message || other.message,
    wording: joinWording([...item.wording, ...other.wording]),
    // One that named the other would now name itself.
    references: strongest([...item.references, ...other.references]).filter((one) => !names.includes(one.id.toLowerCase())),
    reverts: union(item.reverts, other.reverts),
    transitions: item.transitions.length > 0 ? item.transitions : other.transitions,
    labels: union(item.labels, other.labels),
    aliases: union(item.aliases, [...other.aliases, ...(other.id.toLowerCase() === item.id.toLowerCase() ? [] : [other.id])]).filter(
      (alias) => alias !== item.id,
    ),
    links: union(item.links, [...other.links, ...(other.url ? [other.url] : [])]).filter((link) => link !== item.url),
    own: [...new Set([...item.own, ...other.own])],
    notes: union(item.notes, other.notes),
  }
}

/**
 * How well an item tells its thing: a proposal better than a change, and both better than an issue; a change that landed better than one that
 * was open when it was asked for, its number better than the hash of its commit; a database of its own better than those that list every
 * vulnerability, and what stands better than what was withdrawn.
 */
function weight(item: Item): number {
  const isGeneral = item.kind === 'vulnerability' && /^(GHSA|CVE|https?:)/.test(item.id)
  const kind = item.kind === 'proposal' ? 8 : item.kind === 'issue' || item.state === 'withdrawn' ? 0 : 4
  return kind + (item.commit === undefined ? 0 : 2) + (isBareCommit(item) || isGeneral ? 0 : 1)
}

function isBareCommit(item: Item): boolean {
  return item.kind === 'change' && /@[0-9a-f]{12}$/.test(item.id)
}
