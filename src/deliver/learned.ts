import type { Receipt } from '../model/receipt.ts'
import { deliveriesOf, strength } from './deliveries.ts'
import type { Word } from './refresh.ts'

/** What each word of the provider means. Who opened or clicked got the mail; nothing of ours makes it tell. */
const STATES_OF: ReadonlyMap<string, Receipt['state']> = new Map([
  ['queued', 'accepted'],
  ['sent', 'accepted'],
  ['scheduled', 'scheduled'],
  ['delivery_delayed', 'delayed'],
  ['delivered', 'delivered'],
  ['opened', 'delivered'],
  ['clicked', 'delivered'],
  ['bounced', 'bounced'],
  ['complained', 'complained'],
  ['suppressed', 'suppressed'],
  ['failed', 'failed'],
  ['canceled', 'canceled'],
])

/**
 * The lines that the provider's words add to a journal: a stronger state, or a Message-ID that was not known. What changes nothing is no line. `words`: by
 * the provider's id; `strange`: words that mean nothing to this program, each once.
 */
export function learned(
  receipts: readonly Receipt[],
  { words, now }: { words: ReadonlyMap<string, Word>; now: number },
): { lines: Receipt[]; strange: string[] } {
  const strange = new Set<string>()
  const lines: Receipt[] = []
  for (const revision of new Set(receipts.map((receipt) => receipt.revision)))
    for (const { recipient, hash, sha256, id, state: before, messageId: known } of deliveriesOf(receipts, revision).values()) {
      const word = words.get(id ?? '')
      if (!word) continue
      const said = STATES_OF.get(word.event)
      // A word may be anything, even an address; none at all tells nothing.
      if (said === undefined && word.event !== '') strange.add(/^[a-z_]{1,40}$/.test(word.event) ? word.event : 'no word')
      const state = said ?? 'accepted'
      const messageId = known === undefined ? word.messageId : undefined
      if (strength(state) <= strength(before) && messageId === undefined) continue
      lines.push({
        at: new Date(now).toISOString(),
        revision,
        recipient,
        state,
        hash,
        sha256,
        via: 'resend',
        id,
        ...(messageId !== undefined && { messageId }),
      })
    }
  return { lines, strange: [...strange] }
}
