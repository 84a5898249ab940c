import type { Item } from '../model/item.ts'
import type { ToldBefore } from '../told-before.ts'
import { isExact, namesExactly } from '../revert-names.ts'
import { names } from './undo.ts'

/**
 * ID of the latest earlier digest that told, and still tells, what an item takes back; undefined when it takes back nothing that was told.
 * What it may as well mean among the items of the window is no matter of earlier digests.
 */
export function takesBack(item: Item, { told, items }: { told: readonly ToldBefore[]; items: readonly Item[] }): string | undefined {
  // An id or a hash says what is meant, whatever has the same title.
  const isMeant = isExact(item) ? namesExactly : names
  for (const name of item.reverts) {
    const revert = { ...item, reverts: [name] }
    const broken = told.find(({ story, standing }) => standing && story.items.some((one) => isMeant(revert, one)))
    if (broken && !items.some((one) => one !== item && isMeant(revert, one))) return broken.digest
  }
  return undefined
}
