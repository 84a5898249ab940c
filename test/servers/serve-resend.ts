/**
 * A Resend for benchmarks, in a process of its own: prints its address, then answers until it is ended. Arguments: requests a second that it allows (0: any number),
 * milliseconds after which it answers, the share of requests to send that go wrong (0 to 1).
 */
import { refusal, type ResendFault } from './resend-faults.ts'
import { resendServer } from './resend.ts'

const [limit = 0, slowMs = 0, share = 0] = process.argv.slice(2).map(Number)
const FAULTS: readonly ResendFault[] = [
  ...(['reset-before', 'reset-after', '500-before', '500-after', 'html-502', 'null-500', 'truncate-after', 'html-200', 'empty-200', '302'] as const),
  refusal(503, 'service_unavailable'),
]
/** Others have to be waited for: one in so many of those that go wrong. */
const REFUSED = 40

const server = await resendServer({ ...(limit > 0 && { rateLimit: { limit, windowMs: 1000 } }) })
let state = 42
const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
server.fault = ({ method }) => {
  // What was asked is not looked at, and ten thousand mails are large.
  server.got.length = 0
  if (method !== 'POST' || random() >= share) return slowMs > 0 ? { slowMs } : undefined
  return random() < 1 / REFUSED ? '409-concurrent' : FAULTS[Math.floor(random() * FAULTS.length)]
}
process.stdout.write(`${server.url} ${server.keys.full}\n`)
// Whoever started it ends it; were that forgotten, it ends itself.
setTimeout(() => process.exit(0), 15 * 60_000)
