import type { Element, Nodes as HtmlNodes, Root as HtmlRoot } from 'hast'
import { h } from 'hastscript'
import type { Edition } from './edition.ts'
import { printHtml, toHtmlTree } from './html.ts'
import { visit } from '../visit.ts'
import { longDate } from './long-date.ts'

const SERIF = "Georgia, 'Times New Roman', serif"
const SANS = 'Arial, Helvetica, sans-serif'
const MONO = "Consolas, Menlo, 'Courier New', monospace"

/** Inline style of each tag: mail programs read no others. */
const STYLES: Readonly<Record<string, string>> = {
  h1: `margin: 0 0 8px; font-family: ${SERIF}; font-size: 28px; line-height: 34px; font-weight: bold; color: #1a1a1a;`,
  h2: `margin: 36px 0 12px; padding: 0 0 6px; border-bottom: 1px solid #d8d4cb; font-family: ${SERIF}; font-size: 21px; line-height: 28px; font-weight: bold; color: #1a1a1a;`,
  h3: `margin: 28px 0 8px; font-family: ${SERIF}; font-size: 18px; line-height: 26px; font-weight: bold; color: #1a1a1a;`,
  h4: `margin: 24px 0 8px; font-family: ${SERIF}; font-size: 16px; line-height: 26px; font-weight: bold; color: #1a1a1a;`,
  p: 'margin: 0 0 14px;',
  ul: 'margin: 0 0 14px; padding: 0 0 0 22px;',
  ol: 'margin: 0 0 14px; padding: 0 0 0 26px;',
  li: 'margin: 0 0 8px;',
  a: 'color: #0b4f8a; text-decoration: underline;',
  blockquote: 'margin: 0 0 14px; padding: 0 0 0 14px; border-left: 3px solid #d8d4cb; color: #3a3a3a;',
  pre: `margin: 0 0 14px; padding: 12px; background-color: #f4f1ea; font-family: ${MONO}; font-size: 13px; line-height: 19px; white-space: pre-wrap;`,
  code: `font-family: ${MONO}; font-size: 14px;`,
  kbd: `font-family: ${MONO}; font-size: 14px;`,
  table: 'margin: 0 0 14px; border-collapse: collapse;',
  th: `padding: 5px 14px 5px 0; border-bottom: 2px solid #b9b3a5; font-family: ${SANS}; font-size: 13px; line-height: 19px; font-weight: bold; text-align: left; vertical-align: bottom;`,
  td: 'padding: 5px 14px 5px 0; border-bottom: 1px solid #d8d4cb; text-align: left; vertical-align: top;',
  hr: 'margin: 28px 0; border: 0; border-top: 1px solid #d8d4cb;',
  img: 'max-width: 100%; height: auto; border: 0;',
}

/**
 * What stands around the text of a mail or page. `site`: name and address; `note`: why the reader gets it, the last line of a mail.
 * `elsewhere`: of a mail the address of its page, of a page that of the archive; absent: there is none. `pictures`: addresses of the content's own, by name;
 * `highlight`: whether a page highlights its code, which a mail never does.
 */
export type Frame = {
  site: string
  url: string
  language: string
  note: string
  elsewhere?: string | undefined
  pictures?: ReadonlyMap<string, string> | undefined
  highlight?: boolean | undefined
}

/** A whole mail as HTML: one column of 600 pixels, every style inline, the summary as the preheader, no script, no image of ours. */
export function toEmail(edition: Edition, frame: Frame): string {
  const body = toHtmlTree(edition.tree, { base: frame.url, pictures: frame.pictures })
  visit<HtmlNodes>(body, (node) => (node.type === 'element' ? style(node) : undefined))
  const cell = (className: string, css: string, ...children: Parameters<typeof h>[2][]): Element =>
    h('tr', h(`td.${className}`, { style: css }, ...(children as Element[])))
  const column = h(
    'table',
    { role: 'presentation', width: '100%', cellPadding: 0, cellSpacing: 0, style: 'max-width: 600px; margin: 0 auto; border-collapse: collapse;' },
    h(
      'tbody',
      cell(
        'pad',
        `padding: 28px 24px 0; font-family: ${SANS}; font-size: 13px; line-height: 18px; color: #5a5648;`,
        `${frame.site} · ${longDate(edition.date, frame.language)}`,
        ...(frame.elsewhere ? [' · ', h('a', { href: frame.elsewhere, style: 'color: #0b4f8a;' }, 'Read this in a browser')] : []),
      ),
      cell(
        'pad',
        'padding: 10px 24px 0;',
        h('h1', { style: STYLES['h1'] }, edition.title),
        ...(edition.summary
          ? [h('p', { style: `margin: 0 0 8px; font-family: ${SERIF}; font-size: 18px; line-height: 27px; color: #4a463a;` }, edition.summary)]
          : []),
      ),
      cell(
        'pad body',
        `padding: 16px 24px 24px; font-family: ${SERIF}; font-size: 16px; line-height: 26px; color: #1a1a1a;`,
        ...(body.children as Element[]),
      ),
      cell(
        'pad note',
        `padding: 16px 24px 32px; border-top: 1px solid #d8d4cb; font-family: ${SANS}; font-size: 13px; line-height: 19px; color: #5a5648;`,
        frame.note,
      ),
    ),
  )
  const document: HtmlRoot = {
    type: 'root',
    children: [
      { type: 'doctype' },
      h(
        'html',
        { lang: frame.language, dir: 'ltr' },
        h(
          'head',
          h('meta', { charSet: 'utf-8' }),
          h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
          h('meta', { name: 'color-scheme', content: 'light dark' }),
          h('meta', { name: 'supported-color-schemes', content: 'light dark' }),
          h('title', edition.title),
          h('style', '@media (max-width: 480px) { .pad { padding-left: 16px !important; padding-right: 16px !important; } }'),
        ),
        h(
          'body',
          { style: 'margin: 0; padding: 0; background-color: #fffdf8;' },
          ...(edition.description
            ? [h('div', { lang: frame.language, dir: 'ltr', style: 'display: none; max-height: 0; overflow: hidden;' }, edition.description)]
            : []),
          h('div', { lang: frame.language, dir: 'ltr', role: 'article' }, column),
        ),
      ),
    ],
  }
  return `${printHtml(document)}\n`
}

function style(element: Element): void {
  if (element.tagName === 'input')
    Object.assign(element, { tagName: 'span', properties: {}, children: [{ type: 'text', value: element.properties['checked'] ? '☑' : '☐' }] })
  const align = element.properties['align']
  const css = element.properties['className'] && String(element.properties['className']).includes('sr-only') ? STYLES['h3'] : STYLES[element.tagName]
  // A class or id would be read by nobody; the ids that footnotes and headings are linked by stay.
  for (const name of ['className', 'align', 'dataFootnotes', 'dataFootnoteRef', 'dataFootnoteBackref', 'ariaDescribedBy'])
    delete element.properties[name]
  if (css) element.properties['style'] = typeof align === 'string' ? `${css.replace(/text-align: \w+;/, '')} text-align: ${align};` : css
  if (element.tagName === 'th') element.properties['scope'] = 'col'
  if (element.tagName === 'pre')
    for (const child of element.children) if (child.type === 'element') child.properties['style'] = `font-family: ${MONO};`
}
