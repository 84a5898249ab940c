/** The only inbound network. */
import { setTimeout } from 'node:timers/promises'

/** Real time: for pacing, waiting and deadlines, never for calendar decisions. Tests hand in one of their own. */
export type Clock = {
  /** Milliseconds since 1970. */
  now: () => number
  /** Ends early, and without an error, once `stop` is aborted. */
  wait: (ms: number, stop?: AbortSignal) => Promise<void>
  /** Is aborted once the time is over. */
  deadline: (ms: number) => AbortSignal
}

/** One request. `paceMs`: at least so long after the last request to the same host began; towards loopback nobody waits. */
export type Question = { url: string; method?: 'GET' | 'POST'; headers?: Record<string, string>; body?: string; paceMs?: number }

/** A whole answer, whatever its status; names of headers are in lower case. */
export type Answer = { status: number; headers: Record<string, string>; text: string }

/** Asks once. @throws {NetworkError} when no whole answer came */
export type Ask = (question: Question) => Promise<Answer>

/** No whole answer came: the connection failed or ended early, the deadline passed, a redirect was refused, the answer was too large. `fix`: trying again gives the same, a person must do this. */
export class NetworkError extends Error {
  override name = 'NetworkError' as const
  readonly fix: string | undefined

  constructor(message: string, options: ErrorOptions & { fix?: string } = {}) {
    super(message, options)
    this.fix = options.fix
  }
}

const DEADLINE_MS = 30_000
/** What is shorter is no secret but a stand-in, and may be a word of any text. */
const SECRET_LENGTH = 8
/** No answer of an upstream is taken to speak of a time beyond this. */
export const YEAR_MS = 365 * 86_400_000
const MOST_BYTES = 64 * 2 ** 20
/** Nobody waits longer to be answered: what is kept serves the next run. */
export const LONGEST_WAIT_MS = 15 * 60_000

export const REAL_CLOCK: Clock = {
  now: () => Date.now(),
  wait: async (ms, stop) => {
    await setTimeout(ms, undefined, { signal: stop }).catch((error: unknown) => {
      if (!stop?.aborted) throw error
    })
  },
  deadline: (ms) => AbortSignal.timeout(ms),
}

/**
 * A way to ask, paced host by host: 30 seconds for each answer with its body, at most 64 MB, no redirect followed, a User-Agent that names
 * the tool. A host that said for how long it wants to be left alone (Retry-After, or a rate limit that is used up) is not asked before.
 * What is in `secrets` is struck out of every answer, should an upstream echo it.
 */
export function openNetwork(options: { secrets?: readonly string[]; clock?: Clock } = {}): Ask {
  const clock = options.clock ?? REAL_CLOCK
  const began = new Map<string, number>()
  const closed = new Map<string, number>()
  const strike = (text: string): string => without(plainEscapes(text, options.secrets ?? []), options.secrets ?? [])
  return async ({ url, method = 'GET', headers = {}, body, paceMs = 0 }) => {
    const { host, hostname } = new URL(url)
    const opens = closed.get(host) ?? -Infinity
    if (opens - clock.now() > LONGEST_WAIT_MS)
      throw new NetworkError(`${host} is not to be asked before ${new Date(opens).toISOString().slice(0, 16)}Z`, {
        fix: 'Run it again after that; what came so far is kept',
      })
    const begins = Math.max(clock.now(), opens, (began.get(host) ?? -Infinity) + (isLoopback(hostname) ? 0 : paceMs))
    // Before anybody waits: who asks meanwhile stands behind.
    began.set(host, begins)
    if (begins > clock.now()) {
      await clock.wait(begins - clock.now())
      began.set(host, Math.max(began.get(host) ?? begins, clock.now()))
    }
    const signal = clock.deadline(DEADLINE_MS)
    try {
      const response = await fetch(url, {
        method,
        headers: { 'user-agent': USER_AGENT, ...headers },
        ...(body !== undefined && { body }),
        redirect: 'manual',
        signal,
      })
      if (response.status >= 300 && response.status < 400 && response.status !== 304) {
        await response.body?.cancel()
        throw new NetworkError(`${host} answered with a redirect to ${strike(response.headers.get('location') ?? 'nowhere')}, which is refused`, {
          fix: 'Mend the address',
        })
      }
      const text = await readBody(response, host)
      closed.set(host, opensAgain(response.headers, clock.now()))
      const kept = Object.fromEntries([...response.headers].map(([name, value]) => [name, strike(value)]))
      return { status: response.status, headers: kept, text: strike(text) }
    } catch (error) {
      if (error instanceof NetworkError) throw error
      if (signal.aborted) throw new NetworkError(`${host} did not answer whole within ${DEADLINE_MS / 1000} seconds`, { cause: error })
      throw new NetworkError(`no whole answer from ${host}: ${strike(reason(error))}`, { cause: error })
    }
  }
}

/** When a host may be asked again: what its headers say, else at once. */
function opensAgain(headers: Headers, now: number): number {
  const used = headers.get('x-ratelimit-remaining') === '0' ? Number(headers.get('x-ratelimit-reset') ?? 0) * 1000 : 0
  return Math.max(now + (retryAfterMs(headers.get('retry-after') ?? undefined, now) ?? 0), Number.isFinite(used) ? Math.min(used, now + YEAR_MS) : 0)
}

/** Milliseconds that a Retry-After header asks for, in seconds or as an HTTP date, at most a year; undefined without one. @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after (read 2026-11) */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined || header.trim() === '') return undefined
  const time = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isNaN(time) ? undefined : Math.min(Math.max(time, 0), YEAR_MS)
}

/** What every request names itself with. */
export const USER_AGENT = 'legible/0.1 (ecosystem digests for maintainers)'

/** Whether a host name means this machine. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

async function readBody(response: Response, host: string): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > MOST_BYTES) throw new NetworkError(`${host} answered with more than ${MOST_BYTES / 2 ** 20} MB`, { fix: 'Ask for less at once' })
    chunks.push(chunk)
  }
  const bytes = Buffer.concat(chunks)
  return decode(bytes, charsetOf(bytes, response.headers.get('content-type') ?? ''))
}

/** The encoding that the headers name, else a byte order mark or an XML declaration; UTF-8 where none does. @see https://www.w3.org/TR/xml/#sec-guessing (read 2026-11) */
function charsetOf(bytes: Buffer, type: string): string {
  const [, named] = /;\s*charset="?([\w.:-]+)/i.exec(type) ?? []
  if (named) return named
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const [, declared] = /^<\?xml[^>]{0,100}?\bencoding=["']([\w.:-]+)/.exec(bytes.subarray(0, 200).toString('latin1')) ?? []
  return declared ?? 'utf-8'
}

function decode(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}

/** JSON may spell any letter as an escape, a secret's too: those of plain letters are undone, which means the same. */
function plainEscapes(text: string, secrets: readonly string[]): string {
  if (secrets.length === 0 || !text.includes('\\u00') || !/^(\)\]\}'\s*)?[[{]/.test(text)) return text
  return text.replace(/\\(?:u00([2-7][0-9a-fA-F])|[^])/g, (escape, code?: string) => {
    const letter = code === undefined ? '' : String.fromCharCode(Number.parseInt(code, 16))
    return /[\w.+/=~-]/.test(letter) ? letter : escape
  })
}

function without(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => (secret.length >= SECRET_LENGTH ? rest.replaceAll(secret, '[secret]') : rest), text)
}

function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message || cause.name : String(cause)
}
