import type { Nodes, Root } from 'mdast'
import { toString } from 'mdast-util-to-string'
import { visit } from '../visit.ts'

const WORDS_A_MINUTE = 230
const EXCERPT = 200

/** What reading a cut tree takes, `minutes` (at least 1), and its beginning in at most 200 characters, empty where it has no paragraph. */
export function reading(tree: Root): { minutes: number; excerpt: string } {
  let words = 0
  let excerpt = ''
  visit(tree, (node: Nodes) => {
    if (node.type === 'footnoteDefinition') return 'skip'
    if (node.type !== 'paragraph' && node.type !== 'heading' && node.type !== 'tableCell' && node.type !== 'code') return undefined
    const said = toString(node).match(/\S+/g) ?? []
    words += said.length
    if (node.type === 'paragraph') excerpt ||= shortened(said)
    return 'skip'
  })
  return { minutes: Math.max(1, Math.round(words / WORDS_A_MINUTE)), excerpt }
}

/** Words that fit, and an ellipsis where there are more. */
function shortened(words: readonly string[]): string {
  let text = ''
  for (const word of words) {
    if (text.length + 1 + word.length > EXCERPT - 2) return `${text || word.slice(0, EXCERPT - 2)} …`
    text = text === '' ? word : `${text} ${word}`
  }
  return text
}
