import { bareTitle } from '../bare-title.ts'
import { isBranch } from './subject.ts'
import type { Told } from './told.ts'

/**
 * Changes of one title that touch one file: what is carried over to other branches with what it carries, and what one person landed in
 * several steps. Short titles say too little, and so do titles that several people gave to what they did on one branch.
 */
export function backports(work: readonly Told[]): Told[][] {
  const titled = Map.groupBy(
    work.filter(({ item }) => item.kind === 'change'),
    ({ item }) => bareTitle(item.title),
  )
  return [...titled].flatMap(([title, members]) => {
    if (members.length < 2 || title.split(/\s+/).length < 3) return []
    const touching = Map.groupBy(
      members.flatMap((told) => [...new Set(told.item.paths)].map((path) => ({ path, told }))),
      ({ path }) => path,
    )
    return [...touching.values()].flatMap((places) => {
      const here = places.map(({ told }) => told)
      const carried = here.filter(isCarried)
      const original = here.findLast((told) => !isCarried(told))
      const own = [...Map.groupBy(here, ({ item }) => item.author).values()]
      return [...own, carried.length > 0 && original ? [original, ...carried] : carried].filter((piece) => piece.length > 1)
    })
  })
}

/** Whether a title says that the change is carried over: by the name of a branch, or in words. */
export function isCarried({ item, subject }: Told): boolean {
  return subject.marks.some(isBranch) || /^(?:\[[^\]]{1,60}\]\s*)*(?:back-?port|cherry-?pick)/i.test(item.title)
}
