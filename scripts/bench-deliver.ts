import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { provider } from '../src/deliver/provider.ts'
import { copyFolder, readText, stampOf, writeFast } from '../src/files.ts'
import { REAL_CLOCK } from '../src/http.ts'
import { ProgramError, run, stream } from '../src/process.ts'
import { benchDigest } from './bench-digest.ts'
import { ROOT } from './program-version.ts'

const CLIENTS = 100
/** Requests to send that go wrong. */
const FAULTS = 0.05
/** When a run is killed, in milliseconds after it took the lock or, most often, after the first message left. */
const KILL_MS = 8000
const SENDING = 0.8
const MOST_RUNS = 60
/** What a provider allows in a second, how late it answers, and how many messages that is measured with. */
const RATES = [
  { limit: 10, slowMs: 150, share: 0.02 },
  { limit: 200, slowMs: 20, share: 1 },
]
const WHEN = { CI: undefined, NODE_ENV: undefined, DIGEST_NOW: undefined, DIGEST_SECRET: undefined, RESEND_READ_KEY: undefined }
const planSchema = z.object({ hash: z.string(), messages: z.int() })
const heldSchema = z.strictObject({ heap: z.number(), all: z.number() })
const sentSchema = z.strictObject({ seconds: z.number(), accepted: z.int(), refused: z.int(), memory: z.tuple([heldSchema, heldSchema]) })

/**
 * Sends a digest to `count` recipients through a Resend on loopback: with faults, and killed at random until a run ends well, then as fast as the provider allows.
 * Gives a line for each. @throws {Error} when anybody has no mail, or more than one
 */
export async function benchDeliver(work: string, { count, tell }: { count: number; tell: (text: string) => void }): Promise<string[]> {
  write(join(work, 'content'), count)
  const environment = {
    ...WHEN,
    DIGEST_CONTENT: join(work, 'content'),
    DIGEST_PRIVATE: join(work, 'private'),
    DIGEST_CACHE: join(work, 'cache'),
    DIGEST_OUT: join(work, 'dist'),
  }
  const command = (args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<string> =>
    run(process.execPath, [join(ROOT, 'scripts/send.ts'), 'bench', ...args], { cwd: ROOT, env: { ...environment, ...more } })
  tell(`freezing ${count} messages`)
  const began = performance.now()
  const { hash, messages } = planSchema.parse(JSON.parse(await command(['--json'])))
  const lines = [`${count} messages frozen, with their plan  ${((performance.now() - began) / 1000).toFixed(1)} s`]
  // What is sent below begins with no journal, each time.
  await copyFolder(join(work, 'content'), join(work, 'fresh'))

  lines.push(
    await withServer(['0', '0', String(FAULTS)], async ({ url, key }) => {
      const args = ['--send', '--approve', hash, '--yes', String(messages)]
      const lock = join(work, 'content/sent/.bench.lock')
      const started = performance.now()
      const ran = await untilWell(() => command(args, { RESEND_API_KEY: key, RESEND_BASE_URL: url }), {
        journal: join(work, 'content/sent/bench.jsonl'),
        lock,
        tell,
      })
      const seconds = (performance.now() - started) / 1000
      await assertOnce(url, key, messages)
      const again = performance.now()
      await command(args, { RESEND_API_KEY: key, RESEND_BASE_URL: url })
      return `${count} recipients, ${FAULTS * 100} % of requests go wrong  killed ${ran.killed} times, ${ran.parts} runs that ended in part, ${seconds.toFixed(0)} s in all: one mail each, nobody missed; a run with nothing left ${((performance.now() - again) / 1000).toFixed(1)} s`
    }),
  )
  for (const [index, { limit, slowMs, share }] of RATES.entries()) {
    const number = Math.ceil(count * share)
    tell(`${number} messages at ${limit} a second`)
    lines.push(
      await withServer([String(limit), String(slowMs), '0'], async ({ url, key }) => {
        const content = join(work, `paced-${index}`)
        await copyFolder(join(work, 'fresh'), content)
        const script = ['--expose-gc', join(ROOT, 'scripts/bench-send.ts'), url, key, content, join(work, 'private'), String(number)]
        const {
          seconds,
          accepted,
          refused,
          memory: [first, last],
        } = sentSchema.parse(JSON.parse(await run(process.execPath, script)))
        await assertOnce(url, key, number)
        return `${number} messages at ${limit} a second, answered after ${slowMs} ms  ${seconds.toFixed(1)} s, ${(accepted / seconds / limit).toFixed(3)} of what is allowed (goal 0.950), ${refused} refused  MB of heap ${first.heap.toFixed(0)} after a tenth, ${last.heap.toFixed(0)} at the end; of memory ${first.all.toFixed(0)} and ${last.all.toFixed(0)}`
      }),
    )
  }
  return lines
}

/** Runs until a run ends well, each but the last killed at random if it has not ended by then. @throws {Error} when none does */
async function untilWell(
  start: () => Promise<string>,
  { journal, lock, tell }: { journal: string; lock: string; tell: (text: string) => void },
): Promise<{ killed: number; parts: number }> {
  let state = 1
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
  let [killed, parts] = [0, 0]
  for (let number = 1; number <= MOST_RUNS; number++) {
    tell(`run ${number}, ${killed} killed`)
    const over = new AbortController()
    const ended = start()
      .then(
        () => 'well',
        (error: unknown) => {
          if (!(error instanceof ProgramError) || !/ended with (3|SIGKILL)/.test(error.message)) throw error
          return error.message.includes('SIGKILL') ? 'killed' : 'in part'
        },
      )
      .finally(() => over.abort())
    await killHolder(lock, { after: random() < SENDING ? journal : lock, afterMs: random() * KILL_MS, over: over.signal })
    const how = await ended
    if (how === 'well') return { killed, parts }
    if (how === 'killed') killed++
    else parts++
  }
  throw new Error(`No run of ${MOST_RUNS} ended well`)
}

/** Kills the process that takes the lock, some time after that and after the file `after` changed, unless all is `over` before. */
async function killHolder(lock: string, { after, afterMs, over }: { after: string; afterMs: number; over: AbortSignal }): Promise<void> {
  const changed = async (path: string, before: string | undefined): Promise<void> => {
    while (!over.aborted && [undefined, before].includes(stampOf(path))) await setTimeout(5)
  }
  const before = stampOf(after)
  await changed(lock, stampOf(lock))
  const holder = Number((await readText(lock))?.split(' ')[0])
  await changed(after, before)
  await setTimeout(afterMs, undefined, { signal: over }).catch(() => undefined)
  if (!over.aborted && holder > 0) process.kill(holder, 'SIGKILL')
}

/** @throws {Error} when an address has another number of mails than one, or not so many have any */
async function assertOnce(baseUrl: string, key: string, people: number): Promise<void> {
  const rows = (await provider({ key, baseUrl, clock: REAL_CLOCK, random: Math.random }).list(0)) ?? []
  const copies = Map.groupBy(rows, ({ to }) => to.join())
  const twice = [...copies.values()].filter((mails) => mails.length > 1).length
  if (twice > 0 || copies.size !== people) throw new Error(`${twice} of ${people} have more than one mail, ${people - copies.size} have none`)
}

async function withServer<T>(args: readonly string[], work: (server: { url: string; key: string }) => Promise<T>): Promise<T> {
  const server = stream(process.execPath, [join(ROOT, 'test/servers/serve-resend.ts'), ...args])
  try {
    const [url = '', key = ''] = String((await server.next()).value)
      .trim()
      .split(' ')
    return await work({ url, key })
  } finally {
    await server.return(undefined)
  }
}

/** A content folder of one digest for `count` people at a hundred clients. */
function write(folder: string, count: number): void {
  const put = (path: string, text: string): void => writeFast(join(folder, path), Buffer.from(text))
  put(
    'site.yaml',
    'title: Bench\nurl: https://digest.example\nauthor: { name: Ada, email: ada@example.org }\ntiers: [silver, gold]\nextras: []\nsender: { from: "Ada <digest@mail.example.org>" }\n',
  )
  put('sources.yaml', 'sources: []\n')
  put('digests/bench.mdx', benchDigest(1))
  for (let client = 0; client < CLIENTS; client++) {
    const people = Array.from(
      { length: Math.ceil((count - client) / CLIENTS) },
      (_, person) => `  - { id: p${person}, name: P, email: p${person}@c${client}.example }\n`,
    )
    put(
      `clients/c${client}.yaml`,
      `name: C${client}\ntier: ${client % 2 === 0 ? 'silver' : 'gold'}\nsince: 2020-01-01\nrecipients:\n${people.join('')}`,
    )
  }
}
