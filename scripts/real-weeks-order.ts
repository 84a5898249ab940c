import { ownersOf } from '../src/owners-of.ts'
import { blocksOf, headingsOf, markersIn } from './real-weeks-blocks.ts'
import type { Weekly } from './real-weeks-differences.ts'

/**
 * Of all pairs of lines below one heading, neither of which an edit moved, how many stand in the order of a single draft. Not all can: a line
 * keeps its place while the ranks around it move with the window, and what comes later goes to where it disagrees with the fewest.
 */
export function orderOf({ text, now, log }: Weekly, single: string): { pairs: number; same: number } {
  const owners = ownersOf(now)
  const moved = new Set(log.filter((edit) => ['up', 'passage', 'merge'].includes(edit.kind)).flatMap((edit) => [edit.marker, edit.other]))
  const there = new Map(
    blocksOf(single).flatMap((block, index) => markersIn(block).map((marker) => [owners.get(marker)?.id ?? marker, index] as const)),
  )
  const blocks = blocksOf(text)
  const headings = headingsOf(blocks)
  const seen = new Set<string>()
  const lines = blocks.flatMap((block, index) => {
    const [marker = ''] = markersIn(block)
    const story = owners.get(marker)?.id ?? marker
    const at = there.get(story)
    if (at === undefined || seen.has(story) || moved.has(marker)) return []
    seen.add(story)
    return [{ heading: headings[index], at }]
  })
  let [pairs, same] = [0, 0]
  for (const below of Map.groupBy(lines, ({ heading }) => heading).values())
    for (const [index, line] of below.entries()) {
      pairs += index
      same += below.slice(0, index).filter((other) => other.at < line.at).length
    }
  return { pairs, same }
}
