import { baseOf } from '../base-of.ts'
import type { Site } from '../model/site.ts'
import { pathOf } from '../path-of.ts'
import type { Recorded } from '../model/recorded.ts'
import { contents } from './contents.ts'
import { corrections } from './corrections.ts'
import { coverage } from './coverage.ts'
import { glanceOf } from './glance.ts'
import { glanceFigure } from './glance-figure.ts'
import type { Edition } from './edition.ts'
import { printHtml, toHtml } from './html.ts'
import { linkPictures } from './link-pictures.ts'
import type { Body, Entry, Published } from './public-pages.ts'

/** @see Published */
export function publishedOf({ kind, id, title, summary, description, date, updated, corrections: corrected }: Edition): Published {
  const days = [...corrected.map((one) => one.date), ...(updated === undefined ? [] : [updated])].sort()
  const told = { ...(updated !== undefined && { updated }), ...(days.length > 0 && { corrected: days.at(-1) }) }
  return { kind, id, title, summary, description, date, ...told }
}

/** @see Body; pictures from elsewhere are links: the policy of pages allows no other. `collected`: what was collected for a digest, and its figure */
export function bodyOf(
  edition: Edition,
  { url, highlight, language }: Pick<Site, 'url' | 'highlight' | 'language'>,
  collected?: { recorded: Recorded; figure: string },
): Body {
  const options = { base: baseOf({ url }), highlight }
  const body = toHtml(edition.tree, options)
  return {
    above: `${printHtml({ type: 'root', children: [...corrections(edition, { ...options, language }), ...contents(edition)] })}${collected?.figure ?? ''}`,
    body: body.includes('<img ') ? toHtml(linkPictures(edition.tree, url), options) : body,
    below: collected ? printHtml({ type: 'root', children: coverage(collected.recorded, language) }) : '',
  }
}

/** HTML of what was collected for a digest at a glance; empty where nothing of it happened. */
export function figureOf(recorded: Recorded, language: string): string {
  const glance = glanceOf(recorded)
  return glance ? printHtml({ type: 'root', children: [glanceFigure(glance, language)] }) : ''
}

/** @see Entry; `url`: address of the site */
export function entryOf(edition: Edition, { url, language }: Pick<Site, 'url' | 'language'>): Entry {
  const { title, description, date, tree } = edition
  const link = new URL(`${url}${pathOf(edition)}`).href
  // A heading or footnote of its own has no address where the text is read alone. In a text "<" is never written as it is.
  const above = edition.corrections.length > 0 ? printHtml({ type: 'root', children: corrections(edition, { base: url, language }) }) : ''
  const content = `${above}${toHtml(tree, { base: url })}`.replaceAll('<a href="#', () => `<a href="${link.replaceAll('&', '&#x26;')}#`)
  const { corrected } = publishedOf(edition)
  return { title, description, link, date, ...(corrected !== undefined && { corrected }), content }
}
