import type { Item } from '../model/item.ts'

/** An issue that more changes than this name is an umbrella: what they do is told change by change. */
const UMBRELLA = 12

/** What belongs together; `reverted`: all of it was taken back inside the window; `reasons`: what grouping alone can know. */
export type Group = { members: Item[]; reverted: boolean; reasons: string[] }

/**
 * Every item in exactly one group: pairs of a revert and what it reverts, vulnerabilities with the changes that fix them, changes that name
 * the same issue or proposal with that, and each other item alone: so too what has not landed yet.
 */
export function groupItems(items: readonly Item[]): Group[] {
  const coming = items.filter((item) => item.state === 'planned' || (item.kind === 'change' && item.state === 'open'))
  const here = items.filter((item) => !coming.includes(item))
  const { pairs, outside } = pairReverts(here)
  const paired = new Set(pairs.flat())
  const rest = here.filter((item) => !paired.has(item))
  const named = Map.groupBy(
    rest.flatMap((item) => item.references.map((reference) => reference.id.toLowerCase())),
    (id) => id,
  )
  const asked = new Map(rest.filter(isAsked).map((item) => [item.id.toLowerCase(), item.id]))
  const keyOf = (item: Item): string => {
    if (outside.has(item)) return item.id
    const times = (id: string): number => named.get(id.toLowerCase())?.length ?? 0
    if (isAsked(item)) return item.id
    const shared = (id: string): boolean => times(id) <= UMBRELLA && (times(id) > 1 || asked.has(id.toLowerCase()))
    const ordered = [...item.references].sort((a, b) => a.verb.localeCompare(b.verb, 'en'))
    const found = ordered.find((reference) => shared(reference.id))?.id
    return found === undefined ? item.id : (asked.get(found.toLowerCase()) ?? found)
  }
  const keys = joinFixes(rest, new Map(rest.map((item) => [item, keyOf(item)])))
  const groups = Map.groupBy(rest, (item) => keys.get(item))
  return [
    ...coming.map((item) => ({ members: [item], reverted: false, reasons: [] })),
    ...pairs.map((members) => ({ members, reverted: true, reasons: ['landed and was reverted'] })),
    ...[...groups.values()].map((members) => ({
      members,
      reverted: false,
      reasons: members.some((item) => outside.has(item)) ? ['takes back what landed before'] : [],
    })),
  ]
}

/** What changes answer to. */
function isAsked(item: Item): boolean {
  return item.kind === 'issue' || item.kind === 'proposal'
}

/** The keys with those of a vulnerability and of what fixes it made one. */
function joinFixes(items: readonly Item[], keys: ReadonlyMap<Item, string>): Map<Item, string> {
  const one = new Map<string, string>()
  const find = (key: string): string => {
    const next = one.get(key)
    return next === undefined ? key : find(next)
  }
  for (const vulnerability of items) {
    if (vulnerability.kind !== 'vulnerability') continue
    const fixes = vulnerability.references.filter((reference) => reference.verb === 'fixes').map((reference) => reference.id)
    for (const item of items) {
      if (item.kind === 'vulnerability' || !fixes.some((id) => id === item.id || isCommit(id, item))) continue
      const [from, to] = [find(keys.get(vulnerability) ?? ''), find(keys.get(item) ?? '')]
      if (from !== to) one.set(from, to)
    }
  }
  return new Map([...keys].map(([item, key]) => [item, find(key)]))
}

/** Whether an id such as `owner/repo@0123456789ab` is an item's commit. */
function isCommit(id: string, item: Item): boolean {
  const [, hash] = /@([0-9a-f]{12,64})$/.exec(id) ?? []
  return hash !== undefined && item.commit?.startsWith(hash) === true
}

/**
 * Reverts with what they revert, latest first, so that the revert of a revert gives the change back. `outside`: reverts of
 * something that is not among the items.
 */
function pairReverts(items: readonly Item[]): { pairs: Item[][]; outside: Set<Item> } {
  const taken = new Set<Item>()
  const pairs: Item[][] = []
  const outside = new Set<Item>()
  const latestFirst = [...items].sort((a, b) => b.at.localeCompare(a.at) || a.id.localeCompare(b.id, 'en'))
  for (const revert of latestFirst) {
    if (revert.reverts.length === 0 || taken.has(revert)) continue
    const targets = latestFirst.filter(
      (item) => item.kind === 'change' && item !== revert && !taken.has(item) && item.at <= revert.at && isTarget(item, revert),
    )
    // A title names the latest change of that title; ids and hashes may name several.
    const exact = targets.filter((item) => revert.reverts.includes(item.id) || revert.reverts.some((hash) => isHashOf(hash, item)))
    const found = exact.length > 0 ? exact : targets.slice(0, 1)
    if (found.length === 0) {
      outside.add(revert)
      continue
    }
    for (const item of [revert, ...found]) taken.add(item)
    pairs.push([...found, revert])
  }
  return { pairs, outside }
}

function isTarget(item: Item, revert: Item): boolean {
  return revert.reverts.some((name) => name === item.id || name === item.title || isHashOf(name, item))
}

function isHashOf(name: string, item: Item): boolean {
  return /^[0-9a-f]{7,64}$/.test(name) && item.commit?.startsWith(name) === true
}
