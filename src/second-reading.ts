import { createRequire } from 'node:module'
import type { Nodes, Root } from 'mdast'
import { SyntaxFault } from './mdx.ts'
import { isExpression, isTag } from './mdx-nodes.ts'
import { nodesIn } from './nodes-in.ts'

const SPANS =
  'what stands inside which tag or comment can be read in two ways: close each tag, and each "`", in the line, heading, cell or block that opens it, with an empty line before and after what a mark around blocks holds'

let parser: typeof import('./reference-parser.ts') | undefined

/** A stretch of a document: the tags around it, what it says without white space, and where it begins. */
type Stretch = { inside: string; says: string; node: Nodes }

/**
 * Reads a document that holds tags a second time, with remark's own parser, and compares: which words, addresses and references stand
 * inside which tags. Who may read a passage must not hang on one parser's view of where a mark ends, nor a comment on its view of where
 * one begins: without tags, what may show a comment is read a second time too, and nothing else.
 * @throws {SyntaxFault} where the second parser refuses the text, or reads it otherwise
 */
export function readAgain(text: string, tree: Root): void {
  if (!/<\/?[A-Za-z]/.test(text) && !(text.includes('{') && shownComment(tree))) return
  // Most of what a program that reads few texts loads is this parser.
  parser ??= createRequire(import.meta.url)('./reference-parser.ts')
  const second = parser?.readByReference(text)
  if (second === undefined || 'cause' in second)
    throw new SyntaxFault(second?.reason ?? SPANS, { line: second?.line ?? 1, column: second?.column ?? 1 }, { cause: second?.cause })
  const ours = stretches(tree)
  const theirs = stretches(second)
  const index = ours.findIndex((stretch, at) => stretch.inside !== theirs[at]?.inside || stretch.says !== theirs[at]?.says)
  const differs = index >= 0 ? ours[index] : theirs[ours.length]
  if (!differs) return
  const place = (shownComment(tree) ?? differs.node).position?.start ?? { line: 1, column: 1 }
  throw new SyntaxFault(SPANS, place)
}

/** What readers see that may hold the beginning of a comment: the parser takes one for words where a "`" stands alone in a block before it. */
function shownComment(tree: Root): Nodes | undefined {
  const shown = nodesIn(tree, 'text', 'inlineCode', 'code', 'link', 'image', 'imageReference', 'definition', 'html', 'mdxjsEsm')
  const found = shown.filter((node) => {
    const said = ['value' in node && node.value, 'url' in node && node.url, 'title' in node && node.title, 'alt' in node && node.alt]
    return said.some((words) => words && /\{\s*(\/|$)/.test(words))
  })
  return found.sort((a, b) => (a.position?.start.offset ?? 0) - (b.position?.start.offset ?? 0))[0]
}

function stretches(tree: Root): Stretch[] {
  const found: Stretch[] = []
  const say = (node: Nodes, inside: string, says: string): void => {
    const bare = says.replace(/\s+/g, '')
    if (bare === '') return
    const last = found.at(-1)
    if (last?.inside === inside) last.says += bare
    else found.push({ inside, says: bare, node })
  }
  const walk = (node: Nodes, inside: string): void => {
    if (isExpression(node) || node.type === 'yaml') return
    const within = isTag(node)
      ? `${inside}<${node.name} ${JSON.stringify(node.attributes.map((attribute) => [attribute.type, 'name' in attribute ? attribute.name : '', typeof attribute.value === 'string' ? attribute.value : attribute.value?.value]))}>`
      : inside
    if ('url' in node) say(node, within, `(${node.type} ${node.url} ${node.title ?? ''})`)
    if ('identifier' in node) say(node, within, `[${node.type} ${node.identifier}]`)
    if ('alt' in node) say(node, within, node.alt ?? '')
    if (node.type === 'code') say(node, within, `${node.lang ?? ''} ${node.meta ?? ''}`)
    if ('value' in node) say(node, within, node.value)
    if ('children' in node) for (const child of node.children) walk(child, within)
  }
  walk(tree, '')
  return found
}
