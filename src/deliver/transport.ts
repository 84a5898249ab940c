import type { Payload } from '../model/payload.ts'
import type { Outcome } from './outcome.ts'

/**
 * One message as a transport gets it. `bytes`: the frozen payload, which a transport over the network sends as it is; `key`:
 * `digest/ID/rN/CLIENT/RECIPIENT`, the same at every attempt, or of a copy `test/…` or `canary/…`, another each time; `scheduledAt`: when the provider is to let it go, at once where absent.
 */
export type Message = { key: string; payload: Payload; bytes: string; date: string; scheduledAt?: string | undefined }

/**
 * A way out. `turn`: waits until the next message may begin; `width`: how many may be on their way at once; `send`: what became of one, never
 * thrown but for a bug. Once `stop` is aborted nothing is waited for any more.
 */
export type Transport = { via: 'outbox' | 'resend'; width: number; turn: () => Promise<void>; send: (message: Message) => Promise<Outcome> }
