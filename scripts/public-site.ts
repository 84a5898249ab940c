import { type Content, readRecorded } from '../src/content.ts'
import { publicEditions } from '../src/render/edition.ts'
import { histories } from '../src/render/history.ts'
import { type PublicPage, publicPages } from '../src/render/public-pages.ts'
import { tellings } from '../src/render/telling.ts'

/** Every page of the public site of a content folder, made from public editions alone, and the stories that they tell. */
export async function publicSite({ folder, site, documents, pages }: Content, now: Date): Promise<PublicPage[]> {
  const context = { tiers: site.tiers, now }
  const told = await Promise.all(documents.map(async (document) => tellings(document, await readRecorded(folder, document.id), context)))
  return publicPages(site, { editions: publicEditions(documents, context), stories: histories(told.flat()), pages })
}
