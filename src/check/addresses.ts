import type { Definition, Image, Link, Nodes, Root } from 'mdast'
import type { Document } from '../document.ts'
import { visit } from '../visit.ts'

/** A node that holds an address. */
export type Address = Link | Image | Definition

/** What has links: a document, or a page of the site, whose findings are errors. */
export type Linked = Pick<Document, 'file' | 'tree'> & { frontmatter?: Document['frontmatter'] }

/** Every address of a tree that nobody changes any more, in the order of the text; looked for once. */
export function addressesOf(tree: Root): readonly Address[] {
  const known = addresses.get(tree)
  if (known) return known
  const found: Address[] = []
  visit(tree, (node: Nodes) => {
    if (node.type === 'link' || node.type === 'image' || node.type === 'definition') found.push(node)
  })
  addresses.set(tree, found)
  return found
}

const addresses = new WeakMap<Root, readonly Address[]>()

/** Path below the site's address, without its end; undefined for another site. */
export function pathOnSite(url: string, site: string): string | undefined {
  const below = url.startsWith('/') && !url.startsWith('//') ? url : url === site || url.startsWith(`${site}/`) ? url.slice(site.length) : undefined
  return below === undefined ? undefined : decoded(below.replace(/[?#].*$/, '')).replace(/(\/|\/index\.html)$/, '')
}

/** A part of an address with its percent-encoding undone; as it is where that cannot be. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
