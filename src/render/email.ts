import type { Element, ElementContent, Nodes as HtmlNodes, Root as HtmlRoot } from 'hast'
import { daysTold } from './days-told.ts'
import { h } from 'hastscript'
import type { Correction, Edition } from './edition.ts'
import { printHtml, toHtmlTree } from './html.ts'
import { longDate } from './long-date.ts'
import { colour, mailBody, SANS, SERIF, text } from './mail-body.ts'
import type { Recorded } from '../model/recorded.ts'
import { MAIL_PALETTE, PALETTE_USES } from './mail-palette.ts'
import { preheader } from './preheader.ts'
import { visit } from '../visit.ts'

const WIDTH = 600
const SIDE = 24
const APPARATUS = `${SANS} font-size: 13px; line-height: 20px; ${colour('color', 'quiet')}`

/**
 * What stands around the text of a mail or page. `site`: name and address; `note`: why the reader gets it, the last line of a mail.
 * `corrections`: what a mail that corrects another begins with; `elsewhere`: of a mail the address of its page, of a page that of the archive; absent: there is none. `pictures`: addresses of the content's own, by name;
 * `widths`: of a mail the pixels across that they have, by address; `glance`: of a mail the address of the picture below its summary, and what it shows in words; `highlight`: whether a page highlights its code, which a mail never does;
 * `recorded`: what was collected for it, which a page shows.
 */
export type Frame = {
  site: string
  url: string
  language: string
  note: string
  elsewhere?: string | undefined
  corrections?: readonly Correction[] | undefined
  pictures?: ReadonlyMap<string, string> | undefined
  widths?: ReadonlyMap<string, number> | undefined
  glance?: { source: string; alt: string } | undefined
  highlight?: boolean | undefined
  recorded?: Recorded | undefined
}

/** A whole mail as HTML: one column of 600 pixels in tables, every style inline, the preheader first, no script; the pictures are those of the frame and of the text. */
export function toEmail(edition: Edition, frame: Frame): string {
  const { language } = frame
  const body = toHtmlTree(edition.tree, { base: frame.url, pictures: frame.pictures }).children as ElementContent[]
  // Outlook heeds this alone, and would show a large picture in all its size.
  for (const node of body)
    visit<HtmlNodes>(node, (one) => {
      const width = one.type === 'element' && one.tagName === 'img' ? frame.widths?.get(String(one.properties['src'])) : undefined
      if (one.type === 'element' && width !== undefined) one.properties['width'] = Math.min(width, WIDTH - 2 * SIDE)
    })
  const document: HtmlRoot = {
    type: 'root',
    children: [
      { type: 'doctype' },
      h('html', { lang: language, dir: 'ltr' }, [
        head(edition.title),
        h('body.paper', { style: `margin: 0; padding: 0; ${colour('background-color', 'paper')}` }, [
          h('div', { lang: language, dir: 'ltr', style: 'display: none;' }, preheader(beginning(edition, frame), frame)),
          h('div', { lang: language, dir: 'ltr', role: 'article' }, [
            table({ width: '100%' }, [h('tr', cell('paper', `padding: 0; ${colour('background-color', 'paper')}`, [column(edition, frame, body)]))]),
          ]),
        ]),
      ]),
    ],
  }
  return `${printHtml(document)}\n`
}

function column(edition: Edition, frame: Frame, body: readonly ElementContent[]): Element {
  const row = (className: string, css: string, children: (ElementContent | string)[]): Element => h('tr', cell(`side ${className}`, css, children))
  const rule = `solid ${MAIL_PALETTE.rule.light};`
  const about = [`${edition.minutes} min read`, ...(frame.elsewhere ? [' · ', link(frame.elsewhere, 'Read this in a browser')] : [])]
  return table({ width: WIDTH, align: 'center', style: `width: 100%; max-width: ${WIDTH}px; border-collapse: collapse;` }, [
    row('', `padding: 20px ${SIDE}px 0;`, [
      table({ width: '100%' }, [
        h('tr', [
          cell(
            'rule ink',
            `padding: 0 12px 9px 0; border-bottom: 3px double ${MAIL_PALETTE.rule.light}; ${text(16, 22)} font-weight: bold; ${colour('color', 'ink')}`,
            [frame.site],
          ),
          cell(
            'rule quiet',
            `padding: 0 0 9px; border-bottom: 3px double ${MAIL_PALETTE.rule.light}; ${APPARATUS} text-align: right; vertical-align: bottom;`,
            [daysTold(edition, frame.language)],
          ),
        ]),
      ]),
    ]),
    ...(frame.corrections ?? []).map((one) => row('', `padding: 22px ${SIDE}px 0;`, [correction(one, frame)])),
    row('', `padding: 26px ${SIDE}px 0;`, [
      h(
        'h1.title.ink',
        { style: `margin: 0; ${SERIF} font-size: 31px; line-height: 38px; font-weight: bold; ${colour('color', 'ink')}` },
        unwidowed(edition.title),
      ),
    ]),
    ...(edition.summary ? [row('quiet', `padding: 10px ${SIDE}px 0; ${text(19, 28)} ${colour('color', 'quiet')}`, [edition.summary])] : []),
    row('quiet', `padding: 10px ${SIDE}px 0; ${APPARATUS}`, about),
    ...(frame.glance ? [row('quiet', `padding: 22px ${SIDE}px 0; ${APPARATUS}`, [glance(frame.glance)])] : []),
    row('ink', `padding: ${isSection(body) ? 0 : 22}px ${SIDE}px 26px; ${text(17, 27)} ${colour('color', 'ink')}`, mailBody(body)),
    row('', `padding: 0 ${SIDE}px 36px;`, [
      table({ width: '100%' }, [h('tr', cell('rule quiet', `padding: 14px 0 0; border-top: 1px ${rule} ${APPARATUS}`, [frame.note]))]),
    ]),
  ])
}

/** The edition as a mail of it begins: with what was wrong, where it corrects another. */
function beginning(edition: Edition, { corrections: [first] = [] }: Frame): Edition {
  return first ? { ...edition, summary: '', tree: first.tree } : edition
}

/** What was wrong in the mail before, set off from the edition below it. */
function correction({ date, tree }: Correction, { url, language }: Frame): Element {
  const body = mailBody(toHtmlTree(tree, { base: url }).children as ElementContent[])
  return table({ width: '100%' }, [
    h(
      'tr',
      cell('wash ink', `padding: 16px 18px 2px; ${colour('background-color', 'wash')} ${text(17, 27)} ${colour('color', 'ink')}`, [
        // Above the title, which is the first heading.
        h('p.ink', { style: `margin: 0; ${SERIF} font-size: 20px; line-height: 27px; font-weight: bold; ${colour('color', 'ink')}` }, 'Correction'),
        h('p.quiet', { style: `margin: 0 0 10px; ${APPARATUS}` }, longDate(date, language)),
        ...body,
      ]),
    ),
  ])
}

/** A title whose last word, such as the number of a quarter, does not stand alone in a line. */
function unwidowed(title: string): string {
  return title.replace(/ (?=\S{1,4}$)/, '\u00A0')
}

/** Whether the text begins with the heading of a section, which brings its own room above. */
function isSection(body: readonly ElementContent[]): boolean {
  const first = body.find((node) => node.type === 'element')
  return first?.type === 'element' && first.tagName === 'h2'
}

/** The picture as wide as the column is within its sides; beside inline text it would have a gap below it. */
function glance({ source, alt }: NonNullable<Frame['glance']>): Element {
  return h('img', { src: source, width: WIDTH - 2 * SIDE, alt, style: 'max-width: 100%; height: auto; border: 0; vertical-align: top;' })
}

function link(href: string, words: string): Element {
  return h('a.link', { href, style: `${colour('color', 'link')} text-decoration: underline;` }, words)
}

function table(properties: Record<string, string | number>, rows: Element[]): Element {
  return h('table', { role: 'presentation', cellPadding: 0, cellSpacing: 0, style: 'border-collapse: collapse;', ...properties }, h('tbody', rows))
}

function cell(className: string, css: string, children: (ElementContent | string)[]): Element {
  return h('td', { className: className.trim(), style: css }, children)
}

/** What a sheet adds: long words break, wherever there is a sheet; narrow; dark. Each stands alone: Gmail drops a whole sheet for what it does not know in it. */
function head(title: string): Element {
  const dark = Object.entries(PALETTE_USES).map(
    ([name, property]) => `.${name} { ${property}: ${MAIL_PALETTE[name as keyof typeof MAIL_PALETTE].dark} !important; }`,
  )
  return h('head', [
    h('meta', { charSet: 'utf-8' }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('meta', { name: 'supported-color-schemes', content: 'light dark' }),
    // Days and numbers of changes are no appointments and telephones, and text as it is set needs no other size.
    h('meta', { name: 'format-detection', content: 'telephone=no, date=no, address=no, email=no' }),
    h('meta', { name: 'x-apple-disable-message-reformatting' }),
    h('title', title),
    h('style', '@media screen { .side { word-break: break-word; } .cell { word-break: normal; } }'),
    h(
      'style',
      `@media (max-width: 480px) { .side { padding-left: 16px !important; padding-right: 16px !important; } .title { font-size: 26px !important; line-height: 32px !important; } .cell { padding-right: 10px !important; } .datum { font-size: 14px !important; line-height: 20px !important; } }`,
    ),
    h('style', `@media (prefers-color-scheme: dark) { ${dark.join(' ')} }`),
  ])
}
