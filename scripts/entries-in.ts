import type { Folder } from '../src/folder.ts'
import { readDocument } from '../src/document.ts'
import { publicEdition } from '../src/render/edition.ts'
import { entryOf } from '../src/render/body.ts'
import type { Entry, Published } from '../src/render/public-pages.ts'

/** Publications of a content folder with their full texts, as the feed has them. */
export function entriesIn(editions: readonly Published[], { manuscripts, site }: Folder, now: Date): Entry[] {
  return editions.flatMap(({ kind, id }) => {
    const manuscript = manuscripts.find((one) => one.kind === kind && one.id === id)
    const document = manuscript && readDocument(manuscript.text, { ...manuscript, kind, now })
    const edition = document && 'tree' in document ? publicEdition(document, { tiers: site.tiers, now }) : undefined
    if (!edition) throw new Error(`Cannot tell ${kind}/${id} in the feed: it is not public`)
    return entryOf(edition, site)
  })
}
