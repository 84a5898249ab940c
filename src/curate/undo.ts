import type { Item } from '../model/item.ts'
import { bareTitle } from '../bare-title.ts'
import { idsOf } from './names-of.ts'
import { earlierFirst } from './order.ts'
import { isExact, isHash, isHashOf, namesExactly } from '../revert-names.ts'

/**
 * Changes that undo one another. `undone`: a revert with what it reverts, where nothing stands in the end; `landedAgain`: what landed, was
 * reverted and landed again, in the order of time; `outside`: reverts of something that is not among the items and did not land again.
 */
export type Undone = { undone: Item[][]; landedAgain: Item[][]; outside: Set<Item> }

/** @see Undone Latest first, so that the revert of a revert gives the change back. No change is in two of the chains. */
export function undo(items: readonly Item[]): Undone {
  const changes = items.filter((item) => item.kind === 'change')
  const latestFirst = [...changes].sort((a, b) => earlierFirst(b, a))
  const targetsOf = targetFinder(latestFirst)
  const taken = new Set<Item>()
  /** What stands → all that was done about it. */
  const chains = new Map<Item, Item[]>()
  const undone: Item[][] = []
  const outside: Item[] = []
  for (const revert of latestFirst) {
    if (revert.reverts.length === 0 || taken.has(revert)) continue
    const targets = targetsOf(revert).filter((item) => !taken.has(item))
    // Ids and hashes may name several, and what is not here was landed before. A title alone names the latest change of that title.
    const found = isExact(revert) ? targets.filter((item) => namesExactly(revert, item)) : targets.slice(0, 1)
    const [first] = found
    if (!first) {
      outside.push(revert)
      continue
    }
    const chain = chains.get(revert) ?? [revert]
    chains.delete(revert)
    taken.add(revert)
    const gone = found.filter((item) => !chains.has(item))
    if (gone.length === 0) {
      // What it reverts was given back later.
      chains.get(first)?.push(...chain)
      continue
    }
    for (const item of gone) taken.add(item)
    const original = gone.every((item) => item.reverts.length > 0) ? gone.flatMap((item) => targetsOf(item).slice(0, 1))[0] : undefined
    const pair = original && undone.find((one) => one.includes(original))
    if (pair) pair.push(...gone, ...chain)
    else if (original && !taken.has(original)) chains.set(original, [...(chains.get(original) ?? [original]), ...gone, ...chain])
    else undone.push([...gone, ...chain])
  }
  // Of two at one instant the one that was taken back may have come first.
  const alone = outside.filter((revert) => !taken.has(revert))
  return joinAgain({ undone, chains, outside: alone, standing: latestFirst.filter((item) => !taken.has(item) && item.reverts.length === 0) })
}

/** Whether a revert names a change: by an id in any case, by its hash or the beginning of it, or by its title. */
export function names(revert: Item, item: Item): boolean {
  return revert !== item && (revert.reverts.includes(item.title) || namesExactly(revert, item))
}

/** Whether a revert lands something again: it takes back a revert, or says so. */
export function givesBack({ title }: Item): boolean {
  const [reverts = ''] = /^(?:\S+: )?(?:Revert "(?:\S+: )?)+/i.exec(title) ?? []
  return /^(?:\S+: )?re-?(?:land|appl)/i.test(title) || (reverts !== '' && (reverts.match(/Revert "/gi)?.length ?? 0) % 2 === 0)
}

type Loose = { undone: readonly Item[][]; chains: Map<Item, Item[]>; outside: readonly Item[]; standing: readonly Item[] }

/** What was reverted joins what landed later under its title, or what gave it back. */
function joinAgain({ undone, chains, outside, standing }: Loose): Undone {
  const byTitle = Map.groupBy(standing, (item) => bareTitle(item.title))
  const join = (titles: readonly string[], members: readonly Item[]): boolean => {
    const last = members.reduce((latest, item) => (item.at > latest ? item.at : latest), '')
    const again = titles.flatMap((title) => byTitle.get(bareTitle(title)) ?? []).find((item) => item.at >= last)
    if (again) chains.set(again, [...(chains.get(again) ?? [again]), ...members])
    return again !== undefined
  }
  const left = undone.filter((pair) => {
    const titles = pair.flatMap((item) => (item.reverts.length > 0 ? [] : [item.title]))
    return !join(titles, pair)
  })
  const alone = outside.filter((revert) => {
    const chain = chains.get(revert) ?? [revert]
    const joined = join(revert.reverts, chain)
    if (joined) chains.delete(revert)
    return !joined && !givesBack(revert)
  })
  const landedAgain = [...chains.values()].map((chain) => [...new Set(chain)].sort(earlierFirst))
  return { undone: left, landedAgain, outside: new Set(alone) }
}

/** What a revert can mean among changes, latest first: never what landed after it. */
function targetFinder(latestFirst: readonly Item[]): (revert: Item) => Item[] {
  const byId = Map.groupBy(
    latestFirst.flatMap((item) => idsOf(item).map((id) => ({ id, item }))),
    ({ id }) => id,
  )
  const byTitle = Map.groupBy(latestFirst, (item) => item.title)
  const byHash = Map.groupBy(latestFirst, (item) => item.commit?.slice(0, 7))
  const order = new Map(latestFirst.map((item, index) => [item, index]))
  return (revert) => {
    const found = new Set(
      revert.reverts.flatMap((name) => [...(byId.get(name.toLowerCase()) ?? []).map(({ item }) => item), ...(byTitle.get(name) ?? [])]),
    )
    for (const name of revert.reverts.filter(isHash))
      for (const item of byHash.get(name.slice(0, 7).toLowerCase()) ?? []) if (isHashOf(name, item)) found.add(item)
    return [...found].filter((item) => item !== revert && item.at <= revert.at).sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
  }
}
