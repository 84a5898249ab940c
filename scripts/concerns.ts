import { concernFindings } from '../src/check/concern-rules.ts'
import { reasonToSkip } from '../src/deliver/plan.ts'
import { readEnvironment } from '../src/environment.ts'
import { readClients } from '../src/folder.ts'
import { isServed } from '../src/is-served.ts'
import { dayOf, daysBetween } from '../src/model/day.ts'
import { clientNamed } from './client-named.ts'
import { command, say, textOf } from './command.ts'
import { type OpenQuestion, printConcerns } from './print-concerns.ts'
import { printFindings } from './print-findings.ts'
import { type ServedConcern, servedConcerns } from './served-concerns.ts'

await command({
  name: 'concerns',
  does: 'Each concern of each client that is served, with when it was last met, suggested, taken and served; those that were never served first. Then the questions of clients that wait for an answer.',
  options: {
    client: { value: 'NAME', help: 'of this client alone' },
    json: { help: 'as JSON on stdout, nothing else there' },
  },
  async run({ options }) {
    const environment = readEnvironment()
    const day = dayOf(environment.now)
    const all = await readClients(environment.content)
    const only = textOf(options.client)
    const asked = only === undefined ? undefined : clientNamed(all, only, { verb: 'tell the concerns of', folder: environment.content }).client
    const reason = asked && reasonToSkip(asked, { day })
    if (reason !== undefined) say(`${only} is not served on ${day}: ${reason}`)
    const clients = new Map([...all].filter(([name, client]) => (only ?? name) === name && isServed(client, day)))
    const concerns = await servedConcerns(clients, environment)
    const questions = [...clients]
      .flatMap(([client, { notes }]) =>
        notes.flatMap(({ on, asked: question, answered }): OpenQuestion[] =>
          question === undefined || answered !== undefined ? [] : [{ client, on, asked: question, days: daysBetween(on, day) }],
        ),
      )
      .sort((a, b) => a.on.localeCompare(b.on))
    const findings = concernFindings(clients)
    if (options.json) {
      process.stdout.write(`${JSON.stringify({ concerns: concerns.map(jsonOf), questions, findings }, null, 2)}\n`)
      return 0
    }
    const width = process.stdout.isTTY ? process.stdout.columns : undefined
    const lines = printConcerns(concerns, { questions, day, width })
    if (concerns.length === 0 && reason === undefined) say('nobody who is served has a concern: write it into clients/NAME.yaml, below "concerns:"')
    if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`)
    if (findings.length > 0) printFindings(findings, process.stderr)
    return 0
  },
})

/** A concern with null for what never was. */
function jsonOf({ met, suggested, taken, served, ...concern }: ServedConcern): object {
  return { ...concern, met: met ?? null, suggested: suggested ?? null, taken: taken ?? null, served: served ?? null }
}
