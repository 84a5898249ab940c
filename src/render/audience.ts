import type { Nodes, Parents, Root, RootContent } from 'mdast'
import { literalMark } from '../literal-mark.ts'
import { commentOf, isExpression, isTag, type Tag } from '../mdx-nodes.ts'
import type { Audience } from '../model/audience.ts'
import { TAGS } from '../model/mark.ts'
import { shownTo } from '../shown-to.ts'
import { readMark } from './read-mark.ts'
import { refusal } from './refusal.ts'
import { resolve } from './resolve.ts'
import { isBlank, isSpread, tidy } from './tidy.ts'

/** What the marks are read against: the site's tiers, lowest first, and the instant of the build. */
export type AudienceContext = { tiers: readonly string[]; now: Date }

/** Parts of a document that are dropped when nothing is left in them. */
const HOLLOW: ReadonlySet<string> = new Set([
  'paragraph',
  'heading',
  'list',
  'listItem',
  'blockquote',
  'emphasis',
  'strong',
  'delete',
  'link',
  'linkReference',
  'footnoteDefinition',
  'mdxJsxFlowElement',
  'mdxJsxTextElement',
])

/** A parser that puts a block into a line has lost its way, and with it where a mark ends. */
const LINES: ReadonlySet<string> = new Set(['paragraph', 'heading', 'tableCell', 'mdxJsxTextElement'])
const BLOCKS: ReadonlySet<string> = new Set([
  'paragraph',
  'heading',
  'list',
  'listItem',
  'blockquote',
  'table',
  'tableRow',
  'tableCell',
  'code',
  'thematicBreak',
  'mdxJsxFlowElement',
  'footnoteDefinition',
])

/** Control characters, which a feed may not hold. */
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g

/**
 * What one audience gets of a document: a new tree without marks, comments and frontmatter, and without definitions and
 * footnotes that nothing in it refers to. The only place where it is decided which passage reaches whom.
 * It fails closed: whatever it does not know is thrown, never shown. `check/` says the same things kindly, before.
 * @throws {Error} at a tag, attribute, tier, nesting or expression that the contract does not allow, and at a mark that is only text
 */
export function cutFor(audience: Audience, tree: Root, context: AudienceContext): Root {
  const kept = tree.children.map((node) => cut(node, { audience, context, inside: undefined }))
  const shown: Root = { type: 'root', children: tidy(tree, kept) as RootContent[] }
  const resolved = resolve(shown)
  // What fell away may leave a part empty, or a footnote without its reference.
  return resolved === shown ? shown : cutFor(audience, resolved, context)
}

type Cutting = { audience: Audience; context: AudienceContext; inside: 'Clients' | 'Public' | undefined }

function cut(node: Nodes, cutting: Cutting): Nodes[] {
  if (node.type === 'text') return [{ type: 'text', value: node.value.replace(CONTROLS, '') }]
  if (node.type === 'yaml') return []
  if (isExpression(node)) {
    if (commentOf(node) === undefined) throw refusal(node, 'an expression')
    return []
  }
  if (LINES.has(node.type) && 'children' in node && node.children.some((child) => BLOCKS.has(child.type)))
    throw refusal(node, 'a block inside a line')
  if (isTag(node) && (node.name === 'Clients' || node.name === 'Public')) return cutMark(node, node.name, cutting)
  if (isTag(node) && (!TAGS.has(node.name ?? '') || node.attributes.length > 0)) throw refusal(node, `the tag <${node.name ?? ''}> or its attributes`)
  if (node.type === 'mdxjsEsm' || node.type === 'html' || (node.type as string) === 'toml') throw refusal(node, `"${node.type}"`)
  const literal = literalMark(node)
  if (literal !== undefined) throw refusal(node, `a mark in ${literal}`)
  if (!('children' in node)) return [leaf(node)]
  const kept = node.children.map((child) => cut(child, cutting))
  const children = tidy(node, kept)
  // What was empty as it was written is dropped too, so that cutting a passage and deleting it by hand come to the same. A list is dropped
  // by what holds it: one of which nothing is left still parts the items of its neighbours.
  if (children.length === 0 && node.type === 'list') return [{ ...node, children: [] }]
  if (children.length === 0 && HOLLOW.has(node.type) && !(isTag(node) && node.name === 'br')) return []
  const { position: _, ...bare } = node
  const copy: Parents = bare
  copy.children = children as typeof copy.children
  if (copy.type === 'listItem' && node.type === 'listItem') copy.spread = isSpread(node, kept)
  if (copy.type === 'table') copy.children = copy.children.filter((row, index) => index === 0 || !isBlank(row))
  return copy.type === 'table' && copy.children.every(isBlank) ? [] : [copy]
}

/** A copy of a leaf without control characters. */
function leaf(node: Nodes): Nodes {
  const { position: _, ...copy } = node
  if ('value' in copy) copy.value = copy.value.replace(CONTROLS, '')
  return copy
}

function cutMark(node: Tag, name: 'Clients' | 'Public', cutting: Cutting): Nodes[] {
  if (cutting.inside && (name === 'Public' || cutting.inside === 'Public')) throw refusal(node, `<${name}> inside <${cutting.inside}>`)
  const mark = { name, ...readMark(node, name) }
  if (mark.tier !== undefined && !cutting.context.tiers.includes(mark.tier)) throw refusal(node, `the tier "${mark.tier}"`)
  if (node.children.every((child) => child.type === 'text' && child.value.trim() === '')) throw refusal(node, `<${name}> that holds nothing`)
  // What is hidden is walked too: a mistake in it must not wait for the day on which it is shown.
  const kept = node.children.map((child) => cut(child, { ...cutting, inside: name }))
  const children = tidy(node, kept)
  if (!shownTo(cutting.audience, mark, cutting.context)) return []
  // A list inside a mark stays a list of its own.
  return children.map((child) => (child.type === 'list' ? { ...child, data: {} } : child))
}
