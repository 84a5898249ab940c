/** How the SDK of Resend behaves, which what sends relies on: an upgrade that retries, throws or writes other bytes is seen here. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from './fast-check.ts'
import { Resend } from 'resend'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { client as quietClient } from '../src/deliver/resend.ts'
import { REAL_CLOCK } from '../src/http.ts'
import { ROOT } from './scratch.ts'
import { type ResendServer, resendServer } from './servers/resend.ts'
import type { ResendFault } from './servers/resend-faults.ts'

const MAIL = { from: 'digest@mail.example.org', to: ['jo@acme.example'], subject: 'A mail', html: '<p>Hello</p>', text: 'Hello' }
const LOST = {
  data: null,
  error: { name: 'application_error', statusCode: null, message: 'Unable to fetch data. The request could not be resolved.' },
  headers: null,
}

const client = (server: ResendServer): Resend => new Resend(server.keys.full, { baseUrl: server.url })
const keysOf = (server: ResendServer): unknown[] => server.got.map(({ headers }) => headers['idempotency-key'])
const post = (server: ResendServer, options: object = {}): ReturnType<Resend['post']> => client(server).post('/emails', MAIL, options)

const versionsSchema = (name: string): { version?: string; repository?: { url: string }; dependencies: object; devDependencies: object } =>
  JSON.parse(readFileSync(join(ROOT, name), 'utf8'))

describe('which packages these are', () => {
  test('both are named with their exact version, and emulate is that of vercel-labs', () => {
    const project = versionsSchema('package.json')
    expect(project.dependencies).toMatchObject({ resend: '6.38.0' })
    expect(project.devDependencies).toMatchObject({ emulate: '0.12.2' })
    expect(versionsSchema('node_modules/resend/package.json')).toMatchObject({
      version: '6.38.0',
      repository: { url: expect.stringContaining('resend/resend-node') },
    })
    expect(versionsSchema('node_modules/emulate/package.json')).toMatchObject({
      version: '0.12.2',
      repository: { url: 'https://github.com/vercel-labs/emulate.git' },
    })
  })
})

describe('what a caller gets when something goes wrong, after one request', () => {
  test.each<ResendFault>(['reset-before', 'reset-after', 'truncate-after', 'html-200', 'empty-200'])(
    '%s: an error without a status',
    async (fault) => {
      const server = await resendServer({ script: [fault] })
      expect(await post(server)).toEqual(LOST)
      expect(server.got).toHaveLength(1)
    },
  )

  test('nobody listens: the same error', async () => {
    const server = await resendServer()
    server.close()
    expect(await post(server)).toEqual(LOST)
  })

  test.each<[ResendFault, object]>([
    ['500-before', { name: 'application_error', statusCode: 500 }],
    ['html-502', { name: 'application_error', statusCode: 502 }],
    ['409-concurrent', { name: 'concurrent_idempotent_requests', statusCode: 409 }],
    ['401', { name: 'restricted_api_key', statusCode: 401 }],
    ['451', { name: 'security_error', statusCode: 451 }],
    ['suspended', { name: 'suspended_api_key', statusCode: 403 }],
    ['quota', { name: 'daily_quota_exceeded', statusCode: 429 }],
  ])('%j: the error of the server', async (fault, error) => {
    const server = await resendServer({ script: [fault] })
    expect(await post(server)).toMatchObject({ data: null, error, headers: expect.any(Object) })
    expect(server.got).toHaveLength(1)
  })

  test('a 429: the error, with the headers that say how long to wait', async () => {
    const server = await resendServer({ script: [{ retryAfterS: 7 }] })
    expect(await post(server)).toMatchObject({ error: { name: 'rate_limit_exceeded', statusCode: 429 }, headers: { 'retry-after': '7' } })
    expect(server.got).toHaveLength(1)
  })

  test('a 500 whose body is null: neither data nor an error', async () => {
    const server = await resendServer({ script: ['null-500'] })
    expect(await post(server)).toMatchObject({ data: null, error: null })
    expect(server.got).toHaveLength(1)
  })

  test('an answer without an id: data', async () => {
    const server = await resendServer({ script: [{ body: '{}' }] })
    expect(await post(server)).toMatchObject({ data: {}, error: null })
  })

  test('a redirect: followed as another question, whose answer looks like success; refused, it is an error without a status', async () => {
    const server = await resendServer({ script: ['302', '302'] })
    expect(await post(server)).toMatchObject({ data: { object: 'list', data: [] }, error: null })
    expect(server.got.map(({ method }) => method)).toEqual(['POST', 'GET'])
    expect(await post(server, { redirect: 'error' })).toEqual(LOST)
    expect(server.got.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST'])
    expect(server.mails).toEqual([])
  })

  test.each<ResendFault>(['hang', 'hang-after'])('a signal that ends a request, %s: an error without a status', async (fault) => {
    const server = await resendServer({ script: [fault] })
    const controller = new AbortController()
    server.onStall = () => controller.abort()
    expect(await post(server, { signal: controller.signal })).toEqual(LOST)
    expect(await post(server, { signal: controller.signal })).toEqual(LOST)
    expect(server.got).toHaveLength(1)
  })
})

describe('keys', () => {
  test('an empty one is left out, one with a line break throws, a long one is for the server to refuse', async () => {
    const server = await resendServer()
    await post(server, { idempotencyKey: '' })
    expect(keysOf(server)).toEqual([undefined])
    await expect(post(server, { idempotencyKey: 'a\nb' })).rejects.toThrow(TypeError)
    expect(server.got).toHaveLength(1)
    expect(await post(server, { idempotencyKey: 'k'.repeat(257) })).toMatchObject({ error: { name: 'invalid_idempotency_key' } })
  })

  test('one never stays for another request, one after the other or at once', async () => {
    const server = await resendServer()
    const resend = client(server)
    await resend.post('/emails', MAIL, { idempotencyKey: 'a' })
    await resend.post('/emails', MAIL)
    await resend.emails.send(MAIL, { idempotencyKey: 'b' })
    await resend.emails.send(MAIL)
    await resend.get('/emails')
    expect(keysOf(server)).toEqual(['a', undefined, 'b', undefined, undefined])
    server.got.length = 0
    await Promise.all(
      Array.from({ length: 40 }, (_, nth) =>
        resend.post('/emails', { ...MAIL, subject: `${nth}` }, nth % 2 === 0 ? { idempotencyKey: `${nth}` } : {}),
      ),
    )
    const seen = server.got.map(({ body, headers }) => [JSON.parse(body).subject, headers['idempotency-key']])
    expect(seen.sort((a, b) => a[0] - b[0])).toEqual(Array.from({ length: 40 }, (_, nth) => [`${nth}`, nth % 2 === 0 ? `${nth}` : undefined]))
  })
})

test('what is parsed from a text goes over the wire as that text, whatever it holds and in whatever order', async () => {
  const server = await resendServer()
  const resend = client(server)
  const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,8}$/).filter((one) => one !== '__proto__')
  const text = fc.string({ unit: 'binary' })
  const entity = fc.tuple(
    fc.dictionary(name, fc.oneof(text, fc.array(text), fc.dictionary(name, text)), { noNullPrototype: true }),
    fc.shuffledSubarray(Object.entries(MAIL)),
  )
  await fc.assert(
    fc.asyncProperty(entity, async ([more, some]) => {
      const frozen = JSON.stringify({ ...more, ...Object.fromEntries(some) })
      await resend.post('/emails', JSON.parse(frozen), { idempotencyKey: 'a', signal: AbortSignal.timeout(30_000) })
      expect(server.got.pop()?.body).toBe(frozen)
    }),
    { numRuns: 100 },
  )
})

test('what the SDK builds itself is not what it was given: its own order, and other bytes for what means the same', async () => {
  const server = await resendServer()
  const { text, html, subject, to, from } = MAIL
  await client(server).emails.send({ text, html, subject, to, from })
  await client(server).emails.send({ text, html, subject, to: 'jo@acme.example', from })
  expect(server.mails[0]?.raw).not.toBe(JSON.stringify({ text, html, subject, to, from }))
  expect(server.mails[1]?.raw).not.toBe(server.mails[0]?.raw)
  expect(server.mails[1]?.payload).toEqual(server.mails[0]?.payload)
})

test.each(['/emails/..', '/emails/.', '/emails/../domains', '/emails/%2e%2e/domains', '/emails/./cancel'])(
  'the path %s is not asked for',
  async (path) => {
    const server = await resendServer()
    expect(await client(server).get(path)).toMatchObject({ error: { name: 'invalid_parameter', statusCode: null } })
    expect(server.got).toEqual([])
  },
)

test('without a key there is no client; without a base URL it asks the environment', () => {
  for (const name of ['RESEND_API_KEY', 'RESEND_BASE_URL']) vi.stubEnv(name, undefined)
  onTestFinished(() => void vi.unstubAllEnvs())
  expect(() => new Resend()).toThrow(/Missing API key/)
  expect(new Resend('re_x').baseUrl).toBe('https://api.resend.com')
  vi.stubEnv('RESEND_BASE_URL', 'http://127.0.0.1:9')
  expect(new Resend('re_x').baseUrl).toBe('http://127.0.0.1:9')
})

test('with RESEND_DEBUG it writes errors to the console, which whoever sends has to prevent', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  onTestFinished(() => {
    vi.unstubAllEnvs()
    error.mockRestore()
  })
  const server = await resendServer({ script: ['422', '422', '422'] })
  vi.stubEnv('RESEND_DEBUG', undefined)
  await post(server)
  expect(error).not.toHaveBeenCalled()
  vi.stubEnv('RESEND_DEBUG', 'true')
  await post(server)
  expect(error).toHaveBeenCalledOnce()
  // As sending does.
  const asking = quietClient({ key: server.keys.full, baseUrl: server.url, clock: REAL_CLOCK })
  await asking.post(JSON.stringify(MAIL), 'k')
  await asking.get('/emails/00000000-0000-4000-8000-000000000000')
  expect(server.got).toHaveLength(4)
  expect(error).toHaveBeenCalledOnce()
})

test('the types of what it reads back fit what it gets', async () => {
  const server = await resendServer({ suppressed: ['gone@acme.example'] })
  const resend = client(server)
  const { data } = await resend.emails.send({ ...MAIL, scheduledAt: new Date(Date.now() + 60_000).toISOString() })
  const id = data?.id ?? ''
  expect(await resend.emails.get(id)).toMatchObject({ data: { id, last_event: 'scheduled', html: MAIL.html, message_id: expect.any(String) } })
  expect(await resend.emails.list({ limit: 1 })).toMatchObject({ data: { has_more: false, data: [{ id }] } })
  expect(await resend.emails.update({ id, scheduledAt: new Date(Date.now() + 90_000).toISOString() })).toMatchObject({ data: { id } })
  expect(await resend.emails.cancel(id)).toMatchObject({ data: { id } })
  expect(await resend.suppressions.list()).toMatchObject({ data: { data: [{ email: 'gone@acme.example' }] } })
  const domains = await resend.domains.list()
  expect(await resend.domains.get(domains.data?.data[0]?.id ?? '')).toMatchObject({ data: { name: 'mail.example.org', open_tracking: false } })
})
