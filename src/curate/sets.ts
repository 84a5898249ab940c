/** Disjoint sets over some members, each at first alone. */
export type Sets<T> = {
  /** Makes one set of those that hold these. A member that is not known yet becomes known. */
  join: (members: readonly T[]) => void
  /** The sets, in the order of their first members, and so within each. */
  all: () => T[][]
}

/** @see Sets */
export function disjointSets<T>(members: readonly T[]): Sets<T> {
  const sets = new Map(members.map((member) => [member, [member]]))
  const setOf = (member: T): T[] => {
    const known = sets.get(member)
    if (known) return known
    const made = [member]
    sets.set(member, made)
    return made
  }
  const setsOf = (given: readonly T[]): T[][] => [...new Set(given.map(setOf))]
  return {
    join(given) {
      const [largest, ...others] = setsOf(given).sort((a, b) => b.length - a.length)
      for (const other of others)
        for (const member of other) {
          largest?.push(member)
          if (largest) sets.set(member, largest)
        }
    },
    all() {
      const inOrder = new Map<T[], T[]>()
      for (const [member, set] of sets) {
        const found = inOrder.get(set)
        if (found) found.push(member)
        else inOrder.set(set, [member])
      }
      return [...inOrder.values()]
    },
  }
}
