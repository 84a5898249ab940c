import { partsOf } from '../src/deliver/parts-of.ts'
import type { Revision } from '../src/deliver/revisions.ts'
import { Problem } from '../src/errors.ts'
import type { Manifest } from '../src/model/manifest.ts'

/** The messages of a revision, or of one client in it. @throws {Problem} when it holds none */
export function messagesOf({ name, manifest: { digest, messages } }: Revision, only: string | undefined): Manifest['messages'] {
  const own = messages.filter((message) => only === undefined || message.recipient.startsWith(`${only}/`))
  if (own.length === 0)
    throw new Problem({
      what: `Cannot send ${digest}${only === undefined ? '' : ` to "${only}" alone`}: ${name} holds no such message`,
      fix: `It holds messages for ${[...new Set(messages.map((message) => partsOf(message.recipient).client))].join(', ') || 'nobody'}`,
    })
  return own
}
