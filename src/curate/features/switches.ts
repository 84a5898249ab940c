import { type Feature, some } from './feature.ts'

const VARIABLE = /\b[A-Z][A-Z_]+(DEBUG|EXPERIMENT|FLAGS?|OPTS|OPTIONS)\b/
const SWITCH =
  /\benvironment variables?\b|\b(feature|build|command[- ]line) (flag|switch|gate|tag)s?\b|\bopt(s|ed)?[ -](in|out)\b|\bconfig(uration)? (option|setting|key)s?\b/i

/** What users can set. */
export const SWITCHES: readonly Feature[] = [
  {
    id: 'switch',
    words: 'a switch that users can set',
    prior: 0.6,
    of: some(({ text }) => VARIABLE.test(text) || SWITCH.test(text)),
  },
  {
    id: 'variable-named',
    words: 'names something in capitals',
    prior: 0.1,
    of: some(({ subject }) => /(^|[\s'"`$(])[A-Z][A-Z0-9]{3,}(_[A-Z0-9]+)*([='"`\s),]|$)/.test(subject.text)),
  },
]
