import type { APIRoute } from 'astro'
import { atom } from '../render/atom.ts'

/** The newest publications with their full text. */
export const GET: APIRoute = ({ locals: { site, canonical, feed } }) =>
  feed
    ? new Response(atom({ site, path: canonical, ...feed }), { headers: { 'content-type': 'application/atom+xml' } })
    : new Response(null, { status: 404 })
