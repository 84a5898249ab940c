import { readEnvironment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { addClient } from './add-client.ts'
import { type Command, command, textOf } from './command.ts'
import { endClient } from './end-client.ts'
import { listClients } from './list-clients.ts'

const ADD: Command<string> = {
  name: 'add',
  under: 'client',
  does: 'Takes a client on: asks at a terminal for what the flags leave open, writes clients/NAME.yaml, and shows what it would have got of the last digest.\nWithout a name, a tier and a recipient among the flags somebody must be there to be asked; with them nothing is asked.',
  arguments: ['NAME'],
  options: {
    name: { value: 'TEXT', help: 'what the organisation is called; NAME is made from it unless it is given' },
    tier: { value: 'NAME', help: 'one of those in site.yaml' },
    since: { value: 'DAY', help: 'first day it is served (today)' },
    until: { value: 'DAY', help: 'last day it is served, included (open)' },
    recipient: { value: 'PERSON', multiple: true, help: 'who gets the mail, "Jo Doe <jo@acme.example>"; can be given again' },
    uses: { value: 'TEXT', help: 'what it uses the project for' },
    worry: { value: 'TEXT', multiple: true, help: 'what worries it, in its words: becomes a concern; can be given again' },
    works: { value: 'TEXT', multiple: true, help: 'what works well for it, kept as a note of today; can be given again' },
    fails: { value: 'TEXT', multiple: true, help: 'what does not; can be given again' },
    stack: { value: 'FILE', multiple: true, help: 'a go.mod, lockfile or SBOM that it shared, copied to stacks/NAME/; can be given again' },
    credit: { help: 'it may be named on the public site' },
    link: { help: 'also prints the link to its sealed archive, which is its key' },
    'dry-run': { help: 'prints the file, and writes nothing' },
  },
  async run({ arguments: [name], options, lists }) {
    return addClient({ name, options, lists }, readEnvironment())
  },
}

const LIST: Command<'json' | 'links'> = {
  name: 'list',
  under: 'client',
  does: 'Lists the clients: tier, contract, people, concerns, stack, what they got last, questions that are open.',
  options: {
    json: { help: 'as JSON on stdout, nothing else there' },
    links: { help: 'writes the link to the archive of each that is served into links/ of the private folder' },
  },
  async run({ options }) {
    return listClients({ json: options.json === true, hasLinks: options.links === true, environment: readEnvironment() })
  },
}

const END: Command<'on' | 'yes'> = {
  name: 'end',
  under: 'client',
  does: 'Sets the last day of a client, in that line of its file alone, and says what stays readable and what stops.',
  arguments: ['NAME'],
  options: {
    on: { value: 'DAY', help: 'its last day, included (today)' },
    yes: { help: 'does not ask whether that is meant' },
  },
  async run({ arguments: [name], options }) {
    const on = textOf(options.on)
    return endClient(name, { on, isSure: options.yes === true, environment: readEnvironment() })
  },
}

switch (process.argv[2]) {
  case 'add':
    await command(ADD)
    break
  case 'list':
    await command(LIST)
    break
  case 'end':
    await command(END)
    break
  default:
    await command({
      name: 'client',
      does: 'Takes clients on, lists them, and ends their contracts: npm run client -- add, list or end, each with --help.',
      arguments: ['add|list|end'],
      async run({ arguments: [given] }) {
        throw new Problem({
          what: given === undefined ? 'Cannot tell what to do: add, list or end' : `Cannot do "${given}": npm run client -- does add, list and end`,
          fix: 'See npm run client -- add --help, list --help or end --help',
        })
      },
    })
}
