import { describe, expect, test } from 'vitest'
import { type Provider, provider } from '../src/deliver/provider.ts'
import { virtualClock } from './clock.ts'
import { type ResendGiven, type ResendServer, resendServer } from './servers/resend.ts'
import type { ResendFault } from './servers/resend-faults.ts'

const MAIL = {
  from: 'digest@mail.example.org',
  to: ['jo@acme.example'],
  subject: 'A mail',
  html: '<p>Hello</p>',
  text: 'Hello',
  tags: [{ name: 'a', value: 'b' }],
}
const HOUR_MS = 3_600_000

type Asking = { server: ResendServer; clock: ReturnType<typeof virtualClock>; asked: Provider; post: (more?: object) => Promise<string> }

async function asking(given: ResendGiven & { key?: 'sending' } = {}): Promise<Asking> {
  const clock = virtualClock()
  const server = await resendServer({ now: clock.now, ...given })
  server.onStall = clock.expire
  const asked = provider({ key: given.key === 'sending' ? server.keys.sending : server.keys.full, baseUrl: server.url, clock, random: () => 0.5 })
  const post = async (more: object = {}): Promise<string> => {
    const headers = { authorization: `Bearer ${server.keys.full}`, 'content-type': 'application/json' }
    const answer = await fetch(`${server.url}/emails`, { method: 'POST', headers, body: JSON.stringify({ ...MAIL, ...more }) })
    return String(JSON.parse(await answer.text()).id)
  }
  return { server, clock, asked, post }
}

describe('list()', () => {
  test('gives every mail of some age, newest first, over as many pages as there are and no more', async () => {
    const { server, clock, asked, post } = await asking()
    for (let nth = 0; nth < 230; nth++) {
      await post({ subject: `${nth}` })
      await clock.wait(60_000)
    }
    server.got.length = 0
    const rows = (await asked.list(0)) ?? []
    expect(rows.map(({ subject }) => subject)).toEqual(Array.from({ length: 230 }, (_, nth) => `${229 - nth}`))
    expect(server.got).toHaveLength(3)
    const [first] = rows
    expect(first).toMatchObject({ to: ['jo@acme.example'], event: 'sent', messageId: expect.stringMatching(/^<.+@.+>$/), at: clock.now() - 60_000 })
    server.got.length = 0
    expect(await asked.list(clock.now() - 50 * 60_000)).toHaveLength(50)
    expect(server.got).toHaveLength(1)
    expect(await asked.list(clock.now())).toEqual([])
  })

  test.each([
    ['pages', (start: number) => start, 230],
    ['gives the same page whatever it is asked for', () => 0, 100],
    ['gives all at once', undefined, 230],
  ])('where it is not said whether there is more, of a server that %s it gives each mail once', async (_, from, count) => {
    const { server, asked } = await asking()
    const rows = Array.from({ length: 230 }, (__, nth) => ({ id: `id${nth}`, to: ['jo@acme.example'], created_at: '2026-10-06T09:00:00Z' }))
    server.fault = ({ query }) => {
      const start = from?.(Number((query.get('after') ?? 'id-1').slice(2)) + 1)
      return { body: JSON.stringify({ data: start === undefined ? rows : rows.slice(start, start + 100) }) }
    }
    expect((await asked.list(0))?.map(({ id }) => id)).toEqual(rows.slice(0, count).map(({ id }) => id))
  })

  test('tells a server that lists nothing from one whose list breaks off', async () => {
    const { server, asked, post } = await asking()
    for (let nth = 0; nth < 101; nth++) await post()
    server.fault = ({ query }) => (query.has('after') ? { status: 404, body: '{"message":"Not Found"}' } : undefined)
    await expect(asked.list(0)).rejects.toMatchObject({ name: 'Problem', message: expect.stringContaining('there is more than the') })
    server.fault = () => ({ status: 404, body: '' })
    expect(await asked.list(0)).toBeUndefined()
  })

  test('understands the ways in which an instant, an address and an event are spelled', async () => {
    const { server, asked } = await asking()
    const row = (more: object): object => ({ id: 'x', to: 'jo@acme.example', subject: null, created_at: '2026-10-06T09:00:00.000Z', ...more })
    const data = [
      row({}),
      row({ created_at: '2026-10-06 09:00:00.123+00', last_event: 'email.delivered' }),
      row({ created_at: '2026-10-06T11:00:00+02:00', to: ['a@b.example', 'c@d.example'] }),
    ]
    server.faults.push({ body: JSON.stringify({ data }) })
    const at = Date.parse('2026-10-06T09:00:00Z')
    expect(await asked.list(0)).toEqual([
      { id: 'x', to: ['jo@acme.example'], subject: '', at, event: '', messageId: undefined },
      { id: 'x', to: ['jo@acme.example'], subject: '', at: at + 123, event: 'delivered', messageId: undefined },
      { id: 'x', to: ['a@b.example', 'c@d.example'], subject: '', at, event: '', messageId: undefined },
    ])
  })

  test.each([[{ data: [{ id: '' }] }], [{ data: [{ id: 'x', to: [], created_at: 'yesterday' }] }], [{}], [[]]])(
    'an answer that it does not understand is a Problem: %j',
    async (body) => {
      const { server, asked } = await asking()
      server.faults.push({ body: JSON.stringify(body) })
      await expect(asked.list(0)).rejects.toMatchObject({
        name: 'Problem',
        message: expect.stringContaining('Cannot read what Resend says at /emails'),
      })
    },
  )

  const page = { body: JSON.stringify({ has_more: true, data: [{ id: 'x', to: [], created_at: '2026-10-06T09:00:00Z' }] }) }
  test.each([
    ['gives the same page again', [page, page, page], 2],
    ['gives an empty page', [page, { body: '{"has_more":true,"data":[]}' }], 2],
    ['does not know the next page', [page, { status: 404, body: '{}' }], 2],
  ])('a list of which there is more, and that %s, is not taken for whole', async (_, faults, requests) => {
    const { server, asked } = await asking()
    server.faults.push(...faults)
    await expect(asked.list(0)).rejects.toMatchObject({ name: 'Problem', message: expect.stringContaining('there is more than the') })
    expect(server.got).toHaveLength(requests)
    // What is older than was asked for need not come.
    server.faults.push(page)
    expect(await asked.list(Date.parse('2026-10-06T09:00:00.001Z'))).toEqual([])
  })
})

test('mail() gives the whole mail with its tags, of which there are two spellings, and nothing where there is none', async () => {
  const { server, asked, post } = await asking()
  const id = await post()
  expect(await asked.mail(id)).toMatchObject({ id, html: '<p>Hello</p>', tags: { a: 'b' } })
  server.faults.push({ body: JSON.stringify({ id, to: [], created_at: '2026-10-06T09:00:00Z', tags: { c: 'd' } }) })
  expect(await asked.mail(id)).toMatchObject({ html: '', tags: { c: 'd' } })
  expect(await asked.mail('00000000-0000-4000-8000-000000000000')).toBeUndefined()
})

test('domain() finds one of the account by its name, with what only its own place says', async () => {
  const { server, asked } = await asking({ domains: [{ name: 'a.example' }, { name: 'b.example', status: 'pending', open_tracking: true }] })
  expect(await asked.domain('b.example')).toEqual({ of: 2, found: { status: 'pending', openTracking: true, clickTracking: false } })
  expect(await asked.domain('c.example')).toEqual({ of: 2, found: undefined })
  const [one] = server.domains
  server.faults.push({ body: JSON.stringify({ data: [{ id: one?.id, name: 'a.example', status: 'verified' }] }) })
  expect(await asked.domain('a.example')).toMatchObject({ found: { openTracking: false, clickTracking: false } })
  server.faults.push({ status: 404, body: '{}' })
  expect(await asked.domain('a.example')).toBeUndefined()
})

test('suppressed() gives every address in lower case, and nothing where the server has no such place', async () => {
  const { server, asked } = await asking({ suppressed: Array.from({ length: 130 }, (_, nth) => `P${nth}@acme.example`) })
  const addresses = await asked.suppressed()
  expect(addresses?.size).toBe(130)
  expect(addresses?.get('p7@acme.example')).toBe('bounce')
  server.faults.push({ status: 404, body: JSON.stringify({ message: 'Not Found', documentation_url: 'x' }) })
  expect(await asked.suppressed()).toBeUndefined()
})

test('cancel() is the same however often it is done, and when it is too late', async () => {
  const { server, clock, asked, post } = await asking()
  const id = await post({ scheduled_at: new Date(clock.now() + HOUR_MS).toISOString() })
  await asked.cancel(id)
  await asked.cancel(id)
  expect(await asked.mail(id)).toMatchObject({ event: 'canceled' })
  const late = await post({ scheduled_at: new Date(clock.now() + HOUR_MS).toISOString() })
  await clock.wait(2 * HOUR_MS)
  await asked.cancel(late)
  expect(await asked.mail(late)).toMatchObject({ event: 'sent' })
  server.fault = () => '401'
  await expect(asked.cancel(id)).rejects.toMatchObject({ name: 'Problem', fix: expect.stringContaining('RESEND_READ_KEY') })
})

describe('whatever it asks for', () => {
  test.each<[ResendFault]>([
    ['reset-before'],
    ['500-before'],
    ['html-502'],
    ['null-500'],
    ['html-200'],
    ['empty-200'],
    ['truncate-after'],
    ['hang'],
    ['429'],
    [{ retryAfterS: 7 }],
  ])('%j is asked again, five times in all', async (fault) => {
    const { server, asked } = await asking()
    let times = 4
    server.fault = () => (times-- > 0 ? fault : undefined)
    expect(await asked.list(0)).toEqual([])
    expect(server.got).toHaveLength(5)
    times = 5
    await expect(asked.list(0)).rejects.toMatchObject({ name: 'Problem', message: expect.stringContaining('Cannot ask Resend for emails') })
    expect(server.got).toHaveLength(10)
  })

  test('it waits as long as it is told to', async () => {
    const { server, clock, asked } = await asking()
    let times = 1
    server.fault = () => (times-- > 0 ? { retryAfterS: 7 } : undefined)
    await asked.list(0)
    expect(clock.waits).toEqual([7000])
    times = 1
    server.fault = () => (times-- > 0 ? { retryAfterS: 3600 } : undefined)
    await expect(asked.list(0)).rejects.toMatchObject({ name: 'Problem' })
    expect(server.got).toHaveLength(3)
  })

  test('a redirect is not followed', async () => {
    const { server, asked } = await asking()
    server.fault = (got) => (got.path === '/emails' ? { status: 302, headers: { location: '/domains' }, body: '' } : undefined)
    await expect(asked.list(0)).rejects.toMatchObject({ name: 'Problem' })
    expect(new Set(server.got.map(({ path }) => path))).toEqual(new Set(['/emails']))
  })

  test('a key that Resend does not know is not taken for one that may not read', async () => {
    const { server, asked } = await asking()
    server.keys = { full: 're_another', sending: 're_other' }
    await expect(asked.list(0)).rejects.toMatchObject({
      message: 'Cannot ask Resend for emails: 403 invalid_api_key',
      fix: expect.stringContaining('api-keys'),
    })
  })

  test('a key that may only send is a Problem that says so, and that holds neither key nor text of the provider', async () => {
    const { server, asked } = await asking({ key: 'sending' })
    const error: unknown = await asked.list(0).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      name: 'Problem',
      message: 'Cannot ask Resend for emails: 401 restricted_api_key',
      fix: expect.stringContaining('RESEND_READ_KEY'),
    })
    expect(JSON.stringify(error)).not.toContain(server.keys.sending)
    expect(server.got).toHaveLength(1)
    server.fault = () => ({ status: 401, body: '{"name":"restricted_api_key","message":"jo@acme.example"}' })
    await expect(asked.list(0)).rejects.toMatchObject({ message: 'Cannot ask Resend for emails: 401 restricted_api_key' })
    expect(server.got).toHaveLength(2)
  })
})
