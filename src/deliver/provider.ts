import { z } from 'zod'
import { instant } from '../model/instant.ts'
import { askResend } from './ask-resend.ts'
import type { Account } from './resend.ts'

/** A line of the provider's list, newest first; `at`: when it took the mail, in milliseconds; `scheduledAt`: the instant it was told to let it go at, ISO 8601 in UTC. */
export type Row = {
  id: string
  to: readonly string[]
  subject: string
  at: number
  event: string
  messageId: string | undefined
  scheduledAt?: string | undefined
}
/** A mail as the provider holds it. */
export type Mail = Row & { html: string; tags: Readonly<Record<string, string>> }
/** A domain that mail may be sent from; undefined: this server does not say. */
export type Domain = { status: string; openTracking: boolean | undefined; clickTracking: boolean | undefined }

/** What the provider knows. Nothing is changed by asking but by `cancel`, which is the same however often it is done. */
export type Provider = {
  /** Every mail it lists that is not older than `since` (milliseconds since 1970); undefined: this server lists none. */
  list: (since: number) => Promise<Row[] | undefined>
  /** undefined: it knows no such mail. */
  mail: (id: string) => Promise<Mail | undefined>
  /** One of the account's domains, and how many it has; undefined: this server does not say. */
  domain: (name: string) => Promise<{ of: number; found: Domain | undefined } | undefined>
  /** Addresses that it sends nothing to, in lower case, and why; undefined: this server does not say. */
  suppressed: () => Promise<ReadonlyMap<string, string> | undefined>
  /** Asks for a mail that is scheduled not to be sent. Whether it was is read back by `mail`. */
  cancel: (id: string) => Promise<void>
}

const text = z.string().nullish()
const rowSchema = z.object({
  id: z.string().min(1),
  to: z.union([z.array(z.string()), z.string().transform((one) => [one])]),
  subject: text,
  created_at: z.string().transform((at, context) => {
    const time = timeOf(at)
    if (Number.isNaN(time)) context.addIssue({ code: 'custom', message: 'must be an instant' })
    return time
  }),
  last_event: text,
  message_id: text,
  scheduled_at: text,
})
const mailSchema = rowSchema.extend({
  html: text,
  tags: z.union([z.array(z.object({ name: z.string(), value: z.string() })), z.record(z.string(), z.string())]).nullish(),
})
const domainSchema = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  open_tracking: z.boolean().nullish(),
  click_tracking: z.boolean().nullish(),
})
const suppressionSchema = z.object({ id: z.string().optional(), email: z.string(), origin: text })

/** What Resend knows of this account. @throws {Problem} from each as `askResend` */
export function provider(account: Account): Provider {
  const { get, pages, act } = askResend(account)
  return {
    list: async (since) => {
      const rows = await pages('/emails', rowSchema, ({ created_at }) => created_at < since)
      return rows?.filter(({ created_at }) => created_at >= since).map(rowOf)
    },
    mail: async (id) => {
      const mail = await get(`/emails/${encodeURIComponent(id)}`, mailSchema)
      const tags = mail?.tags ?? []
      return (
        mail && {
          ...rowOf(mail),
          html: mail.html ?? '',
          tags: Array.isArray(tags) ? Object.fromEntries(tags.map(({ name, value }) => [name, value])) : tags,
        }
      )
    },
    domain: async (name) => {
      const listed = await pages('/domains', domainSchema, () => false)
      const one = listed?.find((domain) => domain.name.toLowerCase() === name)
      // The list may leave out what is asked for here.
      const whole = one && { ...one, ...(await get(`/domains/${encodeURIComponent(one.id)}`, domainSchema)) }
      const found = whole && {
        status: whole.status,
        openTracking: whole.open_tracking ?? undefined,
        clickTracking: whole.click_tracking ?? undefined,
      }
      return listed && { of: listed.length, found }
    },
    suppressed: async () => {
      const rows = await pages('/suppressions', suppressionSchema, () => false)
      return rows && new Map(rows.map(({ email, origin }) => [email.toLowerCase(), origin ?? 'unknown']))
    },
    // Too late, or canceled already: what became of it is read back.
    cancel: (id) => act(`/emails/${encodeURIComponent(id)}/cancel`, { mayRefuse: [404, 409, 422] }),
  }
}

function rowOf({ id, to, subject, created_at, last_event, message_id, scheduled_at }: z.output<typeof rowSchema>): Row {
  const scheduled = timeOf(scheduled_at ?? '')
  return {
    id,
    to,
    subject: subject ?? '',
    at: created_at,
    event: (last_event ?? '').replace(/^email\./, ''),
    messageId: message_id ?? undefined,
    ...(!Number.isNaN(scheduled) && { scheduledAt: instant(scheduled) }),
  }
}

/** Milliseconds since 1970; NaN where it is no instant. "2026-10-06 09:00:00.123+00" is what the documents show, an answer may hold an ISO instant too. */
function timeOf(at: string): number {
  return Date.parse(at.replace(/^(\d{4}-\d\d-\d\d) /, '$1T').replace(/([+-]\d\d)$/, '$1:00'))
}
