import type { Root } from 'mdast'
import type { Document, Kind } from '../document.ts'
import { isPublic } from '../is-open.ts'
import type { Audience } from '../model/audience.ts'
import { type AudienceContext, cutFor } from './audience.ts'

/** What one audience gets of one publication: the cut tree and what stands around it. `date`: day of publication, `YYYY-MM-DD`. */
export type Edition = { kind: Kind; id: string; title: string; summary: string; date: string; tree: Root }

/** The edition of a document for an audience. @throws {Error} when the document has no date, or as `cutFor` */
export function editionOf(document: Document, audience: Audience, context: AudienceContext): Edition {
  const {
    kind,
    id,
    frontmatter: { title, summary },
    date,
  } = document
  if (date === undefined) throw new Error(`Cannot make an edition of ${document.file}: it has no date`)
  return { kind, id, title, summary, date, tree: cutFor(audience, document.tree, context) }
}

/** The public editions of all that is ready and whose day has come, newest first. */
export function publicEditions(documents: readonly Document[], context: AudienceContext): Edition[] {
  return documents
    .filter(({ frontmatter }) => isPublic(frontmatter, context.now))
    .map((document) => editionOf(document, { edition: 'public' }, context))
    .sort((a, b) => b.date.localeCompare(a.date) || a.id.localeCompare(b.id, 'en'))
}
