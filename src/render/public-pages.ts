import { baseOf } from '../base-of.ts'
import type { Kind } from '../document.ts'
import { pathOf } from '../path-of.ts'
import type { Site } from '../model/site.ts'
import type { History } from './history.ts'
import { longDate } from './long-date.ts'

/** What lists tell of a publication. `href`: its address on this site, from the root; `date`: `YYYY-MM-DD`. */
export type Listed = { kind: Kind; title: string; summary: string; description: string; date: string; href: string }

/** A publication without its text. */
export type Published = Omit<Listed, 'href'> & { id: string }

/** HTML of a publication for its page. `above`: what stands between its title and its text. */
export type Body = { above: string; body: string }

/** A publication in the feed: its full text, in which every address is absolute. */
export type Entry = { title: string; description: string; link: string; date: string; content: string }

/** What every page shows around its text. `base`: path of the site without a trailing slash; `pages`: the site's own. */
export type Frame = Pick<Site, 'title' | 'url' | 'language'> & { author: string; base: string; pages: readonly { name: string; title: string }[] }

/**
 * What one page of the site is made from: all of it, so that a page can show nothing that was not handed to it. `canonical`: path of the
 * page that tells the same, below the base; `listed`: newest first; `day`: its date in words.
 */
export type PageData = {
  site: Frame
  canonical: string
  listed?: readonly Listed[]
  publication?: Listed & Body & { day: string }
  story?: Omit<History, 'others'>
  feed?: readonly Entry[]
  paths?: readonly string[]
}

/** A page: its path below the site's base, beginning with a slash, and what it is made from. */
export type PublicPage = { path: string; data: PageData }

/** Publications in a feed. */
const IN_FEED = 20

/** @see Frame */
export function frameOf({ title, url, language, author }: Site, pages: Frame['pages']): Frame {
  return { title, url, language, author: author.name, base: baseOf({ url }), pages }
}

/** Publications as lists and the feed have them: newest first. */
export function newestFirst(editions: readonly Published[]): Published[] {
  return [...editions].sort((a, b) => b.date.localeCompare(a.date) || a.id.localeCompare(b.id, 'en'))
}

/** What stands in the feed of all publications, newest first. */
export function inFeed(editions: readonly Published[]): readonly Published[] {
  return editions.slice(0, IN_FEED)
}

/** The page of a publication. @throws {Error} where its body was not made */
export function publicationPage(site: Frame, edition: Published, body: Body | undefined): PublicPage {
  const path = pathOf(edition)
  if (body === undefined) throw new Error(`Cannot make the page ${path}: its text was not prepared`)
  return {
    path,
    data: { site, canonical: path, publication: { ...listedOf(edition, site.base), day: longDate(edition.date, site.language), ...body } },
  }
}

/** Every other page of the public site but for the feed and the sealed ones. `editions`: the public ones, newest first. */
export function otherPages(site: Frame, { editions, stories }: { editions: readonly Published[]; stories: readonly History[] }): PublicPage[] {
  const listed = editions.map((edition) => listedOf(edition, site.base))
  const page = (path: string, more: Omit<PageData, 'site' | 'canonical'>, canonical = path): PublicPage => ({
    path,
    data: { site, canonical, ...more },
  })
  const [lists, told] = [
    ['/', '/archive/', ...site.pages.map(({ name }) => `/${name}/`)].map((path) => page(path, { listed })),
    stories.flatMap(({ others, ...story }) => [story.path, ...others].map((path) => page(path, { story }, story.path))),
  ]
  const paths = [...lists.map(({ path }) => path), ...editions.map(pathOf), ...told.map(({ path }) => path)]
  return [...lists, ...told, page('/404.html', {}), page('/sitemap-index.xml', {}), page('/sitemap-0.xml', { paths })]
}

/** The feed of all publications. */
export function feedPage(site: Frame, feed: readonly Entry[]): PublicPage {
  return { path: '/feed.xml', data: { site, canonical: '/feed.xml', feed } }
}

function listedOf({ kind, id, title, summary, description, date }: Published, base: string): Listed {
  return { kind, title, summary, description, date, href: `${base}${pathOf({ kind, id })}` }
}
