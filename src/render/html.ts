import type { ElementContent, Root as HtmlRoot } from 'hast'
import type { Nodes, Root } from 'mdast'
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx'
import type { Handler } from 'mdast-util-to-hast'
import rehypeStringify from 'rehype-stringify'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { visit } from 'unist-util-visit'
import { imageName } from '../images-in.ts'
import { headingsOf } from '../headings-of.ts'

/** Inline HTML that a digest may hold stays what it is; the audience function has let nothing else through. */
const tag: Handler = (state, node: MdxJsxFlowElement | MdxJsxTextElement): ElementContent => ({
  type: 'element',
  tagName: node.name ?? 'span',
  properties: {},
  children: state.all(node) as ElementContent[],
})

const transform = unified()
  .use(remarkRehype, { handlers: { mdxJsxFlowElement: tag, mdxJsxTextElement: tag } })
  .freeze()

const stringify = unified()
  .use(rehypeStringify, { characterReferences: { useNamedReferences: false } })
  .freeze()

/**
 * HTML tree of a cut tree. `base`: what stands before paths that begin with "/", the site's address for mail and feeds.
 * `pictures`: addresses of the content's own pictures by name, where they are not shown from the site. Headings get ids, those of `headingsOf`. Links whose scheme is not http, https or mailto lose their address.
 */
export function toHtmlTree(tree: Root, options: { base: string; pictures?: ReadonlyMap<string, string> | undefined }): HtmlRoot {
  const copy = withBase(tree, options.base)
  for (const { node, slug } of headingsOf(copy)) node.data = { ...node.data, hProperties: { id: slug } }
  const html = transform.runSync(copy) as HtmlRoot
  visit(html, 'element', ({ tagName, properties }) => {
    const name = tagName === 'img' ? imageName(String(properties['src'] ?? ''), options.base) : undefined
    const address = name === undefined ? undefined : options.pictures?.get(name)
    if (address !== undefined) properties['src'] = address
  })
  return html
}

/** HTML of an HTML tree. */
export function printHtml(tree: HtmlRoot): string {
  return stringify.stringify(tree)
}

/** HTML of a cut tree. @see toHtmlTree */
export function toHtml(tree: Root, options: { base: string }): string {
  return printHtml(toHtmlTree(tree, options))
}

/** A copy of the tree with every address as `absoluteUrl` gives it. */
export function withBase(tree: Root, base: string): Root {
  const copy = structuredClone(tree)
  visit(copy, (node: Nodes) => {
    if (node.type === 'link' || node.type === 'image' || node.type === 'definition') node.url = absoluteUrl(node.url, base)
  })
  return copy
}

function absoluteUrl(url: string, base: string): string {
  if (url.startsWith('/') && !url.startsWith('//')) return `${base}${url}`
  return url.startsWith('#') || /^(https?|mailto):/i.test(url) ? url : ''
}
