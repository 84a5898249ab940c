import type { MiddlewareHandler } from 'astro'
import { type Content, readContent } from '../src/content.ts'
import { readEnvironment } from '../src/environment.ts'
import { publicSite } from './public-site.ts'

let last: Content | undefined

/** Hands a page of the development server what it is made from: that of the content as it stands, and of a page that is not there that of the front page. */
export const onRequest: MiddlewareHandler = async ({ locals, url }, next) => {
  const { content: folder, now } = readEnvironment()
  last = await readContent(folder, last)
  const { pages } = await publicSite(last, now)
  const path = decodeURI(url.pathname).slice(new URL(last.site.url).pathname.replace(/\/$/, '').length)
  Object.assign(locals, (pages.find((page) => page.path === path) ?? pages[0])?.data())
  return next()
}
