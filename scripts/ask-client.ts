import type { Readable, Writable } from 'node:stream'
import { type CANCEL_SYMBOL, confirm, isCancel, note, select, text } from '@clack/prompts'
import { Problem } from '../src/errors.ts'
import { plainLine } from '../src/plain.ts'
import { shortName } from '../src/short-name.ts'
import { type ClientRules, type Person, personOf } from './client-rules.ts'
import type { GivenClient } from './given-client.ts'
import type { Newcomer, Worry } from './newcomer.ts'

/** Where the questions are put, and what answers are held to. `sharedFault`: what is wrong with a file that it shared ("must be …"); `suggest`: how the stories about a worry may be found; `tell`: what that would have met, in lines. */
export type Asking = {
  input: Readable
  output: Writable
  rules: ClientRules
  tiers: readonly string[]
  today: string
  sharedFault: (path: string) => string | undefined
  suggest: (worry: string) => Worry & { isFound: boolean }
  tell: (worry: Worry & { isFound: boolean }) => string[]
}

/**
 * Asks for what the flags left open about a new client, one question after another; an empty answer ends a list. What was given is not asked again.
 * @throws {Problem} when a person stops it
 */
export async function askClient(given: GivenClient, asking: Asking): Promise<Newcomer> {
  const { rules, tiers, today, sharedFault } = asking
  const name = given.name ?? (await line(asking, 'What is the organisation called?', { rule: rules.name }))
  const proposed = shortName(name, { otherwise: 'client' })
  const file = given.file ?? (await line(asking, 'Its short name, for its file and the marks of digests?', { initial: proposed, rule: rules.file }))
  const tier =
    given.tier ?? answered(await select({ ...at(asking), message: 'Which tier?', options: tiers.map((value) => ({ value, label: value })) }))
  const since = given.since ?? (await line(asking, 'First day?', { initial: today, rule: rules.since }))
  const until = given.until ?? (await line(asking, 'Last day? Empty: open', { isOptional: true, rule: (day) => rules.until(day, since) }))
  const recipients = given.recipients.length > 0 ? given.recipients : await people(asking)
  const uses = given.uses ?? (await line(asking, 'What does it use the project for? Empty: not said', { isOptional: true }))
  const texts = given.worries.length > 0 ? given.worries : await list(asking, 'What worries it? One at a time; empty: no more')
  const worries: Worry[] = []
  for (const worry of texts) worries.push(await mended(asking, worry))
  const works = given.works.length > 0 ? given.works : await list(asking, 'What works well for it? Empty: no more')
  const fails = given.fails.length > 0 ? given.fails : await list(asking, 'What does not? Empty: no more')
  const stack =
    given.stack.length > 0
      ? given.stack
      : await list(asking, 'A go.mod, lockfile or SBOM that it shared? Its path; empty: no more', { rule: sharedFault })
  const credit = given.credit || answered(await confirm({ ...at(asking), message: 'May it be named on the public site?', initialValue: false }))
  return { file, name, tier, since, until: until || undefined, credit, recipients, uses: uses || undefined, worries, works, fails, stack }
}

/** How the stories about a worry are found, as a person leaves it. */
async function mended(asking: Asking, text: string): Promise<Worry> {
  let worry = asking.suggest(text)
  for (;;) {
    note(asking.tell(worry).join('\n'), text, at(asking))
    if (answered(await confirm({ ...at(asking), message: 'Keep this?' }))) return { text, match: worry.match }
    const words = split(await line(asking, 'Words, with commas between', { initial: (worry.match.words ?? []).join(', '), isOptional: true }))
    const paths = split(
      await line(asking, 'Globs of files, with commas between', { initial: (worry.match.paths ?? []).join(', '), isOptional: true }),
    )
    worry = { text, match: { ...(paths.length > 0 && { paths }), ...(words.length > 0 && { words }) }, isFound: true }
  }
}

async function people(asking: Asking): Promise<Person[]> {
  const found: Person[] = []
  for (;;) {
    const given = await line(asking, found.length === 0 ? 'Who gets the mail? Such as Jo Doe <jo@acme.example>' : 'Who else? Empty: no more', {
      isOptional: found.length > 0,
      rule: (one) => asking.rules.recipient(one, found),
    })
    const person = personOf(given)
    if (!person) return found
    found.push(person)
  }
}

async function list(asking: Asking, message: string, { rule }: Pick<Line, 'rule'> = {}): Promise<string[]> {
  const found: string[] = []
  for (;;) {
    const given = await line(asking, message, { isOptional: true, ...(rule && { rule }) })
    if (given === '') return found
    found.push(given)
  }
}

type Line = { initial?: string; isOptional?: boolean; rule?: (text: string) => string | undefined }

/** One line of text; empty only where it is optional. */
async function line(asking: Asking, message: string, { initial, isOptional = false, rule }: Line): Promise<string> {
  const validate = (value: string | undefined): string | undefined => {
    const said = plainLine(value ?? '')
    if (said === '') return isOptional ? undefined : 'It must say something'
    const fault = rule?.(said)
    return fault === undefined ? undefined : `It ${fault}`
  }
  const given = answered(await text({ ...at(asking), message, validate, ...(initial !== undefined && { initialValue: initial }) }))
  return plainLine(given)
}

function at({ input, output }: Asking): Pick<Asking, 'input' | 'output'> {
  return { input, output }
}

function split(text: string): string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

/** What was answered. @throws {Problem} when a person stopped instead */
function answered<T extends string | boolean>(answer: T | typeof CANCEL_SYMBOL): T {
  if (!isCancel(answer)) return answer
  throw new Problem({ what: 'Stopped: the client was not taken on', fix: 'Nothing was written; begin again with npm run client -- add' })
}
