import type { Nodes, Root } from 'mdast'
import { draftedNote } from '../drafted-note.ts'
import { Problem } from '../errors.ts'
import { type Marker, markersOf } from '../markers-of.ts'
import type { News } from './redraft.ts'

/**
 * The markers of a digest after a draft, in order, when all that was put in reads as what it is: in a code block that is not closed it would be
 * text that everyone reads. @throws {Problem} then
 */
export function readBack(tree: Root, { standing, fresh, changed, unmentioned }: News, file: string): Marker[] {
  const all = [...fresh.values()]
  const markers = markersOf(tree)
  const read = new Set(markers.map((marker) => marker.id))
  const lined = all.reduce((total, { shown, mentions }) => total + shown.length + mentions.length, 0)
  const listings = all.filter(({ listed, beyond }) => listed.length + beyond.length > 0).length
  const isRead =
    all.every(({ shown }) => shown.every((story) => read.has(story.id))) &&
    itemsIn(tree) >= itemsIn(standing) + lined &&
    notesIn(tree, ['notShown', 'newSince']) === notesIn(standing, ['notShown', 'newSince']) + listings &&
    notesIn(tree, ['changed']) === notesIn(standing, ['changed']) + changed.length &&
    notesIn(tree, ['unmentioned']) === notesIn(standing, ['unmentioned']) + (unmentioned.length > 0 ? 1 : 0)
  if (isRead) return markers
  throw new Problem({
    what: `Cannot draft into ${file}: what is added would stand inside a block that is not closed`,
    where: file,
    fix: 'Close the code block or tag near the end of the text; nothing was written',
  })
}

function itemsIn(node: Nodes): number {
  const below = 'children' in node ? node.children.reduce((total, child) => total + itemsIn(child), 0) : 0
  return below + (node.type === 'listItem' ? 1 : 0)
}

function notesIn(node: Nodes, kinds: readonly string[]): number {
  const below = 'children' in node ? node.children.reduce((total, child) => total + notesIn(child, kinds), 0) : 0
  return below + (kinds.includes(draftedNote(node) ?? '') ? 1 : 0)
}
