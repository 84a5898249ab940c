import type { ListItem, PhrasingContent, RootContent } from 'mdast'
import type { Kind } from '../document.ts'
import { pathOf } from '../path-of.ts'
import { listsOf } from './lists-of.ts'
import { longDate } from './long-date.ts'
import { toMarkdown } from './markdown.ts'
import { FEEDS, type Frame, type Published } from './public-pages.ts'

const SECTIONS: readonly (readonly [title: string, kind: Kind])[] = [
  ['Digests', 'digests'],
  ['Notices', 'notices'],
  ['Posts', 'posts'],
]
const FORMS = ['RSS', 'Atom', 'JSON Feed']

/**
 * What the site is and where its twins and feeds are, for programs that read on somebody's behalf. `editions`: the public ones, newest first.
 * @see https://llmstxt.org (read 30 November 2026)
 */
export function llms(site: Frame, editions: readonly Published[]): string {
  const entry = (path: string, title: string, more = ''): ListItem => {
    const link: PhrasingContent = { type: 'link', url: new URL(`${site.url}${path}`).href, children: [text(title)] }
    return { type: 'listItem', children: [paragraph(link, ...(more === '' ? [] : [text(`: ${more}`)]))] }
  }
  const published = (kind: Kind): ListItem[] =>
    editions
      .filter((one) => one.kind === kind)
      .map((one) => entry(`${pathOf(one)}index.md`, one.title, `${longDate(one.date, site.language)}. ${one.summary}`.trim()))
  const pages = listsOf(site).map(({ path, title }) => entry(`${path}index.md`, title))
  const what = `${site.description ? `${site.description} ` : ''}${site.title} is written by ${site.author}: digests of what changed, notices of vulnerabilities, and posts.`
  const parts: RootContent[] = [
    { type: 'heading', depth: 1, children: [text(site.title)] },
    { type: 'blockquote', children: [paragraph(text(what))] },
    paragraph(text('All of it may be read by anyone. Each page stands in Markdown beside itself, as index.md.')),
    ...SECTIONS.flatMap(([title, kind]) => section(title, published(kind))),
    ...section('Pages', pages),
    ...section('Feeds', FEEDS.map((path, index) => entry(path, FORMS[index] ?? path, 'the newest publications with their full text'))), // prettier-ignore
  ]
  return toMarkdown({ type: 'root', children: parts }, { base: site.url })
}

function section(title: string, children: ListItem[]): RootContent[] {
  return children.length === 0
    ? []
    : [
        { type: 'heading', depth: 2, children: [text(title)] },
        { type: 'list', ordered: false, spread: false, children },
      ]
}

function paragraph(...children: PhrasingContent[]): Extract<RootContent, { type: 'paragraph' }> {
  return { type: 'paragraph', children }
}

function text(value: string): PhrasingContent {
  return { type: 'text', value }
}
