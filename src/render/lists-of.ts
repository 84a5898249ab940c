import type { Frame } from './public-pages.ts'

/** The pages of a site beside its front page, publications, topics and stories: lists of these, its own pages, and its supporters. `path`: below its base. */
export function listsOf({ pages, isRecorded, hasSupporters }: Frame): { path: string; title: string }[] {
  return [
    { path: '/archive/', title: 'Archive' },
    ...(isRecorded
      ? [
          { path: '/topics/', title: 'Topics' },
          { path: '/stories/', title: 'Stories' },
        ]
      : []),
    ...pages.map(({ name, title }) => ({ path: `/${name}/`, title })),
    ...(hasSupporters ? [{ path: '/supporters/', title: 'Supporters' }] : []),
  ]
}
