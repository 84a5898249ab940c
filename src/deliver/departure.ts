import { Problem } from '../errors.ts'
import type { Manifest } from '../model/manifest.ts'
import { type Delivery, hasLeft } from './deliveries.ts'

/**
 * The instant at which the messages of a run that were not attempted yet are to leave; undefined: at once. It is what was asked for, else that of the messages that
 * an earlier run has handed over, as long as it is to come. `now`: milliseconds since 1970.
 * @throws {Problem} when those of an earlier run leave at another instant than was asked for, or at several
 */
export function departure(
  messages: Manifest['messages'],
  options: { deliveries: ReadonlyMap<string, Delivery>; asked: string | undefined; now: number },
): string | undefined {
  const { deliveries, asked, now } = options
  const left = messages.flatMap(({ recipient }) => deliveries.get(recipient) ?? []).filter(hasLeft)
  const other = asked === undefined ? undefined : left.find(({ scheduledAt }) => scheduledAt !== asked)
  if (other)
    throw new Problem({
      what: `Cannot send at ${asked}: ${other.recipient} ${other.scheduledAt === undefined ? 'was sent at once' : `was handed over to leave at ${other.scheduledAt}`}`,
      fix: 'Leave out --at, so that the rest goes as that did; --only CLIENT sends a client at an instant of its own; --cancel takes back what has not left',
    })
  if (asked !== undefined) return asked
  const instants = [...new Set(left.map(({ scheduledAt }) => scheduledAt))]
  const ahead = instants.find((one) => one !== undefined && Date.parse(one) > now)
  const isFresh = messages.some(({ recipient }) => ['planned', 'rejected', undefined].includes(deliveries.get(recipient)?.state))
  if (ahead !== undefined && isFresh && instants.length > 1)
    throw new Problem({
      what: `Cannot tell when the rest is to leave: others were handed over to leave at ${instants.map((one) => one ?? 'once').join(', ')}`,
      fix: 'Send it client by client: --only CLIENT, with --at INSTANT or without',
    })
  return isFresh ? ahead : undefined
}
