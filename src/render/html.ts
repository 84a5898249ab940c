import type { Element, ElementContent, Nodes as HtmlNodes, Root as HtmlRoot } from 'hast'
import type { Code, Nodes, Parents, Root, RootContent } from 'mdast'
import type { Handler } from 'mdast-util-to-hast'
import rehypeStringify from 'rehype-stringify'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { imageName } from '../images-in.ts'
import { headingsOf } from '../headings-of.ts'
import type { Tag } from '../mdx-nodes.ts'
import { visit } from '../visit.ts'
import { absoluteUrl } from './absolute-url.ts'
import { highlight, highlightedHtml } from './highlight.ts'
import { plainHtml } from './plain-html.ts'
import { textHtml } from './text-html.ts'

/** Inline HTML that a digest may hold stays what it is; the audience function has let nothing else through. */
const tag: Handler = (state, node: Tag): ElementContent => ({
  type: 'element',
  tagName: node.name ?? 'span',
  properties: {},
  children: state.all(node) as ElementContent[],
})

/** A block that is looked into only when it is its turn. */
type Veiled = { type: 'veiled'; block: RootContent }

const transform = unified()
  .use(remarkRehype, {
    handlers: {
      mdxJsxFlowElement: tag,
      mdxJsxTextElement: tag,
      veiled: (state: Parameters<Handler>[0], { block }: Veiled, parent: Parents) => state.one(block, parent),
    },
  })
  .freeze()

const stringify = unified()
  .use(rehypeStringify, { characterReferences: { useNamedReferences: false } })
  .freeze()

/**
 * HTML tree of a cut tree. `base`: what stands before paths that begin with "/", the site's address for mail and feeds.
 * `pictures`: addresses of the content's own pictures by name, where they are not shown from the site; `highlight`: whether code is highlighted. Headings get ids, those of `headingsOf`. Links whose scheme is not http, https or mailto lose their address.
 */
export function toHtmlTree(
  tree: Root,
  options: { base: string; pictures?: ReadonlyMap<string, string> | undefined; highlight?: boolean | undefined },
): HtmlRoot {
  const copy = withBase(tree, options.base)
  for (const { node, slug } of headingsOf(copy)) node.data = { ...node.data, hProperties: { id: slug } }
  const html = transform.runSync(veiled(copy)) as HtmlRoot
  visit<HtmlNodes>(html, (node) => {
    if (node.type !== 'element') return
    if (options.highlight && node.tagName === 'code') node.children = highlight(node)
    if (node.tagName === 'td' || node.tagName === 'th') classAlign(node)
    // One that is too wide scrolls, by keys too.
    if (node.tagName === 'table') node.properties['tabIndex'] = 0
    if (node.tagName === 'input') node.properties['ariaLabel'] = node.properties['checked'] ? 'Done' : 'Not done'
    if (node.tagName !== 'img') return
    const name = imageName(String(node.properties['src'] ?? ''), options.base)
    const address = name === undefined ? undefined : options.pictures?.get(name)
    if (address !== undefined) node.properties['src'] = address
  })
  return html
}

/** The side that a cell's words stand at as a class: HTML has no attribute for it any more. */
function classAlign({ properties }: Element): void {
  if (typeof properties['align'] === 'string') properties['className'] = [properties['align']]
  delete properties['align']
}

/**
 * The tree with its blocks veiled and its definitions, which stand for nothing themselves, before them: the transformer looks for these
 * in every node first, which takes it longer than all else.
 */
function veiled(tree: Root): Root {
  const definitions: RootContent[] = []
  visit(tree, (node: Nodes) => {
    if (node.type === 'definition' || node.type === 'footnoteDefinition') definitions.push(node)
    return node.type === 'paragraph' ? 'skip' : undefined
  })
  const blocks = tree.children.map((block): Veiled => ({ type: 'veiled', block }))
  return { type: 'root', children: [...definitions, ...blocks] as RootContent[] }
}

/** HTML of an HTML tree. */
export function printHtml(tree: HtmlRoot): string {
  return stringify.stringify(tree)
}

/** HTML of a cut tree. @see toHtmlTree */
export function toHtml(tree: Root, options: { base: string; highlight?: boolean }): string {
  const codeText = (code: Code): string => codeHtml(code, options.highlight ?? false)
  return plainHtml(tree, { base: options.base, codeText }) ?? printHtml(toHtmlTree(tree, options))
}

function codeHtml({ value, lang }: Code, isHighlighted: boolean): string {
  const text = value === '' ? '' : `${value}\n`
  return isHighlighted && lang ? highlightedHtml(text, lang.split(/\s+/)[0] ?? '') : textHtml(text)
}

/** A copy of the tree with every address as `absoluteUrl` gives it; its texts are those of the tree itself. */
export function withBase<Node extends Nodes>(tree: Node, base: string): Node {
  if (tree.type === 'text') return tree
  const copy = { ...tree }
  if (copy.type === 'link' || copy.type === 'image' || copy.type === 'definition') copy.url = absoluteUrl(copy.url, base)
  if ('children' in copy) copy.children = copy.children.map((child) => withBase(child, base)) as typeof copy.children
  return copy
}
