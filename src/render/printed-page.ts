import { textHtml } from './text-html.ts'

/** What a printed page may do: show what it holds. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"

/** What stands before the head of a page of `toPage`, and a picture in it; an attribute may hold any words, but not its own quotes. */
const OPENING = /^<!doctype html><html(?: [\w-]+="[^"]*")*><head>/
const PICTURE = /<img((?: [\w-]+(?:="[^"]*")?)*)>/g

/**
 * A page of `toPage` as it is given to a browser to print: it names its author, holds `fonts` (CSS), and asks nobody for anything: a picture
 * from elsewhere is a link.
 */
export function printedPage(page: string, { author, fonts }: { author: string; fonts: string }): string {
  const own = `<meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="author" content="${textHtml(author).replaceAll('"', '&#x22;')}"><style>${fonts}</style>`
  if (!OPENING.test(page)) throw new Error('Cannot print what is no page of an edition')
  return page
    .replace(OPENING, (opening) => `${opening}${own}`)
    .replace(PICTURE, (picture, attributes: string) => {
      const [, address = ''] = / src="([^"]*)"/.exec(attributes) ?? []
      const [, words = ''] = / alt="([^"]*)"/.exec(attributes) ?? []
      return address.startsWith('data:') ? picture : `<a href="${address}">${words.replaceAll('<', '&#x3C;') || address}</a>`
    })
}
