import type { Nodes } from 'mdast'
import { beginning, closedBefore, closedMark, END } from '../closed-mark.ts'
import { draftedNote } from '../drafted-note.ts'
import { commentOf, isTag } from '../mdx-nodes.ts'
import type { Finding } from '../model/finding.ts'
import { findingAt, levelOf, type Rule } from './rule.ts'
import { visit } from '../visit.ts'
import { expressionsOf } from './walk.ts'

/** What the draft offered for one client, and nobody opened, filled or deleted. */
export const offerRules: readonly Rule[] = [
  {
    code: 'concern/offer',
    looksFor: 'a passage for one client that is still a comment (an error in a draft too once words stand in it), or one that holds only comments',
    document: (document) => {
      const found: Finding[] = []
      if (expressionsOf(document.tree).length === 0) return found
      const say = (node: Nodes, message: string, level = levelOf(document)): void => {
        found.push(findingAt(document, node, { level, code: 'concern/offer', message }))
      }
      // The end of one that is still a comment is told with its beginning.
      let isBegun = false
      const inMark = new Set<Nodes>()
      visit(document.tree, (node: Nodes) => {
        if (isTag(node) && node.name === 'Clients') visit(node, (one: Nodes) => void inMark.add(one))
      })
      visit<Nodes>(document.tree, (node, ancestors) => {
        const holder = ancestors.at(-1)
        const siblings: readonly Nodes[] = holder && 'children' in holder ? holder.children : []
        const text = commentOf(node)
        const mark = closedMark(node)
        if (mark === undefined && /^<\/?Clients\b[^>]*>$/.test(text ?? ''))
          say(
            node,
            `"${text?.slice(0, 60)}" is a comment, so what stands beside it is for everyone: take {/* and */} away, or delete it with those words`,
            'error',
          )
        if (draftedNote(node) === 'offer' && !inMark.has(node) && closedBefore(siblings, node) === undefined)
          say(
            node,
            'this was offered for one client and stands in no <Clients> any more: what is written beside it is for everyone; put it into <Clients only="NAME">, or delete this comment',
            'error',
          )
        if (mark === 'end') {
          if (!isBegun)
            say(
              node,
              `${END} is a comment, and no ${beginning('NAME')} before it is one, so what stands before it may be for everyone: close the passage, or delete this with those words`,
              'error',
            )
          isBegun = false
        } else if (mark) {
          const tag = beginning(mark.client)
          const mend = `take {/* and */} away from ${tag} and ${END}`
          if (holdsWords(siblings, node)) say(node, `${tag} is a comment, so what follows is for everyone: ${mend}`, 'error')
          else
            say(
              node,
              `what it might mean for "${mark.client}" shows nothing: ${mend} and write in between, or delete the three comments and what you wrote beside them`,
            )
          isBegun = true
        }
        if (isTag(node) && node.name === 'Clients' && holdsComments(node) && isSilent(node))
          say(node, 'this <Clients> holds nothing but comments, so nobody reads anything there: write what it means for them, or delete it')
      })
      return found
    },
  },
]

/** Whether there is something to read from a closed beginning to the next such tag beside it, which is then for everyone. */
function holdsWords(siblings: readonly Nodes[], node: Nodes): boolean {
  const after = siblings.slice(siblings.indexOf(node) + 1)
  const end = after.findIndex((one) => closedMark(one) !== undefined)
  return end >= 0 && !after.slice(0, end).every(saysNothing)
}

function holdsComments(node: Nodes): boolean {
  return commentOf(node) !== undefined || ('children' in node && node.children.some(holdsComments))
}

/** Whether there is nothing to read in a mark. Another tag in it is told by itself. */
function isSilent(node: Nodes): boolean {
  return 'children' in node && node.children.every((child) => saysNothing(child) || (!isTag(child) && isSilent(child)))
}

/** Whether a node is a comment or white space. */
function saysNothing(node: Nodes): boolean {
  return commentOf(node) !== undefined || (node.type === 'text' && node.value.trim() === '')
}
