import type { Nodes } from 'mdast'
import { draftedNote } from './drafted-note.ts'
import { commentOf } from './mdx-nodes.ts'
import { instantSchema } from './model/instant.ts'
import { visit } from './visit.ts'

/** When the entry of a notice was published, from the comment with its facts: its line "public since: 2026-08-13T17:00:00Z"; undefined where there is none. */
export function disclosedIn(tree: Nodes): string | undefined {
  let found: string | undefined
  visit<Nodes>(tree, (node) => {
    if (found !== undefined || draftedNote(node) !== 'facts') return
    found = instantSchema.safeParse(/^[ \t]*public since: (\S+)[ \t]*$/m.exec(commentOf(node) ?? '')?.[1]).data
  })
  return found
}
