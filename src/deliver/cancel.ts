import { Problem } from '../errors.ts'
import type { Receipt } from '../model/receipt.ts'
import { deliveriesOf, type Delivery, isOpen } from './deliveries.ts'
import type { Journal } from './journal.ts'
import type { Provider } from './provider.ts'

/**
 * What became of what was to leave at an instant to come, by recipient. `canceled`: read back as such now, or before; `left`: its instant has come, or came meanwhile;
 * `open`: it is not known whether the provider has it, or whether it was canceled.
 */
export type Canceled = { canceled: Delivery[]; left: Delivery[]; open: Delivery[] }

/** So many that the provider does not answer in a row: the others it would not answer either. */
const MOST_FAILED_RUNNING = 3

/**
 * Cancels every message of a digest that is to leave at an instant to come: asks for all of them first, as their time may come, then reads each back, and writes
 * "canceled" of what is. The same however often it is done. `each`: what is said of a message. `now`: milliseconds since 1970.
 * @throws {Problem} when the provider answers none of three in a row; what was read back until then is written
 */
export async function cancel(
  journal: Journal,
  options: { provider: Provider; now: () => number; by: string; each: (recipient: string, what: string) => void },
): Promise<Canceled> {
  const { provider, now, each } = options
  const deliveries = scheduled(journal.receipts, now())
  const open = deliveries.filter(isOpen)
  const todo = deliveries.filter((one) => isWaiting(one, now()))
  const canceled = deliveries.filter(({ state }) => state === 'canceled')
  const left = deliveries.filter((one) => !open.includes(one) && !todo.includes(one) && !canceled.includes(one))

  let failedRunning = 0
  const tried = async <T>(one: Delivery, work: (id: string) => Promise<T>): Promise<T | undefined> => {
    try {
      const done = await work(one.id ?? '')
      failedRunning = 0
      return done
    } catch (error) {
      if (!(error instanceof Problem) || ++failedRunning >= MOST_FAILED_RUNNING) throw error
      each(one.recipient, error.message)
      return undefined
    }
  }
  for (const one of todo) await tried(one, provider.cancel)
  for (const one of todo) {
    const mail = await tried(one, provider.mail)
    if (mail?.event === 'canceled') {
      const { revision, recipient, hash, sha256, via, id } = one
      await journal.write([
        {
          at: new Date(now()).toISOString(),
          revision,
          recipient,
          state: 'canceled',
          ...(hash !== undefined && { hash }),
          sha256,
          via,
          id,
          by: options.by,
        },
      ])
      canceled.push(one)
      each(one.recipient, 'canceled')
    } else (!mail || mail.event === 'scheduled' ? open : left).push(one)
  }
  return { canceled, left, open }
}

/** Whether a message is with the provider and its instant is to come. */
function isWaiting({ state, id, scheduledAt }: Delivery, now: number): boolean {
  return (state === 'accepted' || state === 'scheduled') && id !== undefined && scheduledAt !== undefined && Date.parse(scheduledAt) > now
}

/** Messages that were handed over to leave at an instant: all of the newest revision of which some were, and of others what still waits. */
function scheduled(receipts: readonly Receipt[], now: number): Delivery[] {
  const revisions = [...new Set(receipts.map(({ revision }) => revision))].map((revision) =>
    [...deliveriesOf(receipts, revision).values()].filter(
      ({ scheduledAt, state }) => scheduledAt !== undefined && state !== 'planned' && state !== 'rejected',
    ),
  )
  const newest = revisions.findLast((one) => one.length > 0)
  return revisions.flatMap((one) => (one === newest ? one : one.filter((message) => isWaiting(message, now))))
}
