import { baseOf } from '../base-of.ts'
import type { Kind } from '../document.ts'
import type { Folder } from '../folder.ts'
import { pathOf } from '../path-of.ts'
import type { Site } from '../model/site.ts'
import type { History, Told } from './history.ts'
import { longDate } from './long-date.ts'
import { supportersOf } from './supporters.ts'
import type { Topic } from './topics.ts'

/** What lists tell of a publication. `href`: its address on this site, from the root; `date`: `YYYY-MM-DD`. */
export type Listed = { kind: Kind; title: string; summary: string; description: string; date: string; href: string }

/** A publication without its text. */
export type Published = Omit<Listed, 'href'> & { id: string }

/** HTML of a publication for its page. `above`: what stands between its title and its text; `below`: what stands after that. */
export type Body = { above: string; body: string; below: string }

/** A publication in the feed: its full text, in which every address is absolute. */
export type Entry = { title: string; description: string; link: string; date: string; content: string }

/** A story that several digests told. `timeline`: HTML of what happened when. */
export type Followed = Pick<History, 'path' | 'title' | 'state'> & { digests: readonly Told['digest'][]; timeline: string }

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
 * page that tells the same, below the base; `listed`: newest first; `figure`: the latest digest at a glance, as HTML; `stories`: those that several digests told, and those of the latest; `day`: its date in words.
 */
export type PageData = {
  site: Frame
  canonical: string
  listed?: readonly Listed[]
  figure?: string
  publication?: Listed & Body & { day: string }
  story?: Omit<History, 'others' | 'steps'> & { timeline: string; topic?: Pick<Topic, 'name' | 'path'> }
  stories?: { followed: readonly Followed[]; latest: readonly Pick<History, 'path' | 'title' | 'state'>[] }
  topic?: Topic
  topics?: readonly ListedTopic[]
  supporters?: readonly string[]
  feed?: readonly Entry[]
  paths?: readonly string[]
}

/** A page: its path below the site's base, beginning with a slash, and what it is made from. */
export type PublicPage = { path: string; data: PageData }

/** Publications in a feed. */
const IN_FEED = 20

/** @see Frame */
export function frameOf(
  { site, records, clients }: Pick<Folder, 'site' | 'records' | 'clients'>,
  { pages, now }: { pages: Frame['pages']; now: Date },
): Frame {
  const { title, description, url, language, extras, author } = site
  const hasSupporters = supportersOf(clients, now).length > 0
  return {
    title,
    ...(description && { description }),
    url,
    language,
    extras,
    author: author.name,
    base: baseOf(site),
    pages,
    isRecorded: records.length > 0,
    hasSupporters,
  }
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

/** The feed of all publications. */
export function feedPage(site: Frame, feed: readonly Entry[]): PublicPage {
  return { path: '/feed.xml', data: { site, canonical: '/feed.xml', feed } }
}

/** A publication as lists tell of it. */
export function listedOf({ kind, id, title, summary, description, date }: Published, base: string): Listed {
  return { kind, title, summary, description, date, href: `${base}${pathOf({ kind, id })}` }
}
