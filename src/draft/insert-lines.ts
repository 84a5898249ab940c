import type { List, Root, RootContent } from 'mdast'
import { markersOf } from '../markers-of.ts'
import { printMdx } from '../print-mdx.ts'
import type { Section } from '../model/section.ts'
import type { Story } from '../model/story.ts'
import { findPlace, isTrailer } from './find-place.ts'

/** A line as Markdown with the rank of its story; a mention has none. */
export type Line = { rank: number | undefined; text: string }

/** What is to be inserted for one section: drafted lines in rank order and a listing as Markdown, either may be empty. `before`: stories of the last draft. */
export type Insertion = { section: Section; before: readonly Story[]; lines: readonly Line[]; list: string }

/** A text that is put in at an offset. */
export type Piece = { at: number; text: string }

/**
 * What is put in for the sections. A line goes to its place by rank: where it disagrees with the fewest lines of the list as the maintainer
 * ordered it; `rankOf` gives the rank of the story of a marker. A section is found by its heading, or by where most lines of its stories are, below
 * a heading of another of `sections` only for want of another place; where none is left, its heading is written anew at the end.
 */
export function sectionPieces(
  text: string,
  tree: Root,
  { insertions, sections, rankOf }: { insertions: readonly Insertion[]; sections: readonly Section[]; rankOf: (id: string) => number | undefined },
): Piece[] {
  return insertions.flatMap(({ section, before, lines, list }) => {
    const place = findPlace(tree, section, { before, others: sections }) ?? findPlace(tree, section, { before })
    const all = lines.map((line) => line.text.trimEnd()).join('\n')
    if (!place) {
      const parts = [heading(section.title), all, list].filter(Boolean)
      return [endPiece(text, tree, parts.map((part) => part.trimEnd()).join('\n\n'))]
    }
    const indented = (part: string): string => part.replace(/^(?=.)/gm, place.indent)
    const bullet = place.list && text[offsetOf(place.list)]
    const own = (part: string): string => indented(bullet && bullet !== '*' ? part.replace(/^\* /gm, `${bullet} `) : part)
    const put = place.list
      ? placed(place.list, lines, rankOf).map(({ at, line, first }) =>
          first ? { at, text: `${own(line.text.trimEnd())}\n` } : { at, text: `\n${own(line.text.trimEnd())}` },
        )
      : all
        ? [{ at: endOf(place.heading), text: `\n\n${indented(all)}` }]
        : []
    return [...put, ...(list ? [{ at: place.end, text: `\n\n${indented(list.trimEnd())}` }] : [])]
  })
}

/**
 * Text with pieces put in between its lines: every line that stood there stands there still, in its order, and pieces for one place keep
 * theirs. A piece that begins with a line end goes behind the line that holds its offset, any other before it.
 */
export function putIn(text: string, pieces: readonly Piece[]): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const placed = pieces.map((piece, index) => ({ ...piece, at: between(text, piece), index }))
  const parts: string[] = []
  let from = 0
  for (const { at, text: put } of placed.sort((a, b) => a.at - b.at || a.index - b.index)) {
    parts.push(text.slice(from, at), put.replaceAll('\n', newline))
    from = at
  }
  return [...parts, text.slice(from)].join('')
}

/** The offset between two lines where a piece goes. */
function between(text: string, piece: Piece): number {
  if (piece.at >= text.length) return text.length
  if (!piece.text.startsWith('\n')) return text.lastIndexOf('\n', piece.at - 1) + 1
  const end = text.indexOf('\n', piece.at)
  return end < 0 ? text.length : text[end - 1] === '\r' ? end - 1 : end
}

/** A block at the end of a digest, before the comments that end a first draft. */
export function endPiece(text: string, tree: Root, block: string): Piece {
  const trailer = tree.children.find(isTrailer)
  if (trailer) return { at: offsetOf(trailer), text: `${block}\n\n` }
  return { at: text.length, text: text.endsWith('\n') ? `\n${block}\n` : `\n\n${block}` }
}

/** Where each line goes in a list: behind one of its lines, or before the first. What has no rank goes to the end. */
function placed(list: List, lines: readonly Line[], rankOf: (id: string) => number | undefined): { at: number; line: Line; first: boolean }[] {
  const ranks = list.children.map((item) => Math.min(...markersOf(item).flatMap((marker) => rankOf(marker.id) ?? [])))
  return lines.map((line) => {
    const index = line.rank === undefined ? ranks.length : bestIndex(ranks, line.rank)
    const behind = list.children[index - 1]
    return { at: behind ? endOf(behind) : offsetOf(list), line, first: !behind }
  })
}

/** How many of the ranks shall stand before a new one so that it disagrees with the fewest; of equal places the last. `Infinity` agrees with all. */
function bestIndex(ranks: readonly number[], rank: number): number {
  let cost = ranks.filter((one) => one < rank).length
  let best = { index: 0, cost }
  ranks.forEach((one, nth) => {
    if (one !== Infinity) cost += one > rank ? 1 : -1
    if (cost <= best.cost) best = { index: nth + 1, cost }
  })
  return best.index
}

function heading(title: string): string {
  return printMdx({ type: 'heading', depth: 2, children: [{ type: 'text', value: title }] })
}

function offsetOf(node: RootContent | List): number {
  return node.position?.start.offset ?? 0
}

function endOf(node: RootContent | List | List['children'][number]): number {
  return node.position?.end.offset ?? 0
}
