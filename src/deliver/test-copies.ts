import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { Problem } from '../errors.ts'
import { readText } from '../files.ts'
import type { Manifest } from '../model/manifest.ts'
import { type Payload, payloadSchema } from '../model/payload.ts'
import { LINK_PLACE } from '../private-places.ts'
import { variantName } from '../variant-name.ts'
import { addressesOf, readPayload, type Revision } from './revisions.ts'
import { digestTag } from './tags.ts'
import type { Message } from './transport.ts'

/** Beyond so many characters no subject is sent. */
const LONGEST_SUBJECT = 200
/** What stands in a link where the token of a sealed page would: no page has such a name. */
const NO_PAGE = 'test-copy/'

/**
 * A copy of each variant that these messages have, for one address: marked in its subject and first line, tied to no client: no link of theirs, no header that
 * would take one off the list. Each has a key of its own, so that a second copy is a second mail. Of a revision that was verified.
 * @throws {Problem} when the address is a recipient's that a copy of another variant would be shown to; `own`: the maintainer's, which may be shown all
 */
export async function testCopies(
  revision: Revision,
  messages: Manifest['messages'],
  options: { address: string; own: readonly string[] },
): Promise<Message[]> {
  const address = options.address.toLowerCase()
  const { digest, date, messages: all } = revision.manifest
  const isOwn = options.own.some((one) => one.toLowerCase() === address)
  const addresses = isOwn ? undefined : await addressesOf(revision)
  for (const message of all)
    if (addresses?.get(message.recipient)?.toLowerCase() === address && messages.some(({ variant }) => variant !== message.variant))
      throw new Problem({
        what: `Cannot send test copies there: the address is that of ${message.recipient}, who would be shown what others get`,
        fix: 'Give an address of your own',
      })
  const copies: Message[] = []
  for (const [variant, [first]] of Map.groupBy(messages, (message) => message.variant)) {
    if (!first) continue
    const payload = payloadSchema.parse(await copyOf(revision, first, options.address))
    copies.push({ key: `test/${digest}/${revision.name}/${variant}/${randomUUID().slice(0, 8)}`, payload, bytes: JSON.stringify(payload), date })
  }
  return copies
}

async function copyOf(revision: Revision, message: Manifest['messages'][number], address: string): Promise<Payload> {
  const { digest } = revision.manifest
  const { variant } = message
  const { payload } = await readPayload(revision, message)
  const [html = '', text = ''] = await Promise.all(
    ['message.html', 'message.txt'].map((name) => readText(join(revision.folder, 'variants', variant, name))),
  )
  const { isCorrection, kind, of } = variantName(variant)
  const reader = kind === 'client' ? `the client ${of} alone` : `clients of the tier ${of}`
  const notice = `Test copy of ${digest} ${revision.name}: the ${isCorrection ? 'correction' : 'edition'} for ${reader} (${variant}). Nobody else got this mail.${html.includes(LINK_PLACE) ? ' Its link to the page in a browser opens nothing.' : ''}`
  const { from, reply_to, subject, headers, attachments } = payload
  return {
    from,
    to: [address],
    reply_to,
    // Half of a character at the cut would not be UTF-8.
    subject: `[Test, ${variant}] ${subject}`.slice(0, LONGEST_SUBJECT).replace(/[\ud800-\udbff]$/, ''),
    html: marked(html, notice).replaceAll(LINK_PLACE, NO_PAGE),
    text: `${notice}\n\n${text.replaceAll(LINK_PLACE, NO_PAGE)}`,
    headers: Object.fromEntries(Object.entries(headers).filter(([header]) => header === 'List-Id')),
    ...(attachments && { attachments }),
    tags: [
      { name: 'kind', value: 'test' },
      { name: 'digest', value: digestTag(digest) },
      { name: 'variant', value: variant },
    ],
  }
}

/** A mail with a line above all else, where the preview of an inbox begins too. */
function marked(html: string, notice: string): string {
  const line = `<div lang="en" dir="ltr" style="padding: 12px 24px; background-color: #ffe58f; color: #000000; font-family: sans-serif; font-size: 14px; line-height: 20px;">${notice}</div>`
  const body = /<body\b[^>]*>/.exec(html)
  const end = body ? body.index + body[0].length : 0
  return `${html.slice(0, end)}${line}${html.slice(end)}`
}
