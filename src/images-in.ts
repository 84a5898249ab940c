import type { Nodes } from 'mdast'
import { attributeOf, isTag } from './mdx-nodes.ts'
import { visit } from './visit.ts'

/**
 * Names of the content's own pictures that a tree shows: those whose address is `/images/NAME`, or that of the site with it.
 * `hidden`: nodes that are left out with all they hold. Definitions count, whatever refers to them.
 */
export function imagesIn(tree: Nodes, options: { site: string; hidden?: (node: Nodes) => boolean }): Set<string> {
  const names = new Set<string>()
  visit(tree, (node: Nodes) => {
    if (options.hidden?.(node)) return 'skip'
    const source = isTag(node) && node.name === 'img' ? attributeOf(node, 'src') : undefined
    const url = node.type === 'image' || node.type === 'definition' ? node.url : source
    const name = url !== undefined ? imageName(url, options.site) : undefined
    if (name !== undefined) names.add(name)
    return undefined
  })
  return names
}

/** The name of one of the content's own pictures that an address means; undefined for any other address. */
export function imageName(url: string, site: string): string | undefined {
  const path = url.startsWith(`${site}/`) ? url.slice(site.length) : url
  const [, name] = /^\/images\/([A-Za-z0-9_-][A-Za-z0-9._-]*)$/.exec(path.replace(/[?#].*$/, '')) ?? []
  return name
}
