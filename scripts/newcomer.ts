import { isFillWord } from '../src/curate/plain-words.ts'
import type { Concern } from '../src/model/client.ts'
import type { ClientInput } from '../src/print-client.ts'
import { shortName } from '../src/short-name.ts'
import type { Person } from './client-rules.ts'

/** What worries a client, and how the stories about it are found. */
export type Worry = Pick<Concern, 'text' | 'match'>

/** What is known of a client that is taken on. `file`: the name of its file; `works`, `fails`: what does and does not, in its words; `stack`: paths in the content folder of what it shared. */
export type Newcomer = {
  file: string
  name: string
  tier: string
  since: string
  until: string | undefined
  credit: boolean
  recipients: readonly Person[]
  uses: string | undefined
  worries: readonly Worry[]
  works: readonly string[]
  fails: readonly string[]
  stack: readonly string[]
}

/** How many words of a worry its concern is called after. */
const NAMED_AFTER = 3

/** The client's file of a newcomer. `day`: that of what was said. What nothing is known of is left out. */
export function newcomerFile(newcomer: Newcomer, { day }: { day: string }): ClientInput {
  const { name, tier, since, until, credit, uses, worries, stack } = newcomer
  const people = named(newcomer.recipients, ({ name: person }) => shortName(person.split(/\s+/)[0] ?? '', { otherwise: 'reader' }))
  const concerns = named(worries, ({ text }) => shortName(namedAfter(text), { otherwise: 'concern' }))
  const said = [...newcomer.works.map((text) => `Works: ${text}`), ...newcomer.fails.map((text) => `Does not work: ${text}`)]
  return {
    name,
    tier,
    since,
    ...(until !== undefined && { until }),
    ...(credit && { credit }),
    recipients: people.map(([id, { name: person, email }]) => ({ id, name: person, email })),
    ...(concerns.length > 0 && { concerns: concerns.map(([id, { text, match }]) => ({ id, text, match })) }),
    ...(uses !== undefined && { uses }),
    ...(stack.length > 0 && { stack: { files: stack.map((path) => ({ path, on: day })) } }),
    ...(said.length > 0 && { notes: said.map((text) => ({ on: day, said: text })) }),
  }
}

/** The first words of a text that tell something. */
function namedAfter(text: string): string {
  return (text.match(/[\p{L}\p{N}]+/gu) ?? [])
    .filter((word) => !isFillWord(word))
    .slice(0, NAMED_AFTER)
    .join(' ')
}

/** Things with short names of theirs, no two alike. */
function named<T>(things: readonly T[], nameOf: (thing: T) => string): [string, T][] {
  const taken = new Map<string, T>()
  for (const thing of things) taken.set(shortName(nameOf(thing), { taken: taken.keys(), otherwise: 'x' }), thing)
  return [...taken]
}
