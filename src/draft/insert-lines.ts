import { toString } from 'mdast-util-to-string'
import { draftedNote } from '../drafted-note.ts'
import { isExpression, printMdx } from '../mdx.ts'
import type { List, Nodes, Root, RootContent } from 'mdast'
import type { Section } from '../model/section.ts'
import type { Story } from '../model/story.ts'
import { markersOf } from '../markers-of.ts'

/** What is to be inserted for one section: drafted lines and a listing, as Markdown, either may be empty. `before`: stories of the last draft. */
export type Insertion = { section: Section; before: readonly Story[]; lines: string; list: string }

/**
 * The text with lines and listings put in; every byte that stood there stands there still, in its order.
 * A section is found by its heading, or by the last line that still carries a marker of its stories; where neither is left,
 * its heading is written anew at the end.
 */
export function insertLines(text: string, tree: Root, insertions: readonly Insertion[]): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const pieces: { at: number; text: string }[] = []
  for (const { section, before, lines, list } of insertions) {
    const place = findPlace(tree, section, before)
    if (!place) {
      const coverage = tree.children.find(isCoverage)
      const block = [heading(section.title), lines, list]
        .filter(Boolean)
        .map((part) => part.trimEnd())
        .join('\n\n')
      pieces.push(coverage ? { at: coverage.position?.start.offset ?? 0, text: `${block}\n\n` } : { at: text.length, text: `\n${block}\n` })
      continue
    }
    if (lines) {
      const bullet = place.list && text[place.list.position?.start.offset ?? 0]
      const own = bullet && bullet !== '*' ? lines.replace(/^\* /gm, `${bullet} `) : lines
      pieces.push(place.list ? { at: endOf(place.list), text: `\n${own.trimEnd()}` } : { at: endOf(place.heading), text: `\n\n${own.trimEnd()}` })
    }
    if (list) pieces.push({ at: place.end, text: `\n\n${list.trimEnd()}` })
  }
  // Pieces for one offset keep their order: a later one is put behind an earlier one.
  const ordered = pieces.map((piece, index) => ({ ...piece, index })).sort((a, b) => b.at - a.at || b.index - a.index)
  const closed = text.length > 0 && !text.endsWith('\n') && pieces.some((piece) => piece.at === text.length) ? `${text}${newline}` : text
  return ordered.reduce((result, piece) => {
    const at = piece.at === text.length ? closed.length : piece.at
    return result.slice(0, at) + piece.text.replaceAll('\n', newline) + result.slice(at)
  }, closed)
}

/** Heading, last bulleted list and end of what belongs to a section. */
function findPlace(
  tree: Root,
  section: Section,
  before: readonly Story[],
): { heading: RootContent; list: List | undefined; end: number } | undefined {
  const ids = new Set(before.filter((story) => story.section === section.id).flatMap((story) => story.refs))
  const title = section.title.toLowerCase()
  let from = tree.children.findIndex((node) => node.type === 'heading' && said(node) === title)
  if (from < 0) {
    const last = tree.children.findLastIndex((node) => markersOf(node).some((marker) => ids.has(marker.id)))
    from = tree.children.findLastIndex((node, index) => index <= last && node.type === 'heading')
    if (last < 0) return undefined
    if (from < 0) from = last
  }
  const head = tree.children[from]
  if (!head) return undefined
  const depth = head.type === 'heading' ? head.depth : 6
  const after = tree.children.findIndex((node, index) => index > from && node.type === 'heading' && node.depth <= depth)
  const inside = tree.children.slice(from, after < 0 ? undefined : after)
  const list = inside.findLast(
    (node): node is List => node.type === 'list' && node.ordered !== true && node.position?.start.column === 1 && markersOf(node).length > 0,
  )
  const coverage = inside.findIndex(isCoverage)
  const last = coverage > 0 ? inside[coverage - 1] : inside.at(-1)
  return { heading: head, list, end: endOf(last ?? head) }
}

function heading(title: string): string {
  return printMdx({ type: 'heading', depth: 2, children: [{ type: 'text', value: title }] })
}

/** What a heading says, without its comments. */
function said(node: RootContent): string {
  return 'children' in node
    ? (node.children as Nodes[])
        .filter((child) => !isExpression(child))
        .map((child) => toString(child))
        .join('')
        .trim()
        .toLowerCase()
    : ''
}

function isCoverage(node: RootContent): boolean {
  return draftedNote(node) === 'coverage'
}

function endOf(node: RootContent): number {
  return node.position?.end.offset ?? 0
}
