import { isOpen } from '../src/deliver/deliveries.ts'
import { partsOf } from '../src/deliver/parts-of.ts'
import { type Message, sinceOf, type Standing } from '../src/deliver/standings.ts'
import type { Finding } from '../src/model/finding.ts'
import { STATES } from '../src/model/receipt.ts'
import { hasError } from './print-findings.ts'

/** How a digest stands. */
export type Status = { digest: string; standings: readonly Standing[]; findings: readonly Finding[] }

/**
 * What `--json` gives of a digest: `{ digest, revisions: [{ revision, hash, messages, counts, skipped }], findings }`, revisions oldest first. A message is `{ client,
 * recipient, state, at }`, with `via`, `id`, `messageId`, `scheduledAt`, `settledBy`, `reason` and `variant` where they are known; `state` is "planned" for what was not sent, `at` the instant since
 * when, null where nothing was done yet. `counts` has every state; `hash` is null where it is not known.
 */
export function statusJson({ digest, standings, findings }: Status): object {
  return {
    digest,
    revisions: standings.map(({ revision, hash, messages, skipped }) => ({
      revision,
      hash: hash ?? null,
      messages: messages.map(messageJson),
      counts: Object.fromEntries(STATES.map((state) => [state, messages.filter((message) => message.state === state).length])),
      skipped,
    })),
    findings,
  }
}

function messageJson({ recipient: both, state, delivery, heldBy, excused, variant }: Message): object {
  const { client, id: recipient } = partsOf(both)
  const { via, id, messageId, scheduledAt, settled, by, reason } = delivery ?? {}
  return {
    client,
    recipient,
    state,
    at: sinceOf(delivery) ?? null,
    via,
    id,
    messageId,
    scheduledAt,
    settledBy: settled ? by : undefined,
    reason: excused ?? (heldBy === undefined ? reason : `${heldBy} holds it`),
    variant,
  }
}

/** Whether a message is still to be sent: others of its revision have left. */
export function isLeftOut({ state, heldBy, excused }: Message, { hasBegun, next }: Standing): boolean {
  return state === 'planned' && hasBegun && next === undefined && heldBy === undefined && excused === undefined
}

/** The exit code: 3 while something is not known or not sent, else 1 when a person must act. */
export function statusCode({ standings, findings }: Status): number {
  if (standings.some((standing) => standing.messages.some((message) => isOpen(message) || isLeftOut(message, standing)))) return 3
  return hasError(findings) ? 1 : 0
}
