import type { Item } from './model/item.ts'
import { namesOf } from './names-of.ts'

/** What is needed of a change to know whether a revert names it. */
type Named = Pick<Item, 'id' | 'aliases' | 'commit'>

/** Whether a revert names a change by an id in any case, or by its hash or the beginning of it. */
export function namesExactly({ reverts }: Pick<Item, 'reverts'>, item: Named): boolean {
  const ids = namesOf(item).map((id) => id.toLowerCase())
  return reverts.some((name) => ids.includes(name.toLowerCase()) || isHashOf(name, item))
}

/** Whether a revert says by id or hash what it takes back: then its quoted title says nothing more. */
export function isExact({ reverts }: Pick<Item, 'reverts'>): boolean {
  return reverts.some((name) => isHash(name) || /^\S+(?:#|\/cl\/)\d+$/.test(name))
}

/** Whether a name is a commit's hash or the beginning of one. */
export function isHash(name: string): boolean {
  return /^[0-9a-f]{7,64}$/i.test(name)
}

/** Whether a name is the hash of a change's commit, or the beginning of it. */
export function isHashOf(name: string, { commit }: Pick<Item, 'commit'>): boolean {
  return isHash(name) && commit?.startsWith(name.toLowerCase()) === true
}
