import type { Nodes } from 'mdast'
import { commentOf } from './mdx-nodes.ts'

/** How each comment begins that the draft writes: from these words it is told from the editor's own notes. */
export const DRAFTED = {
  help: 'Move, reword, merge and delete lines freely.',
  evidence: 'Why here: ',
  offer: 'What it might mean for ',
  notShown: 'Not shown: ',
  newSince: 'New since the last draft: ',
  changed: 'Changed since the last draft: ',
  unmentioned: 'Not mentioned: ',
  coverage: 'Coverage from ',
  facts: 'Facts from ',
  news: 'Changed since the facts of ',
} as const

/** Which of the drafted comments a node is; undefined for any other node, and for the editor's notes. */
export function draftedNote(node: Nodes): keyof typeof DRAFTED | undefined {
  const text = commentOf(node)
  return text === undefined ? undefined : (Object.keys(DRAFTED) as (keyof typeof DRAFTED)[]).find((key) => text.startsWith(DRAFTED[key]))
}
