import type { FootnoteDefinition, Nodes, PhrasingContent, Root, Table } from 'mdast'
import { imageName } from '../images-in.ts'
import { withBase } from './html.ts'
import { visit } from '../visit.ts'

const WIDTH = 76

/** What a walk collects: the addresses of links and the footnotes, in the order in which they are met. */
type Walk = { links: string[]; notes: string[]; definitions: ReadonlyMap<string, string> }

/**
 * Plain text of a cut tree for the text part of a mail: lines of at most 76 columns but for addresses, headings as written, links
 * numbered and listed at the end, footnotes below the text. `base`: what stands before paths that begin with "/"; `pictures`: names of the
 * content's own that are at hand without an address.
 */
export function toText(tree: Root, options: { base: string; pictures?: ReadonlySet<string> }): string {
  const absolute = withBase(tree, options.base)
  visit(absolute, (node: Nodes) => {
    if ((node.type === 'image' || node.type === 'definition') && options.pictures?.has(imageName(node.url, options.base) ?? '')) node.url = ''
  })
  const definitions = new Map<string, string>()
  const notes = new Map<string, FootnoteDefinition>()
  visit(absolute, (node: Nodes) => {
    if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node.url)
    if (node.type === 'footnoteDefinition' && !notes.has(node.identifier)) notes.set(node.identifier, node)
  })
  const walk: Walk = { links: [], notes: [], definitions }
  const body = blocks(absolute.children, walk, WIDTH)
  const below: string[] = []
  for (let index = 0; index < walk.notes.length; index++) {
    const note = notes.get(walk.notes[index] ?? '')
    if (note) below.push(hang(`[note ${index + 1}] `, blocks(note.children, walk, WIDTH - 4), '    '))
  }
  const links = walk.links.map((url, index) => `[${index + 1}] ${url}`)
  const listed = [
    { title: 'Footnotes', text: below.join('\n\n') },
    { title: 'Links', text: links.join('\n') },
  ].flatMap(({ title, text }) => (text === '' ? [] : [heading(title, 3, WIDTH), text]))
  return `${[body, ...listed].filter(Boolean).join('\n\n')}\n`
}

function blocks(nodes: readonly Nodes[], walk: Walk, width: number): string {
  return nodes
    .map((node) => block(node, walk, width))
    .filter(Boolean)
    .join('\n\n')
}

function block(node: Nodes, walk: Walk, width: number): string {
  switch (node.type) {
    case 'heading':
      return heading(inline(node.children, walk), node.depth, width)
    case 'paragraph':
      return wrap(inline(node.children, walk), width)
    case 'blockquote':
      return hang('> ', blocks(node.children, walk, width - 2), '> ')
    case 'code':
      return node.value
        .split('\n')
        .map((line) => codeLine(line, width))
        .join('\n')
    case 'thematicBreak':
      return '-'.repeat(Math.min(width, 24))
    case 'table':
      return table(node, walk, width)
    case 'list':
      return node.children
        .map((item, index) => {
          const box = typeof item.checked === 'boolean' ? (item.checked ? '[x] ' : '[ ] ') : ''
          const bullet = `${node.ordered ? `${(node.start ?? 1) + index}.` : '*'} ${box}`
          return hang(
            bullet,
            item.children
              .map((child) => block(child, walk, width - bullet.length))
              .filter(Boolean)
              .join(item.spread ? '\n\n' : '\n'),
            ' '.repeat(bullet.length),
          )
        })
        .join(node.spread || node.children.some((item) => item.spread) ? '\n\n' : '\n')
    case 'definition':
    case 'footnoteDefinition':
      return ''
    case 'mdxJsxFlowElement':
      return blocks(node.children, walk, width)
    default:
      return wrap(inline([node as PhrasingContent], walk), width)
  }
}

function heading(words: string, depth: number, width: number): string {
  const text = wrap(words, width)
  return `${text}\n${(depth <= 2 ? '=' : '-').repeat(Math.min(width, Math.max(...text.split('\n').map(columns))))}`
}

/** An indented line of code; of one that is too long, what follows a space goes on below, indented further. */
function codeLine(line: string, width: number): string {
  if (line.trim() === '') return ''
  const [, start = '', words = ''] = /^(\s*)(.*)$/.exec(line.replaceAll('\t', '    ').trimEnd()) ?? []
  const lines: string[] = [`    ${start}`]
  for (const [index, word] of words.split(/(?<=\s)(?=\S)/).entries()) {
    const last = lines.at(-1) ?? ''
    if (index === 0 || columns(last) + columns(word.trimEnd()) <= width) lines[lines.length - 1] = last + word
    else lines.push(`        ${start}${word}`)
  }
  return lines.map((one) => one.trimEnd()).join('\n')
}

function inline(nodes: readonly PhrasingContent[], walk: Walk): string {
  return nodes
    .map((node): string => {
      switch (node.type) {
        case 'text':
          return node.value.replace(/\s+/g, ' ')
        case 'inlineCode':
          return node.value
        case 'break':
          return '\n'
        case 'image':
          return linked(node.alt ? `[image: ${node.alt}]` : '[image]', node.url, walk)
        case 'imageReference':
          return linked(node.alt ? `[image: ${node.alt}]` : '[image]', walk.definitions.get(node.identifier) ?? '', walk)
        case 'link':
          return linked(inline(node.children, walk), node.url, walk)
        case 'linkReference':
          return linked(inline(node.children, walk), walk.definitions.get(node.identifier) ?? '', walk)
        case 'footnoteReference': {
          if (!walk.notes.includes(node.identifier)) walk.notes.push(node.identifier)
          return ` [note ${walk.notes.indexOf(node.identifier) + 1}]`
        }
        default:
          return 'name' in node && node.name === 'br' ? '\n' : 'children' in node ? inline(node.children, walk) : ''
      }
    })
    .join('')
}

/** The text and the number of its address; an address that is the text itself, or is inside the document, needs none. */
function linked(text: string, url: string, walk: Walk): string {
  if (!url || url.startsWith('#') || text === url || `mailto:${text}` === url) return text
  if (!walk.links.includes(url)) walk.links.push(url)
  return `${text} [${walk.links.indexOf(url) + 1}]`
}

/** Columns side by side where they fit, else one row a paragraph with the headings before the cells. */
function table(node: Table, walk: Walk, width: number): string {
  const rows = node.children.map((row) => row.children.map((cell) => inline(cell.children, walk).replace(/\n/g, ' ')))
  const [head = [], ...body] = rows
  const widths = head.map((_, column) => Math.max(...rows.map((row) => columns(row[column] ?? ''))))
  const pad = (text: string, column: number): string => {
    const gap = ' '.repeat(Math.max(0, (widths[column] ?? 0) - columns(text)))
    return node.align?.[column] === 'right' ? gap + text : text + gap
  }
  if (widths.reduce((sum, one) => sum + one + 2, -2) <= width) {
    const line = (row: readonly string[]): string => row.map(pad).join('  ').trimEnd()
    return [line(head), widths.map((one) => '-'.repeat(one)).join('  '), ...body.map(line)].join('\n')
  }
  const named = (row: readonly string[]): string => head.map((name, column) => wrap([name, row[column]].filter(Boolean).join(': '), width)).join('\n')
  return (body.length > 0 ? body : [[]]).map(named).join('\n\n')
}

/** Lines of at most `width` columns; a longer word stands alone. */
function wrap(text: string, width: number): string {
  return text
    .split('\n')
    .map((paragraph) => {
      const lines: string[] = []
      for (const word of paragraph.split(/\s+/).filter(Boolean)) {
        const last = lines.at(-1)
        if (last !== undefined && columns(last) + 1 + columns(word) <= width) lines[lines.length - 1] = `${last} ${word}`
        else lines.push(word)
      }
      return lines.join('\n')
    })
    .join('\n')
}

function hang(first: string, text: string, rest: string): string {
  return text
    .split('\n')
    .map((line, index) => (index === 0 ? first + line : line === '' ? rest.trimEnd() : rest + line))
    .join('\n')
}

function columns(text: string): number {
  return [...text].length
}
