import type { Nodes, PhrasingContent, Root } from 'mdast'
import { nodesIn } from '../nodes-in.ts'

/**
 * A tree in which pictures from other hosts are links to them, by what they are described as, so that whoever reads the page is told to nobody;
 * inside a link their words alone. `site`: the site's address. What does not change is that of the tree itself.
 */
export function linkPictures(tree: Root, site: string): Root {
  const { origin } = new URL(site)
  const isForeign = (url: string): boolean =>
    URL.canParse(url, site) && /^https?:$/.test(new URL(url, site).protocol) && new URL(url, site).origin !== origin
  const foreign = new Set(nodesIn(tree, 'definition').flatMap(({ identifier, url }) => (isForeign(url) ? [identifier] : [])))

  const change = <Node extends Nodes>(node: Node, isInLink: boolean): Node | PhrasingContent => {
    if (node.type === 'image' && isForeign(node.url)) {
      const words: PhrasingContent = { type: 'text', value: node.alt || node.url }
      return isInLink ? words : { type: 'link', url: node.url, title: node.title ?? null, children: [words] }
    }
    if (node.type === 'imageReference' && foreign.has(node.identifier)) {
      const words: PhrasingContent = { type: 'text', value: node.alt || node.label || node.identifier }
      return isInLink
        ? words
        : { type: 'linkReference', identifier: node.identifier, label: node.label ?? null, referenceType: 'full', children: [words] }
    }
    if (!('children' in node)) return node
    const isLink = isInLink || node.type === 'link' || node.type === 'linkReference'
    return { ...node, children: node.children.map((child) => change(child, isLink)) }
  }
  return { ...tree, children: tree.children.map((child) => change(child, false)) as Root['children'] }
}
