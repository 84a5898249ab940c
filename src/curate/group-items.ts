import type { Item } from '../model/item.ts'

/** An issue that more changes than this name is an umbrella: what they do is told change by change. */
const UMBRELLA = 12

/** What belongs together; `reverted`: all of it was taken back inside the window; `reasons`: what grouping alone can know. */
export type Group = { members: Item[]; reverted: boolean; reasons: string[] }

/** Every item in exactly one group: pairs of a revert and what it reverts, changes that name the same issue, and each other item alone. */
export function groupItems(items: readonly Item[]): Group[] {
  const { pairs, outside } = pairReverts(items)
  const paired = new Set(pairs.flat())
  const rest = items.filter((item) => !paired.has(item))
  const named = Map.groupBy(
    rest.flatMap((item) => item.references.map((reference) => ({ item, id: reference.id }))),
    ({ id }) => id,
  )
  const byIssue = Map.groupBy(rest, (item) => {
    if (outside.has(item)) return item.id
    const shared = (id: string): boolean => (named.get(id)?.length ?? 0) > 1 && (named.get(id)?.length ?? 0) <= UMBRELLA
    const ordered = [...item.references].sort((a, b) => a.verb.localeCompare(b.verb, 'en'))
    return ordered.find((reference) => shared(reference.id))?.id ?? item.id
  })
  return [
    ...pairs.map((members) => ({ members, reverted: true, reasons: ['landed and was reverted'] })),
    ...[...byIssue.values()].map((members) => ({
      members,
      reverted: false,
      reasons: members.some((item) => outside.has(item)) ? ['takes back what landed before'] : [],
    })),
  ]
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
    const targets = latestFirst.filter((item) => item !== revert && !taken.has(item) && item.at <= revert.at && isTarget(item, revert))
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
