import type { Entry, Frame } from './public-pages.ts'

/** A feed. `path`: its own, below the base; its home is the folder that it lies in; `entries`: newest first. */
export type Feed = { site: Frame; path: string; title: string; entries: readonly Entry[] }

/**
 * What every form of a feed says of itself: `self`, `home` and `site` are addresses, `updated` is the day of its newest entry or correction, `YYYY-MM-DD`, that of no
 * entry the first there is: the same entries give the same bytes.
 */
export type FeedFacts = {
  title: string
  description: string
  author: string
  language: string
  self: string
  home: string
  site: string
  updated: string
}

/** @see FeedFacts */
export function factsOf({ site, path, title, entries }: Feed): FeedFacts {
  const address = (below: string): string => new URL(`${site.url}${below}`).href
  return {
    title,
    description: site.description ?? `${title}, by ${site.author}`,
    author: site.author,
    language: site.language,
    self: address(path),
    home: address(path.slice(0, path.lastIndexOf('/') + 1)),
    site: address('/'),
    updated: entries.reduce((latest, { date, corrected = date }) => (corrected > latest ? corrected : latest), '1970-01-01'),
  }
}
