/** Words of an excerpt, and whether they are what was looked for. */
export type MarkedPart = { text: string; isMarked: boolean }

/**
 * The parts of an excerpt as Pagefind gives it: text in which `<` and `>` are written as references, with `<mark>` around what was looked for.
 * Whatever else stands in it is text.
 */
export function markedParts(excerpt: string): MarkedPart[] {
  return excerpt
    .split(/(?=<mark>)|(?<=<\/mark>)/)
    .map((part) => ({ text: plain(part.replace(/^<mark>|<\/mark>$/g, '')), isMarked: part.startsWith('<mark>') }))
}

function plain(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>')
}
