import { partsOf } from './parts-of.ts'
import type { Planned, Skipped } from './plan.ts'
import { readPayload, type Revision } from './revisions.ts'

/** Who a frozen revision is for, as it was planned then; `addressed`: clients that a passage is for alone now, which those who got an edition of their tier would get too. @throws {Problem} when a payload is not what was frozen */
export async function plannedAgain(revision: Revision, addressed: ReadonlySet<string>): Promise<{ planned: Planned[]; skipped: Skipped[] }> {
  const { messages, variants, skipped } = revision.manifest
  const planned: Planned[] = []
  for (const message of messages) {
    const { payload } = await readPayload(revision, message)
    const { client, id } = partsOf(message.recipient)
    const variant = variants.find(({ name }) => name === message.variant)
    const number = payload.tags.find(({ name }) => name === 'erratum')?.value
    const thread = payload.headers['References']?.split(' ') ?? []
    planned.push({
      client,
      recipient: { id, name: id, email: payload.to[0] ?? '' },
      ...(addressed.has(client) && message.variant.startsWith('tier-')
        ? { variant: `client-${client}`, tier: message.variant.slice('tier-'.length) }
        : { variant: message.variant, tier: variant?.tier }),
      ...(number !== undefined &&
        variant?.corrects !== undefined && { answers: { subject: payload.subject, since: variant.corrects, thread, number: Number(number) } }),
    })
  }
  return { planned, skipped }
}
