import type { ElementContent, Root as HtmlRoot } from 'hast'
import { h } from 'hastscript'
import { contents } from './contents.ts'
import { corrections } from './corrections.ts'
import { daysTold } from './days-told.ts'
import type { Edition } from './edition.ts'
import { coverage } from './coverage.ts'
import { type Frame } from './email.ts'
import { glanceOf } from './glance.ts'
import { glanceFigure } from './glance-figure.ts'
import { linkNotes } from './link-notes.ts'
import { printHtml, toHtmlTree } from './html.ts'

/** A client edition as one self-contained page: the public site's styles inside, nothing fetched, nothing for search engines. */
export function toPage(edition: Edition, frame: Frame, styles: string): string {
  const text = toHtmlTree(edition.tree, { ...frame, base: frame.url })
  const corrected = corrections(edition, { language: frame.language, base: frame.url, highlight: frame.highlight })
  const notes = linkNotes({ type: 'root', children: [...corrected, text] as HtmlRoot['children'] })
  const glance = frame.recorded && glanceOf(frame.recorded)
  return privatePage(edition.title, { ...frame, styles }, [
    h(
      'article.publication',
      h(
        'header',
        h('h1', edition.title),
        h('p.date', h('time', { dateTime: edition.date }, daysTold(edition, frame.language))),
        ...(edition.summary ? [h('p.summary', edition.summary)] : []),
        ...corrected,
        ...contents(edition),
        ...(glance ? [glanceFigure(glance, frame.language)] : []),
      ),
      h('div.text', ...(text.children as ElementContent[])),
      ...notes,
      ...(frame.recorded ? coverage(frame.recorded, frame.language) : []),
    ),
  ])
}

/** A page for the eyes of clients around what it tells. */
export function privatePage(title: string, frame: Frame & { styles: string }, main: readonly ElementContent[]): string {
  const document: HtmlRoot = {
    type: 'root',
    children: [
      { type: 'doctype' },
      h(
        'html',
        { lang: frame.language },
        h(
          'head',
          h('meta', { charSet: 'utf-8' }),
          h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
          h('meta', { name: 'robots', content: 'noindex' }),
          h('title', title),
          h('style', `${frame.styles}\n${runningHead(title, frame)}`),
        ),
        h(
          'body',
          h(
            'header.site',
            h('p.name', frame.site),
            h('p.edition', frame.note),
            ...(frame.elsewhere ? [h('nav', { ariaLabel: 'Your pages' }, h('a', { href: frame.elsewhere }, 'Your archive'))] : []),
          ),
          h('main', ...main),
        ),
      ),
    ],
  }
  return `${printHtml(document)}\n`
}

/** What a page says of itself on paper, at the head of each sheet but the first (`print.css`); its title names the site where it does not itself. */
function runningHead(title: string, { site, note }: Frame): string {
  return `:root { --page-title: ${cssString(title.includes(site) ? title : `${site}: ${title}`)}; --page-source: ${cssString(note)}; }`
}

/** A text as a string of CSS, which can end neither itself nor the styles. @see https://www.w3.org/TR/css-syntax-3/#consume-escaped-code-point */
function cssString(text: string): string {
  return `"${text.replace(/[^\p{L}\p{N} .,:;()–—-]/gu, (letter) => `\\${letter.codePointAt(0)?.toString(16)} `)}"`
}
