import type { APIRoute } from 'astro'
import { printXml } from '../render/print-xml.ts'

/** The address of every page, the other paths of a story left out, and the day of what it shows last where that is known. */
export const GET: APIRoute = ({ locals: { site, paths = [] } }) =>
  new Response(
    printXml({
      urlset: {
        '@xmlns': 'http://www.sitemaps.org/schemas/sitemap/0.9',
        url: paths.map(({ path, day }) => ({ loc: new URL(`${site.url}${path}`).href, ...(day && { lastmod: day }) })),
      },
    }),
  )
