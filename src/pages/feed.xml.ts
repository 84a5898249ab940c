import rss from '@astrojs/rss'
import type { APIRoute } from 'astro'

/** The newest publications with their full text; every address is absolute. */
export const GET: APIRoute = ({ locals: { site, feed = [] } }) =>
  rss({
    title: site.title,
    description: `${site.title}, by ${site.author}`,
    site: `${site.url}/`,
    xmlns: { atom: 'http://www.w3.org/2005/Atom' },
    customData: `<language>${site.language}</language><atom:link href="${site.url}/feed.xml" rel="self" type="application/rss+xml"/>`,
    items: feed.map(({ date, ...item }) => ({ ...item, pubDate: new Date(`${date}T00:00:00Z`) })),
  })
