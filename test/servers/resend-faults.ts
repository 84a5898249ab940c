import type { Reply } from './listen.ts'

/**
 * What goes wrong with one request. `-before`: nothing of it is done; `-after`: all of it is done, its answer is lost. Of the others,
 * `truncate-after`, `html-200`, `empty-200` and `kill` come after, the rest before. `429`: without `retry-after`; `retryAfterS`: with it.
 * `slowMs`: done and answered that much later, its key in use until then. A Reply is given as it is.
 */
export type ResendFault =
  | 'reset-before'
  | 'reset-after'
  | '500-before'
  | '500-after'
  | 'html-502'
  | 'null-500'
  | 'truncate-after'
  | 'html-200'
  | 'empty-200'
  | 'hang'
  | 'hang-after'
  | '302'
  | '401'
  | '409-concurrent'
  | '422'
  | '429'
  | '451'
  | 'quota'
  | 'suspended'
  | { retryAfterS: number }
  | { slowMs: number }
  | { kill: () => void }
  | Reply

/** An error as Resend words it. */
export function refusal(status: number, name: string, message = `Refused: ${name}`): Reply {
  return { status, body: JSON.stringify({ statusCode: status, name, message }) }
}

const HTML = { 'content-type': 'text/html; charset=utf-8' }
const BROKEN = refusal(500, 'application_error', 'Internal server error')

const INSTEAD: Readonly<Record<string, Reply>> = {
  'reset-before': { body: '', damage: 'reset' },
  '500-before': BROKEN,
  'html-502': { status: 502, headers: HTML, body: '<html><h1>502 Bad Gateway</h1></html>' },
  'null-500': { status: 500, body: 'null' },
  hang: { body: '', damage: 'hang' },
  '302': { status: 302, headers: { location: '/emails' }, body: '' },
  '401': refusal(401, 'restricted_api_key'),
  '409-concurrent': refusal(409, 'concurrent_idempotent_requests'),
  '422': refusal(422, 'validation_error'),
  '429': refusal(429, 'rate_limit_exceeded'),
  '451': refusal(451, 'security_error'),
  quota: refusal(429, 'daily_quota_exceeded'),
  suspended: refusal(403, 'suspended_api_key'),
}

/** What a fault answers in place of the server, which then does nothing; undefined where the server does its work first. */
export function answerInstead(fault: ResendFault): Reply | undefined {
  if (typeof fault === 'string') return INSTEAD[fault]
  if ('body' in fault) return fault
  if ('retryAfterS' in fault) return { ...refusal(429, 'rate_limit_exceeded'), headers: { 'retry-after': String(fault.retryAfterS) } }
  return undefined
}

/** What a fault leaves of the answer of a server that has done its work. */
export function damaged(reply: Reply, fault: ResendFault): Reply {
  if (fault === 'reset-after') return { ...reply, damage: 'reset' }
  if (fault === '500-after') return BROKEN
  if (fault === 'truncate-after') return { ...reply, damage: 'cut' }
  if (fault === 'html-200') return { headers: HTML, body: '<html>It works</html>' }
  if (fault === 'empty-200') return { ...reply, damage: 'empty' }
  if (fault === 'hang-after') return { ...reply, damage: 'hang' }
  if (typeof fault === 'object' && 'kill' in fault) {
    fault.kill()
    return { ...reply, damage: 'hang' }
  }
  return reply
}
