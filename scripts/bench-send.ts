/**
 * Sends a frozen revision with all of its pacing to the Resend at an address, for `npm run bench`: in a process of its own, whose memory is then known. Arguments: address, key, content folder,
 * private folder, how many messages. Prints one line of JSON: `memory`: MB of the heap after a
 * collection of garbage and of the whole process, at the first tenth of the messages and at the end.
 */
import { openJournal } from '../src/deliver/journal.ts'
import { resend } from '../src/deliver/resend.ts'
import { newestRevision } from '../src/deliver/revisions.ts'
import { send } from '../src/deliver/send.ts'
import { REAL_CLOCK } from '../src/http.ts'

const [baseUrl = '', key = '', content = '', privateFolder = '', count = ''] = process.argv.slice(2)
const revision = await newestRevision(privateFolder, 'bench')
if (!revision) throw new Error('Nothing was frozen')
const messages = revision.manifest.messages.slice(0, Number(count))
const journal = await openJournal(content, 'bench')
const transport = resend({ key, baseUrl, clock: REAL_CLOCK, random: Math.random, paced: true })
const held = (): { heap: number; all: number } => {
  globalThis.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  return { heap: heapUsed / 2 ** 20, all: rss / 2 ** 20 }
}
const { fetch } = globalThis
let refused = 0
globalThis.fetch = async (...asked) => {
  const answer = await fetch(...asked)
  if (answer.status === 429) refused++
  return answer
}
const memory: ReturnType<typeof held>[] = []
let done = 0
const started = performance.now()
const sent = await send(revision, {
  journal,
  transport,
  messages,
  now: Date.now,
  each: () => {
    if (++done === messages.length / 10) memory.push(held())
  },
})
const seconds = (performance.now() - started) / 1000
memory.push(held())
await journal.close()
process.stdout.write(`${JSON.stringify({ seconds, accepted: sent.accepted, refused, memory })}\n`)
