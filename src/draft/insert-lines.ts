import type { Root, RootContent } from 'mdast'
import { printMdx } from '../mdx.ts'
import type { Section } from '../model/section.ts'
import type { Story } from '../model/story.ts'
import { findPlace, isCoverage } from './find-place.ts'

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
    const place = findPlace(tree, section, { before })
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

function heading(title: string): string {
  return printMdx({ type: 'heading', depth: 2, children: [{ type: 'text', value: title }] })
}

function endOf(node: RootContent): number {
  return node.position?.end.offset ?? 0
}
