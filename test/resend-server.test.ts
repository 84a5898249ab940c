/** The tests' Resend is what its description says: everything that sending is tested with rests on it. */
import { spawn } from 'node:child_process'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type ResendGiven, type ResendServer, resendServer } from './servers/resend.ts'
import { refusal, type ResendFault } from './servers/resend-faults.ts'

const HOUR_MS = 3_600_000
const START = Date.parse('2026-10-02T09:00:00Z')
const MAIL = {
  from: 'Ada Example <digest@mail.example.org>',
  to: ['jo@acme.example'],
  reply_to: 'ada@example.org',
  subject: 'A mail',
  html: '<p>Hello</p>',
  text: 'Hello',
  headers: { 'List-Id': '<digest.example.org>' },
  tags: [{ name: 'edition', value: '2026-Q3' }],
}

type Asked = {
  method?: string
  body?: string | Uint8Array<ArrayBuffer> | undefined
  key?: string | undefined
  bearer?: string | undefined
  type?: string
}

/** What of answers is looked at by name. */
type Json = { id: string; name: string; last_event: string; has_more: boolean; data: { id: string; subject: string }[] }

/** One request; gives its status, its text as JSON where it is that, and its headers. */
async function ask(server: ResendServer, path: string, asked: Asked = {}): Promise<{ status: number; json: Json; headers: Headers }> {
  const { method = asked.body === undefined ? 'GET' : 'POST', body, key, type = 'application/json' } = asked
  const bearer = 'bearer' in asked ? asked.bearer : server.keys.full
  const response = await fetch(server.url + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(body !== undefined && { 'content-type': type }),
      ...(key !== undefined && { 'idempotency-key': key }),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    },
    ...(body !== undefined && { body }),
  })
  const text = await response.text()
  return { status: response.status, json: text.startsWith('{') || text === 'null' ? JSON.parse(text) : text, headers: response.headers }
}

const post = (server: ResendServer, mail: object = {}, asked: Asked = {}): ReturnType<typeof ask> =>
  ask(server, '/emails', { body: JSON.stringify({ ...MAIL, ...mail }), ...asked })

/** A server whose time stands still until it is moved. */
async function stopped(given: ResendGiven = {}): Promise<{ server: ResendServer; pass: (ms: number) => void }> {
  let now = START
  return { server: await resendServer({ now: () => now, ...given }), pass: (ms) => (now += ms) }
}

describe('keys of requests', () => {
  test('the same key and bytes: the first answer again, and one mail; without a key a mail each time', async () => {
    const server = await resendServer()
    const [first, second] = [await post(server, {}, { key: 'a' }), await post(server, {}, { key: 'a' })]
    expect(first).toMatchObject({ status: 200, json: { id: server.mails[0]?.id } })
    expect(second.json).toEqual(first.json)
    expect(server.mails).toHaveLength(1)
    await post(server)
    await post(server)
    expect(server.copiesTo('JO@acme.example')).toHaveLength(3)
  })

  test.each([
    ['keys of the JSON in another order', JSON.stringify(Object.fromEntries(Object.entries(MAIL).reverse()))],
    ['a blank', ` ${JSON.stringify(MAIL)}`],
    ['an address instead of a list of one', JSON.stringify({ ...MAIL, to: 'jo@acme.example' })],
    ['an escape', JSON.stringify(MAIL).replace('Hello', '\\u0048ello')],
  ])('other bytes that mean the same are refused: %s', async (_, body) => {
    const server = await resendServer()
    await post(server, {}, { key: 'a' })
    expect(await ask(server, '/emails', { key: 'a', body })).toMatchObject({
      status: 409,
      json: { name: 'invalid_idempotent_request', statusCode: 409 },
    })
    expect(await ask(server, '/emails', { key: 'b', body })).toMatchObject({ status: 200 })
    expect(server.mails.map((one) => one.raw)).toEqual([JSON.stringify(MAIL), body])
  })

  test('a key is forgotten after 24 hours by the clock, and sends again', async () => {
    const { server, pass } = await stopped()
    await post(server, {}, { key: 'a' })
    pass(24 * HOUR_MS - 1)
    await post(server, {}, { key: 'a' })
    expect(server.mails).toHaveLength(1)
    pass(1)
    await post(server, { subject: 'Another' }, { key: 'a' })
    await post(server, { subject: 'Another' }, { key: 'a' })
    expect(server.mails.map((one) => [one.key, one.at, one.payload.subject])).toEqual([
      ['a', START, 'A mail'],
      ['a', START + 24 * HOUR_MS, 'Another'],
    ])
  })

  test.each([
    ['', 400],
    ['k'.repeat(256), 200],
    ['k'.repeat(257), 400],
    ['kéy', 400],
    ['digest/2026-Q3/r1/acme/jo', 200],
  ])('key %j: %d', async (key, status) => {
    const server = await resendServer()
    const got = await post(server, {}, { key })
    expect(got.status).toBe(status)
    if (status === 400) expect([got.json.name, server.mails]).toEqual(['invalid_idempotency_key', []])
  })

  test('what was refused is not kept under its key; switched off, no key is', async () => {
    const server = await resendServer()
    expect(await post(server, { subject: '' }, { key: 'a' })).toMatchObject({ status: 422 })
    expect(await post(server, {}, { key: 'a' })).toMatchObject({ status: 200 })
    const off = await resendServer({ idempotency: 'off' })
    await post(off, {}, { key: 'a' })
    await post(off, {}, { key: 'a' })
    expect(off.mails.map((one) => one.key)).toEqual(['a', 'a'])
  })

  test('a key that is in use is told from one that was used', async () => {
    const server = await resendServer({ script: [{ slowMs: 300 }] })
    const arrived = Promise.withResolvers<void>()
    server.onPost = () => arrived.resolve()
    const slow = post(server, {}, { key: 'a' })
    await arrived.promise
    expect(await post(server, {}, { key: 'a' })).toMatchObject({ status: 409, json: { name: 'concurrent_idempotent_requests' } })
    expect(server.mails).toEqual([])
    expect((await post(server, {}, { key: 'b' })).status).toBe(200)
    expect((await slow).status).toBe(200)
    expect((await post(server, {}, { key: 'a' })).json).toEqual((await slow).json)
    expect(server.mails.map((one) => one.key)).toEqual(['b', 'a'])
  })
})

describe('who may ask for what', () => {
  test.each([
    ['no key', undefined, 401, 'missing_api_key'],
    ['an unknown key', 're_nobody', 403, 'invalid_api_key'],
  ])('%s', async (_, bearer, status, name) => {
    const server = await resendServer()
    for (const got of [await post(server, {}, { bearer }), await ask(server, '/domains', { bearer })])
      expect(got).toMatchObject({ status, json: { statusCode: status, name, message: expect.any(String) } })
    expect(server.mails).toEqual([])
  })

  test('a key for sending sends, and is refused everything else', async () => {
    const server = await resendServer()
    const bearer = server.keys.sending
    const { json } = await post(server, {}, { bearer })
    for (const path of ['/emails', `/emails/${json.id}`, '/domains', '/suppressions'])
      expect(await ask(server, path, { bearer })).toMatchObject({ status: 401, json: { name: 'restricted_api_key' } })
    expect(await ask(server, `/emails/${json.id}/cancel`, { bearer, method: 'POST' })).toMatchObject({ status: 401 })
    expect(server.got.map(({ method, path }) => `${method} ${path}`)).toContain('GET /suppressions')
  })

  test.each([
    ['GET', '/', 404],
    ['GET', '/emails/1', 404],
    ['GET', '/emails/00000000-0000-4000-8000-000000000000', 404],
    ['GET', '/domains/00000000-0000-4000-8000-000000000000', 404],
    ['POST', '/emails/batch', 404],
    ['GET', '/contacts', 404],
    ['DELETE', '/emails', 405],
    ['PUT', '/emails/00000000-0000-4000-8000-000000000000', 405],
    ['POST', '/domains', 405],
    ['DELETE', '/suppressions', 405],
  ])('%s %s: %d', async (method, path, status) => {
    const server = await resendServer()
    const got = await ask(server, path, { method })
    expect(got).toMatchObject({ status, json: { statusCode: status, name: status === 404 ? 'not_found' : 'method_not_allowed' } })
  })
})

describe('what a mail must be', () => {
  const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `a${index}@acme.example`)
  const file = (more: object): object => ({ attachments: [{ filename: 'a.txt', content: 'QQ==', ...more }] })
  const ahead = (ms: number): object => ({ scheduled_at: new Date(START + ms).toISOString() })
  test.each<[string, object, number, string?]>([
    ['a field that is unknown', { scheduledAt: '2026-10-03T00:00:00Z' }, 422, 'validation_error'],
    ['nobody to send it to', { to: [] }, 422, 'validation_error'],
    ['no field to', { to: undefined }, 422, 'missing_required_field'],
    ['50 addresses', { to: many(50) }, 200],
    ['51 addresses', { to: many(51) }, 422, 'validation_error'],
    ['no address', { to: 'jo' }, 422, 'validation_error'],
    ['no sender', { from: undefined }, 422, 'missing_required_field'],
    ['a sender that is no address', { from: 'Ada' }, 422, 'invalid_from_address'],
    ['a domain that is not verified', { from: 'a@other.example.org' }, 403, 'validation_error'],
    ['a domain below one that is verified', { from: 'a@x.mail.example.org' }, 403, 'validation_error'],
    ['no subject', { subject: undefined }, 422, 'missing_required_field'],
    ['neither html nor text', { html: undefined, text: undefined }, 422, 'missing_required_field'],
    ['html alone', { text: undefined }, 200],
    ['a tag with a blank', { tags: [{ name: 'a', value: 'b c' }] }, 422, 'validation_error'],
    ['a tag of 257 characters', { tags: [{ name: 'a', value: 'b'.repeat(257) }] }, 422, 'validation_error'],
    ['a header of two lines', { headers: { 'X-A': 'a\r\nBcc: b@example.org' } }, 422, 'validation_error'],
    ['an attachment', file({ content_id: 'one', content_type: 'text/plain' }), 200],
    ['an attachment that is not Base64', file({ content: 'Q' }), 422, 'invalid_attachment'],
    ['an attachment with a field that is unknown', file({ contentType: 'text/plain' }), 422, 'invalid_attachment'],
    ['attachments of more than 40 MB', file({ content: 'A'.repeat(40 * 2 ** 20 + 4) }), 422, 'invalid_attachment'],
    ['a time to come', ahead(1000), 200],
    ['a time that is over', ahead(0), 422, 'validation_error'],
    ['a time in 30 days', ahead(30 * 24 * HOUR_MS), 200],
    ['a time beyond 30 days', ahead(30 * 24 * HOUR_MS + 1), 422, 'validation_error'],
    ['a time in words', { scheduled_at: 'in 1 hour' }, 422, 'validation_error'],
    ['a time without an offset', { scheduled_at: '2026-10-03T00:00:00' }, 422, 'validation_error'],
  ])('%s', async (_, mail, status, name) => {
    const { server } = await stopped()
    expect(await post(server, mail)).toMatchObject(name === undefined ? { status } : { status, json: { statusCode: status, name } })
    expect(server.mails).toHaveLength(status === 200 ? 1 : 0)
  })

  test.each<[string, Asked]>([
    ['not JSON', { body: '{' }],
    ['of another type', { body: JSON.stringify(MAIL), type: 'text/plain' }],
    ['not UTF-8', { body: Buffer.from(JSON.stringify({ ...MAIL, subject: '\u00ff' }), 'latin1') }],
  ])('a body that is %s', async (_, asked) => {
    const server = await resendServer()
    expect(await ask(server, '/emails', asked)).toMatchObject({ status: 400, json: { name: 'validation_error' } })
  })

  test('an attachment of nearly 40 MB is accepted', async () => {
    const server = await resendServer()
    expect(await post(server, file({ content: 'A'.repeat(40 * 2 ** 20) }))).toMatchObject({ status: 200 })
  })
})

describe('what is read back', () => {
  test('a mail, whole and in the list, as the SDK has its types', async () => {
    const { server } = await stopped()
    const { json } = await post(server, {}, { key: 'a' })
    const row = {
      id: json.id,
      message_id: expect.stringMatching(/^<[^<>@\s]+@[^<>@\s]+>$/),
      from: MAIL.from,
      to: MAIL.to,
      cc: null,
      bcc: null,
      reply_to: [MAIL.reply_to],
      subject: MAIL.subject,
      created_at: '2026-10-02T09:00:00.000000+00:00',
      last_event: 'sent',
      scheduled_at: null,
    }
    expect((await ask(server, '/emails')).json).toEqual({ object: 'list', has_more: false, data: [row] })
    expect((await ask(server, `/emails/${json.id}`)).json).toEqual({
      object: 'email',
      ...row,
      html: MAIL.html,
      text: MAIL.text,
      tags: MAIL.tags,
      topic_id: null,
    })
    server.event(json.id, 'bounced')
    expect((await ask(server, `/emails/${json.id}`)).json).toMatchObject({ last_event: 'bounced' })
  })

  test('pages, newest first, both ways', async () => {
    const server = await resendServer()
    for (let nth = 0; nth < 45; nth++) await post(server, { subject: `${nth}` })
    const subjects = async (query: string): Promise<[number[], boolean]> => {
      const { json } = await ask(server, `/emails${query}`)
      return [json.data.map((one) => Number(one.subject)), json.has_more]
    }
    const down = (from: number, to: number): number[] => Array.from({ length: from - to + 1 }, (_, index) => from - index)
    const id = (nth: number): string => server.mails[nth]?.id ?? ''
    expect(await subjects('')).toEqual([down(44, 25), true])
    expect(await subjects('?limit=45')).toEqual([down(44, 0), false])
    expect(await subjects(`?limit=20&after=${id(25)}`)).toEqual([down(24, 5), true])
    expect(await subjects(`?limit=20&after=${id(5)}`)).toEqual([down(4, 0), false])
    expect(await subjects(`?after=${id(0)}`)).toEqual([[], false])
    expect(await subjects(`?limit=3&before=${id(5)}`)).toEqual([down(8, 6), true])
    expect(await subjects(`?limit=3&before=${id(42)}`)).toEqual([down(44, 43), false])
    for (const query of ['?limit=0', '?limit=101', '?limit=x', '?after=x', `?after=${id(1)}&before=${id(2)}`, '?page=2'])
      expect(await ask(server, `/emails${query}`), query).toMatchObject({ status: 422 })
  })

  test('domains with their tracking, and addresses that get no mail any more', async () => {
    const server = await resendServer({
      domains: [
        { name: 'mail.example.org', open_tracking: true },
        { name: 'b.example', status: 'pending' },
      ],
      suppressed: ['Jo@acme.example'],
    })
    const { json } = await ask(server, '/domains')
    expect(json).toMatchObject({
      object: 'list',
      has_more: false,
      data: [
        { name: 'mail.example.org', status: 'verified', open_tracking: true, click_tracking: false },
        { name: 'b.example', status: 'pending', open_tracking: false, click_tracking: false },
      ],
    })
    expect((await ask(server, `/domains/${json.data[1]?.id}`)).json).toMatchObject({ object: 'domain', name: 'b.example', records: [] })
    expect(await post(server, { from: 'a@b.example' })).toMatchObject({ status: 403 })
    expect((await ask(server, '/suppressions')).json).toMatchObject({ has_more: false, data: [{ email: 'jo@acme.example', origin: 'bounce' }] })
    const { status, json: sent } = await post(server)
    expect(status).toBe(200)
    expect((await ask(server, `/emails/${sent.id}`)).json.last_event).toBe('suppressed')
  })

  test('what is scheduled can be moved and canceled until its time, once', async () => {
    const { server, pass } = await stopped()
    const at = (hours: number): { scheduled_at: string } => ({ scheduled_at: new Date(START + hours * HOUR_MS).toISOString() })
    const [one, two] = [(await post(server, at(1))).json.id, (await post(server, at(2))).json.id]
    const event = async (id: string): Promise<string> => (await ask(server, `/emails/${id}`)).json.last_event
    const cancel = (id: string): ReturnType<typeof ask> => ask(server, `/emails/${id}/cancel`, { method: 'POST' })
    const move = (id: string, body: object): ReturnType<typeof ask> => ask(server, `/emails/${id}`, { method: 'PATCH', body: JSON.stringify(body) })
    expect(await event(one)).toBe('scheduled')
    expect(await move(one, at(3))).toMatchObject({ status: 200, json: { object: 'email', id: one } })
    expect(await move(one, { ...at(3), subject: 'Another' })).toMatchObject({ status: 422 })
    expect(await move(one, at(-1))).toMatchObject({ status: 422 })
    pass(2 * HOUR_MS)
    expect([await event(one), await event(two)]).toEqual(['scheduled', 'sent'])
    expect(await cancel(one)).toMatchObject({ status: 200, json: { object: 'email', id: one } })
    expect(await cancel(one)).toMatchObject({ status: 422, json: { name: 'validation_error' } })
    expect(await cancel(two)).toMatchObject({ status: 422 })
    expect(await move(one, at(9))).toMatchObject({ status: 422 })
    pass(9 * HOUR_MS)
    expect([await event(one), await event(two)]).toEqual(['canceled', 'sent'])
    expect(server.copiesTo('jo@acme.example').map((mail) => mail.id)).toEqual([two])
    expect(await cancel((await post(server)).json.id)).toMatchObject({ status: 422 })
  })
})

test('the rate limit is in every answer; what is over it is counted and not done; a new window opens by the clock', async () => {
  const { server, pass } = await stopped({ rateLimit: { limit: 2, windowMs: 1500 }, quota: { daily: 7, monthly: 70 } })
  const seen = (headers: Headers): (string | null)[] =>
    ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'retry-after', 'x-resend-daily-quota'].map((name) => headers.get(name))
  expect(seen((await post(server)).headers)).toEqual(['2', '1', '2', null, '8'])
  pass(600)
  expect(seen((await ask(server, '/domains')).headers)).toEqual(['2', '0', '1', null, '8'])
  const over = await post(server)
  expect([over.status, over.json.name, ...seen(over.headers)]).toEqual([429, 'rate_limit_exceeded', '2', '0', '1', '1', '8'])
  expect([server.limited(), server.mails.length]).toEqual([1, 1])
  pass(900)
  const next = await post(server)
  expect([next.status, next.headers.get('x-resend-monthly-quota'), server.limited()]).toEqual([200, '72', 1])
})

describe('what goes wrong on demand', () => {
  const killed: string[] = []
  /** What a fault makes of a request (undefined: no whole answer comes), and whether the mail is sent. */
  test.each<[ResendFault, { status: number; json?: unknown } | undefined, 0 | 1]>([
    ['reset-before', undefined, 0],
    ['reset-after', undefined, 1],
    ['500-before', { status: 500, json: { name: 'application_error' } }, 0],
    ['500-after', { status: 500, json: { name: 'application_error' } }, 1],
    ['html-502', { status: 502, json: expect.stringContaining('<html>') }, 0],
    ['null-500', { status: 500, json: null }, 0],
    ['truncate-after', undefined, 1],
    ['html-200', { status: 200, json: expect.stringContaining('<html>') }, 1],
    ['empty-200', { status: 200, json: '' }, 1],
    ['hang', undefined, 0],
    ['hang-after', undefined, 1],
    ['302', { status: 302 }, 0],
    ['401', { status: 401, json: { name: 'restricted_api_key' } }, 0],
    ['409-concurrent', { status: 409, json: { name: 'concurrent_idempotent_requests' } }, 0],
    ['422', { status: 422, json: { name: 'validation_error' } }, 0],
    ['429', { status: 429, json: { name: 'rate_limit_exceeded' } }, 0],
    [{ retryAfterS: 7 }, { status: 429, json: { name: 'rate_limit_exceeded' } }, 0],
    ['451', { status: 451, json: { name: 'security_error' } }, 0],
    ['quota', { status: 429, json: { name: 'daily_quota_exceeded' } }, 0],
    ['suspended', { status: 403, json: { name: 'suspended_api_key' } }, 0],
    [{ kill: () => killed.push('one') }, undefined, 1],
    [refusal(418, 'teapot'), { status: 418, json: { name: 'teapot' } }, 0],
  ])('%j', async (fault, answer, mails) => {
    const server = await resendServer({ script: [undefined, fault] })
    const hung = Promise.withResolvers<undefined>()
    server.onStall = () => hung.resolve(undefined)
    await post(server, {}, { key: 'first' })
    const got = await Promise.race([post(server, {}, { key: 'second' }).catch(() => undefined), hung.promise])
    if (answer === undefined) expect(got).toBeUndefined()
    else expect(got).toMatchObject(answer)
    if (answer?.status === 429)
      expect(got?.headers.get('retry-after')).toBe(typeof fault === 'object' && 'retryAfterS' in fault ? String(fault.retryAfterS) : null)
    expect(server.mails).toHaveLength(1 + mails)
    expect(killed.splice(0)).toEqual(typeof fault === 'object' && 'kill' in fault ? ['one'] : [])
    expect((await post(server, {}, { key: 'second' })).status).toBe(200)
    expect(server.mails.map((one) => one.key)).toEqual(['first', 'second'])
  })

  test('of any request, by its path and how often it came', async () => {
    const server = await resendServer()
    server.fault = (got, nth) => (got.path === '/domains' && nth === 1 ? 'null-500' : undefined)
    const statuses: number[] = []
    for (const path of ['/domains', '/emails', '/domains', '/domains']) statuses.push((await ask(server, path)).status)
    expect(statuses).toEqual([200, 200, 500, 200])
  })

  test('what waits on arrival is done before anything else is', async () => {
    const server = await resendServer({ script: ['reset-before'] })
    const seen: unknown[] = []
    server.onPost = async (raw, headers) => {
      await new Promise(setImmediate)
      seen.push(raw, headers['idempotency-key'], server.mails.length)
    }
    await post(server, {}, { key: 'a' }).catch(() => undefined)
    await post(server, {}, { key: 'a' })
    expect(seen).toEqual([JSON.stringify(MAIL), 'a', 0, JSON.stringify(MAIL), 'a', 0])
  })

  test('a request that hangs does not keep a process from ending', async () => {
    const program = `
      import { resendServer } from ${JSON.stringify(new URL('servers/resend.ts', import.meta.url).href)}
      const waiting = setInterval(() => undefined, 1000)
      const server = await resendServer({ script: ['hang'] })
      server.onStall = () => clearInterval(waiting)
      console.log(server.url, server.keys.full)`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => void child.kill('SIGKILL'))
    const ended = new Promise((resolve) => child.on('close', resolve))
    const [url = '', key = ''] = String(await new Promise((resolve) => child.stdout.once('data', resolve)))
      .trim()
      .split(' ')
    const asked = fetch(`${url}/emails`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: '{}' })
    await expect(asked).rejects.toThrow('fetch failed')
    expect(await ended).toBe(0)
  })
})
