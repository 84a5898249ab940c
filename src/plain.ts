/**
 * Text from outside as it may stand in a file, a page and on a terminal: NFC, control characters replaced by U+FFFD,
 * and the controls that reorder what is read (U+202A to U+202E, U+2066 to U+2069) spelled out, as `\u202e`.
 * Line feeds and tabs stay; marks of right-to-left scripts (U+200E, U+200F) stay.
 * @see https://www.unicode.org/reports/tr9/ and https://trojansource.codes (read 2026-11)
 */
export function plain(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]/g, '\uFFFD')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, (control) => `\\u${control.charCodeAt(0).toString(16)}`)
    .toWellFormed()
}

/** `plain`, on one line: every run of white space is one space, none at the ends. */
export function plainLine(text: string): string {
  return plain(text)
    .replace(/[\s\u2028\u2029]+/g, ' ')
    .trim()
}

/** Text without what stands from each `open` to the next `close`, both with it; one that is never closed stays, with all that follows. */
export function withoutSpans(text: string, open: string, close: string): string {
  let kept = ''
  for (let from = 0; ;) {
    const start = text.indexOf(open, from)
    const end = start < 0 ? -1 : text.indexOf(close, start + open.length)
    if (end < 0) return kept + text.slice(from)
    kept += text.slice(from, start)
    from = end + close.length
  }
}
