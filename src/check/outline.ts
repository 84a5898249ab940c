import type { Root } from 'mdast'
import { type Document, errataOf, type SitePage, treesOf } from '../document.ts'
import { pathOf } from '../path-of.ts'
import { draftedNote } from '../drafted-note.ts'
import { imageName } from '../images-in.ts'
import { isPublic } from '../is-open.ts'
import { addressesOf, pathOnSite } from './addresses.ts'
import { isClosed } from './open-part.ts'
import { openStories } from './open-stories.ts'
import type { DocumentContext, Outline } from './rule.ts'
import { expressionsOf, tagsOf } from './walk.ts'

/** @see Outline */
export function outlineOf(document: Document, { site, collection, now }: DocumentContext): Outline {
  const { kind, id, file, frontmatter, withheld } = document
  const own = openStories(opened(document), { stories: collection?.stories ?? [], now }).paths
  const isOpen = isPublic(frontmatter, now)
  return {
    kind,
    id,
    file,
    path: pathOf(document),
    status: frontmatter.status,
    isPublic: isOpen,
    links: [
      ...[document, ...errataOf(document)].flatMap((one) => linksOf(one, site.url)),
      ...(withheld
        ? [withheld, ...errataOf(withheld)].flatMap((one) => linksOf(one, site.url)).map((link) => ({ ...link, isHushed: true as const }))
        : []),
    ],
    isRecorded: collection !== undefined,
    stories: { open: isOpen ? own : [], own },
    holdsPrivate: withheld !== undefined || treesOf(document).some((tree) => holdsPrivate(tree, now)),
  }
}

/** The outline of a page of the site's own, which is public. */
export function outlineOfPage(page: SitePage, { site }: DocumentContext): Outline {
  const { name, file } = page
  return {
    kind: 'pages',
    id: name,
    file,
    path: `/${name}/`,
    status: 'ready',
    isPublic: true,
    links: linksOf(page, site.url),
    isRecorded: false,
    stories: { open: [], own: [] },
    holdsPrivate: false,
  }
}

/** A document as if it were public. */
export function opened(document: Document): Document {
  return { ...document, frontmatter: { ...document.frontmatter, status: 'ready', publicOn: undefined } }
}

function linksOf({ file, tree }: Pick<Document, 'file' | 'tree'>, site: string): Outline['links'] {
  return addressesOf(tree)
    .filter(({ type, url }) => pathOnSite(url, site) !== undefined && (type === 'link' || imageName(url, site) === undefined))
    .map(({ url, position }) => ({ url, file, ...(position && { line: position.start.line, column: position.start.column }) }))
}

function holdsPrivate(tree: Root, now: Date): boolean {
  return tagsOf(tree).some((node) => isClosed(node, now)) || expressionsOf(tree).some((node) => draftedNote(node) === 'offer')
}
