import type { APIRoute } from 'astro'
import { rss } from '../render/rss.ts'

/** The newest publications with their full text. */
export const GET: APIRoute = ({ locals: { site, canonical, feed } }) =>
  feed
    ? new Response(rss({ site, path: canonical, ...feed }), { headers: { 'content-type': 'application/rss+xml' } })
    : new Response(null, { status: 404 })
