import type { Payload } from '../model/payload.ts'

/** One message as a transport gets it. `bytes`: the frozen payload, which a transport over the network sends as it is; `key`: `digest/ID/rN/CLIENT/RECIPIENT`, the same at every attempt. */
export type Message = { key: string; payload: Payload; bytes: string; date: string }

/** What became of it: accepted with an id, refused for good, or not known. */
export type Outcome = { state: 'accepted'; id: string } | { state: 'rejected'; reason: string } | { state: 'unknown'; reason: string }

/** A way out. Resend's will be a second one beside the outbox. */
export type Transport = (message: Message) => Promise<Outcome>
