/** The tests' Resend beside emulate, which others wrote: both answer alike but for what is listed here; a difference that is new, or gone, fails. */
import { isDeepStrictEqual } from 'node:util'
import { createEmulator, type Emulator } from 'emulate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { resendServer } from './servers/resend.ts'

const MAIL = {
  from: 'Ada Example <digest@mail.example.org>',
  to: ['jo@acme.example'],
  reply_to: 'ada@example.org',
  subject: 'A mail',
  html: '<p>Hello</p>',
  text: 'Hello',
  tags: [{ name: 'edition', value: '2026-Q3' }],
}
const FILE = { filename: 'a.txt', content: 'QQ==' }

type Target = { url: string; key: string }
/** What of an answer is looked at by name. */
type Answer = {
  id: string
  name: string
  object: string
  has_more: boolean
  data: { [field: string]: unknown; id: string }[]
  [field: string]: unknown
}
type Asked = { method?: string; body?: unknown; headers?: Record<string, string> }

/** Asks as the SDK would; gives the status and the answer. */
async function ask(target: Target, path: string, { method, body, headers }: Asked = {}): Promise<{ status: number; json: Answer; headers: Headers }> {
  const response = await fetch(target.url + path, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${target.key}`, ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: response.status, json: await response.json(), headers: response.headers }
}

const send = (target: Target, more: object = {}, headers: Record<string, string> = {}): ReturnType<typeof ask> =>
  ask(target, '/emails', { body: { ...MAIL, ...more }, headers })

/** The status, and what the error is called. */
const outcome = async (answer: ReturnType<typeof ask>): Promise<unknown[]> => {
  const { status, json } = await answer
  return status === 200 ? [200] : [status, json.name]
}

/** Sends a mail, then something else under the same key: whether that is the first once more, and how many mails there are. */
const again = async (target: Target, body: unknown): Promise<unknown[]> => {
  const first = await send(target, {}, { 'idempotency-key': 'a' })
  const second = await ask(target, '/emails', { body, headers: { 'idempotency-key': 'a' } })
  const { json } = await ask(target, '/emails')
  return [second.status === 200 ? second.json.id === first.json.id : second.json.name, json.data.length]
}

/** Sends a mail and reads it: these fields of it. */
const fieldsOf = async (target: Target, more: object, fields: readonly string[]): Promise<unknown[]> => {
  const { json } = await send(target, more)
  const read = await ask(target, `/emails/${json.id}`)
  return fields.map((field) => read.json[field])
}

const later = (): object => ({ scheduled_at: new Date(Date.now() + 3_600_000).toISOString() })
const cancel = (target: Target, id: string): ReturnType<typeof ask> => ask(target, `/emails/${id}/cancel`, { method: 'POST' })

/** What is done, what our own server says, and what emulate says where that is something else. */
const CONTRACT: [string, (target: Target) => Promise<unknown>, unknown, unknown?][] = [
  // Alike.
  ['a mail is accepted', (target) => outcome(send(target)), [200]],
  ['the same key and bytes: the first answer, one mail', (target) => again(target, MAIL), [true, 1]],
  ['the same key, another subject', (target) => again(target, { ...MAIL, subject: 'B' }), ['invalid_idempotent_request', 1]],
  ['the same key, another order of tags', (target) => again(target, { ...MAIL, tags: [] }), ['invalid_idempotent_request', 1]],
  [
    'without a key',
    async (target) => [await outcome(send(target)), await outcome(send(target)), (await ask(target, '/emails')).json.data.length],
    [[200], [200], 2],
  ],
  [
    'many at once with one key',
    async (target) =>
      new Set((await Promise.all(Array.from({ length: 20 }, () => send(target, {}, { 'idempotency-key': 'a' })))).map(({ json }) => json.id)).size,
    1,
  ],
  ['a key of 256 characters', (target) => outcome(send(target, {}, { 'idempotency-key': 'k'.repeat(256) })), [200]],
  ['a key of 257 characters', (target) => outcome(send(target, {}, { 'idempotency-key': 'k'.repeat(257) })), [400, 'invalid_idempotency_key']],
  ['an empty key', (target) => outcome(send(target, {}, { 'idempotency-key': '' })), [400, 'invalid_idempotency_key']],
  [
    'what is read back',
    (target) => fieldsOf(target, {}, ['object', 'from', 'to', 'subject', 'html', 'text', 'reply_to', 'tags', 'scheduled_at']),
    ['email', MAIL.from, MAIL.to, MAIL.subject, MAIL.html, MAIL.text, [MAIL.reply_to], MAIL.tags, null],
  ],
  ['attachments are not read back', (target) => fieldsOf(target, { attachments: [FILE] }, ['attachments']), [undefined]],
  ['a mail that is not there', (target) => outcome(ask(target, '/emails/00000000-0000-4000-8000-000000000000')), [404, 'not_found']],
  ['a mail that was sent cannot be canceled', async (target) => outcome(cancel(target, (await send(target)).json.id)), [422, 'validation_error']],
  [
    'a scheduled mail is canceled, once',
    async (target) => {
      const { json } = await send(target, later())
      return [await outcome(cancel(target, json.id)), await outcome(cancel(target, json.id))]
    },
    [[200], [422, 'validation_error']],
  ],
  [
    'a domain, by its id',
    async (target) => {
      const { json } = await ask(target, '/domains')
      const one = await ask(target, `/domains/${json.data[0]?.id}`)
      return [json.data.length, one.json['object'], one.json.name, one.json['status']]
    },
    [1, 'domain', 'mail.example.org', 'verified'],
  ],

  // What emulate takes for the same.
  [
    'the same key, keys in another order',
    (target) => again(target, Object.fromEntries(Object.entries(MAIL).reverse())),
    ['invalid_idempotent_request', 1],
    [true, 1],
  ],
  [
    'the same key, an address instead of a list',
    (target) => again(target, { ...MAIL, to: 'jo@acme.example' }),
    ['invalid_idempotent_request', 1],
    [true, 1],
  ],
  ['the same key, an empty list instead of nothing', (target) => again(target, { ...MAIL, cc: [] }), ['invalid_idempotent_request', 1], [true, 1]],
  ['the same key, other attachments', (target) => again(target, { ...MAIL, attachments: [FILE] }), ['invalid_idempotent_request', 1], [true, 1]],
  ['the same key, other white space', (target) => again(target, ` ${JSON.stringify(MAIL)}`), ['invalid_idempotent_request', 1], [true, 1]],

  // What emulate accepts.
  ['no API key', (target) => outcome(send(target, {}, { authorization: '' })), [401, 'missing_api_key'], [200]],
  ['an unknown API key', (target) => outcome(send(target, {}, { authorization: 'Bearer re_nobody' })), [403, 'invalid_api_key'], [200]],
  [
    '51 addresses',
    (target) => outcome(send(target, { to: Array.from({ length: 51 }, (_, nth) => `a${nth}@acme.example`) })),
    [422, 'validation_error'],
    [200],
  ],
  ['nobody', (target) => outcome(send(target, { to: [] })), [422, 'validation_error'], [200]],
  ['a sender that is no address', (target) => outcome(send(target, { from: 'Ada' })), [422, 'invalid_from_address'], [200]],
  ['a domain that is not verified', (target) => outcome(send(target, { from: 'a@b.example' })), [403, 'validation_error'], [200]],
  ['a tag with a blank', (target) => outcome(send(target, { tags: [{ name: 'a', value: 'b c' }] })), [422, 'validation_error'], [200]],
  ['neither html nor text', (target) => outcome(send(target, { html: undefined, text: undefined })), [422, 'missing_required_field'], [200]],
  ['a field that is unknown', (target) => outcome(send(target, { scheduledAt: 'now' })), [422, 'validation_error'], [200]],
  ['a time that is over', (target) => outcome(send(target, { scheduled_at: '2020-01-01T00:00:00Z' })), [422, 'validation_error'], [200]],
  ['a time in words', (target) => outcome(send(target, { scheduled_at: 'in 1 hour' })), [422, 'validation_error'], [200]],
  ['a body of another type', (target) => outcome(send(target, {}, { 'content-type': 'text/plain' })), [400, 'validation_error'], [200]],

  // What emulate calls otherwise.
  ['no subject', (target) => outcome(send(target, { subject: undefined })), [422, 'missing_required_field'], [422, 'validation_error']],
  ['no JSON', (target) => outcome(ask(target, '/emails', { body: '{' })), [400, 'validation_error'], [422, 'validation_error']],
  ['what became of a mail', (target) => fieldsOf(target, {}, ['last_event']), ['sent'], ['email.delivered']],
  ['what became of a scheduled mail', (target) => fieldsOf(target, later(), ['last_event']), ['scheduled'], ['email.scheduled']],
  [
    'what became of a canceled mail',
    async (target) => {
      const { json } = await send(target, later())
      await cancel(target, json.id)
      return (await ask(target, `/emails/${json.id}`)).json['last_event']
    },
    'canceled',
    'email.canceled',
  ],
  ['copies to nobody', (target) => fieldsOf(target, {}, ['cc', 'bcc']), [null, null], [[], []]],
  [
    'how an instant is written',
    async (target) => String((await fieldsOf(target, {}, ['created_at']))[0]).replace(/\d/g, '0'),
    '0000-00-00T00:00:00.000000+00:00',
    '0000-00-00T00:00:00.000Z',
  ],
  [
    'the headers of the rate limit',
    async (target) => [...(await send(target)).headers.keys()].filter((name) => name.includes('ratelimit')),
    ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'],
    ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'x-ratelimit-resource'],
  ],

  // What emulate lacks.
  ['the Message-ID', async (target) => typeof (await fieldsOf(target, {}, ['message_id']))[0], 'string', 'undefined'],
  [
    'a page of the list',
    async (target) => {
      for (const subject of ['1', '2', '3']) await send(target, { subject })
      const { json } = await ask(target, '/emails?limit=2')
      const next = await ask(target, `/emails?limit=2&after=${json.data.at(-1)?.id}`)
      return [json, next.json].map((page) => [page.has_more, page.data.map((one) => one['subject'])])
    },
    [
      [true, ['3', '2']],
      [false, ['1']],
    ],
    [
      [undefined, ['1', '2', '3']],
      [undefined, ['1', '2', '3']],
    ],
  ],
  [
    'fields of a row of the list',
    async (target) => {
      await send(target)
      return Object.keys((await ask(target, '/emails')).json.data[0] ?? {}).sort()
    },
    ['bcc', 'cc', 'created_at', 'from', 'id', 'last_event', 'message_id', 'reply_to', 'scheduled_at', 'subject', 'to'],
    [
      'bcc',
      'cc',
      'created_at',
      'from',
      'headers',
      'html',
      'id',
      'last_event',
      'object',
      'reply_to',
      'scheduled_at',
      'status',
      'subject',
      'tags',
      'text',
      'to',
    ],
  ],
  [
    'another time for a scheduled mail',
    async (target) => outcome(ask(target, `/emails/${(await send(target, later())).json.id}`, { method: 'PATCH', body: later() })),
    [200],
    [404, undefined],
  ],
  [
    'whether a domain tracks',
    async (target) => {
      const [one] = (await ask(target, '/domains')).json.data
      return [one?.['open_tracking'], one?.['click_tracking']]
    },
    [false, false],
    [undefined, undefined],
  ],
  ['addresses that get no mail any more', (target) => outcome(ask(target, '/suppressions')), [200], [404, undefined]],
  ['a path that is not there', (target) => outcome(ask(target, '/nothing')), [404, 'not_found'], [404, undefined]],
  ['a method that is not there', (target) => outcome(ask(target, '/emails', { method: 'DELETE' })), [405, 'method_not_allowed'], [404, undefined]],

  // What ours lacks.
  ['a batch', (target) => outcome(ask(target, '/emails/batch', { body: [MAIL] })), [404, 'not_found'], [200]],
]

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({ service: 'resend', port: 0, seed: { resend: { domains: [{ name: 'mail.example.org' }] } } })
})
afterAll(() => emulator.close())

describe('ours and emulate', () => {
  test('what is listed as a difference is one', () => {
    expect(CONTRACT.filter(([, , ours, theirs]) => isDeepStrictEqual(ours, theirs))).toEqual([])
  })

  test.each(CONTRACT)('%s', async (_, run, ours, theirs = ours) => {
    const fake = await resendServer({ rateLimit: { limit: 100, windowMs: 1000 } })
    expect(await run({ url: fake.url, key: fake.keys.full })).toStrictEqual(ours)
    emulator.reset()
    expect(await run({ url: emulator.url, key: 're_local' })).toStrictEqual(theirs)
  })
})
