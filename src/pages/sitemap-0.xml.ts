import type { APIRoute } from 'astro'

/** The address of every page, the other paths of a story left out. */
export const GET: APIRoute = ({ locals: { site, paths = [] } }) =>
  new Response(
    `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${paths
      .map((path) => `<url><loc>${new URL(`${site.url}${path}`).href.replaceAll('&', '&amp;')}</loc></url>`)
      .join('')}</urlset>`,
  )
