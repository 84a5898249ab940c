import type { Nodes, Parents, Root, RootContent, TableRow } from 'mdast'
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx'
import { isOpen } from '../is-open.ts'
import { commentOf, isExpression, isTag } from '../mdx.ts'
import type { Audience } from '../model/audience.ts'
import { type ClientsMark, clientsMarkSchema, publicMarkSchema, TAGS } from '../model/mark.ts'

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

/**
 * What one audience gets of a document: a new tree without marks, comments and frontmatter, and without definitions and
 * footnotes that nothing in it refers to. The only place where it is decided which passage reaches whom.
 * It fails closed: whatever it does not know is thrown, never shown. `check/` says the same things kindly, before.
 * @throws {Error} at a tag, attribute, tier, nesting or expression that the contract does not allow
 */
export function cutFor(audience: Audience, tree: Root, context: AudienceContext): Root {
  const children = tree.children.flatMap((node) => cut(node, { audience, context, inside: undefined }))
  return dropUnused({ type: 'root', children: tidy(tree, children, tree.children.length) as RootContent[] })
}

type Cutting = { audience: Audience; context: AudienceContext; inside: 'Clients' | 'Public' | undefined }

function cut(node: Nodes, cutting: Cutting): Nodes[] {
  if (node.type === 'yaml') return []
  if (isExpression(node)) {
    if (commentOf(node) === undefined) throw refusal(node, 'an expression')
    return []
  }
  if (isTag(node) && (node.name === 'Clients' || node.name === 'Public')) return cutMark(node, node.name, cutting)
  if (isTag(node) && (!TAGS.has(node.name ?? '') || node.attributes.length > 0)) throw refusal(node, `the tag <${node.name ?? ''}> or its attributes`)
  if (node.type === 'mdxjsEsm' || node.type === 'html' || (node.type as string) === 'toml') throw refusal(node, `"${node.type}"`)
  if (!('children' in node)) return [leaf(node)]
  if (LINES.has(node.type) && node.children.some((child) => BLOCKS.has(child.type))) throw refusal(node, 'a block inside a line')
  const children = tidy(
    node,
    node.children.flatMap((child) => cut(child, cutting)),
    node.children.length,
  )
  // What was empty as it was written is dropped too, so that cutting a passage and deleting it by hand come to the same.
  if (children.length === 0 && HOLLOW.has(node.type) && !(isTag(node) && node.name === 'br')) return []
  const { position: _, ...rest } = node
  const copy = { ...rest, children } as Parents
  if (copy.type === 'listItem' && children.length < 2) copy.spread = false
  // A tight item has one paragraph; with those that a mark held it has several, which would run together.
  if (copy.type === 'listItem' && children.filter((child) => child.type === 'paragraph').length > 1) copy.spread = true
  if (copy.type === 'table') copy.children = copy.children.filter((row, index) => index === 0 || !isBlank(row))
  return copy.type === 'table' && copy.children.every(isBlank) ? [] : [copy]
}

function isBlank(row: TableRow): boolean {
  return row.children.every((cell) => cell.children.length === 0)
}

/** A copy of a leaf without control characters, which a feed may not hold. */
function leaf(node: Nodes): Nodes {
  const copy = structuredClone(node)
  if ('value' in copy) copy.value = copy.value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, '')
  return copy
}

function cutMark(node: MdxJsxFlowElement | MdxJsxTextElement, name: 'Clients' | 'Public', cutting: Cutting): Nodes[] {
  if (cutting.inside && (name === 'Public' || cutting.inside === 'Public')) throw refusal(node, `<${name}> inside <${cutting.inside}>`)
  const attributes = Object.fromEntries(
    node.attributes.map((attribute) => {
      if (attribute.type !== 'mdxJsxAttribute' || typeof attribute.value !== 'string')
        throw refusal(node, `an attribute of <${name}> that is not a plain text`)
      return [attribute.name, attribute.value]
    }),
  )
  const parsed = name === 'Clients' ? clientsMarkSchema.safeParse(attributes) : publicMarkSchema.safeParse(attributes)
  if (!parsed.success || new Set(node.attributes.map((attribute) => ('name' in attribute ? attribute.name : ''))).size < node.attributes.length)
    throw refusal(node, `the attributes of <${name}>`)
  const mark: ClientsMark = parsed.data
  if (mark.tier !== undefined && !cutting.context.tiers.includes(mark.tier)) throw refusal(node, `the tier "${mark.tier}"`)
  // What is hidden is walked too: a mistake in it must not wait for the day on which it is shown.
  const children = node.children.flatMap((child) => cut(child, { ...cutting, inside: name }))
  return isShown(name, mark, cutting) ? children : []
}

function isShown(name: 'Clients' | 'Public', mark: ClientsMark, { audience, context }: Cutting): boolean {
  if (name === 'Public') return audience.edition === 'public'
  if (mark.until !== undefined && isOpen(mark.until, context.now)) return true
  if (audience.edition === 'public') return false
  if (mark.only !== undefined) return mark.only === audience.client
  return mark.tier === undefined || context.tiers.indexOf(audience.tier) >= context.tiers.indexOf(mark.tier)
}

/** Joins texts and lists that have become neighbours; `before`: how many children there were; white space that a removed passage left is one space, none at the ends of a paragraph. */
function tidy(parent: Nodes, children: readonly Nodes[], before: number): Nodes[] {
  const joined: Nodes[] = []
  for (const child of children) {
    const last = joined.at(-1)
    // What stood between two lists was cut: for this reader they are one.
    if (child.type === 'list' && last?.type === 'list' && child.ordered === last.ordered && children.length < before)
      joined[joined.length - 1] = { ...last, spread: Boolean(last.spread || child.spread), children: [...last.children, ...child.children] }
    else if (child.type === 'text' && last?.type === 'text') joined[joined.length - 1] = { type: 'text', value: last.value + child.value }
    else joined.push(child)
  }
  for (const child of joined) if (child.type === 'text') child.value = child.value.replace(/[ \t]+/g, ' ').replace(/ ?\n ?/g, '\n')
  if (parent.type !== 'paragraph' && parent.type !== 'heading' && parent.type !== 'tableCell') return joined
  const [first] = joined
  if (first?.type === 'text') first.value = first.value.trimStart()
  const last = joined.at(-1)
  if (last?.type === 'text') last.value = last.value.trimEnd()
  const filled = joined.filter((child) => child.type !== 'text' || child.value !== '')
  return filled.every((child) => child.type === 'break') ? [] : filled
}

/** Without the definitions and footnotes that nothing refers to, until nothing more falls away. */
function dropUnused(tree: Root): Root {
  const used = new Set<string>()
  const visit = (node: Nodes): void => {
    if (node.type === 'linkReference' || node.type === 'imageReference') used.add(`definition ${node.identifier}`)
    if (node.type === 'footnoteReference') used.add(`footnoteDefinition ${node.identifier}`)
    if ('children' in node) for (const child of node.children) visit(child)
  }
  // A footnote counts only once it is reached from the text, so that two unused ones cannot keep each other.
  const definitions = collectDefinitions(tree)
  for (const child of tree.children) if (child.type !== 'footnoteDefinition') visit(withoutFootnotes(child))
  for (let size = -1; size !== used.size;) {
    size = used.size
    for (const [key, definition] of definitions) if (used.has(key)) definition.children.forEach(visit)
  }
  return prune(tree, used) as Root
}

function collectDefinitions(node: Nodes): [string, Parents][] {
  if (node.type === 'footnoteDefinition') return [[`footnoteDefinition ${node.identifier}`, node], ...node.children.flatMap(collectDefinitions)]
  return 'children' in node ? node.children.flatMap(collectDefinitions) : []
}

function withoutFootnotes(node: Nodes): Nodes {
  if (!('children' in node)) return node
  return { ...node, children: (node.children as Nodes[]).filter((child) => child.type !== 'footnoteDefinition').map(withoutFootnotes) } as Nodes
}

function prune(node: Nodes, used: ReadonlySet<string>): Nodes {
  if (!('children' in node)) return node
  const children = (node.children as Nodes[])
    .filter((child) => (child.type !== 'definition' && child.type !== 'footnoteDefinition') || used.has(`${child.type} ${child.identifier}`))
    .map((child) => prune(child, used))
  return { ...node, children } as Nodes
}

function refusal(node: Nodes, what: string): Error {
  const place = node.position?.start
  return new Error(`Cannot cut a document: ${what} is not allowed${place ? ` (line ${place.line}, column ${place.column})` : ''}`)
}
