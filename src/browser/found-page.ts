import { longDate } from '../render/long-date.ts'
import { markedParts } from './marked-parts.ts'

/** What Pagefind tells of a page. `url`: its path, with the site's base; `excerpt`: as `markedParts` takes it; `sub_results`: headings with what was found. */
export type Found = {
  url: string
  excerpt: string
  meta: { title?: string; day?: string }
  filters: { kind?: string[] }
  sub_results: readonly { url: string; title: string }[]
}

/** Headings that are named of a page. */
const HEADINGS = 3

/** A page in the list of what was found. `kinds`: what a page of each kind is called. Whatever comes from the index is text, never HTML. */
export function foundPage({ url, excerpt, meta, filters, sub_results: headings }: Found, kinds: ReadonlyMap<string, string>): HTMLLIElement {
  const day = meta.day?.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
  const told = [kinds.get(filters.kind?.[0] ?? ''), day && longDate(day, document.documentElement.lang)].filter((words) => words)
  const inside = headings.filter((heading) => heading.url.includes('#') && heading.title !== meta.title).slice(0, HEADINGS)
  return element('li', [
    linkTo(url, meta.title ?? url),
    ...(told.length > 0 ? [element('p', [told.join(', ')], 'date')] : []),
    element(
      'p',
      markedParts(excerpt).map(({ text, isMarked }) => (isMarked ? element('mark', [text]) : text)),
    ),
    ...(inside.length > 0 ? [listOf(inside)] : []),
  ])
}

function listOf(headings: Found['sub_results']): HTMLUListElement {
  return element(
    'ul',
    headings.map(({ url, title }) => element('li', [linkTo(url, title)])),
    'inside',
  )
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  children: readonly (Node | string)[],
  className = '',
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  made.append(...children)
  if (className !== '') made.className = className
  return made
}

/** A link to a page of this site: nowhere else does an index lead. */
function linkTo(path: string, text: string): HTMLAnchorElement {
  const link = element('a', [text])
  const url = new URL(path, location.origin)
  if (url.origin === location.origin) link.href = url.href
  return link
}
