import type { Field } from '../field.ts'
import type { Told } from '../told.ts'

/** A story as features look at it. `all`: its items; `changes`: those of them that are changes; `takesBack`: it reverts what landed before; `field`: what it stands among. */
export type Matter = { all: readonly Told[]; changes: readonly Told[]; takesBack: boolean; field: Field }

/**
 * One thing that can be said of a story, in words that are shown as a reason. `of` gives how much it is so: 1 and 0 for what holds or does
 * not, a logarithm for sizes, undefined where it cannot be told (it then says nothing for or against). `less`: words for a story that has
 * less of it than is usual; without them such a story is not told so. `telling`: the words with what they are about, where that can be named.
 * `prior`: what one unit is worth where no data say otherwise; `fixed`: it is worth that whatever the data say.
 */
export type Feature = {
  id: string
  words: string
  less?: string
  telling?: (matter: Matter) => string | undefined
  prior: number
  fixed?: true
  of: (matter: Matter) => number | undefined
}

/** Holds when it does for one of the changes. */
export const some =
  (test: (told: Told) => boolean) =>
  ({ changes }: Matter): number | undefined =>
    changes.length === 0 ? undefined : Number(changes.some(test))

/** Holds when it does for each of the changes. */
export const every =
  (test: (told: Told) => boolean) =>
  ({ changes }: Matter): number | undefined =>
    changes.length === 0 ? undefined : Number(changes.every(test))

/** How many of the changes it holds for, from 0 to 1. */
export const share =
  (test: (told: Told) => boolean) =>
  ({ changes }: Matter): number | undefined =>
    changes.length === 0 ? undefined : changes.filter(test).length / changes.length

/** The largest, or smallest, of a size over the changes. */
export const most =
  (size: (told: Told) => number) =>
  ({ changes }: Matter): number | undefined =>
    changes.length === 0 ? undefined : Math.max(...changes.map(size))
export const least =
  (size: (told: Told) => number) =>
  ({ changes }: Matter): number | undefined =>
    changes.length === 0 ? undefined : Math.min(...changes.map(size))

/** Whether each path passes; false where there are none. */
export const all = (told: Told, test: (path: string) => boolean): boolean => told.item.paths.length > 0 && told.item.paths.every(test)
export const any = (told: Told, test: (path: string) => boolean): boolean => told.item.paths.some(test)
