import type { Nodes } from 'mdast'
import type { Document, Kind, SitePage } from '../document.ts'
import type { Client } from '../model/client.ts'
import type { Collection } from '../model/collection.ts'
import type { Finding } from '../model/finding.ts'
import type { PublicationFrontmatter } from '../model/publication.ts'
import type { Repository } from '../model/repository.ts'
import type { Site } from '../model/site.ts'

/** What a rule on one document looks at beside it. `collection`: what was collected for it; `images`: names of the content's own pictures; `now`: the instant of the build, whose day counts. */
export type DocumentContext = {
  site: Site
  clients: ReadonlyMap<string, Client>
  images: readonly string[]
  collection?: Collection | undefined
  now: Date
}

/**
 * What the rest of the site must know of a document or page, told from its marks alone. `path`: where it stands; `links`: its links to pages of
 * this site, those of its errata too, of what may not leave yet with `isHushed`; `isRecorded`: whether anything was collected for it; `stories`: paths of stories that everyone may read of (`open`), or may once it
 * is public (`own`); `holdsPrivate`: whether a passage for clients stands in it, or an offer of one.
 */
export type Outline = {
  kind: Kind | 'pages'
  id: string
  file: string
  path: string
  status: PublicationFrontmatter['status']
  isPublic: boolean
  links: readonly { url: string; file: string; line?: number; column?: number; isHushed?: true }[]
  isRecorded: boolean
  stories: { open: readonly string[]; own: readonly string[] }
  holdsPrivate: boolean
}

/** What a rule across files looks at. `outlines`: of all documents and pages; `assets`: files of the public folder, as paths; `repository`: absent where none holds the content folder. */
export type SiteContext = {
  site: Site
  clients: ReadonlyMap<string, Client>
  outlines: readonly Outline[]
  assets: readonly string[]
  repository?: Repository | undefined
}

/**
 * One check: its code, what it looks for (a line of the README), and its functions: on each document by itself, on each page of the site's own,
 * and on how files fit together, which sees their outlines alone. `quotesNothing`: its messages may stand where nothing of the text may be told. Adding one touches one list.
 */
export type Rule = {
  code: string
  looksFor: string
  quotesNothing?: true
  document?: (document: Document, context: DocumentContext) => Finding[]
  page?: (page: SitePage, context: DocumentContext) => Finding[]
  site?: (context: SiteContext) => Finding[]
}

/** A finding at a node of a document. */
export function findingAt(document: Pick<Document, 'file'>, node: Nodes, rest: Omit<Finding, 'file' | 'line' | 'column'>): Finding {
  const start = node.position?.start
  return { file: document.file, ...(start && { line: start.line, column: start.column }), ...rest }
}

/** Warning in what is still in work, else error; a page of the site, which has no status, is never in work. */
export function levelOf(document: { frontmatter?: Document['frontmatter'] }): Finding['level'] {
  return document.frontmatter?.status === 'draft' ? 'warning' : 'error'
}
