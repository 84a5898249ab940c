import type { APIRoute } from 'astro'

/** Where the addresses are. */
export const GET: APIRoute = ({ locals: { site } }) =>
  new Response(
    `<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>${new URL(`${site.url}/sitemap-0.xml`).href.replaceAll('&', '&amp;')}</loc></sitemap></sitemapindex>`,
  )
