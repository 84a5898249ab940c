import type { Kind } from '../document.ts'
import { daysTold } from './days-told.ts'
import { pathOf } from '../path-of.ts'
import type { Site } from '../model/site.ts'
import type { History, Told } from './history.ts'
import type { Topic, TopicPart } from './topics.ts'

/** What lists tell of a publication. `href`: its address on this site, from the root; `date`: `YYYY-MM-DD`. */
export type Listed = { kind: Kind; title: string; summary: string; description: string; date: string; href: string }

/** A publication without its text. `updated`: day of the last update of a notice; `corrected`: the last day on which everyone was told of that, or of a correction. */
export type Published = Omit<Listed, 'href'> & { id: string; updated?: string; corrected?: string | undefined }

/** HTML of a publication for its page. `above`: what stands between its title and its text; `below`: what stands after that. */
export type Body = { above: string; body: string; below: string }

/**
 * A publication in a feed: its full text, in which every address is absolute. `link`: its address, which is its id as well: it stays what it is when title,
 * date or text change, is what readers know entries by since the first feed, and changes only with the address that everyone else has, too.
 */
export type Entry = { title: string; description: string; link: string; date: string; corrected?: string | undefined; content: string }

/** A story that several digests told. `timeline`: HTML of what happened when. */
export type Followed = Pick<History, 'path' | 'title' | 'state'> & { digests: readonly Told['digest'][]; timeline: string }

/** What was said of a story as HTML. */
type Html = { html: string }

/** A topic among others. `stories`: how many were told of it; `digests`: those that told of it, newest first. */
export type ListedTopic = Pick<Topic, 'name' | 'path'> & { stories: number; digests: readonly Told['digest'][] }

/**
 * What every page shows around its text. `base`: path of the site without a trailing slash; `pages`: the site's own; `isRecorded`: whether anything
 * was collected, so that there are stories and topics; `hasSupporters`: whether a client may be named.
 */
export type Frame = Pick<Site, 'title' | 'description' | 'url' | 'language' | 'extras'> & {
  author: string
  base: string
  pages: readonly { name: string; title: string }[]
  isRecorded: boolean
  hasSupporters: boolean
}

/**
 * What one page of the site is made from: all of it, so that a page can show nothing that was not handed to it. `canonical`: path of the
 * page that tells the same, below the base; `hasTwin`: whether that stands in Markdown beside it; `listed`: newest first; `figure`: the latest digest at a
 * glance, as HTML; `stories`: those that several digests told, and those of the latest; `day`: its date in words; `text`: all of it, of a twin; `paths`: of the
 * sitemap, each with the day of what it shows last; `isWork`: it is shown by the development server, which puts scripts of its
 * own into pages.
 */
export type PageData = {
  site: Frame
  canonical: string
  hasTwin?: boolean
  listed?: readonly Listed[]
  figure?: string
  publication?: Listed & Body & { day: string }
  story?: Omit<History, 'others' | 'steps' | 'told'> & { told: readonly (Told & Html)[]; timeline: string; topic?: Pick<Topic, 'name' | 'path'> }
  stories?: { followed: readonly Followed[]; latest: readonly Pick<History, 'path' | 'title' | 'state'>[] }
  topic?: Pick<Topic, 'name' | 'path'> & {
    parts: readonly (Pick<TopicPart, 'digest'> & { stories: readonly (TopicPart['stories'][number] & Html)[] })[]
  }
  topics?: readonly ListedTopic[]
  supporters?: readonly string[]
  text?: string
  feed?: { title: string; entries: readonly Entry[] }
  paths?: readonly { path: string; day?: string | undefined }[]
  isWork?: true
}

/** A page: its path below the site's base, beginning with a slash, and what it is made from. */
export type PublicPage = { path: string; data: PageData }

/** Publications in a feed. */
const IN_FEED = 20

/** Paths of the feeds of all publications: RSS, Atom and JSON Feed. */
export const FEEDS: readonly string[] = ['/feed.xml', '/atom.xml', '/feed.json']

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
    data: {
      site,
      canonical: path,
      hasTwin: hasTwins(site),
      publication: { ...listedOf(edition, site.base), day: daysTold(edition, site.language), ...body },
    },
  }
}

/** A feed of all publications. `entries`: newest first. */
export function feedPage(site: Frame, path: string, entries: readonly Entry[]): PublicPage {
  return { path, data: { site, canonical: path, feed: { title: site.title, entries } } }
}

/** Whether a site has a twin in Markdown of each of its pages. */
export function hasTwins({ extras }: Pick<Site, 'extras'>): boolean {
  return extras.includes('markdown')
}

/** A publication as lists tell of it. */
export function listedOf({ kind, id, title, summary, description, date }: Published, base: string): Listed {
  return { kind, title, summary, description, date, href: `${base}${pathOf({ kind, id })}` }
}
