/** HTML as the transformer makes it with what pages have besides: tables that scroll by keys, sides as classes, names of boxes. */
export function asOnPages(html: string): string {
  return html
    .replaceAll('<table>', '<table tabindex="0">')
    .replace(/<(t[hd]) align="(\w+)">/g, '<$1 class="$2">')
    .replace(
      /<input type="checkbox"( checked)? disabled>/g,
      (_, checked) => `<input type="checkbox"${checked ?? ''} disabled aria-label="${checked ? 'Done' : 'Not done'}">`,
    )
}
