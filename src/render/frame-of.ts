import { baseOf } from '../base-of.ts'
import type { Folder } from '../folder.ts'
import type { Frame } from './public-pages.ts'
import { supportersOf } from './supporters.ts'

/** What every page of a site shows around its text. `pages`: the site's own. */
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
