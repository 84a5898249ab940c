import type { Code, Image, Link, List, ListItem, Nodes, Root, Table, TableRow } from 'mdast'
import { absoluteUrl } from './absolute-url.ts'
import { headingsOf } from '../headings-of.ts'
import { textHtml } from './text-html.ts'

/** What stands in the text of a code block: HTML. */
type CodeText = (code: Code) => string

/**
 * HTML of a cut tree of ordinary nodes, the very bytes that remark-rehype and rehype-stringify make of it, in a fifth of the time. Undefined
 * where something else stands in it, which these know how to print: footnotes, references, tasks, unusual addresses.
 */
export function plainHtml(tree: Root, { base, codeText }: { base: string; codeText: CodeText }): string | undefined {
  const slugs = new Map<Nodes, string>(headingsOf(tree).map(({ node, slug }) => [node, slug]))
  let isPlain = true
  const unknown = (): string => {
    isPlain = false
    return ''
  }

  const print = (node: Nodes): string => {
    switch (node.type) {
      case 'text':
        return textHtml(trimmedLines(node.value))
      case 'paragraph':
        return `<p>${all(node.children)}</p>`
      case 'heading': {
        const slug = slugs.get(node)
        return `<h${node.depth}${slug === undefined ? '' : attribute('id', slug)}>${all(node.children)}</h${node.depth}>`
      }
      case 'emphasis':
        return `<em>${all(node.children)}</em>`
      case 'strong':
        return `<strong>${all(node.children)}</strong>`
      case 'delete':
        return `<del>${all(node.children)}</del>`
      case 'inlineCode':
        return `<code>${textHtml(node.value.replace(/\r?\n|\r/g, ' '))}</code>`
      case 'break':
        return '<br>\n'
      case 'thematicBreak':
        return '<hr>'
      case 'link':
        return `<a${address('href', node)}>${all(node.children)}</a>`
      case 'image':
        return `<img${address('src', node)}>`
      case 'blockquote':
        return `<blockquote>\n${lines(node.children.map(print))}</blockquote>`
      case 'code': {
        const language = node.lang?.split(/\s+/)[0]
        return `<pre><code${node.lang ? attribute('class', `language-${language}`) : ''}>${codeText(node)}</code></pre>`
      }
      case 'list':
        return list(node)
      case 'table':
        return table(node)
      case 'mdxJsxFlowElement':
      case 'mdxJsxTextElement':
        if (node.name === 'br') return node.children.length === 0 ? '<br>' : unknown()
        return `<${node.name}>${all(node.children)}</${node.name}>`
      default:
        return unknown()
    }
  }

  const all = (nodes: readonly Nodes[]): string => {
    let html = ''
    let before: Nodes | undefined
    for (const node of nodes) {
      // What follows a break loses the white space at its beginning.
      const isAfterBreak = before?.type === 'break'
      before = node
      if (isAfterBreak && node.type === 'text') html += textHtml(trimmedLines(node.value).replace(/^[ \t]+/, ''))
      else html += isAfterBreak ? unknown() : print(node)
    }
    return html
  }

  const address = (name: 'href' | 'src', node: Link | Image): string => {
    const url = absoluteUrl(node.url, base)
    if (!/^[!#$&-;=?-Z_a-z~]*$/.test(url)) return unknown()
    const alt = 'alt' in node && node.alt !== null && node.alt !== undefined ? attribute('alt', node.alt) : ''
    const title = node.title !== null && node.title !== undefined ? attribute('title', node.title) : ''
    return `${attribute(name, url)}${alt}${title}`
  }

  const list = ({ ordered, start, spread, children }: List): string => {
    // A parser that has lost its way puts other blocks into a list.
    if (children.some((item) => item.type !== 'listItem')) return unknown()
    const isLoose = spread === true || children.some((item) => item.spread === true)
    const tag = ordered ? 'ol' : 'ul'
    const from = typeof start === 'number' && start !== 1 ? attribute('start', String(start)) : ''
    return `<${tag}${from}>\n${lines(children.map((item) => listItem(item, isLoose)))}</${tag}>`
  }

  const listItem = ({ checked, children }: ListItem, isLoose: boolean): string => {
    if (typeof checked === 'boolean') return unknown()
    let html = '<li>'
    for (const [index, child] of children.entries()) {
      const isLine = child.type === 'paragraph' && !isLoose
      if (index > 0 || !isLine) html += '\n'
      html += isLine ? all(child.children) : print(child)
    }
    const last = children.at(-1)
    return `${html}${last && (isLoose || last.type !== 'paragraph') ? '\n' : ''}</li>`
  }

  const table = ({ align, children }: Table): string => {
    const [head, ...body] = children
    // Where a block begins inside a table, the parser leaves it among the rows.
    if (children.some((one) => (one as Nodes).type !== 'tableRow' || one.children.some((cell) => (cell as Nodes).type !== 'tableCell')))
      return unknown()
    const row = ({ children: cells }: TableRow, tag: 'th' | 'td'): string => {
      const printed = Array.from({ length: align ? align.length : cells.length }, (_, index) => {
        const side = align?.[index]
        return `<${tag}${side ? attribute('class', side) : ''}>${all(cells[index]?.children ?? [])}</${tag}>`
      })
      return `<tr>\n${lines(printed)}</tr>`
    }
    const parts = [
      ...(head ? [`<thead>\n${row(head, 'th')}\n</thead>`] : []),
      ...(body.length > 0 ? [`<tbody>\n${lines(body.map((one) => row(one, 'td')))}</tbody>`] : []),
    ]
    return `<table tabindex="0">\n${lines(parts)}</table>`
  }

  const html = tree.children.map(print).join('\n')
  return isPlain ? html : undefined
}

const REFERENCES: Readonly<Record<string, string>> = { '"': '&#x22;', '&': '&#x26;', "'": '&#x27;', '`': '&#x60;' }

function attribute(name: string, value: string): string {
  return ` ${name}="${value.replace(/["&'`]/g, (character) => REFERENCES[character] ?? '')}"`
}

/** Lines without white space at the ends that another line stands beside. */
function trimmedLines(text: string): string {
  return /[\n\r]/.test(text) ? text.replace(/[ \t]*(\r?\n|\r)[ \t]*/g, '$1') : text
}

function lines(parts: readonly string[]): string {
  return parts.map((part) => `${part}\n`).join('')
}
