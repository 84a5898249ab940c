import { Problem } from '../src/errors.ts'
import { shown } from '../src/folder.ts'
import type { Client } from '../src/model/client.ts'

type Named = { name: string; client: Client }

/** The client of a name that was typed, or was left out. `verb`: what cannot be done without it, such as "report on"; `folder`: that of the content. @throws {Problem} that names those who are there */
export function clientNamed(
  clients: ReadonlyMap<string, Client>,
  name: string | undefined,
  { verb, folder }: { verb: string; folder: string },
): Named {
  const client = clients.get(name ?? '')
  if (name !== undefined && client) return { name, client }
  throw new Problem({
    what: name === undefined ? `Cannot ${verb} a client without its name` : `Cannot ${verb} "${name}": there is no clients/${name}.yaml`,
    where: shown(folder, 'clients'),
    fix: clients.size > 0 ? `Name one of ${[...clients.keys()].join(', ')}` : 'Take one on first: npm run client -- add',
  })
}
