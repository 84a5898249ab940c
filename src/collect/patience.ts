import type { Answer, Ask, Clock, Question } from '../http.ts'
import { LONGEST_WAIT_MS, NetworkError, retryAfterMs } from '../http.ts'
import { Problem } from '../errors.ts'

/** An answer that came and cannot be what was asked for: cut off, empty, a login page. It is asked for again. */
export class Unreadable extends Error {
  override name = 'Unreadable' as const
}

const TRIES = 3
const LIMITED_TRIES = 6

/**
 * Asks until `read` makes something of the answer: up to 3 times where the connection, the server or the answer failed, and up to 6 where
 * the server says "too many" (429, 503), waiting as long as it asks for (`Retry-After`, in seconds or as a date) or 1 s, doubled each
 * time, at most 60 s. `read` throws Unreadable for an answer that cannot be right; whatever else it throws is thrown.
 * @throws {Problem} that names the host when none of them was answered
 */
export async function patiently<T>(question: Question, read: (answer: Answer) => T, { ask, clock }: { ask: Ask; clock: Clock }): Promise<T> {
  const { host } = new URL(question.url)
  const tries = { failed: 0, limited: 0 }
  for (;;) {
    let said: string
    let limited = false
    let asked: number | undefined
    try {
      const answer = await ask(question)
      limited = answer.status === 429 || answer.status === 503
      if (!limited && answer.status < 500) return read(answer)
      asked = retryAfterMs(answer.headers['retry-after'], clock.now())
      said = `${host} answered ${answer.status}`
    } catch (error) {
      if (!(error instanceof Unreadable) && !(error instanceof NetworkError)) throw error
      said = error.message
      if (error instanceof NetworkError && error.fix) throw failed(question.url, said, error.fix, error)
    }
    const count = limited ? ++tries.limited : ++tries.failed
    // "0 seconds", or an hour that is past, would mean no pause at all.
    const waitMs = asked || Math.min(1000 * 2 ** (count - 1), 60_000)
    if (waitMs > LONGEST_WAIT_MS)
      throw failed(
        question.url,
        `${said} and asks to wait`,
        `Run it again after ${new Date(clock.now() + waitMs).toISOString().slice(0, 16)}Z; what came so far is kept`,
      )
    if (count >= (limited ? LIMITED_TRIES : TRIES))
      throw failed(question.url, `${said}, ${count} times`, 'Run it again later; what came so far is kept')
    await clock.wait(waitMs)
  }
}

function failed(url: string, what: string, fix: string, cause?: unknown): Problem {
  return new Problem({ what: `Cannot collect from ${url.split('?')[0]}: ${what}`, where: url, fix }, { cause })
}
