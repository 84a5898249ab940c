import type { Story } from '../src/model/story.ts'
import { ownersOf } from '../src/owners-of.ts'
import { blocksOf, firstLine, markersIn } from './real-weeks-blocks.ts'

/** One draft of several: the digest as the maintainer left it, as the draft left it, and its stories. */
export type Run = { week: number; left: string; drafted: string; stories: readonly Story[] }

/**
 * What is wrong with one draft: a line of the maintainer's that is gone or stands in another order, a new line for a marker that stood there,
 * a new line that does not stand where it disagrees with the fewest lines of its list, new ones that are not in the order of their ranks.
 */
export function faultsOfRun({ week, left, drafted, stories }: Run): string[] {
  const owners = ownersOf(stories)
  const known = new Set(blocksOf(left).flatMap(markersIn))
  const rankOf = (block: string): number => Math.min(...markersIn(block).flatMap((marker) => owners.get(marker)?.rank ?? []))
  const isNew = (block: string): boolean => markersIn(block).length > 0 && !markersIn(block).some((marker) => known.has(marker))
  const copies = (text: string): Map<string, number> =>
    new Map([...Map.groupBy(blocksOf(text).flatMap(markersIn), (marker) => marker)].map(([marker, all]) => [marker, all.length]))
  const [before, after] = [copies(left), copies(drafted)]
  const doubled = [...after].filter(([marker, count]) => count > Math.max(1, before.get(marker) ?? 0))
  const lost = firstLost(left.split('\n'), drafted.split('\n'))
  return [
    ...(lost === undefined ? [] : [`week ${week}: a line that stood there is gone or moved: ${lost}`]),
    ...doubled.map(([marker]) => `week ${week}: a second line was drafted for ${marker}`),
    ...listsOf(blocksOf(drafted)).flatMap((list) => {
      const fresh = list.filter(isNew)
      const disorder = fresh.filter((block, index) => index > 0 && rankOf(fresh[index - 1] ?? '') > rankOf(block))
      const ranks = list.filter((block) => !isNew(block)).map(rankOf)
      const astray = fresh.filter((block) => {
        const at = list.slice(0, list.indexOf(block)).filter((one) => !isNew(one)).length
        const costs = [...ranks, 0].map((_, index) => disagreements(ranks, { at: index, rank: rankOf(block) }))
        return (costs[at] ?? 0) > Math.min(...costs)
      })
      return [
        ...disorder.map((block) => `week ${week}: not in the order of ranks: ${firstLine(block)}`),
        ...astray.map((block) => `week ${week}: not at its place: ${firstLine(block)}`),
      ]
    }),
  ]
}

/** How many lines of a list a new one disagrees with at a place. What has no story agrees with all. */
function disagreements(ranks: readonly number[], { at, rank }: { at: number; rank: number }): number {
  return ranks.filter((one, index) => one !== Infinity && (index < at ? one > rank : one < rank)).length
}

/** Lines of lists that follow each other. */
function listsOf(blocks: readonly string[]): string[][] {
  const lists: string[][] = [[]]
  for (const block of blocks) {
    if (block.startsWith('* ')) lists.at(-1)?.push(block)
    else lists.push([])
  }
  return lists.filter((list) => list.length > 0)
}

/** The first of some lines that does not follow in others behind those before it. */
function firstLost(lines: readonly string[], others: readonly string[]): string | undefined {
  let from = 0
  return lines.find((line) => {
    const at = others.indexOf(line, from)
    from = at + 1
    return at < 0
  })
}
