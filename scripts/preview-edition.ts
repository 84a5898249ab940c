import { type Document, readDocument } from '../src/document.ts'
import type { Folder, Manuscript } from '../src/folder.ts'
import { dayOf } from '../src/model/day.ts'
import { editionOf } from '../src/render/edition.ts'
import { type RenderedVariant, renderVariant } from '../src/render/variant.ts'
import { markPassages, withMarkStyles } from './mark-passages.ts'
import { readCollected } from './read-collected.ts'
import { readPictures } from './read-pictures.ts'
import { readStyles } from './read-styles.ts'

/** An edition as it would be frozen now. `refused`: whether there is none for anyone, because of an error in the content; `edition`: absent where none was asked for. */
export type PreviewedEdition = { refused: true } | { refused: false; document: Document; edition?: RenderedVariant }

/** What clients get of a document in work: byte for byte what would be sent, unless it `marks` what the public does not read. */
export async function previewEdition(
  manuscript: Manuscript,
  variant: string | undefined,
  { folder, site, clients, now, cache, marks = false }: Pick<Folder, 'folder' | 'site' | 'clients'> & { now: Date; cache: string; marks?: boolean },
): Promise<PreviewedEdition> {
  const read = readAgain(manuscript, now)
  if (!read || !('tree' in read)) return { refused: true }
  const document = { ...read, date: read.date ?? dayOf(now) }
  const context = { tiers: site.tiers, now }
  const styles = await readStyles()
  const pictures = await readPictures(document, { folder, site })
  const collected = await readCollected(document, { folder, site }, { cache })
  const render = (of: Document, name: string): RenderedVariant =>
    renderVariant(of, { name }, { content: { site, clients }, now, styles, pictures, ...collected })
  try {
    editionOf(document, { edition: 'public' }, context)
  } catch {
    // What the audience function refuses is an error of the content, which the findings tell.
    return { refused: true }
  }
  if (variant === undefined) return { refused: false, document }
  const edition = render(document, variant)
  if (!marks) return { refused: false, document, edition }
  const errata = document.errata.map((one) => ({ ...one, tree: markPassages(one.tree, context) }))
  const marked = render({ ...document, tree: markPassages(document.tree, context), errata }, variant)
  return { refused: false, document, edition: { ...edition, page: withMarkStyles(marked.page), html: withMarkStyles(marked.html) } }
}

let last: { manuscript: string; read: ReturnType<typeof readDocument> } | undefined

/** A manuscript as a document; the workbench and its panes ask for the same one after another. */
function readAgain({ kind, ...manuscript }: Manuscript, now: Date): ReturnType<typeof readDocument> | undefined {
  if (kind === 'pages') return undefined
  const given = JSON.stringify([kind, manuscript])
  const isSame = last?.manuscript === given && !('frontmatter' in last.read && (last.read.withheld ?? last.read).frontmatter.embargo)
  if (!last || !isSame) last = { manuscript: given, read: readDocument(manuscript.text, { kind, ...manuscript, now }) }
  return last.read
}
