/** Nodes of a notice. What comes from outside goes through `words`, `code` and `link` alone. */
import type { BlockContent, Code, Heading, List, Paragraph, PhrasingContent } from 'mdast'
import type { MdxFlowExpression } from 'mdast-util-mdx'
import { WRITTEN_MARK } from '../../model/mark.ts'
import { PLACEHOLDER } from '../../placeholder.ts'
import { plain, plainLine } from '../../plain.ts'
import { comment } from '../comment.ts'

/** A part of a line: a string is the program's own words. */
export type Part = string | PhrasingContent | PhrasingContent[]

/** Text from outside as words. What would read as something still to be written stands in code: that stays a word of the text. */
export function words(text: string): PhrasingContent[] {
  return plainLine(text)
    .split(new RegExp(`(${PLACEHOLDER.source})`))
    .filter(Boolean)
    .map((value) => ({ type: PLACEHOLDER.test(value) ? 'inlineCode' : 'text', value }))
}

/** A name from outside: of a module, a package, a symbol, a platform. One with a brace, a "\" or a "`", which parsers read in two ways, or with a mark of an audience, which code must not hold, stays words. */
export function code(text: string): PhrasingContent[] {
  const value = plainLine(text)
  return /[`\\{}]/.test(value) || WRITTEN_MARK.test(value) ? words(value) : [{ type: 'inlineCode', value: value || ' ' }]
}

/** An address as a link, with its words or else itself without the scheme; what is no http or https address stays words. */
export function link(url: string, text?: string): PhrasingContent[] {
  const address = URL.canParse(url) ? new URL(url) : undefined
  if (!address || !/^https?:$/.test(address.protocol)) return words(text ?? url)
  const shown = text ?? address.href.replace(/^https?:\/\//, '').replace(/\/$/, '')
  return [{ type: 'link', url: address.href, children: [{ type: 'text', value: plainLine(shown) }] }]
}

export function strong(text: string): PhrasingContent {
  return { type: 'strong', children: [{ type: 'text', value: text }] }
}

export function paragraph(...parts: readonly Part[]): Paragraph {
  return { type: 'paragraph', children: line(parts) }
}

export function heading(text: string): Heading {
  return { type: 'heading', depth: 2, children: [{ type: 'text', value: text }] }
}

/** A list; each item is one line, with more blocks below it where it is an array of blocks. */
export function list(items: readonly (readonly BlockContent[])[]): List {
  return {
    type: 'list',
    ordered: false,
    spread: false,
    children: items.map((children) => ({ type: 'listItem', spread: false, children: [...children] })),
  }
}

export function commands(lines: readonly string[]): Code {
  return { type: 'code', lang: 'sh', value: lines.join('\n') }
}

/** A comment: one line, or with its first line and others. */
export function note(first: string, lines: readonly string[] = []): MdxFlowExpression {
  if (lines.length === 0) return { type: 'mdxFlowExpression', value: `/* ${comment(plainLine(first))} */` }
  return { type: 'mdxFlowExpression', value: `/*\n${comment([first, ...lines].map(plain).join('\n'))}\n*/` }
}

/** Several things in a row: "a", "a and b", "a, b and c". */
export function row(all: readonly Part[], last = 'and'): Part[] {
  return all.flatMap((one, index) => (index === 0 ? [one] : [index === all.length - 1 ? ` ${last} ` : ', ', one]))
}

/** Parts as nodes, words beside words as one. */
function line(parts: readonly Part[]): PhrasingContent[] {
  const nodes: PhrasingContent[] = []
  for (const part of parts.flat()) {
    const node: PhrasingContent = typeof part === 'string' ? { type: 'text', value: part } : part
    const before = nodes.at(-1)
    if (node.type === 'text' && before?.type === 'text') nodes[nodes.length - 1] = { type: 'text', value: before.value + node.value }
    else nodes.push(node)
  }
  return nodes
}
