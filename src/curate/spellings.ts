import { formsOf } from './forms-of.ts'

/** A word as it is written, and in every other form that occurs: tickets and ticket, X.509 and x509; a name in its plural alone. `vocabulary`: words in lower case. */
export function spellings(token: string, vocabulary: ReadonlySet<string>): string[] {
  const lower = token.toLowerCase()
  if (!/\p{L}/u.test(token)) return [token]
  if (/[-.]/.test(token)) return [...new Set([token, token.replaceAll(/[-.]/g, ' '), token.replaceAll(/[-.]/g, '')])]
  if (/^.+\p{Lu}|\p{N}/u.test(token)) return [...new Set([token, token.replace(/s$/, ''), `${token.replace(/s$/, '')}s`])]
  const bases = [
    lower,
    lower.replace(/ies$/, 'y'),
    lower.replace(/(?:es|ed|ing|s)$/, ''),
    lower.replace(/(?:ed|ing)$/, 'e'),
    lower.replace(/(.)\1(?:ed|ing)$/, '$1'),
  ]
  const form = formsOf([...bases, lower.replace(/s$/, '')].filter((base) => base.length > 2 && formsOf([base]).test(lower)))
  return [...new Set([lower, ...[...vocabulary].filter((word) => form.test(word))])]
}
