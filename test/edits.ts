import fc from './fast-check.ts'
import type { Nodes, Root, RootContent } from 'mdast'
import { DRAFTED, draftedNote } from '../src/drafted-note.ts'
import { markersOf } from '../src/markers-of.ts'
import { parseMdx } from '../src/mdx.ts'
import { readAgain } from '../src/second-reading.ts'

/** What a maintainer may do to a digest. `a` and `b` choose lines by their markers, or headings, by their number; `words` are new words. */
export const EDITS = [
  'reword',
  'move',
  'to clients',
  'to quote',
  'to quoted list',
  'to ordered list',
  'to table',
  'to paragraph',
  'to heading',
  'to footnote',
  'to nested list',
  'to marked list',
  'merge',
  'merge without',
  'split',
  'delete',
  'delete section',
  'reword heading',
  'mark section',
  'mark section indented',
  'add block',
  'add line',
  'add to line',
  'delete comments',
  'bullets',
  'line ends',
  'byte order mark',
  'loosen',
  'no last line end',
  'trailing spaces',
] as const
export type Edit = { edits: (typeof EDITS)[number]; a: number; b: number }

export function edit(among: readonly Edit['edits'][] = EDITS): fc.Arbitrary<Edit> {
  return fc.record({ edits: fc.constantFrom(...among), a: fc.nat(99), b: fc.nat(99) })
}

const BLOCKS = [
  'A paragraph of mine.',
  '* mine\n* mine too',
  '```js\n## Landed\n* x {/* go/cl/1 */}\n```',
  '{/* a note to me */}',
  '## A section of mine\n\nMine.\n\n- one\n- two',
  '### Below\n\n* deeper',
  '> quoted\n> * list',
  '| a |\n| - |\n| b |',
  '1. first\n2. second',
  '    indented code',
  '***',
  'Text[^mine].\n\n[^mine]: A note.',
]
const ADDED = [
  ['', '  More of it.'],
  ['', '  ```js', '  code', '  ```'],
  ['lazy line'],
  ['  * nested', '  * too'],
  ['  1. nested'],
  ['  > quote', 'lazy'],
]

/** A text as edited; as it was, where that edit cannot be made or leaves what cannot be published. */
export function edited(text: string, { edits, a, b }: Edit): string {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : ''
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const plain = text.slice(mark.length).replaceAll('\r\n', '\n')
  if (edits === 'byte order mark') return mark === '' ? `\ufeff${text}` : text.slice(1)
  if (edits === 'line ends') return mark + (newline === '\n' ? plain.replaceAll('\n', '\r\n') : plain)
  const result = changed(plain, { edits, a, b })
  return result === plain || !isRead(result) ? text : mark + result.replaceAll('\n', newline)
}

/** Markers of each line that an edit may choose, in order. */
export function toldLines(text: string): string[][] {
  return toldIn(parseMdx(text.replace(/^\ufeff/, ''))).map((one) => one.ids)
}

/** One line of a digest, or what stands there of it: from which line to which (0-based, half-open), and its markers. */
type Told = { from: number; to: number; ids: string[]; isItem: boolean }

function changed(text: string, { edits, a, b }: Edit): string {
  const tree = parseMdx(text)
  const lines = text.split('\n')
  const told = toldIn(tree)
  const line = told[a % Math.max(1, told.length)]
  const other = told[b % Math.max(1, told.length)]
  const heads = tree.children.filter((node) => node.type === 'heading')
  const head = heads[a % Math.max(1, heads.length)]
  const joined = (...parts: readonly (readonly string[])[]): string => parts.flat().join('\n')

  if (edits === 'delete comments') return withoutComments(lines, tree, { a, b })
  if (edits === 'bullets') return text.replace(/^\* /gm, '- ')
  if (edits === 'no last line end') return text.replace(/\n+$/, '')
  if (edits === 'delete section' && head) {
    const [from, to] = sectionOf(tree, head, lines.length)
    return joined(lines.slice(0, from), lines.slice(to))
  }
  if (edits === 'reword heading' && head) return joined(lines.slice(0, startOf(head)), ['## In my words'], lines.slice(endOf(head)))
  if ((edits === 'mark section' || edits === 'mark section indented') && head) {
    const [from, to] = sectionOf(tree, head, lines.length)
    const indent = edits === 'mark section' ? '' : '  '
    const inside = lines.slice(from, to).map((one) => (one ? indent + one : one))
    return joined(lines.slice(0, from), ['<Clients>', ''], inside, ['', '</Clients>', ''], lines.slice(to))
  }
  if (edits === 'add block') {
    const nodes = tree.children.slice(1)
    const at = nodes[a % Math.max(1, nodes.length)]
    return joined(
      lines.slice(0, at ? endOf(at) : lines.length),
      ['', BLOCKS[b % BLOCKS.length] ?? '', ''],
      lines.slice(at ? endOf(at) : lines.length),
    )
  }
  if (!line || !other) return text
  const without = (ids: readonly string[]): string[] => [`Words of mine${ids.map((id) => ` {/* ${id} */}`).join('')}`]
  const words = without(line.ids)[0] ?? ''
  const bullet = /^\s*(?:[*-]|\d+\.)\s/.exec(lines[line.from] ?? '')?.[0] ?? ''
  const away = lines.map((one, index) => (index < line.from || index >= line.to ? one : undefined))
  /** The digest without the line, and something after a block of it. */
  const moved = (block: readonly string[], at: number): string =>
    [...away.slice(0, at), ...block, ...away.slice(at)].filter((one) => one !== undefined).join('\n')
  const ends = tree.children.slice(1).map(endOf)
  const end = ends[b % Math.max(1, ends.length)] ?? lines.length

  if (edits === 'reword' && line.isItem) return joined(lines.slice(0, line.from), [bullet + words], lines.slice(line.from + 1))
  if (edits === 'trailing spaces') return joined(lines.slice(0, line.to - 1), [`${lines[line.to - 1]}  `], lines.slice(line.to))
  if (edits === 'loosen' && line.isItem) return joined(lines.slice(0, line.from), [''], lines.slice(line.from))
  if (edits === 'add to line' && line.isItem) return joined(lines.slice(0, line.to), ADDED[b % ADDED.length] ?? [], lines.slice(line.to))
  if (edits === 'add line' && line.isItem) return joined(lines.slice(0, line.from), [`${bullet}A line of mine`], lines.slice(line.from))
  if (edits === 'delete') return moved([], 0)
  if (edits === 'split' && line.isItem) return joined(lines.slice(0, line.from), [bullet + words], lines.slice(line.from))
  if (edits === 'move' && line.isItem && other.isItem && line !== other) return moved(lines.slice(line.from, line.to), other.to)
  if ((edits === 'merge' || edits === 'merge without') && other.isItem && line !== other) {
    const ids = edits === 'merge' ? line.ids.map((id) => ` {/* ${id} */}`).join('') : ''
    return [...away.slice(0, other.from), lines[other.from] + ids, ...away.slice(other.from + 1)].filter((one) => one !== undefined).join('\n')
  }
  if (edits === 'to nested list' && other.isItem && line !== other) {
    const inner = ' '.repeat(/^\s*(?:[*-]|\d+\.)\s/.exec(lines[other.from] ?? '')?.[0].length ?? 0)
    return moved([`${inner}* ${words}`], other.to)
  }
  const block: Partial<Record<Edit['edits'], readonly string[]>> = {
    'to clients': ['<Clients>', '', words, '', '</Clients>'],
    'to marked list': ['<Clients tier="gold">', '', `* ${words}`, '', '</Clients>'],
    'to quote': [`> ${words}`],
    'to quoted list': ['> * mine', `> * ${words}`, '> * mine'],
    'to ordered list': ['1. mine', `2. ${words}`],
    'to table': ['| a | b |', '| - | - |', `| ${words} | b |`, '| c | d |'],
    'to paragraph': [`${words}`, 'and more of mine.'],
    'to heading': [`### ${words}`],
    'to footnote': [`[^${a}]: ${words}`],
  }
  const put = block[edits]
  return put ? moved(['', ...put, ''], end) : text
}

/** Lines with markers, in order: list items, or whatever block holds the marker. */
function toldIn(node: Nodes): Told[] {
  if (['paragraph', 'heading', 'table'].includes(node.type)) return toldBy(node, markersIn(node))
  if (node.type !== 'listItem') return 'children' in node ? node.children.flatMap(toldIn) : []
  const [first, ...others] = node.children
  const own = first?.type === 'paragraph' ? markersIn(first) : []
  return [...toldBy(node, own), ...(own.length > 0 ? others : node.children).flatMap(toldIn)]
}

function toldBy(node: Nodes, ids: string[]): Told[] {
  return ids.length > 0 ? [{ from: startOf(node), to: endOf(node), ids, isItem: node.type === 'listItem' }] : []
}

function markersIn(node: Nodes): string[] {
  return markersOf(node).map((marker) => marker.id)
}

/** Lines of a heading's section. */
function sectionOf(tree: Root, head: RootContent, length: number): [number, number] {
  const next = tree.children.find((node) => startOf(node) > startOf(head) && (node.type === 'heading' || draftedNote(node) === 'coverage'))
  return [startOf(head), next ? startOf(next) : length]
}

/** Without the nth of the drafted comments, or without all of one kind. */
function withoutComments(lines: readonly string[], tree: Root, { a, b }: { a: number; b: number }): string {
  const kinds = Object.keys(DRAFTED) as (keyof typeof DRAFTED)[]
  const kind = kinds[a % kinds.length]
  const found: Nodes[] = []
  const walk = (node: Nodes): void => {
    if (draftedNote(node) === kind && node.type === 'mdxFlowExpression') found.push(node)
    if ('children' in node) node.children.forEach(walk)
  }
  walk(tree)
  const gone = b % 2 === 0 ? found : found.slice(b % Math.max(1, found.length)).slice(0, 1)
  return lines.filter((_, index) => !gone.some((node) => index >= startOf(node) && index < endOf(node))).join('\n')
}

function isRead(text: string): boolean {
  try {
    readAgain(text, parseMdx(text))
    return true
  } catch {
    return false
  }
}

function startOf(node: Nodes): number {
  return (node.position?.start.line ?? 1) - 1
}

function endOf(node: Nodes): number {
  return node.position?.end.line ?? 1
}
