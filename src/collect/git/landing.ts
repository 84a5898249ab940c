/** A commit as this file needs it: the parents that git knows, the number of a pull request in its subject, if any, and whether it falls in the window. */
export type Landing = { parents: readonly string[]; number: number | undefined; inside: boolean }

/**
 * With which numbered merge each commit without a number landed (`owners`), and which merges brought nothing that is not
 * listed on its own (`pure`): those of numbered changes, and plain merges of commits that were pushed, all inside the window.
 * `brought`: what each merge brought that is outside the window. `graph` holds every commit since some time before the window, up to
 * `tip`; a parent that is not in it is older.
 * A merge brought what its other parents reach and the branch did not have before; a numbered merge inside that keeps its own commits.
 */
export function landings(
  graph: ReadonlyMap<string, Landing>,
  tip: string,
): { owners: Map<string, string>; pure: Set<string>; brought: Map<string, string[]> } {
  const owners = new Map<string, string>()
  const pure = new Set<string>()
  const brought = new Map<string, string[]>()
  const seen = new Set<string>()

  /** Walks one line of first parents, oldest first. `owns`: some commit of it is its owner's; `older`: it goes on before the graph; `outside`: its commits outside the window. */
  function walk(from: string, owner: string | undefined): { owns: boolean; older: boolean; outside: string[] } {
    const line: string[] = []
    let next: string | undefined = from
    for (; next !== undefined && graph.has(next) && !seen.has(next); next = graph.get(next)?.parents[0]) {
      line.push(next)
      seen.add(next)
    }
    let owns = false
    const outside: string[] = []
    const older = next !== undefined && !seen.has(next)
    for (const hash of line.reverse()) {
      const { parents = [], number, inside = false } = graph.get(hash) ?? {}
      if (!inside) outside.push(hash)
      const sides = parents.slice(1).map((parent) => walk(parent, number === undefined ? owner : hash))
      const sidesOwn = sides.some((side) => side.owns)
      const listed = number === undefined && owner === undefined ? sides.length > 0 : sides.length > 0 && !sidesOwn
      const far = sides.flatMap((side) => side.outside)
      if (far.length > 0) brought.set(hash, far)
      outside.push(...far)
      if (listed && far.length === 0 && !sides.some((side) => side.older)) pure.add(hash)
      if (number === undefined && owner !== undefined) {
        owners.set(hash, owner)
        owns ||= sides.length === 0 || sidesOwn
      }
    }
    return { owns, older, outside }
  }

  walk(tip, undefined)
  return { owners, pure, brought }
}
