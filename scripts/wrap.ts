/** Lines of at most `width` columns; a longer word stands alone. */
export function wrap(text: string, width: number): string[] {
  const wrapped: string[] = []
  for (const word of text.split(' ').filter(Boolean)) {
    const last = wrapped.at(-1)
    if (last !== undefined && columns(last) + 1 + columns(word) <= width) wrapped[wrapped.length - 1] = `${last} ${word}`
    else wrapped.push(word)
  }
  return wrapped
}

/** How many columns a text takes on a terminal, as far as letters have one each. */
export function columns(text: string): number {
  return [...text].length
}
