import { mayUse } from '../src/deliver/may-use.ts'
import { type Provider, provider } from '../src/deliver/provider.ts'
import type { ResendAccount } from '../src/environment.ts'
import { REAL_CLOCK } from '../src/http.ts'

/** A way to ask Resend for what `what` says, with the key that may read; undefined where there is none. `stop`: once aborted nothing is waited for. @throws {Problem} as `mayUse` */
export function openProvider(account: ResendAccount, what: string, options: { stop?: AbortSignal } = {}): Provider | undefined {
  const { readKey: key, baseUrl } = account
  if (key === undefined) return undefined
  mayUse(account, what)
  return provider({ key, baseUrl, clock: REAL_CLOCK, random: Math.random, ...options })
}
