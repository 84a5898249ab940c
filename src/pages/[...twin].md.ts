import type { APIRoute } from 'astro'

/** The twin of a page in Markdown, which a build writes without asking. */
export const GET: APIRoute = ({ locals: { text } }) =>
  new Response(text ?? null, { status: text === undefined ? 404 : 200, headers: { 'content-type': 'text/markdown; charset=utf-8' } })
