import type { Nodes } from 'mdast'
import { WRITTEN_MARK } from './model/mark.ts'

/** Nodes in which a mark may be only text. */
export const LITERAL = [
  'code',
  'inlineCode',
  'link',
  'image',
  'definition',
  'linkReference',
  'imageReference',
  'footnoteReference',
  'footnoteDefinition',
] as const satisfies readonly Nodes['type'][]

/** Where in a node a mark or a comment would be nothing but text that its readers see, such as "code"; undefined where there is none. Children are not looked at. */
export function literalMark(node: Nodes): string | undefined {
  if (node.type === 'code' && WRITTEN_MARK.test(`${node.lang ?? ''} ${node.meta ?? ''}`)) return 'the first line of a code block'
  if ((node.type === 'code' || node.type === 'inlineCode') && WRITTEN_MARK.test(node.value)) return 'code'
  // An address without brackets takes what follows it into itself.
  if ('url' in node && node.url.includes('{/')) return 'an address'
  // The parser takes tags out of a picture's words and leaves what they hold.
  if ((node.type === 'image' || node.type === 'imageReference') && node.data?.markup) return 'the words of a picture'
  if ((node.type === 'link' || node.type === 'definition' || node.type === 'image') && WRITTEN_MARK.test(`${node.title ?? ''} ${node.url}`))
    return 'the title of a link'
  if ('identifier' in node && WRITTEN_MARK.test(`${node.identifier} ${node.label ?? ''}`)) return 'the label of a reference'
  return undefined
}
