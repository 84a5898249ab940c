import { z } from 'zod'
import type { Got, Reply } from './listen.ts'
import { refusal } from './resend-faults.ts'

const DAY_MS = 86_400_000
const MOST_ATTACHED = 40 * 2 ** 20

/** What an error is called where it is of a field that has a name of its own for it. */
const NAMES: Readonly<Record<string, string>> = { from: 'invalid_from_address', attachments: 'invalid_attachment' }

const address = z.string().regex(/^(?:[^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/)
const addresses = z.union([address.transform((one) => [one]), z.array(address).max(50)])
const tagged = z.string().regex(/^[A-Za-z0-9_-]{1,256}$/)
const attachmentSchema = z.strictObject({
  filename: z.string().min(1),
  content: z.string().refine((text) => text !== '' && Buffer.from(text, 'base64').toString('base64') === text),
  content_type: z.string().optional(),
  content_id: z.string().min(1).max(127).optional(),
})
const mailSchema = z
  .strictObject({
    from: address,
    to: addresses.refine((all) => all.length > 0),
    cc: addresses.optional(),
    bcc: addresses.optional(),
    reply_to: addresses.optional(),
    subject: z.string().min(1),
    html: z.string().min(1).optional(),
    text: z.string().min(1).optional(),
    headers: z.record(z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/), z.string().regex(/^[^\r\n]*$/)).optional(),
    tags: z.array(z.strictObject({ name: tagged, value: tagged })).optional(),
    attachments: z.array(attachmentSchema).optional(),
    scheduled_at: z.iso.datetime({ offset: true }).optional(),
  })
  .refine((mail) => mail.html !== undefined || mail.text !== undefined, { path: ['html'] })

/** A mail that may be sent; what may be one address or several is several. */
export type ParsedMail = z.infer<typeof mailSchema>

/** What a raw body of `POST /emails` holds. @throws {ZodError} when it is none that is accepted */
export function payloadOf(raw: string): ParsedMail {
  return mailSchema.parse(JSON.parse(raw))
}

/** Reads the body of `POST /emails`, or gives what it is refused with. `domains`: names of those that are verified; `now`: milliseconds since 1970. */
export function parseMail(got: Got, options: { domains: ReadonlySet<string>; now: number }): ParsedMail | { refused: Reply } {
  const value = readJson(got)
  if ('refused' in value) return value
  const parsed = mailSchema.safeParse(value.json)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const field = String(issue?.path[0] ?? (issue?.code === 'unrecognized_keys' ? issue.keys[0] : 'body'))
    const isMissing = typeof value.json === 'object' && value.json !== null && !Object.hasOwn(value.json, field)
    const name = isMissing ? 'missing_required_field' : (NAMES[field] ?? 'validation_error')
    return { refused: refusal(422, name, `Invalid or missing \`${field}\` field`) }
  }
  const mail = parsed.data
  const domain = /@([^\s@<>]+)>?$/.exec(mail.from)?.[1]?.toLowerCase() ?? ''
  if (!options.domains.has(domain))
    return { refused: refusal(403, 'validation_error', `The ${domain} domain is not verified. Please, add and verify your domain`) }
  if ((mail.attachments ?? []).reduce((sum, one) => sum + one.content.length, 0) > MOST_ATTACHED)
    return { refused: refusal(422, 'invalid_attachment', 'The attachments are larger than 40 MB') }
  const wrong = mail.scheduled_at === undefined ? undefined : wrongTime(mail.scheduled_at, options.now)
  return wrong ? { refused: wrong } : mail
}

/** Why a mail cannot be scheduled for an instant; undefined when it can. */
function wrongTime(at: string, now: number): Reply | undefined {
  const ahead = Date.parse(at) - now
  return ahead > 0 && ahead <= 30 * DAY_MS ? undefined : refusal(422, 'validation_error', 'The `scheduled_at` must be in the next 30 days')
}

/** Reads the body of `PATCH /emails/ID`: the new time, or what it is refused with. */
export function parseChange(got: Got, now: number): { scheduled_at: string } | { refused: Reply } {
  const value = readJson(got)
  if ('refused' in value) return value
  const parsed = z.strictObject({ scheduled_at: z.iso.datetime({ offset: true }) }).safeParse(value.json)
  if (!parsed.success) return { refused: refusal(422, 'validation_error', 'Only `scheduled_at` can be changed') }
  const wrong = wrongTime(parsed.data.scheduled_at, now)
  return wrong ? { refused: wrong } : parsed.data
}

function readJson(got: Got): { json: unknown } | { refused: Reply } {
  if (!/^application\/json\s*(;|$)/.test(got.headers['content-type'] ?? '') || !got.isUtf8)
    return { refused: refusal(400, 'validation_error', 'The body must be JSON') }
  try {
    return { json: JSON.parse(got.body) }
  } catch {
    return { refused: refusal(400, 'validation_error', 'The body must be JSON') }
  }
}
