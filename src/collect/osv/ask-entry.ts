import { bodyOf } from '../body-of.ts'
import { patiently, Unreadable } from '../patience.ts'
import type { Upstream } from '../upstream.ts'

const BROKEN_TRIES = 3

/** One entry as it stands at its own address; not there (404, 410), or there and no JSON, however often it is asked for. @throws {Problem} when it cannot be had */
export async function askEntry(url: string, upstream: Upstream): Promise<{ there: boolean; answer?: unknown }> {
  let broken = 0
  return patiently(
    { url },
    (answer) => {
      if (answer.status === 404 || answer.status === 410) return { there: false }
      const text = bodyOf(answer, url)
      try {
        return { there: true, answer: JSON.parse(text) as unknown }
      } catch {
        // One broken file does not keep the others from being asked for.
        if (++broken < BROKEN_TRIES) throw new Unreadable(`${url} is no JSON`)
        return { there: true }
      }
    },
    upstream,
  )
}
