import { pathOf } from '../path-of.ts'
import type { History } from './history.ts'
import type { Frame, Published } from './public-pages.ts'

/** Kinds of pages that are found, as the search page offers them. */
export const SEARCHED_KINDS = ['digests', 'notices', 'posts', 'stories', 'pages'] as const

/** A page that is found. `path`: below the site's base; `date`: `YYYY-MM-DD`, of a story when it was told last. */
export type SearchedPage = { path: string; kind: (typeof SEARCHED_KINDS)[number]; date: string | undefined }

/** The pages that are found: those of publications and stories, each at one path, and the site's own; lists of them are not. */
export function searchedPages(site: Frame, { editions, stories }: { editions: readonly Published[]; stories: readonly History[] }): SearchedPage[] {
  return [
    ...editions.map((edition) => ({ path: pathOf(edition), kind: edition.kind, date: edition.date })),
    ...stories.map(({ path, told }) => ({ path, kind: 'stories' as const, date: told.at(-1)?.digest.date })),
    ...site.pages.map(({ name }) => ({ path: `/${name}/`, kind: 'pages' as const, date: undefined })),
  ]
}
