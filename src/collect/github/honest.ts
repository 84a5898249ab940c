import type { Octokit } from '@octokit/core'
import { RequestError } from '@octokit/request-error'
import { z } from 'zod'
import { Refusal } from './github-problem.ts'
import { type Clock, NetworkError, retryAfterMs } from '../../http.ts'

/** What any answer of a GraphQL server is: data, errors, or both. */
const answerSchema = z.union([
  z.object({ data: z.record(z.string(), z.unknown()), errors: z.undefined().optional() }),
  z.object({ data: z.unknown().optional(), errors: z.array(z.object({ message: z.string(), type: z.unknown().optional() })) }),
])

/** GitHub's clock and ours differ: nobody asks before a limit's reset and this. One second of it the throttling plugin adds itself. */
const SKEW_S = 59

/**
 * Makes GitHub's answers honest before the plugins that retry and wait see them; to be registered first, which makes it the innermost.
 * An answer of 200 that is no GraphQL object was cut off and becomes an error that is retried; limits become the errors that the
 * throttling plugin knows, in every spelling that GitHub has for them; what trying again cannot mend is a Problem at once.
 */
export function honest(clock: Clock) {
  return (octokit: Octokit): Record<string, never> => {
    octokit.hook.after('request', (response, options) => {
      const parsed = answerSchema.safeParse(response.data)
      if (!parsed.success) throw new RequestError('it answered with something that is not whole JSON', 500, { request: options, response })
      const { errors = [] } = parsed.data
      const says = (test: RegExp): boolean => errors.some((error) => test.test(`${error.type ?? ''} ${error.message}`))
      if (!says(/^RATE_LIMIT(ED)? |secondary rate/i)) return
      // The error hook below sees it next.
      throw new RequestError(says(/secondary rate/i) ? 'secondary rate limit' : 'rate limit', 403, { request: options, response })
    })
    octokit.hook.error('request', (error) => {
      if (error.cause instanceof NetworkError && error.cause.fix)
        throw new Refusal({ what: `Cannot ask GitHub: ${error.message}`, fix: error.cause.fix }, { cause: error })
      throw error instanceof RequestError && (error.status === 403 || error.status === 429) ? limited(error, clock) : error
    })
    return {}
  }
}

/** An error of a limit as the throttling plugin reads it; any other 403 as it was. */
function limited(error: RequestError, clock: Clock): RequestError {
  const headers = error.response?.headers ?? {}
  const after = headers['retry-after']
  const wait = retryAfterMs(after === undefined ? undefined : String(after), clock.now())
  const secondary = /secondary rate/i.test(error.message) || wait !== undefined || (error.status === 429 && headers['x-ratelimit-remaining'] !== '0')
  const primary = !secondary && (headers['x-ratelimit-remaining'] === '0' || error.message === 'rate limit')
  if (!error.response || !(secondary || primary)) return error
  const reset = Number(headers['x-ratelimit-reset'])
  return new RequestError(secondary ? 'secondary rate limit' : 'rate limit', error.status, {
    request: error.request,
    response: {
      ...error.response,
      headers: {
        ...headers,
        ...(wait !== undefined && { 'retry-after': String(Math.ceil(wait / 1000)) }),
        ...(primary && { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String((Number.isFinite(reset) ? reset : 0) + SKEW_S) }),
      },
    },
  })
}
