import rss from '@astrojs/rss'
import type { APIRoute } from 'astro'
import { pathOf } from '../document.ts'
import { toHtml } from '../render/html.ts'
import { publicSite } from './_site.ts'

/** The newest twenty publications with their full text; every address is absolute. */
export const GET: APIRoute = async () => {
  const { site, editions } = await publicSite()
  return rss({
    title: site.title,
    description: `${site.title}, by ${site.author.name}`,
    site: `${site.url}/`,
    xmlns: { atom: 'http://www.w3.org/2005/Atom' },
    customData: `<language>${site.language}</language><atom:link href="${site.url}/feed.xml" rel="self" type="application/rss+xml"/>`,
    items: editions.slice(0, 20).map((edition) => ({
      title: edition.title,
      description: edition.description,
      link: `${site.url}${pathOf(edition)}`,
      pubDate: new Date(`${edition.date}T00:00:00Z`),
      content: toHtml(edition.tree, { base: site.url }),
    })),
  })
}
