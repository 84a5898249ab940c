import type { ListItem, Nodes, TableRow } from 'mdast'

/** Lines, at whose ends white space and breaks mean nothing. */
const LINES: ReadonlySet<string> = new Set(['paragraph', 'heading', 'tableCell'])

/** White space that does not stay as it is. Most texts hold none, and a look is far cheaper than a replacement. */
const UNTIDY = /\t|  | \n|\n |\n\n/

/**
 * What is left of a node's children once passages were cut, as if it had been written so: neighbouring texts are one, the lists that a
 * passage parted are one, white space that it left is one space or line end, none at the ends of a line. `kept`: what each of its children
 * became; may be changed.
 */
export function tidy(parent: Nodes, kept: readonly (readonly Nodes[])[]): Nodes[] {
  const joined: Nodes[] = []
  for (const children of kept)
    for (const child of children) {
      const last = joined.at(-1)
      if (child.type === 'list' && last?.type === 'list' && child.data?.marker !== undefined && child.data.marker === last.data?.marker)
        joined[joined.length - 1] = { ...last, spread: true, children: [...last.children, ...child.children] }
      else if (child.type === 'text' && last?.type === 'text') joined[joined.length - 1] = { type: 'text', value: last.value + child.value }
      else joined.push(child)
    }
  const filled = joined.flatMap((child, index) => withoutHollow(child, joined[index - 1]))
  for (const child of filled) if (child.type === 'text' && UNTIDY.test(child.value)) child.value = tidied(child.value)
  return LINES.has(parent.type) ? tidyLine(filled) : filled
}

/** No list of which nothing is left; one that it parted from its neighbour loses its marker, so that a second cut does not join the two. */
function withoutHollow(node: Nodes, before: Nodes | undefined): Nodes[] {
  if (node.type !== 'list') return [node]
  if (node.children.length === 0) return []
  return [before?.type === 'list' && before.children.length === 0 ? { ...node, data: {} } : node]
}

function tidied(text: string): string {
  return text.replace(/[ \t]+/g, ' ').replace(/ ?(?:\n ?)+/g, '\n')
}

/** Without breaks and white space at its ends, and with one break where a line between two was cut. */
function tidyLine(nodes: readonly Nodes[]): Nodes[] {
  const line: Nodes[] = []
  for (const node of nodes) {
    const last = line.at(-1)
    if (node.type === 'text' && (last === undefined || last.type === 'break')) node.value = node.value.trimStart()
    if (node.type === 'break' && last?.type === 'text') last.value = last.value.trimEnd()
    if (node.type === 'text' && node.value === '') continue
    if (node.type === 'break' && (line.length === 0 || line.at(-1)?.type === 'break')) continue
    line.push(node)
  }
  for (let last = line.at(-1); last?.type === 'break' || last?.type === 'text'; last = line.at(-1)) {
    if (last.type === 'text') last.value = last.value.trimEnd()
    if (last.type === 'text' && last.value !== '') break
    line.pop()
  }
  return line
}

/** Whether the parts of an item stand apart once some were cut; `kept`: what each of its children became. A blank line before a passage goes with it. */
export function isSpread(item: ListItem, kept: readonly (readonly Nodes[])[]): boolean {
  // A tight item has one paragraph; with those that a mark held it has several, which would run together.
  let paragraphs = 0
  for (const nodes of kept) for (const node of nodes) if (node.type === 'paragraph') paragraphs++
  if (paragraphs > 1) return true
  if (!item.spread) return false
  const isLeft = (nodes: readonly Nodes[]): boolean => nodes.some((node) => node.type !== 'list' || node.children.length > 0)
  const first = kept.findIndex(isLeft)
  return kept.some((nodes, index) => index > first && isLeft(nodes) && isApart(item.children[index - 1], item.children[index]))
}

function isApart(before: Nodes | undefined, after: Nodes | undefined): boolean {
  const [end, start] = [before?.position?.end.line, after?.position?.start.line]
  return end === undefined || start === undefined || start - end > 1
}

/** Whether nothing stands in a row. */
export function isBlank(row: TableRow): boolean {
  return row.children.every((cell) => cell.children.length === 0)
}
