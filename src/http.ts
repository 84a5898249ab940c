/** The only inbound network. */
import { setTimeout } from 'node:timers/promises'

/** Real time: for pacing, waiting and deadlines, never for calendar decisions. Tests hand in one of their own. */
export type Clock = {
  /** Milliseconds since 1970. */
  now: () => number
  wait: (ms: number) => Promise<void>
  /** Is aborted once the time is over. */
  deadline: (ms: number) => AbortSignal
}

/** One request. `paceMs`: at least so long after the last request to the same host began; towards loopback nobody waits. */
export type Question = { url: string; method?: 'GET' | 'POST'; headers?: Record<string, string>; body?: string; paceMs?: number }

/** A whole answer, whatever its status; names of headers are in lower case. */
export type Answer = { status: number; headers: Record<string, string>; text: string }

/** Asks once. @throws {NetworkError} when no whole answer came */
export type Ask = (question: Question) => Promise<Answer>

/** No whole answer came: the connection failed or ended early, the deadline passed, a redirect was refused, the answer was too large. `lasting`: trying again gives the same. */
export class NetworkError extends Error {
  override name = 'NetworkError' as const
  readonly lasting: boolean

  constructor(message: string, options: ErrorOptions & { lasting?: boolean } = {}) {
    super(message, options)
    this.lasting = options.lasting ?? false
  }
}

const DEADLINE_MS = 30_000
const MOST_BYTES = 64 * 2 ** 20

export const REAL_CLOCK: Clock = {
  now: () => Date.now(),
  wait: async (ms) => {
    await setTimeout(ms)
  },
  deadline: (ms) => AbortSignal.timeout(ms),
}

/**
 * A way to ask: paced host by host, 30 seconds for each answer with its body, at most 64 MB, no redirect followed, a User-Agent that
 * names the tool. What is in `secrets` is struck out of every answer, should an upstream echo it.
 */
export function openNetwork(options: { secrets?: readonly string[]; clock?: Clock } = {}): Ask {
  const clock = options.clock ?? REAL_CLOCK
  const began = new Map<string, number>()
  return async ({ url, method = 'GET', headers = {}, body, paceMs = 0 }) => {
    const { host, hostname } = new URL(url)
    const rest = (began.get(host) ?? -Infinity) + (isLoopback(hostname) ? 0 : paceMs) - clock.now()
    if (rest > 0) await clock.wait(rest)
    began.set(host, clock.now())
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
        throw new NetworkError(`${host} answered with a redirect to ${response.headers.get('location') ?? 'nowhere'}, which is refused`, {
          lasting: true,
        })
      }
      const text = await readBody(response, host)
      return { status: response.status, headers: Object.fromEntries(response.headers), text: without(text, options.secrets ?? []) }
    } catch (error) {
      if (error instanceof NetworkError) throw error
      if (signal.aborted) throw new NetworkError(`${host} did not answer whole within ${DEADLINE_MS / 1000} seconds`, { cause: error })
      throw new NetworkError(`no whole answer from ${host}: ${reason(error)}`, { cause: error })
    }
  }
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
    if (size > MOST_BYTES) throw new NetworkError(`${host} answered with more than ${MOST_BYTES / 2 ** 20} MB`, { lasting: true })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function without(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => (secret ? rest.replaceAll(secret, '[secret]') : rest), text)
}

function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message || cause.name : String(cause)
}
