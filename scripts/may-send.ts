import { mayUse } from '../src/deliver/may-use.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'

/** Whether mail may leave in this environment; the outbox may always be written to. @throws {Problem} as `mayUse`, and where another day than today is given */
export function maySend({ resend, isNowGiven }: Environment): void {
  if (resend.key === undefined) return
  mayUse(resend, 'send')
  if (isNowGiven && !resend.isLocal)
    throw new Problem({ what: 'Cannot send: DIGEST_NOW says what day it is', fix: 'Unset it: what is sent is sent today' })
}
