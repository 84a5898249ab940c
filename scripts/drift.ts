import { deliveriesOf, hasLeft } from '../src/deliver/deliveries.ts'
import type { Journal } from '../src/deliver/journal.ts'
import { partsOf } from '../src/deliver/parts-of.ts'
import { optOut, reasonToSkip } from '../src/deliver/plan.ts'
import { planCommand } from '../src/deliver/plan-command.ts'
import type { Revision } from '../src/deliver/revisions.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { readClients } from '../src/folder.ts'
import { dayOf } from '../src/model/day.ts'
import type { Manifest } from '../src/model/manifest.ts'
import { variantName } from '../src/variant-name.ts'
import { warn } from './command.ts'
import { drifted } from './drifted.ts'

type Message = Manifest['messages'][number]

/**
 * What the client files say today of messages that were frozen before. A change of an address, a tier or a list of recipients is said and changes nothing; whose contract does
 * not include today gets none but a correction of what it got, or its report; who asked for no more mail gets none. `ended`: those, each with its reason.
 * @throws {Problem} when there are such and nothing has left yet: the plan that was approved is not the right one any more
 */
export async function drift(
  revision: Revision,
  messages: readonly Message[],
  { environment, journal }: { environment: Environment; journal: Journal },
): Promise<{ served: Message[]; ended: Map<string, string> }> {
  const clients = await readClients(environment.content)
  const day = dayOf(environment.now)
  const ended = new Map<string, string>()
  for (const message of messages) {
    const { client: name, id } = partsOf(message.recipient)
    const client = clients.get(name)
    const recipient = client?.recipients.find((one) => one.id === id)
    const isOwed = variantName(message.variant).isCorrection || revision.manifest.report !== undefined
    const reason = isOwed ? recipient && optOut(recipient) : client && reasonToSkip(client, { recipient, day })
    if (reason !== undefined) ended.set(message.recipient, reason)
  }
  for (const { says } of await drifted(revision, { messages, clients, day })) warn(says)
  const hasBegun = [...deliveriesOf(journal.receipts, revision.name).values()].some(hasLeft)
  if (ended.size > 0 && !hasBegun)
    throw new Problem({
      what: `Cannot send ${revision.manifest.digest} ${revision.name}: ${[...ended].map(([recipient, reason]) => `${recipient}: ${reason}`).join('; ')}`,
      fix: `Look at the plan again, and approve that: ${planCommand(revision)}`,
    })
  return { served: messages.filter(({ recipient }) => !ended.has(recipient)), ended }
}
