import { baseOf } from '../base-of.ts'
import type { Site } from '../model/site.ts'
import { pathOf } from '../path-of.ts'
import { contents } from './contents.ts'
import type { Edition } from './edition.ts'
import { printHtml, toHtml } from './html.ts'
import type { Body, Entry, Published } from './public-pages.ts'

/** @see Published */
export function publishedOf({ kind, id, title, summary, description, date }: Edition): Published {
  return { kind, id, title, summary, description, date }
}

/** @see Body */
export function bodyOf(edition: Edition, { url, highlight }: Pick<Site, 'url' | 'highlight'>): Body {
  const base = baseOf({ url })
  return { above: printHtml({ type: 'root', children: contents(edition) }), body: toHtml(edition.tree, { base, highlight }) }
}

/** @see Entry; `url`: address of the site */
export function entryOf(edition: Edition, url: string): Entry {
  const { title, description, date, tree } = edition
  return { title, description, link: `${url}${pathOf(edition)}`, date, content: toHtml(tree, { base: url }) }
}
