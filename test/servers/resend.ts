import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { type Got, listen, type Reply, type Server } from './listen.ts'
import { answerInstead, damaged, refusal, type ResendFault } from './resend-faults.ts'
import { parseChange, type ParsedMail, parseMail, payloadOf } from './resend-mail.ts'
import { rateLimit } from './resend-limit.ts'
import { page } from './resend-page.ts'
import { domainRow, eventOf, type LastEvent, listRow, type ResendDomain, type ResendMail, suppressionRow, wholeMail } from './resend-rows.ts'

const KEY_LIFE_MS = 24 * 60 * 60_000
const ID = '([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})'

/** How the server is set up; `now`: milliseconds since 1970. `script`: what goes wrong with the nth `POST /emails`, `quota`: what the account had used before. */
export type ResendGiven = {
  keys?: { full: string; sending: string }
  domains?: readonly (Partial<ResendDomain> & { name: string })[]
  suppressed?: readonly string[]
  idempotency?: 'raw' | 'off'
  now?: () => number
  rateLimit?: { limit: number; windowMs: number }
  quota?: { daily?: number; monthly?: number }
  script?: (ResendFault | undefined)[]
}

/**
 * `got`: every request, in order; `mails`: what was accepted, oldest first. `fault`: asked for each request where the script says nothing; `nth` counts from 0
 * those of the same method and path. `onPost` is done with before anything else is done with a mail. `limited()`: how many requests were over the limit.
 * `copiesTo`: the mails that an address got or will get, canceled ones left out. `event`: sets what became of a mail.
 */
export type ResendServer = Server & {
  keys: { full: string; sending: string }
  mails: ResendMail[]
  domains: ResendDomain[]
  suppressed: Set<string>
  script: (ResendFault | undefined)[]
  fault: (got: Got, nth: number) => ResendFault | undefined
  onPost: (raw: string, headers: Got['headers']) => void | Promise<void>
  limited: () => number
  copiesTo: (address: string) => ResendMail[]
  event: (id: string, event: LastEvent) => void
}

/** Resend on loopback, strict: what its documentation does not allow is refused, keys are compared on the raw body, and whatever can go wrong does on demand. */
export async function resendServer(given: ResendGiven = {}): Promise<ResendServer> {
  const now = given.now ?? Date.now
  const positions = new Map<string, number>()
  const byAddress = new Map<string, ResendMail[]>()
  const byKey = new Map<string, ResendMail>()
  const running = new Set<string>()
  const counts = new Map<string, number>()
  const limit = given.rateLimit && rateLimit(given.rateLimit, now)

  const server = await listen(async (got) => {
    const route = `${got.method} ${got.path}`
    if (route === 'POST /emails') await fake.onPost(got.body, got.headers)
    const nth = counts.get(route) ?? 0
    counts.set(route, nth + 1)
    const fault = (route === 'POST /emails' ? fake.script[nth] : undefined) ?? fake.fault(got, nth)
    const limited = limit?.take()
    const reply = (fault && answerInstead(fault)) ?? limited?.refused ?? refuseKey(got, route) ?? (await answer(got, fault))
    const whole = { ...reply, headers: { ...quotaHeaders(), ...limited?.headers, ...reply.headers } }
    return fault ? damaged(whole, fault) : whole
  })

  function quotaHeaders(): Record<string, string> {
    const { daily, monthly } = given.quota ?? {}
    return {
      ...(daily !== undefined && { 'x-resend-daily-quota': String(daily + fake.mails.length) }),
      ...(monthly !== undefined && { 'x-resend-monthly-quota': String(monthly + fake.mails.length) }),
    }
  }

  function refuseKey(got: Got, route: string): Reply | undefined {
    const [, key] = /^Bearer (\S+)$/.exec(got.headers.authorization ?? '') ?? []
    if (key === undefined) return refusal(401, 'missing_api_key', 'Missing API key in the authorization header')
    if (key !== fake.keys.full && key !== fake.keys.sending) return refusal(403, 'invalid_api_key', 'API key is invalid')
    if (key === fake.keys.sending && route !== 'POST /emails')
      return refusal(401, 'restricted_api_key', 'This API key is restricted to only send emails')
    return undefined
  }

  async function answer(got: Got, fault: ResendFault | undefined): Promise<Reply> {
    const slowMs = typeof fault === 'object' && 'slowMs' in fault ? fault.slowMs : 0
    if (got.method === 'POST' && got.path === '/emails') return post(got, slowMs)
    if (slowMs > 0) await setTimeout(slowMs)
    const [, kind = '', id, action] = new RegExp(`^/(emails|domains|suppressions)(?:/${ID}(?:/(cancel))?)?$`).exec(got.path) ?? []
    if (kind === '' || (action !== undefined && kind !== 'emails') || (kind === 'suppressions' && id !== undefined)) return missing('route')
    const wanted = action !== undefined ? ['POST'] : kind === 'emails' && id !== undefined ? ['GET', 'PATCH'] : ['GET']
    if (!wanted.includes(got.method)) return refusal(405, 'method_not_allowed')
    if (kind === 'suppressions') return page([...fake.suppressed], got.query, (one) => [...fake.suppressed].indexOf(one), suppressionRow)
    if (kind === 'domains') {
      const domain = fake.domains.find((one) => one.id === id)
      if (id !== undefined) return domain ? json({ object: 'domain', ...domainRow(domain), records: [] }) : missing('domain')
      return json({ object: 'list', has_more: false, data: fake.domains.map(domainRow) })
    }
    if (id === undefined)
      return page(
        fake.mails,
        got.query,
        (one) => positions.get(one) ?? -1,
        (mail) => listRow(mail, now()),
      )
    const mail = fake.mails[positions.get(id) ?? -1]
    if (!mail) return missing('email')
    if (got.method === 'GET') return json(wholeMail(mail, now()))
    if (eventOf(mail, now()) !== 'scheduled') return refusal(422, 'validation_error', 'Only scheduled emails can be changed or canceled')
    if (action === undefined) {
      const change = parseChange(got, now())
      if ('refused' in change) return change.refused
      mail.row.scheduled_at = change.scheduled_at
      mail.scheduledAt = Date.parse(change.scheduled_at)
    } else mail.event = 'canceled'
    return json({ object: 'email', id })
  }

  async function post(got: Got, slowMs: number): Promise<Reply> {
    const mail = parseMail(got, { domains: new Set(fake.domains.filter((one) => one.status === 'verified').map((one) => one.name)), now: now() })
    if ('refused' in mail) return mail.refused
    const key = got.headers['idempotency-key']?.toString()
    if (key !== undefined && !/^[\x20-\x7e]{1,256}$/.test(key))
      return refusal(400, 'invalid_idempotency_key', 'The key must have 1 to 256 characters')
    const used = given.idempotency === 'off' ? undefined : key
    if (used === undefined) {
      if (slowMs > 0) await setTimeout(slowMs)
      return json({ id: accept(got.body, key, mail).id })
    }
    if (running.has(used)) return refusal(409, 'concurrent_idempotent_requests', 'A request with this key is in progress')
    const before = byKey.get(used)
    if (before && now() - before.at < KEY_LIFE_MS)
      return before.raw === got.body
        ? json({ id: before.id })
        : refusal(409, 'invalid_idempotent_request', 'This key was used with a different request body')
    running.add(used)
    if (slowMs > 0) await setTimeout(slowMs)
    running.delete(used)
    const accepted = accept(got.body, key, mail)
    byKey.set(used, accepted)
    return json({ id: accepted.id })
  }

  function accept(raw: string, key: string | undefined, { html: _html, text: _text, attachments: _attachments, ...row }: ParsedMail): ResendMail {
    const id = randomUUID()
    const names = row.to.map(addressOf)
    const scheduledAt = row.scheduled_at === undefined ? undefined : Date.parse(row.scheduled_at)
    const event = scheduledAt !== undefined ? 'scheduled' : names.some((one) => fake.suppressed.has(one)) ? 'suppressed' : 'sent'
    const mail: ResendMail = {
      id,
      key,
      raw,
      get payload() {
        return payloadOf(raw)
      },
      row,
      at: now(),
      scheduledAt,
      messageId: `<${id}@eu-west-1.amazonses.com>`,
      event,
    }
    positions.set(id, fake.mails.push(mail) - 1)
    for (const name of new Set(names)) {
      const held = byAddress.get(name)
      if (held) held.push(mail)
      else byAddress.set(name, [mail])
    }
    return mail
  }

  const fake: ResendServer = Object.assign(server, {
    keys: given.keys ?? { full: 're_full_access', sending: 're_sending_access' },
    mails: [],
    domains: (given.domains ?? [{ name: 'mail.example.org' }]).map((one): ResendDomain => ({
      id: randomUUID(),
      status: 'verified',
      open_tracking: false,
      click_tracking: false,
      ...one,
    })),
    suppressed: new Set(given.suppressed?.map(addressOf)),
    script: given.script ?? [],
    fault: () => undefined,
    onPost: () => undefined,
    limited: () => limit?.over() ?? 0,
    copiesTo: (address: string) => (byAddress.get(addressOf(address)) ?? []).filter((one) => one.event !== 'canceled'),
    event(id: string, event: LastEvent) {
      const mail = fake.mails[positions.get(id) ?? -1]
      if (!mail) throw new Error(`There is no mail ${id}`)
      mail.event = event
    },
  })
  return fake
}

function json(value: unknown): Reply {
  return { body: JSON.stringify(value) }
}

function missing(what: string): Reply {
  return refusal(404, 'not_found', `The ${what} was not found`)
}

/** "Name <address>" or an address as the address, in lower case. */
function addressOf(text: string): string {
  return (/<([^>]+)>$/.exec(text)?.[1] ?? text).toLowerCase()
}
