import type { Root } from 'mdast'
import type { Document, Erratum, Kind } from '../document.ts'
import { headingsOf, type TextHeading } from '../headings-of.ts'
import { isPublic } from '../is-open.ts'
import type { Audience } from '../model/audience.ts'
import { WRITTEN_MARK } from '../model/mark.ts'
import { type AudienceContext, cutFor } from './audience.ts'
import { reading } from './reading.ts'
import { suggestedFirst } from './suggested-first.ts'

/**
 * What one audience gets of one publication: the cut tree and what stands around it, all of it told from that tree and the frontmatter.
 * `date`: day of publication, `YYYY-MM-DD`; `updated`: that of the last update of a notice; `corrections`: what it is told of its errata, newest first; `description`: the summary, else the beginning of the text; `minutes`: what reading it takes.
 */
export type Edition = {
  kind: Kind
  id: string
  title: string
  summary: string
  description: string
  date: string
  updated?: string
  tree: Root
  corrections: Correction[]
  headings: Omit<TextHeading, 'node'>[]
  minutes: number
}

/** What one audience is told of an erratum. `revision`: the one that was wrong; `date`: day of the correction. */
export type Correction = Pick<Erratum, 'revision' | 'date'> & { tree: Root }

/** The edition of a document for an audience; of a digest for one client what was suggested for it stands first. @throws {Error} when the document has no date, a mark stands in its frontmatter, or as `cutFor` */
export function editionOf(document: Document, audience: Audience, context: AudienceContext): Edition {
  const {
    kind,
    id,
    frontmatter: { title, summary, updated },
    date,
  } = document
  if (date === undefined) throw new Error(`Cannot make an edition of ${document.file}: it has no date`)
  if (WRITTEN_MARK.test(`${title} ${summary}`)) throw new Error(`Cannot make an edition of ${document.file}: a mark stands in its frontmatter`)
  const tree = cutFor(audience, kind === 'digests' ? suggestedFirst(document.tree, audience, context) : document.tree, context)
  // An erratum of which an audience reads nothing is not known to it either.
  const corrections = document.errata
    .map((erratum): Correction => ({ revision: erratum.revision, date: erratum.date, tree: cutFor(audience, erratum.tree, context) }))
    .filter((one) => one.tree.children.length > 0)
  const { minutes, excerpt } = reading(tree)
  const headings = headingsOf(tree).map(({ depth, text, slug }) => ({ depth, text, slug }))
  return {
    kind,
    id,
    title,
    summary,
    description: summary || excerpt,
    date,
    ...(updated !== undefined && { updated }),
    tree,
    corrections,
    headings,
    minutes,
  }
}

/** The edition that everyone gets of a document at an instant; undefined while it is not ready or its day has not come. @throws {Error} as `editionOf` */
export function publicEdition(document: Document, context: AudienceContext): Edition | undefined {
  return isPublic(document.frontmatter, context.now) ? editionOf(document, { edition: 'public' }, context) : undefined
}
