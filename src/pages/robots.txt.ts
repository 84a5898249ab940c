import type { APIRoute } from 'astro'

/** Everyone may read all of it; it counts where the site has a host of its own. */
export const GET: APIRoute = ({ locals: { site } }) =>
  new Response(`User-agent: *\nAllow: /\nSitemap: ${new URL(`${site.url}/sitemap-index.xml`).href}\n`)
