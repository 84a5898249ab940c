import { formsOf } from '../forms-of.ts'
import { isApi } from '../paths.ts'
import type { Told } from '../told.ts'
import { any, type Feature, share, some } from './feature.ts'

/** Code in backquotes, `name()`, a dotted name with a capital, or a name with a capital inside. */
const SYMBOL = /`[^`\n]+`|\w\(\)|\w\.[A-Z]|\b[A-Z]\w*\.\w|\b[A-Z][a-z0-9]+[A-Z]/
const TESTING = /\b(Test|Benchmark|Fuzz|Example)[A-Z_]|\btests?\b/
const ADDS = formsOf(['add', 'implement', 'support', 'define', 'introduce', 'export', 'expose', 'provide', 'new'])

/** What stands in a subject that is no area and not its first word; where subjects begin small, a capital begins a public name. */
function named(told: Told): string {
  return told.subject.text.replace(/^\S+\s*/, '')
}

function namesSymbol(told: Told): boolean {
  const text = named(told)
  if (TESTING.test(text)) return false
  return SYMBOL.test(text) || (isCapital(told) && /(^|[\s,(*'"])[A-Z][a-z]+[A-Za-z0-9]*/.test(text))
}

/** Whether a capital makes a name public there, and subjects begin small. */
const isCapital = (told: Told): boolean => /^[a-z]/.test(told.subject.text) && any(told, (path) => path.endsWith('.go'))

/** What a story does to what others build on. */
export const SURFACE: readonly Feature[] = [
  { id: 'api-files', words: 'public API', prior: 1.2, of: some((told) => any(told, isApi)) },
  { id: 'names-symbol', words: 'names something public', prior: 0.3, of: some(namesSymbol) },
  {
    id: 'names-symbol-inside',
    words: 'names a part of something public',
    prior: 0.2,
    of: some((told) => /\b[A-Z]\w*\.[A-Z]|\b[A-Z][a-z0-9]+[A-Z]/.test(named(told)) && !TESTING.test(named(told))),
  },
  { id: 'adds-symbol', words: 'adds something public', prior: 0.6, of: some((told) => ADDS.test(told.subject.verb) && namesSymbol(told)) },
  { id: 'default', words: 'changes a default', prior: 0.4, of: some(({ subject }) => /\bdefaults?\b/i.test(subject.text)) },
  {
    id: 'deprecates',
    words: 'deprecates something',
    prior: 0.8,
    of: some(({ text }) => /\bdeprecat(e[sd]?|ing|ion)\b(?! (warning|message|notice)s?)/i.test(text)),
  },
  { id: 'flag-named', words: 'names a flag', prior: 0.2, of: some(({ subject }) => /(^|\s|['"`])--?[a-z][a-z-]+\b|\bflags?\b/.test(subject.text)) },
  {
    id: 'private-name',
    words: 'names something that is not public',
    prior: -0.2,
    of: share(
      (told) =>
        /(^|[\s(*])_[a-z]\w+/.test(told.subject.text) ||
        (any(told, (path) => path.endsWith('.go')) && /(^|[\s(*.])[a-z]+[A-Z]\w*/.test(told.subject.text)),
    ),
  },
  { id: 'api-told', words: 'speaks of an API', prior: 0.1, of: some(({ message }) => /\bAPIs?\b|\bexported\b/.test(message)) },
]
