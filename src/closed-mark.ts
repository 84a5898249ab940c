import type { Nodes } from 'mdast'
import { commentOf } from './mdx-nodes.ts'
import { nameSchema } from './model/name.ts'

/** Where a passage for one client alone ends. */
export const END = '</Clients>'

/** Where a passage for one client alone begins. */
export function beginning(client: string): string {
  return `<Clients only="${client}">`
}

/** A tag of such a passage that is still a comment, as the draft offers it: the client for whom it begins, or its end; undefined for any other node. */
export function closedMark(node: Nodes): { client: string } | 'end' | undefined {
  const text = commentOf(node)
  if (text === END) return 'end'
  const [, client] = /^<Clients only="([^"]*)">$/.exec(text ?? '') ?? []
  return client !== undefined && nameSchema.safeParse(client).success ? { client } : undefined
}

/** Of the closed tags the one that stands before a node among its siblings, with nothing but white space between; undefined where none does. */
export function closedBefore(siblings: readonly Nodes[], node: Nodes): ReturnType<typeof closedMark> {
  const before = siblings.slice(0, siblings.indexOf(node)).findLast((one) => one.type !== 'text' || one.value.trim() !== '')
  return before && closedMark(before)
}
