import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openJournal } from '../src/deliver/journal.ts'
import { plan } from '../src/deliver/plan.ts'
import { resend } from '../src/deliver/resend.ts'
import { readPayload, type Revision, saveRevision } from '../src/deliver/revisions.ts'
import { send, type Sent } from '../src/deliver/send.ts'
import { virtualClock } from './clock.ts'
import { client, frozen } from './frozen.ts'
import { scratchFolder } from './scratch.ts'
import { type ResendGiven, type ResendServer, resendServer } from './servers/resend.ts'
import type { ResendFault } from './servers/resend-faults.ts'

/** Where a process dies: around the line "attempting" of the nth message that a run begins, once the server took the nth request, once its answer came, and once that is written. */
export const POINTS = ['before attempting', 'after attempting', 'taken', 'answered', 'written'] as const
export type Kill = { at: (typeof POINTS)[number]; nth: number }

/** How one run goes. `width`: messages on their way at once. */
type How = { width?: number; kill?: Kill | undefined }

/** A frozen revision of four messages, with the words of each by its key. */
export type FrozenFolder = { folder: string; revision: Revision; bytes: ReadonlyMap<string, string>; remove: () => void }

/**
 * A journal, a provider and a clock of their own. `run`: one run of sending, which ends as that of a killed process does: all is lost but the disk. `copies`: how many mails
 * each recipient has; `breaches`: requests that left before their line was on disk, or with another key or other bytes than were frozen.
 */
export type OnceWorld = {
  server: ResendServer
  clock: ReturnType<typeof virtualClock>
  journal: string
  run: (how?: How) => Promise<Sent | 'killed'>
  copies: () => number[]
  breaches: () => string[]
  close: () => void
}

class Killed extends Error {}

/** Freezes the revision that every world of a file sends. */
export async function freezeFour(): Promise<FrozenFolder> {
  const { folder, remove } = scratchFolder({})
  const clients = new Map([
    ['acme', client('gold', ['jo', 'mei'])],
    ['borealis', client('silver', ['teo', 'ina'])],
  ])
  const revision = await saveRevision(folder, frozen(plan(clients, { day: '2026-10-06', addressed: new Set(['acme']) })))
  const bytes = new Map<string, string>()
  for (const message of revision.manifest.messages)
    bytes.set(`digest/2026-Q3/${revision.name}/${message.recipient}`, (await readPayload(revision, message)).bytes)
  return { folder, revision, bytes, remove }
}

export async function onceWorld({ folder, revision, bytes }: FrozenFolder, given: ResendGiven = {}): Promise<OnceWorld> {
  const content = mkdtempSync(join(folder, 'content-'))
  const path = join(content, 'sent/2026-Q3.jsonl')
  // There is no journal before its first line, and tests that damage one write it.
  mkdirSync(join(content, 'sent'))
  const clock = virtualClock('2026-10-06T10:00:00Z')
  const server = await resendServer({ now: clock.now, ...given })
  const posted: { raw: string; key: string }[] = []
  const breaches: string[] = []
  server.onPost = (raw, headers) => {
    const key = String(headers['idempotency-key'])
    posted.push({ raw, key })
    const recipient = key.split('/').slice(3).join('/')
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
    if (!lines.some((line) => line.includes(`"${recipient}"`) && line.includes('"attempting"'))) breaches.push(`${key} left before its line`)
  }

  async function run({ width = 1, kill }: How = {}): Promise<Sent | 'killed'> {
    let isDead = false
    const die = (): never => {
      isDead = true
      clock.expire()
      throw new Killed()
    }
    const live = <T>(value: T): T => (isDead ? die() : value)
    const order: string[] = []
    const isAt = (at: Kill['at'], recipient: string): boolean => kill?.at === at && order.indexOf(recipient) === kill.nth
    const before = posted.length
    server.onStall = () => {
      isDead ||= kill?.at === 'taken'
      clock.expire()
    }
    if (kill?.at === 'taken') server.script[before + kill.nth] = 'hang-after'
    const way = resend({ key: server.keys.full, baseUrl: server.url, clock, random: () => 0.5 })
    const journal = await openJournal(content, '2026-Q3')
    try {
      return await send(revision, {
        journal: {
          ...journal,
          write: async (lines) => {
            live(undefined)
            const [{ recipient, state } = { recipient: '', state: '' }] = lines
            const isFirst = state === 'attempting'
            if (isFirst) order.push(recipient)
            if (isFirst && isAt('before attempting', recipient)) die()
            await journal.write(lines)
            live(undefined)
            if (isAt(isFirst ? 'after attempting' : 'written', recipient)) die()
          },
        },
        transport: {
          ...way,
          width,
          send: async (message) => {
            const outcome = live(await way.send(live(message)))
            if (isAt('answered', message.key.split('/').slice(3).join('/'))) die()
            return outcome
          },
        },
        now: clock.now,
      })
    } catch (error) {
      if (error instanceof Killed) return 'killed'
      throw error
    } finally {
      await journal.close()
    }
  }

  return {
    server,
    clock,
    journal: path,
    run,
    copies: () => [...bytes.values()].map((raw) => server.copiesTo(String(JSON.parse(raw).to[0])).length),
    breaches: () => [
      ...breaches,
      ...posted.flatMap(({ raw, key }) => (bytes.get(key) === raw ? [] : [`${key} went out with other bytes`])),
      ...server.mails.flatMap(({ raw, key }) => (bytes.get(key ?? '') === raw ? [] : [`${key} arrived with other bytes`])),
    ],
    close: () => {
      server.close()
      rmSync(content, { recursive: true, force: true })
    },
  }
}

/** What may go wrong at a provider, once. */
export const FAULTS: readonly (ResendFault | undefined)[] = [
  undefined,
  'reset-before',
  'reset-after',
  '500-before',
  '500-after',
  'html-502',
  'null-500',
  'truncate-after',
  'html-200',
  'empty-200',
  'hang',
  'hang-after',
  '302',
  '401',
  '409-concurrent',
  '422',
  '429',
  '451',
  'quota',
  'suspended',
  { retryAfterS: 7 },
  { slowMs: 3 },
]

/** Whether a run ended well: everyone has it, and it knows. */
export function isWell(sent: Sent | 'killed'): boolean {
  return sent !== 'killed' && sent.rejected + sent.unknown + sent.uncertain + sent.left === 0 && !sent.stopped
}

/**
 * Every kill point of every message with one fault at the nth request, each in a world of its own with at most three resumes: those after which somebody has no mail or
 * several, a run did not end well, or a request broke a rule. `between`: what befalls the world after a run that did not end well.
 */
export async function notOnce(
  frozenFolder: FrozenFolder,
  options: { fault: ResendFault | undefined; widths?: readonly number[]; resend?: ResendGiven; between?: (world: OnceWorld) => void },
): Promise<{ scenarios: number; killed: number; broken: string[] }> {
  const broken: string[] = []
  let [scenarios, killed] = [0, 0]
  const nths = [...frozenFolder.bytes.keys()].keys().toArray()
  const kills = [undefined, ...POINTS.flatMap((at) => nths.map((nth): Kill => ({ at, nth })))]
  for (const width of options.widths ?? [1, 4])
    for (const nth of options.fault === undefined ? [0] : nths)
      for (const kill of kills) {
        scenarios++
        const world = await onceWorld(frozenFolder, { ...options.resend, script: [...nths.slice(0, nth).map(() => undefined), options.fault] })
        let sent = await world.run({ width, kill })
        if (sent === 'killed') killed++
        for (let resume = 0; resume < 3 && !isWell(sent); resume++) {
          options.between?.(world)
          sent = await world.run({ width })
        }
        const wrong = [...(isWell(sent) ? [] : [`ended with ${JSON.stringify(sent)}`]), ...world.breaches()]
        const copies = world.copies()
        if (copies.some((count) => count !== 1)) wrong.push(`copies ${copies.join(',')}`)
        if (wrong.length > 0) broken.push(`width ${width}, fault at ${nth}, killed ${kill ? `${kill.at} ${kill.nth}` : 'never'}: ${wrong.join('; ')}`)
        world.close()
      }
  return { scenarios, killed, broken }
}
