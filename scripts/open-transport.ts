import { outbox } from '../src/deliver/outbox.ts'
import { resend } from '../src/deliver/resend.ts'
import type { Transport } from '../src/deliver/transport.ts'
import type { Environment } from '../src/environment.ts'
import { REAL_CLOCK } from '../src/http.ts'

/** The way out of this environment: Resend where there is a key, else the outbox. `stop`: once aborted nothing is waited for. Whether it may be used is for `maySend` to say. */
export function openTransport({ resend: { key, baseUrl }, private: folder }: Environment, options: { stop?: AbortSignal } = {}): Transport {
  return key === undefined ? outbox(folder) : resend({ key, baseUrl, clock: REAL_CLOCK, random: Math.random, ...options })
}
