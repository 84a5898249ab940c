import { z } from 'zod'
import { Problem } from '../src/errors.ts'
import type { Manuscript } from '../src/folder.ts'
import { pathOf } from '../src/path-of.ts'
import { windowOf } from '../src/period.ts'
import { readYaml } from '../src/yaml.ts'
import type { Prepared } from './prepare-document.ts'

/** A document or page that can be looked at. `path`: on the site; `date`: empty where none is known; `status`: why the public does not know it, empty where it does, or where it cannot be read. */
export type PreviewedDocument = Manuscript & {
  path: string
  title: string
  date: string
  status: string
  isPublic: boolean
}

/** Of frontmatter what a list tells, whatever else stands in it. */
const headSchema = z.looseObject({
  title: z.string().optional(),
  status: z.string().optional(),
  date: z.string().optional(),
  publicOn: z.string().optional(),
})

/** All that can be looked at: what is in work and what is not public yet, then digests, notices, posts, each newest first, then the site's own pages. */
export function previewDocuments(
  documents: readonly { manuscript: Manuscript; prepared: Pick<Prepared, 'edition' | 'page' | 'isWithheld'> }[],
): PreviewedDocument[] {
  const order = ({ kind, isPublic }: PreviewedDocument): number =>
    kind === 'pages' ? 4 : !isPublic ? 0 : ['digests', 'notices', 'posts'].indexOf(kind) + 1
  return documents
    .map(({ manuscript, prepared }) => documentOf(manuscript, prepared))
    .sort((a, b) => order(a) - order(b) || compare(b.date, a.date) || compare(a.id, b.id))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function documentOf(manuscript: Manuscript, { edition, page, isWithheld }: Pick<Prepared, 'edition' | 'page' | 'isWithheld'>): PreviewedDocument {
  const { kind, id } = manuscript
  if (kind === 'pages') return { ...manuscript, path: `/${id}/`, title: page?.title ?? id, date: '', status: '', isPublic: true }
  const path = pathOf({ kind, id })
  if (edition) return { ...manuscript, path, title: edition.title, date: edition.date, status: '', isPublic: true }
  const { title, status, date, publicOn } = headOf(manuscript)
  return {
    ...manuscript,
    path,
    title: isWithheld ? id : (title ?? id),
    date: date ?? publicOn ?? windowOf(id)?.until.slice(0, 10) ?? '',
    status: isWithheld ? 'withheld' : status === 'draft' ? 'draft' : publicOn === undefined ? '' : `not public before ${publicOn}`,
    isPublic: false,
  }
}

/** What the frontmatter says, as far as it can be read. */
function headOf({ text, file }: Manuscript): z.output<typeof headSchema> {
  try {
    return readYaml(/^---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1] ?? '', headSchema, { file })
  } catch (error) {
    if (error instanceof Problem) return {}
    throw error
  }
}
