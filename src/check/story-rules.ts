import type { Nodes } from 'mdast'
import type { Document } from '../document.ts'
import { DRAFTED, draftedNote } from '../drafted-note.ts'
import { markersOf } from '../markers-of.ts'
import { commentOf } from '../mdx-nodes.ts'
import type { Collection } from '../model/collection.ts'
import type { Finding } from '../model/finding.ts'
import type { Story } from '../model/story.ts'
import { markedOf, ownersOf } from '../owners-of.ts'
import { findingAt, levelOf, type Rule } from './rule.ts'
import { expressionsOf } from './walk.ts'

/** What the stories of a digest demand of its lines. */
export const storyRules: readonly Rule[] = [
  {
    code: 'story/changed',
    looksFor: 'a line that tells what has changed since it was drafted: the comment below it says what',
    document: (document) =>
      draftedIn(document, 'changed').map((node) =>
        findingAt(document, node, {
          level: levelOf(document),
          code: 'story/changed',
          message: `${(commentOf(node) ?? '').slice(DRAFTED.changed.length)}. Say so in the line above, if it matters, and delete this comment`,
        }),
      ),
  },
  {
    code: 'story/unmentioned',
    looksFor:
      'what must not be passed over in silence and stands in no line: vulnerabilities, accepted proposals, changes of public API; always a warning',
    document: (document, { collection }) => draftedIn(document, 'unmentioned').flatMap((node) => unmentionedIn(node, document, collection)),
  },
]

/** The comments of a kind that the draft wrote into a document. */
function draftedIn({ tree }: Document, kind: keyof typeof DRAFTED): Nodes[] {
  return expressionsOf(tree).filter((node) => draftedNote(node) === kind)
}

/** Stories that must not be passed over in silence, that no line tells and no list names: the maintainer deleted their lines. */
export function saidNo(document: Document, collection: Collection | undefined): Story[] {
  if (!collection) return []
  const told = markedOf(collection.stories, markersOf(document.tree))
  const owners = ownersOf(collection.stories)
  const named = new Set<Story | undefined>()
  for (const { id } of draftedIn(document, 'unmentioned').flatMap(linesOf)) named.add(owners.get(id))
  return collection.stories.filter(
    (story) => !story.gone && story.notable && (story.drafted !== undefined || story.listed !== undefined) && !told.has(story) && !named.has(story),
  )
}

function unmentionedIn(node: Nodes, document: Document, collection: Collection | undefined): Finding[] {
  const owners = ownersOf(collection?.stories ?? [])
  const told = markedOf(collection?.stories ?? [], markersOf(document.tree))
  return linesOf(node).flatMap(({ id, text, line }): Finding[] => {
    const story = owners.get(id)
    return story && told.has(story)
      ? []
      : [
          {
            file: document.file,
            line,
            column: 1,
            level: 'warning',
            code: 'story/unmentioned',
            message: `${text} stands in no line: tell it, or delete this line to wave it off`,
          },
        ]
  })
}

/** Lines of the list behind its first, each with the id that it begins with and its place. */
function linesOf(node: Nodes): { id: string; text: string; line: number }[] {
  const source = 'value' in node ? node.value.split('\n') : []
  const first = source.findIndex((line) => line.includes(DRAFTED.unmentioned))
  return source.slice(first + 1).flatMap((line, index) => {
    const text = line.replace('*/', '').trim()
    const [id] = /^[^\s,]+/.exec(text) ?? []
    return id === undefined ? [] : [{ id, text, line: (node.position?.start.line ?? 1) + first + 1 + index }]
  })
}
