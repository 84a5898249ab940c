import type { APIRoute } from 'astro'

/** What the site is and where its twins are, which a build writes without asking. */
export const GET: APIRoute = ({ locals: { text } }) =>
  new Response(text ?? null, { status: text === undefined ? 404 : 200, headers: { 'content-type': 'text/plain; charset=utf-8' } })
