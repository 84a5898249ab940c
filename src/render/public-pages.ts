import { type Kind, pathOf } from '../document.ts'
import type { Site } from '../model/site.ts'
import { contents } from './contents.ts'
import type { Edition } from './edition.ts'
import type { History } from './history.ts'
import { printHtml, toHtml } from './html.ts'

/** What lists tell of a publication. `href`: its address on this site, from the root; `date`: `YYYY-MM-DD`. */
export type Listed = { kind: Kind; title: string; summary: string; description: string; date: string; href: string }

/**
 * What one page of the site is made from: all of it, so that a page can show nothing that was not handed to it. `base`: path of the site
 * without a trailing slash; `canonical`: path of the page that tells the same, below the base; `listed`: newest first.
 */
export type PageData = {
  site: Pick<Site, 'title' | 'url' | 'language'> & { author: string; base: string; pages: readonly { name: string; title: string }[] }
  canonical: string
  listed?: readonly Listed[]
  publication?: Listed & { above: string; body: string }
  story?: Omit<History, 'others'>
  feed?: readonly { title: string; description: string; link: string; date: string; content: string }[]
  paths?: readonly string[]
}

/** A page: its path below the site's base, beginning with a slash, and what it is made from, worked out when it is asked for. */
export type PublicPage = { path: string; data: () => PageData }

/** Publications in a feed. */
const IN_FEED = 20

/** Every page of the public site but for the sealed ones. `editions`: the public ones, newest first; `pages`: the site's own. */
export function publicPages(
  site: Site,
  { editions, stories, pages }: { editions: readonly Edition[]; stories: readonly History[]; pages: readonly { name: string; title: string }[] },
): PublicPage[] {
  const base = new URL(site.url).pathname.replace(/\/$/, '')
  const shared = {
    title: site.title,
    url: site.url,
    language: site.language,
    author: site.author.name,
    base,
    pages: pages.map(({ name, title }) => ({ name, title })),
  }
  const listed = editions.map((edition) => listedOf(edition, base))
  const page = (path: string, more: () => Omit<PageData, 'site' | 'canonical'>, canonical = path): PublicPage => ({
    path,
    data: () => ({ site: shared, canonical, ...more() }),
  })
  const shown = [
    page('/', () => ({ listed })),
    page('/archive/', () => ({ listed })),
    ...pages.map(({ name }) => page(`/${name}/`, () => ({ listed }))),
    ...editions.map((edition) => page(pathOf(edition), () => ({ publication: publicationOf(edition, base) }))),
    ...stories.flatMap(({ others, ...story }) => [story.path, ...others].map((path) => page(path, () => ({ story }), story.path))),
  ]
  return [
    ...shown,
    page('/404.html', () => ({})),
    page('/feed.xml', () => ({ feed: editions.slice(0, IN_FEED).map((edition) => entryOf(edition, site.url)) })),
    page('/sitemap-index.xml', () => ({})),
    page('/sitemap-0.xml', () => ({ paths: shown.map(({ path }) => path) })),
  ]
}

function listedOf({ kind, id, title, summary, description, date }: Edition, base: string): Listed {
  return { kind, title, summary, description, date, href: `${base}${pathOf({ kind, id })}` }
}

function publicationOf(edition: Edition, base: string): NonNullable<PageData['publication']> {
  const above = printHtml({ type: 'root', children: contents(edition) })
  return { ...listedOf(edition, base), above, body: toHtml(edition.tree, { base }) }
}

/** The full text of a publication; every address in it is absolute. */
function entryOf(edition: Edition, url: string): NonNullable<PageData['feed']>[number] {
  const { title, description, date, tree } = edition
  return { title, description, link: `${url}${pathOf(edition)}`, date, content: toHtml(tree, { base: url }) }
}
