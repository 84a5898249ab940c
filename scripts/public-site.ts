import { type Content, readRecorded } from '../src/content.ts'
import { type Edition, publicEditions } from '../src/render/edition.ts'
import { histories } from '../src/render/history.ts'
import { type PublicPage, publicPages } from '../src/render/public-pages.ts'
import { tellings } from '../src/render/telling.ts'

/** The public editions of a content folder, and every page of the site, made from these alone and the stories that they tell. */
export async function publicSite({ folder, site, documents, pages }: Content, now: Date): Promise<{ editions: Edition[]; pages: PublicPage[] }> {
  const context = { tiers: site.tiers, now }
  const told = await Promise.all(documents.map(async (document) => tellings(document, await readRecorded(folder, document.id), context)))
  const editions = publicEditions(documents, context)
  return { editions, pages: publicPages(site, { editions, stories: histories(told.flat()), pages }) }
}
