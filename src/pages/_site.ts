import { type Content, readContent, readRecorded } from '../content.ts'
import { pathOf } from '../document.ts'
import { readEnvironment } from '../environment.ts'
import { type Edition, publicEditions } from '../render/edition.ts'
import { histories, type History } from '../render/history.ts'
import { toHtml } from '../render/html.ts'
import { tellings } from '../render/telling.ts'

/**
 * What the public pages are made from: public editions alone, newest first, the stories that they tell, and the site's own pages.
 * `base`: path of the site without a trailing slash.
 */
export type PublicSite = {
  site: Content['site']
  base: string
  editions: Edition[]
  stories: History[]
  pages: { name: string; title: string }[]
}

let once: Promise<PublicSite> | undefined

/** The public site of the content folder; read once a build, and at every request while developing. */
export function publicSite(): Promise<PublicSite> {
  if (import.meta.env.DEV || !once) once = read()
  return once
}

/** HTML of a public edition for a page below the site's base. */
export function bodyOf(edition: Edition, base: string): string {
  return toHtml(edition.tree, { base })
}

/** Address of a publication on its own site. */
export function hrefOf(edition: Edition, base: string): string {
  return `${base}${pathOf(edition)}`
}

async function read(): Promise<PublicSite> {
  const environment = readEnvironment()
  const { site, documents, pages } = await readContent(environment.content)
  const context = { tiers: site.tiers, now: environment.now }
  const editions = publicEditions(documents, context)
  const shown = documents.filter(({ kind, id }) => kind === 'digests' && editions.some((edition) => edition.kind === kind && edition.id === id))
  const told = await Promise.all(shown.map(async (document) => tellings(document, await readRecorded(environment.content, document.id), context)))
  return {
    site,
    base: new URL(site.url).pathname.replace(/\/$/, ''),
    pages: pages.map(({ name, title }) => ({ name, title })),
    editions,
    stories: histories(told.flat()),
  }
}
