import { partsOf } from '../src/deliver/parts-of.ts'
import { reasonToSkip } from '../src/deliver/plan.ts'
import { addressesOf, type Revision } from '../src/deliver/revisions.ts'
import type { Client } from '../src/model/client.ts'
import type { Manifest } from '../src/model/manifest.ts'
import { variantName } from '../src/variant-name.ts'

/**
 * What the clients' files say by now and a revision that was frozen before does not, by client, a sentence each, without an end: another address, tier or list of
 * recipients. It changes nothing of what was frozen. `messages`: those that are looked at; `day`: YYYY-MM-DD, on which who came late is served. @throws {Problem} when a payload is not what was frozen
 */
export async function drifted(
  revision: Revision,
  { messages, clients, day }: { messages: readonly Manifest['messages'][number][]; clients: ReadonlyMap<string, Client>; day: string },
): Promise<{ client: string; says: string }[]> {
  const addresses = await addressesOf(revision)
  const changed = messages.flatMap(({ recipient: who, variant }) => {
    const { client: name, id } = partsOf(who)
    const { isCorrection, kind, of } = variantName(variant)
    const client = clients.get(name)
    const recipient = client?.recipients.find((one) => one.id === id)
    const change = !client
      ? `clients/${name}.yaml is not there`
      : !recipient
        ? `clients/${name}.yaml does not name it`
        : recipient.email !== addresses.get(who)
          ? 'has another address'
          : !isCorrection && kind === 'tier' && of !== client.tier
            ? `is of the tier ${client.tier}`
            : undefined
    return change === undefined ? [] : [{ client: name, says: `${who} ${change} now; it gets what was frozen` }]
  })
  const frozen = new Set(revision.manifest.messages.map(({ recipient }) => recipient))
  // A correction is for those alone whom it concerns, a report for one client.
  const { corrects, report } = revision.manifest
  const late = [...(corrects ? [] : clients)].flatMap(([name, client]) =>
    (report && report.client !== name ? [] : client.recipients)
      .filter((recipient) => reasonToSkip(client, { recipient, day }) === undefined && !frozen.has(`${name}/${recipient.id}`))
      .map(({ id }) => ({ client: name, says: `${name}/${id} is not in ${revision.name}, which was frozen before, and gets nothing` })),
  )
  return [...changed, ...late]
}
