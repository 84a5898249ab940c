import type { Nodes } from 'mdast'
import { commentOf } from './mdx-nodes.ts'
import { instantSchema } from './model/instant.ts'
import { visit } from './visit.ts'

/** What the comment of a notice begins with that keeps the facts of its entry. */
const FACTS = 'Facts from '

/** When the entry of a notice was published, from the comment with its facts: its line "Published: 2026-08-13T17:00:00Z"; undefined where there is none. */
export function disclosedIn(tree: Nodes): string | undefined {
  let found: string | undefined
  visit<Nodes>(tree, (node) => {
    const text = commentOf(node)
    if (found !== undefined || !text?.startsWith(FACTS)) return
    found = instantSchema.safeParse(/^[ \t]*Published: (\S+)[ \t]*$/m.exec(text)?.[1]).data
  })
  return found
}
