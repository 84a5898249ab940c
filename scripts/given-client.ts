import { Problem } from '../src/errors.ts'
import { plainLine } from '../src/plain.ts'
import { type ClientRules, type Person, personOf } from './client-rules.ts'

/** What the flags of "client -- add" say; undefined or empty where they say nothing. `worries`: texts alone; `stack`: files of this machine. */
export type GivenClient = {
  file: string | undefined
  name: string | undefined
  tier: string | undefined
  since: string | undefined
  until: string | undefined
  credit: boolean
  recipients: readonly Person[]
  uses: string | undefined
  worries: readonly string[]
  works: readonly string[]
  fails: readonly string[]
  stack: readonly string[]
}

type Flags = { options: Partial<Record<string, string | boolean>>; lists: Partial<Record<string, readonly string[]>> }

/** Reads the flags, each text on one line. `today`: the first day where none is given. @throws {Problem} that names the flag that is wrong */
export function givenClient(
  file: string | undefined,
  { options, lists }: Flags,
  { rules, today }: { rules: ClientRules; today: string },
): GivenClient {
  const text = (flag: string, rule?: (text: string) => string | undefined): string | undefined => {
    const value = options[flag]
    return typeof value === 'string' ? looked(flag, plainLine(value), rule) : undefined
  }
  const texts = (flag: string): string[] => (lists[flag] ?? []).map((value) => looked(flag, plainLine(value)))
  const people: Person[] = []
  for (const value of texts('recipient')) {
    const person = personOf(looked('recipient', value, (one) => rules.recipient(one, people)))
    if (person) people.push(person)
  }
  const since = text('since', rules.since)
  return {
    file: file === undefined ? undefined : looked('NAME', file, rules.file),
    name: text('name', rules.name),
    tier: text('tier', rules.tier),
    since,
    until: text('until', (day) => rules.until(day, since ?? today)),
    credit: options['credit'] === true,
    recipients: people,
    uses: text('uses'),
    worries: texts('worry'),
    works: texts('works'),
    fails: texts('fails'),
    stack: lists['stack'] ?? [],
  }
}

/** A text as it was given. @throws {Problem} when it is empty or breaks its rule */
function looked(flag: string, value: string, rule: (text: string) => string | undefined = () => undefined): string {
  const fault = value === '' ? 'must say something' : rule(value)
  if (fault === undefined) return value
  throw new Problem({
    what: `Cannot take the client on: ${flag === 'NAME' ? flag : `--${flag}`} ${fault}`,
    fix: 'Nothing was written; see npm run client -- add --help',
  })
}
