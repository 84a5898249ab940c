import { isDependency } from './features/conventions.ts'
import type { Told } from './told.ts'

/** Words that stand before the name of what moved. */
const MOVES =
  /\b(?:bump|updat|upgrad|(?:re-?)?vendor|roll)(?:e?s|e?d|ing|e)? (?:(?:the|all|module|dependency|package|gem|(?:rust )?crate|vendored|version of|to|from|latest|minimum) )*[`"']?([^\s`"':,]+)/i

/** Changes that move one dependency. */
export function bumps(work: readonly Told[]): Told[][] {
  const moved = Map.groupBy(
    work.filter((told) => told.item.kind === 'change' && isDependency(told)),
    ({ item }) => movedBy(item.title),
  )
  return [...moved].flatMap(([name, members]) => (name !== undefined && members.length > 1 ? [members] : []))
}

/** What a bump moves, lower case, without its version: "@scope/name" of "@scope/name@1.2". */
function movedBy(title: string): string | undefined {
  const [, name] = MOVES.exec(title) ?? []
  return name?.replace(/(?<!^)@.*$/, '').toLowerCase()
}
