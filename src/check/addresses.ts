import type { Definition, Image, Link, Root } from 'mdast'
import type { Document } from '../document.ts'
import { nodesIn } from '../nodes-in.ts'

/** A node that holds an address. */
export type Address = Link | Image | Definition

/** What has links: a document, or a page of the site, whose findings are errors. */
export type Linked = Pick<Document, 'file' | 'tree'> & { frontmatter?: Document['frontmatter'] }

/** Every address of a tree. */
export function addressesOf(tree: Root): Address[] {
  return nodesIn(tree, 'link', 'image', 'definition')
}

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
