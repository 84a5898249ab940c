/** From MDX text to its tree. The parser is native and fast; its tree is remark's, which the tests hold it to. */
import type { Nodes, Parents, Root } from 'mdast'
import { mdxToMdast } from 'satteri'
import { joinLines } from './join-lines.ts'
import { keepSource } from './keep-source.ts'
import { visit } from './visit.ts'

/** What cannot be parsed, with its place (1-based). */
export class SyntaxFault extends Error {
  override name = 'SyntaxFault' as const
  readonly line: number
  readonly column: number

  constructor(message: string, place: { line: number; column: number }, options?: ErrorOptions) {
    super(message, options)
    this.line = place.line
    this.column = place.column
  }
}

/** Blocks that can hold a definition. */
const HOLDERS: ReadonlySet<string> = new Set(['root', 'mdxJsxFlowElement', 'blockquote', 'list', 'listItem', 'footnoteDefinition'])

/**
 * The tree of a document with GFM and frontmatter; positions are offsets into `text` in UTF-16 units.
 * @throws {SyntaxFault} where braces or tags do not fit together
 */
export function parseMdx(text: string): Root {
  let tree: Root
  try {
    tree = mdxToMdast(text) as Root
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const [, line = '1', column = '1', said = message] = /^(\d+):(\d+): ([\s\S]*)$/.exec(message) ?? []
    throw new SyntaxFault(said.replace(/ \(mdx[a-z-]*:[a-z-]+\)$/, ''), { line: Number(line), column: Number(column) }, { cause: error })
  }
  nestDefinitions(tree, text)
  joinLines(tree, text)
  keepSource(tree, text)
  return tree
}

/** The parser lifts definitions out of the block that holds them, a mark too; here each stands again where it was written. */
function nestDefinitions(tree: Root, text: string): void {
  // No definition is written without these.
  if (!text.includes(']:')) return
  const lifted: { definition: Nodes; from: Parents }[] = []
  visit<Nodes>(tree, (node, ancestors) => {
    const from = ancestors.at(-1)
    if ((node.type === 'definition' || node.type === 'footnoteDefinition') && from && 'children' in from) lifted.push({ definition: node, from })
  })
  for (const { definition, from } of lifted) {
    const offset = definition.position?.start.offset ?? 0
    const holder = (node: Nodes): Parents | undefined => {
      if (!('children' in node) || node === definition || !HOLDERS.has(node.type)) return undefined
      if (node.type !== 'root' && (offset < (node.position?.start.offset ?? 0) || offset >= (node.position?.end.offset ?? 0))) return undefined
      return (node.children as Nodes[]).map(holder).find(Boolean) ?? (node as Parents)
    }
    const parent = holder(tree)
    if (!parent || parent === from) continue
    const before = from.children as Nodes[]
    before.splice(before.indexOf(definition), 1)
    const siblings = parent.children as Nodes[]
    const after = siblings.findIndex((node) => (node.position?.start.offset ?? 0) >= offset)
    siblings.splice(after < 0 ? siblings.length : after, 0, definition)
  }
}
