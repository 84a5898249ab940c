import type { Site } from '../model/site.ts'
import type { Card } from './card.ts'
import { cardPath } from './card-path.ts'
import { kindInWords } from './kind-in-words.ts'
import { longDate } from './long-date.ts'
import type { Published } from './public-pages.ts'
import { pathOf } from '../path-of.ts'

/** The cards of a site, each with its path below the base: one for each publication, of which it tells what lists do, and one for all other pages. */
export function cardsOf(site: Site, editions: readonly Pick<Published, 'kind' | 'id' | 'title' | 'date'>[]): { path: string; card: Card }[] {
  const frame = { site: site.title, host: new URL(site.url).host, author: site.author.name }
  return [
    { path: cardPath(undefined), card: { ...frame, kind: '', title: '', day: '', date: '' } },
    ...editions.map(({ kind, id, title, date }) => ({
      path: cardPath(pathOf({ kind, id })),
      card: { ...frame, kind: kindInWords(kind), title, day: longDate(date, site.language), date },
    })),
  ]
}
