import { join } from 'node:path'
import { endContract } from '../src/end-contract.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { readText, writeWhole } from '../src/files.ts'
import { readClients, shown } from '../src/folder.ts'
import { dayOf, daysAfter, daySchema, startOf } from '../src/model/day.ts'
import { ask, isTerminal } from './ask.ts'
import { clientNamed } from './client-named.ts'
import { styled } from './command.ts'
import { stillToLeave } from './still-to-leave.ts'

/**
 * Sets the last day of a client, in that line of its file alone, and says what stays and what stops. Run again with another day it moves it, without one a
 * contract that is over stays as it is; asks before it writes, unless `isSure`. @throws {Problem} when there is no such client or day, or nobody is there to be asked
 */
export async function endClient(
  typed: string | undefined,
  { on, isSure, environment }: { on: string | undefined; isSure: boolean; environment: Environment },
): Promise<number> {
  const clients = await readClients(environment.content)
  const { name, client } = clientNamed(clients, typed, { verb: 'end the contract of', folder: environment.content })
  const today = dayOf(environment.now)
  // A contract that is over is not taken up again by who says once more that it ends.
  const until = on ?? (client.until !== undefined && client.until < today ? client.until : today)
  const fault =
    daySchema.safeParse(until).error?.issues[0]?.message ?? (until < client.since ? `must not be before ${client.since}, its first day` : undefined)
  if (fault !== undefined)
    throw new Problem({
      what: `Cannot end the contract of ${name}: --on ${fault}${on === undefined ? `, and today is ${today}` : ''}`,
      fix: 'Nothing was written; give another day: --on DAY',
    })
  const out = (text: string): void => void process.stdout.write(`${text}\n`)
  const file = shown(environment.content, `clients/${name}.yaml`)
  if (client.until === until) out(`${file}: ${until} is its last day already`)
  else {
    const was = client.until === undefined ? 'it is open' : `it is ${client.until}`
    if (!isSure && !(await isAgreed(`Is ${until} the last day of ${client.name} (now ${was})?`))) return 1
    const path = join(environment.content, 'clients', `${name}.yaml`)
    const text = (await readText(path)) ?? ''
    await writeWhole(path, endContract(text, { until, file }), { expected: text })
    out(`${styled('bold', file)}: until ${until}${client.until === undefined ? '' : `, which was ${client.until}`}`)
  }
  const past = until < today
  out(`  stops   after ${until} it gets no digest and no notice, nothing new is sealed for it, and the public site names it no more`)
  out('  goes on a correction of what it got is still sent to those who got it')
  out(
    '  stays   mail in its boxes; and its sealed pages, until you turn its key (key: N in its file, then npm run send -- ID and npm run build) or remove the file',
  )
  for (const { id, at } of await stillToLeave(name, {
    content: environment.content,
    after: Math.max(Date.parse(startOf(daysAfter(until, 1))), environment.now.getTime()),
  }))
    out(`  waits   ${id} is to leave for it at ${at}, after that day: npm run send -- ${id} --cancel takes it back, from everyone`)
  // Before its last day is over a report would not be the farewell, and would lack that day.
  out(
    `next: ${past ? 'what was sent after that day stays sent; ' : `from ${daysAfter(until, 1)} on, `}npm run report -- ${name} makes its farewell: what it got, and what came of it`,
  )
  return 0
}

/** Asks a person. @throws {Problem} when nobody is there */
async function isAgreed(question: string): Promise<boolean> {
  if (!isTerminal())
    throw new Problem({ what: 'Cannot ask whether that is meant: there is no terminal', fix: 'Say so with --yes; nothing was written' })
  if (/^y(es)?$/i.test((await ask(`${question} [y/n] `)).trim())) return true
  process.stderr.write('nothing was written\n')
  return false
}
