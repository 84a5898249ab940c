import type { APIRoute } from 'astro'
import { jsonFeed } from '../render/json-feed.ts'

/** The newest publications with their full text. */
export const GET: APIRoute = ({ locals: { site, canonical, feed } }) =>
  feed
    ? new Response(jsonFeed({ site, path: canonical, ...feed }), { headers: { 'content-type': 'application/feed+json' } })
    : new Response(null, { status: 404 })
