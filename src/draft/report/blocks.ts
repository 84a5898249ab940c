/** Blocks of a report. Every word is a node of its own: what came from outside is never read as Markdown. */
import type { Heading, List, ListItem, Paragraph, PhrasingContent, Table, TableRow } from 'mdast'
import { plainLine } from '../../plain.ts'

/** A word or a node; texts from outside are put on one line, without control characters. */
export type Words = readonly (string | PhrasingContent)[]

export function heading(depth: 2 | 3, text: string): Heading {
  return { type: 'heading', depth, children: inline([text]) }
}

export function paragraph(...words: Words): Paragraph {
  return { type: 'paragraph', children: inline(words) }
}

export function list(items: readonly Words[]): List {
  const itemOf = (words: Words): ListItem => ({ type: 'listItem', spread: false, children: [paragraph(...words)] })
  return { type: 'list', ordered: false, spread: false, children: items.map(itemOf) }
}

/** A table with a head; `right`: how many of its last columns hold numbers. */
export function table(head: readonly string[], rows: readonly (readonly (string | Words)[])[], { right = 0 }: { right?: number } = {}): Table {
  const rowOf = (cells: readonly (string | Words)[]): TableRow => ({
    type: 'tableRow',
    children: cells.map((cell) => ({ type: 'tableCell', children: inline(typeof cell === 'string' ? [cell] : cell) })),
  })
  return { type: 'table', align: head.map((_, index) => (index >= head.length - right ? 'right' : null)), children: [head, ...rows].map(rowOf) }
}

/** A link where the address is one that a reader can follow, else its words alone. */
export function linked(text: string, url: string | undefined): PhrasingContent {
  const words: PhrasingContent = { type: 'text', value: plainLine(text) }
  if (url === undefined || !URL.canParse(url) || !/^https?:/i.test(url)) return words
  // What looks like a mark or a comment stands in no address.
  return { type: 'link', url: new URL(url).href.replace(/[<{]/g, encodeURIComponent), children: [words] }
}

function inline(words: Words): PhrasingContent[] {
  // Spaces at the ends of a text part it from what stands beside it.
  const lineOf = (text: string): string => `${/^\s/.test(text) ? ' ' : ''}${plainLine(text)}${/\S\s+$/.test(text) ? ' ' : ''}`
  return words.flatMap((one) => (typeof one === 'string' ? (one === '' ? [] : [{ type: 'text' as const, value: lineOf(one) }]) : [one]))
}
