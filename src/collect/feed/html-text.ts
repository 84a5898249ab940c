import { plain, withoutSpans } from '../../plain.ts'

const TAGS =
  'a|abbr|address|article|aside|b|bdi|bdo|big|blockquote|body|br|button|caption|center|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt|em|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|main|mark|math|meta|nav|object|ol|p|picture|pre|q|s|samp|section|small|source|span|strike|strong|sub|summary|sup|svg|table|tbody|td|tfoot|th|thead|time|tr|tt|u|ul|var|video'
const TAG = new RegExp(`</?(?:${TAGS})(?:\\s[^<>]*)?/?>`, 'gi')
const BLOCK = /<\/?(?:p|div|ul|ol|dl|pre|blockquote|h[1-6]|table|section|article|figure|hr)(?:\s[^<>]*)?\/?>/gi
const LINE = /<(?:br|li|dt|dd|tr)(?:\s[^<>]*)?\/?>/gi

/** What a person reads of HTML: no tags, comments, scripts or styles, paragraphs apart. What is no tag of HTML is text, such as `Vec<T>`; nothing here is ever shown as HTML. */
export function htmlText(html: string): string {
  return withoutScripts(withoutSpans(plain(html), '<!--', '-->'))
    .replace(BLOCK, '\n\n')
    .replace(LINE, '\n')
    .replace(TAG, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** One scan: what is never closed is text, and is looked for once. */
function withoutScripts(html: string): string {
  let kept = ''
  let from = 0
  const unclosed = new Set<string>()
  for (const { 0: tag, 1: name = '', index } of html.matchAll(/<(script|style)\b[^<>]*>/gi)) {
    if (index < from || unclosed.has(name.toLowerCase())) continue
    const closing = new RegExp(`</${name}\\s*>`, 'gi')
    closing.lastIndex = index + tag.length
    if (closing.test(html)) {
      kept += html.slice(from, index)
      from = closing.lastIndex
    } else unclosed.add(name.toLowerCase())
  }
  return kept + html.slice(from)
}
