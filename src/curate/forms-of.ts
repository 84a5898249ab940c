/** An expression for any form of some words, such as stands alone in lower case: "add", "adds", "added", "adding"; "tidy", "tidies"; "dropped". */
export function formsOf(words: readonly string[]): RegExp {
  return new RegExp(`^(?:${words.map(formOf).join('|')})$`)
}

function formOf(word: string): string {
  const stem = word.slice(0, -1)
  if (word.endsWith('e')) return `${stem}(?:es?|ed|ing)`
  if (/[^aeiou]y$/.test(word)) return `${stem}(?:y|ies|ied|ying)`
  return `${word}(?:e?s|ed|ing|${word.slice(-1)}(?:ed|ing))?`
}
