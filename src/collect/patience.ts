import type { Answer, Ask, Clock, Question } from '../http.ts'
import { NetworkError } from '../http.ts'
import { Problem } from '../errors.ts'

/** An answer that came and cannot be what was asked for: cut off, empty, a login page. It is asked for again. */
export class Unreadable extends Error {
  override name = 'Unreadable' as const
}

const TRIES = 3
const LIMITED_TRIES = 6
/** Nobody waits longer for one answer: what is kept serves the next run. */
export const LONGEST_WAIT_MS = 15 * 60_000

/**
 * Asks until `read` makes something of the answer: up to 3 times where the connection, the server or the answer failed, up to 6 where
 * the server says "too many" (429, 503), waiting as long as it asks for (`Retry-After`, in seconds or as a date) or 1 s, doubled each
 * time, at most 60 s. `read` throws Unreadable for an answer that cannot be right; whatever else it throws is thrown.
 * @throws {Problem} that names the host when none of them was answered
 */
export async function patiently<T>(question: Question, read: (answer: Answer) => T, { ask, clock }: { ask: Ask; clock: Clock }): Promise<T> {
  const { host } = new URL(question.url)
  for (let tries = 1; ; tries++) {
    let said: string
    let limited = false
    let asked: number | undefined
    try {
      const answer = await ask(question)
      limited = answer.status === 429 || answer.status === 503
      if (!limited && answer.status < 500) return read(answer)
      asked = retryAfter(answer.headers['retry-after'], clock.now())
      said = `${host} answered ${answer.status}`
    } catch (error) {
      if (!(error instanceof Unreadable) && !(error instanceof NetworkError)) throw error
      said = error.message
      if (error instanceof NetworkError && error.lasting) throw failed(question.url, said, 'Mend the address in sources.yaml', error)
    }
    const waitMs = asked ?? Math.min(1000 * 2 ** (tries - 1), 60_000)
    if (waitMs > LONGEST_WAIT_MS)
      throw failed(
        question.url,
        `${said} and asks to wait`,
        `Run it again after ${new Date(clock.now() + waitMs).toISOString().slice(0, 16)}Z; what came so far is kept`,
      )
    if (tries >= (limited ? LIMITED_TRIES : TRIES))
      throw failed(question.url, `${said}, ${tries} times`, 'Run it again later; what came so far is kept')
    await clock.wait(waitMs)
  }
}

/** Milliseconds that a Retry-After header asks for, in seconds or as an HTTP date; undefined without one. @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after (read 2026-11) */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined || header.trim() === '') return undefined
  const time = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isNaN(time) ? undefined : Math.max(time, 0)
}

function failed(url: string, what: string, fix: string, cause?: unknown): Problem {
  return new Problem({ what: `Cannot collect from ${url}: ${what}`, where: url, fix }, { cause })
}
