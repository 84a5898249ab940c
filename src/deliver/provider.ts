import { z } from 'zod'
import { Problem, Unanswered } from '../errors.ts'
import { instant } from '../model/instant.ts'
import { isTooLong } from './outcome.ts'
import { pace, waitBefore } from './pace.ts'
import { type Account, client, isPaced } from './resend.ts'
import { type Answered, statusOf } from './status-of.ts'

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

const MOST_TRIES = 5
const PAGE = 100

const LATER = 'Run it again later; nothing was sent or changed by asking'

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
const page = <T extends z.ZodType>(row: T) => z.object({ data: z.array(row), has_more: z.boolean().optional() })
const suppressionSchema = z.object({ id: z.string().optional(), email: z.string(), origin: text })

/** A way to ask Resend, politely: spaced, waiting when it says so, at most five times for the same. @throws {Problem} from each when no answer came, or one that is not understood */
export function provider(account: Account): Provider {
  const { clock } = account
  const { turn, heard, blocked } = pace(clock, { paced: isPaced(account), stop: account.stop })
  const sdk = client(account)
  const ask = async (send: () => Promise<Answered>, tries = 1): Promise<Answered> => {
    await turn()
    const answered = await send()
    heard(answered.headers ?? undefined)
    const { status } = refusalOf(answered)
    const isPassing = answered.error !== null && (status === undefined || status === 429 || status >= 500)
    if ((!isPassing && (answered.error !== null || answered.data !== null)) || tries >= MOST_TRIES || account.stop?.aborted) return answered
    const waitMs = waitBefore(tries, { headers: answered.headers ?? undefined, now: clock.now(), random: account.random })
    if (isTooLong(waitMs)) return answered
    // Towards this machine a server that is down is down.
    if (isPaced(account) || status === 429) blocked(waitMs)
    return ask(send, tries + 1)
  }
  const get = async <T extends z.ZodType>(path: string, schema: T): Promise<z.output<T> | undefined> => {
    const answered = await ask(() => sdk.get(path))
    const { status } = refusalOf(answered)
    if (status === 404 || status === 405) return undefined
    if (answered.error !== null || answered.data === null) throw problem(path, answered)
    const parsed = schema.safeParse(answered.data)
    if (!parsed.success)
      throw new Problem({
        what: `Cannot read what Resend says at ${path.split('?')[0]}: ${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}`,
        fix: 'Run it again; if it stays so, the provider has changed: look for a newer version of Legible',
      })
    return parsed.data
  }
  const pages = async <T extends z.ZodType<{ id?: string | undefined }>>(
    path: string,
    row: T,
    isLast: (row: z.output<T>) => boolean,
  ): Promise<z.output<T>[] | undefined> => {
    const rows: z.output<T>[] = []
    const seen = new Set<string | undefined>()
    for (let after = ''; ;) {
      const answer = await get(`${path}?limit=${PAGE}${after && `&after=${encodeURIComponent(after)}`}`, page(row))
      if (!answer && after === '') return undefined
      // A list that breaks off is no shorter list: what is not seen in it may be there.
      if (!answer) throw new Unanswered({ what: `Cannot ask Resend for ${path.slice(1)}: the list broke off`, fix: LATER })
      const fresh = answer.data.filter(({ id }) => id === undefined || !seen.has(id))
      rows.push(...fresh)
      for (const { id } of fresh) seen.add(id)
      const last = fresh.at(-1)
      // Of a server that does not say whether there is more, a full page may not be the last.
      const isMore = answer.has_more ?? answer.data.length >= PAGE
      if (!isMore || last?.id === undefined || isLast(last)) return rows
      after = last.id
    }
  }
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
    cancel: async (id) => {
      const path = `/emails/${encodeURIComponent(id)}/cancel`
      const answered = await ask(() => sdk.act(path))
      const { status } = refusalOf(answered)
      // Too late, or cancelled already: what became of it is read back.
      if (answered.error !== null && status !== 404 && status !== 409 && status !== 422) throw problem(path, answered)
    },
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

/** `status`: 404 where an answer came that names none, as servers give that do not know a place; undefined where no whole answer came. */
function refusalOf({ error, headers }: Answered): { status: number | undefined; name: string } {
  const { status, name } = statusOf({ error, headers })
  const isUnnamed = headers !== null && z.object({ name: z.null().optional() }).safeParse(error).success
  return { status: status ?? (isUnnamed ? 404 : undefined), name: name ?? 'no name' }
}

function problem(path: string, answered: Answered): Problem {
  const { status, name } = refusalOf(answered)
  const what = `Cannot ask Resend for ${path.split('?')[0]?.split('/')[1]}: ${status === undefined ? 'no whole answer came' : `${status} ${name}`}`
  if (status === undefined || status === 429 || status >= 500) return new Unanswered({ what, fix: LATER })
  return new Problem({
    what,
    fix:
      name === 'invalid_api_key' || name === 'suspended_api_key'
        ? 'Resend does not take the key: look at resend.com/api-keys, and set RESEND_API_KEY or RESEND_READ_KEY to one that lives'
        : status === 401 || status === 403
          ? 'Set RESEND_READ_KEY to a key with full access: a sending key may not read'
          : 'Run it again; if it stays so, look for a newer version of Legible',
  })
}
