import type { Image, Link, PhrasingContent } from 'mdast'
import { absoluteUrl } from './absolute-url.ts'

/** What might mean something in Markdown, wherever it stands in a text, and white space that does not stay as it is. */
const MEANT = /[\\`*_[\]<>&~|@\u0000-\u0009\u000b-\u001f\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]|:\/\/|[wW]{3}\./

/** Beginnings of lines that are more than text, and white space at the ends of one. */
const MEANT_IN_LINE = /(?:^|\n)(?:[ #+=:~-]|\d+[.)])| (?:\n|$)/

/** What may stand before and after emphasis, so that its marks are read as such whatever it holds. */
const BEFORE = /^$|[ \n("]$/
const AFTER = /^[ \n.,;:!?)"]/

/**
 * Markdown of a line of ordinary words in a cut tree, read back as the same, in a twentieth of the time that remark-stringify takes. Undefined where anything in it
 * might be read as something else: that knows how to escape it. `base`: what stands before paths that begin with "/"; `isCell`: whether it stands in a table.
 */
export function plainMarkdown(nodes: readonly PhrasingContent[], { base, isCell = false }: { base: string; isCell?: boolean }): string | undefined {
  let isPlain = true
  const unknown = (): string => {
    isPlain = false
    return ''
  }

  const all = (children: readonly PhrasingContent[], isInMark = false): string => {
    let line = ''
    for (const [index, node] of children.entries()) line += print(node, { before: line, after: children[index + 1], isInMark })
    return line
  }

  type Place = { before: string; after: PhrasingContent | undefined; isInMark: boolean }

  const marked = (mark: string, children: readonly PhrasingContent[], { before, after, isInMark }: Place): string => {
    const isApart = BEFORE.test(before) && (after === undefined || after.type === 'break' || (after.type === 'text' && AFTER.test(after.value)))
    const text = isApart && !isInMark ? all(children, true) : ''
    return text === '' || /^\s|\s$/.test(text) ? unknown() : `${mark}${text}${mark}`
  }

  const address = ({ url, title }: Link | Image): string => {
    const absolute = absoluteUrl(url, base)
    return /^[!#$%+,\-./0-9:=?@A-Z_a-z~&]*$/.test(absolute) && (title === null || title === undefined) ? `(${absolute})` : unknown()
  }

  const print = (node: PhrasingContent, place: Place): string => {
    const { before, isInMark } = place
    switch (node.type) {
      case 'text':
        return MEANT.test(node.value) ? unknown() : node.value
      case 'emphasis':
        return marked('*', node.children, place)
      case 'strong':
        return marked('**', node.children, place)
      case 'delete':
        return marked('~~', node.children, place)
      case 'inlineCode':
        return /^[^`\r\n|\s]([^`\r\n|]*[^`\r\n|\s])?$/.test(node.value) && !before.endsWith('`') ? `\`${node.value}\`` : unknown()
      case 'link': {
        const text = all(node.children, isInMark)
        return before.endsWith('!') || text.startsWith('^') ? unknown() : `[${text}]${address(node)}`
      }
      case 'image':
        return MEANT.test(node.alt ?? '') || (node.alt ?? '').includes('\n') ? unknown() : `![${node.alt ?? ''}]${address(node)}`
      case 'break':
        return isCell || place.after === undefined ? unknown() : '\\\n'
      case 'mdxJsxTextElement':
        return node.name === 'br' ? '<br>' : `<${node.name}>${all(node.children, isInMark)}</${node.name}>`
      default:
        return unknown()
    }
  }

  const line = all(nodes)
  return isPlain && line !== '' && !MEANT_IN_LINE.test(line) && !(isCell && line.includes('\n')) ? line : undefined
}
