import type { Element, ElementContent } from 'hast'
import { h } from 'hastscript'
import { MAIL_PALETTE } from './mail-palette.ts'

/** Families of a mail; the site's own fonts are not at hand there. */
export const SERIF = 'font-family: Georgia, Times New Roman, serif;'
export const SANS = 'font-family: Helvetica Neue, Helvetica, Arial, sans-serif;'
const MONO = 'font-family: Menlo, Consolas, Courier New, monospace;'

/** A colour as an inline declaration, that of light; dark is told by the class of the same name. */
export function colour(property: string, name: keyof typeof MAIL_PALETTE): string {
  return `${property}: ${MAIL_PALETTE[name].light};`
}

const HEADING = `${SERIF} font-weight: bold; ${colour('color', 'ink')}`
const RULE = MAIL_PALETTE.rule.light

/** Class and inline style by tag: mail programs read no style sheet, and the class tells dark alone. */
const STYLES: Readonly<Record<string, readonly [className: string, css: string]>> = {
  h2: ['ink', `margin: 0; ${HEADING} font-size: 22px; line-height: 29px;`],
  h3: ['ink', `margin: 26px 0 8px; ${HEADING} font-size: 18px; line-height: 26px;`],
  h4: ['ink', `margin: 22px 0 6px; ${HEADING} font-size: 17px; line-height: 26px;`],
  h5: ['ink', `margin: 22px 0 6px; ${HEADING} font-size: 17px; line-height: 26px;`],
  h6: ['ink', `margin: 22px 0 6px; ${HEADING} font-size: 17px; line-height: 26px;`],
  p: ['', 'margin: 0 0 16px;'],
  ul: ['', 'margin: 0 0 16px 22px; padding: 0;'],
  ol: ['', 'margin: 0 0 16px 26px; padding: 0;'],
  li: ['', 'margin: 0 0 9px;'],
  a: ['link', `${colour('color', 'link')} text-decoration: underline;`],
  blockquote: ['', 'margin: 0;'],
  code: ['', `${MONO} font-size: 15px; line-height: 20px;`],
  kbd: ['', `${MONO} font-size: 15px; line-height: 20px;`],
  sup: ['', 'font-size: 11px; line-height: 11px; vertical-align: super;'],
  sub: ['', 'font-size: 11px; line-height: 11px; vertical-align: sub;'],
  mark: ['mark ink', `${colour('background-color', 'mark')} ${colour('color', 'ink')}`],
  table: ['', 'margin: 0 0 18px; border-collapse: collapse;'],
  th: [
    'cell rule ink',
    `padding: 6px 18px 6px 0; border-bottom: 2px solid ${RULE}; ${SANS} font-size: 13px; line-height: 18px; font-weight: bold; ${colour('color', 'ink')} text-align: left; vertical-align: bottom;`,
  ],
  td: [
    'cell datum rule ink',
    `padding: 6px 18px 6px 0; border-bottom: 1px solid ${RULE}; ${SERIF} font-size: 16px; line-height: 24px; ${colour('color', 'ink')} text-align: left; vertical-align: top;`,
  ],
  hr: ['rule', `margin: 30px 0; border: 0; border-top: 1px solid ${RULE};`],
  img: ['', 'max-width: 100%; height: auto; border: 0;'],
}

/**
 * The text of a mail from its HTML tree, every style inline. Outlook pads nothing but cells, so that headings of sections, quotations and code
 * stand in a cell of their own; code has its line breaks and spaces written out, since not all keep those of `pre`.
 */
export function mailBody(nodes: readonly ElementContent[]): ElementContent[] {
  return nodes.map((node) => dressed(node, undefined))
}

function dressed(node: ElementContent, parent: Element | undefined): ElementContent {
  if (node.type === 'text') return { ...node, value: node.value === '↩' ? '↩\uFE0E' : node.value }
  if (node.type !== 'element') return node
  if (node.tagName === 'pre') return codeBox(node)
  // Without the selector behind it, phones show a picture in place of the character.
  if (node.tagName === 'input') return h('span', `${node.properties['checked'] ? '☑' : '☐'}\uFE0E`)
  const children = node.children.map((child) => dressed(child, node))
  const isLabel = hasClass(node, 'sr-only')
  if (node.tagName === 'section') return h('div', { style: 'font-size: 15px; line-height: 23px;' }, children)
  const [className, css] = STYLES[isLabel ? 'h3' : node.tagName] ?? ['', '']
  const element = h(
    node.tagName,
    { ...kept(node), ...(className && { className }), style: `${css}${exception(node, parent)}` || undefined },
    children,
  )
  if (node.tagName === 'h2' && !isLabel) return box('rule', `padding: 28px 0 7px; border-bottom: 1px solid ${RULE};`, element)
  if (node.tagName === 'blockquote')
    return box('rule quiet', `padding: 0 0 0 16px; border-left: 3px solid ${RULE}; ${text(17, 27)} ${colour('color', 'quiet')}`, element)
  return element
}

/** Size and height of line of the serif. */
export function text(size: number, line: number): string {
  return `${SERIF} font-size: ${size}px; line-height: ${line}px;`
}

/** Properties that a mail needs, and what the preview marks passages by; classes of the page mean nothing there. */
function kept(node: Element): Element['properties'] {
  const names = ['dataReaders', 'href', 'id', 'src', 'alt', 'title', 'start', 'width', 'ariaLabel']
  return {
    ...Object.fromEntries(names.flatMap((name) => (node.properties[name] === undefined ? [] : [[name, node.properties[name]]]))),
    ...(node.tagName === 'th' && { scope: 'col' }),
  }
}

/** What follows the style of a tag here: a later declaration wins. */
function exception(node: Element, parent: Element | undefined): string {
  const side = ['right', 'center'].find((name) => (node.tagName === 'td' || node.tagName === 'th') && hasClass(node, name))
  if (side !== undefined) return ` text-align: ${side};`
  if (hasClass(node, 'task-list-item')) return ' list-style-type: none;'
  if (parent?.tagName === 'li' && (node.tagName === 'ul' || node.tagName === 'ol')) return ' margin: 6px 0 0 22px;'
  if (node.tagName !== 'p') return ''
  const isLast = parent?.children.filter((child) => child.type === 'element').at(-1) === node
  return parent?.tagName === 'blockquote' && isLast ? ' margin: 0;' : parent?.tagName === 'li' ? ' margin: 0 0 9px;' : ''
}

function hasClass(node: Element, name: string): boolean {
  return String(node.properties['className'] ?? '').includes(name)
}

/** A table of one cell around something. */
function box(className: string, css: string, ...children: ElementContent[]): Element {
  return h(
    'table',
    { role: 'presentation', width: '100%', cellPadding: 0, cellSpacing: 0, style: 'margin: 0 0 16px; border-collapse: collapse;' },
    h('tbody', h('tr', h('td', { className, style: css }, children))),
  )
}

function codeBox(pre: Element): Element {
  const lines = wordsOf(pre).replace(/\n$/, '').split('\n')
  const code = lines.flatMap((line, index) => [...(index > 0 ? [h('br')] : []), { type: 'text' as const, value: spaced(line) }])
  return box(
    'wash ink',
    `padding: 12px 14px; ${colour('background-color', 'wash')} ${MONO} font-size: 14px; line-height: 21px; ${colour('color', 'ink')}`,
    h('code', { style: `${MONO} font-size: 14px;` }, code),
  )
}

/** A line whose spaces at its beginning and after another space do not fold into one. */
function spaced(line: string): string {
  return line.replaceAll('\t', '    ').replace(/^ +|(?<= ) +/g, (spaces) => '\u00A0'.repeat(spaces.length))
}

function wordsOf(node: ElementContent): string {
  return node.type === 'text' ? node.value : node.type === 'element' ? node.children.map(wordsOf).join('') : ''
}
