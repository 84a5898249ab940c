import type { Item } from '../model/item.ts'
import type { Fold } from '../model/section.ts'
import { FEATURES } from './features.ts'
import type { Matter } from './features/feature.ts'
import { fieldOf } from './field.ts'
import { foldOf } from './fold-of.ts'
import { type Group, groupItems } from './group-items.ts'

/** A group as features see it, with how much it has of each of `FEATURES`, in their order; undefined where that cannot be told. `fold`: why it needs no line. */
export type Measured = { group: Group; fold: Fold | undefined; matter: Matter; values: (number | undefined)[] }

/** Items as groups, each measured among all the others. */
export function measure(items: readonly Item[]): Measured[] {
  const groups = groupItems(items)
  const field = fieldOf(groups.flatMap((group) => group.members))
  return groups.map((group) => {
    const matter: Matter = {
      all: group.members,
      changes: group.members.filter(({ item }) => item.kind === 'change'),
      takesBack: group.takesBack,
      field,
    }
    return { group, fold: foldOf(group), matter, values: valuesOf(matter) }
  })
}

/** How much of each of `FEATURES` there is to something. */
export function valuesOf(matter: Matter): (number | undefined)[] {
  return FEATURES.map((feature) => feature.of(matter))
}
