import type { List, ListItem, Nodes, Root, RootContent, Table } from 'mdast'
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx'
import remarkGfm from 'remark-gfm'
import remarkStringify, { type Options } from 'remark-stringify'
import { unified } from 'unified'
import { withBase } from './html.ts'
import { plainMarkdown } from './plain-markdown.ts'

type Handle = NonNullable<NonNullable<Options['handlers']>['text']>

/** A tag in a line stays what it is. */
const inLine: Handle = (node: MdxJsxTextElement, _, state, info) =>
  node.name === 'br' ? '<br>' : `<${node.name}>${state.containerPhrasing(node, { ...info, before: '>', after: '<' })}</${node.name}>`

/** Markdown ends the HTML of a block at an empty line: what stands between its tags is Markdown again. */
const inFlow: Handle = (node: MdxJsxFlowElement, _, state, info) =>
  node.name === 'br' ? '<br>' : `<${node.name}>\n\n${state.containerFlow(node, info)}\n\n</${node.name}>`

const printer = unified()
  .use(remarkGfm)
  .use(remarkStringify, {
    bullet: '-',
    emphasis: '*',
    rule: '_',
    listItemIndent: 'one',
    fences: true,
    resourceLink: true,
    handlers: { mdxJsxTextElement: inLine, mdxJsxFlowElement: inFlow },
  })
  .freeze()

/** At the beginning of a paragraph a tag alone on its line would begin a block of HTML. */
const LONE_TAG = /^(<[a-z]+>)\n/

/**
 * GitHub's Markdown of a cut tree, ending in a line feed; read back it shows the same. `base`: what stands before paths that begin with "/".
 * Blocks of ordinary words are printed at once, each other one by remark-stringify.
 */
export function toMarkdown(tree: Root, { base }: { base: string }): string {
  return `${blocks(tree.children, base)}\n`
}

/** `isTight`: whether no empty line stands between them but where Markdown wants one. */
function blocks(nodes: readonly Nodes[], base: string, isTight = false): string {
  let text = ''
  // Of two lists in a row the second would go on with the first.
  let turn = 0
  for (const [index, node] of nodes.entries()) {
    const before = nodes[index - 1]
    turn = node.type === 'list' && before?.type === 'list' && node.ordered === before.ordered ? turn + 1 : 0
    const isApart = !isTight || node.type === 'mdxJsxFlowElement' || before?.type === 'mdxJsxFlowElement'
    text += `${index === 0 ? '' : isApart ? '\n\n' : '\n'}${block(node, base, turn)}`
  }
  return text
}

function block(node: Nodes, base: string, turn = 0): string {
  switch (node.type) {
    case 'paragraph':
      return (plainMarkdown(node.children, { base }) ?? anyMarkdown(node, base)).replace(LONE_TAG, '$1 ')
    case 'heading': {
      const text = plainMarkdown(node.children, { base })
      return text === undefined || /[\n#]/.test(text) ? anyMarkdown(node, base) : `${'#'.repeat(node.depth)} ${text}`
    }
    case 'list':
      return list(node, base, turn)
    case 'blockquote':
      return indented(blocks(node.children, base), '> ')
    case 'thematicBreak':
      return '___'
    case 'code': {
      const said = [node.lang, node.meta].filter(Boolean).join(' ')
      if (!/^[\w #+.,:={}"'/-]*$/.test(said) || /\r/.test(node.value) || (node.meta && !node.lang)) return anyMarkdown(node, base)
      const longest = (node.value.match(/`{3,}/g) ?? []).reduce((most, { length }) => Math.max(most, length), 2)
      const fence = '`'.repeat(longest + 1)
      return `${fence}${said}\n${node.value}${node.value === '' ? '' : '\n'}${fence}`
    }
    case 'table':
      return table(node, base)
    case 'mdxJsxFlowElement':
      return node.name === 'br' ? '<br>' : `<${node.name}>\n\n${blocks(node.children, base)}\n\n</${node.name}>`
    default:
      return anyMarkdown(node, base)
  }
}

function anyMarkdown(node: Nodes, base: string): string {
  return printer.stringify({ type: 'root', children: [withBase(node, base) as RootContent] }).replace(/\n$/, '')
}

function list({ ordered, start, spread, children }: List, base: string, turn: number): string {
  const isLoose = spread === true || children.some((item) => item.spread === true)
  const sign = turn % 2 === 0 ? '-.' : '*)'
  return children
    .map((item, index) => listItem(item, { base, marker: ordered ? `${(start ?? 1) + index}${sign[1]}` : (sign[0] ?? '-'), isLoose }))
    .join(isLoose ? '\n\n' : '\n')
}

function listItem({ checked, children }: ListItem, { base, marker, isLoose }: { base: string; marker: string; isLoose: boolean }): string {
  const box = typeof checked === 'boolean' && children[0]?.type === 'paragraph' ? (checked ? '[x] ' : '[ ] ') : ''
  const text = `${box}${blocks(children, base, !isLoose)}`
  return `${marker} ${indented(text, ' '.repeat(marker.length + 1)).trimStart()}`
}

function indented(text: string, prefix: string): string {
  if (!text.includes('\n')) return prefix + text
  const empty = prefix.trimEnd()
  return text.replace(/^.*$/gm, (line) => (line === '' ? empty : prefix + line))
}

const SIDES = { left: ':--', right: '--:', center: ':-:', none: '---' }

/** What stands beyond its columns is not shown on the page either. */
function table(node: Table, base: string): string {
  const align = node.align ?? []
  const rows = node.children.map((row) => ({ ...row, children: row.children.slice(0, align.length) }))
  const texts = rows.map(({ children }) =>
    align.map((_, index) => {
      const held = children[index]?.children ?? []
      return held.length === 0 ? '' : plainMarkdown(held, { base, isCell: true })
    }),
  )
  if (texts.flat().includes(undefined)) return anyMarkdown({ ...node, children: rows }, base)
  const [head = '', ...body] = texts.map((cells) => `| ${cells.join(' | ')} |`)
  const sides = align.map((side) => SIDES[side ?? 'none'])
  return [head, `| ${sides.join(' | ')} |`, ...body].join('\n')
}
