import type { Nodes, Root } from 'mdast'
import { isTag } from '../src/mdx-nodes.ts'
import type { ClientsMark } from '../src/model/mark.ts'
import type { AudienceContext } from '../src/render/audience.ts'
import { readMark } from '../src/render/read-mark.ts'
import { shownTo } from '../src/shown-to.ts'

/** How marked passages are told from the rest, in a page and in a mail. */
const STYLES = `
[data-readers] { outline: 2px solid #a86200; outline-offset: 3px; }
span[data-readers] { outline-width: 1px; outline-offset: 1px; }
:is(p, li, blockquote, span)[data-readers]::before { content: attr(data-readers); margin-inline-end: .5em; padding: 0 .35em; background: #a86200; color: #fff; font: 600 11px/16px system-ui, sans-serif; vertical-align: 1px; }
`

/** Blocks of which each is marked by itself. */
const BLOCKS: ReadonlySet<string> = new Set(['paragraph', 'listItem', 'blockquote', 'table', 'code', 'thematicBreak'])

/**
 * A document's tree in which each passage that the public does not read says who does, as an attribute of what it becomes in HTML. For the
 * preview alone: what is sent is made from the tree as it was written. @throws {Error} at a mark that cannot be read
 */
export function markPassages(tree: Root, context: AudienceContext): Root {
  return { ...tree, children: tree.children.map((child) => walk(child, undefined, context)) as Root['children'] }
}

/** A page or mail that was made from such a tree, with the styles that show it. */
export function withMarkStyles(html: string): string {
  return html.replace('</head>', () => `<style>${STYLES}</style></head>`)
}

/** `readers`: who reads what the node stands in; undefined where everyone does. */
function walk(node: Nodes, readers: string | undefined, context: AudienceContext): Nodes {
  if (!('children' in node)) return node
  const own = isTag(node) && node.name === 'Clients' ? readersOf(readMark(node, 'Clients'), readers, context) : readers
  const children = node.children.map((child) => walk(child, own, context))
  const told =
    !isTag(node) || node.name !== 'Clients' || own === undefined
      ? children
      : node.type === 'mdxJsxTextElement'
        ? [span(children, own)]
        : children.map((child) => tell(child, own))
  return { ...node, children: told } as Nodes
}

/** A block that says who reads it, or whose parts do. What says so already holds a mark of its own. */
function tell(node: Nodes, readers: string): Nodes {
  if (BLOCKS.has(node.type)) return { ...node, data: { ...node.data, hProperties: { dataReaders: readers } } } as Nodes
  if (!('children' in node) || (isTag(node) && node.name === 'Clients')) return node
  const isLine = node.type === 'heading' || isTag(node)
  return { ...node, children: isLine ? [span(node.children, readers)] : node.children.map((child) => tell(child, readers)) } as Nodes
}

/** Words of a line that say who reads them. */
function span(children: readonly Nodes[], readers: string): Nodes {
  return { type: 'emphasis', data: { hName: 'span', hProperties: { dataReaders: readers } }, children: [...children] } as Nodes
}

function readersOf(mark: ClientsMark, outer: string | undefined, context: AudienceContext): string | undefined {
  if (shownTo({ edition: 'public' }, { name: 'Clients', ...mark }, context)) return outer
  const until = mark.until === undefined ? '' : ` until ${mark.until}`
  if (mark.only !== undefined) return `${mark.only} alone${until}`
  return `${mark.tier === undefined ? (outer ?? 'clients') : `${mark.tier} and above`}${until}`
}
