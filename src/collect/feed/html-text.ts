import { plain } from '../../plain.ts'

const TAGS =
  'a|abbr|address|article|aside|b|bdi|bdo|big|blockquote|body|br|button|caption|center|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt|em|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|main|mark|math|meta|nav|object|ol|p|picture|pre|q|s|samp|section|small|source|span|strike|strong|sub|summary|sup|svg|table|tbody|td|tfoot|th|thead|time|tr|tt|u|ul|var|video'
const TAG = new RegExp(`</?(?:${TAGS})(?:\\s[^<>]*)?/?>`, 'gi')
const BLOCK = /<\/?(?:p|div|ul|ol|dl|pre|blockquote|h[1-6]|table|section|article|figure|hr)(?:\s[^<>]*)?\/?>/gi
const LINE = /<(?:br|li|dt|dd|tr)(?:\s[^<>]*)?\/?>/gi

/** What a person reads of HTML: no tags, comments, scripts or styles, paragraphs apart. What is no tag of HTML is text, such as `Vec<T>`; nothing here is ever shown as HTML. */
export function htmlText(html: string): string {
  return plain(html)
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<(script|style)\b[^<>]*>[\s\S]*?<\/\1\s*>/gi, '')
    .replace(BLOCK, '\n\n')
    .replace(LINE, '\n')
    .replace(TAG, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
