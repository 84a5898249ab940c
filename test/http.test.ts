import { once } from 'node:events'
import { gzipSync } from 'node:zlib'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { isLoopback, NetworkError, openNetwork, USER_AGENT } from '../src/http.ts'
import { virtualClock } from './clock.ts'
import { type Got, listen, type Reply } from './servers/listen.ts'

async function start(answer: (got: Got) => Reply = () => ({ body: 'yes' })) {
  const server = await listen(answer)
  onTestFinished(() => server.close())
  const clock = virtualClock()
  server.onStall = clock.expire
  return { server, clock, ask: openNetwork({ clock }) }
}

test('an answer is given whole, whatever its status, with names of headers in lower case', async () => {
  const { server, ask } = await start(() => ({ status: 503, headers: { 'Retry-After': '7' }, body: 'Tähkäpää 🎉' }))
  expect(await ask({ url: server.url })).toMatchObject({ status: 503, headers: { 'retry-after': '7' }, text: 'Tähkäpää 🎉' })
})

test('a question carries its method, headers and body, and names the tool', async () => {
  const { server, ask } = await start()
  await ask({ url: `${server.url}/graphql`, method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' })
  expect(server.got).toMatchObject([
    { method: 'POST', path: '/graphql', body: '{"a":1}', headers: { 'content-type': 'application/json', 'user-agent': USER_AGENT } },
  ])
})

test.each(['cut', 'reset'] as const)('%s: no whole answer is an error and no answer', async (fault) => {
  const { server, ask } = await start()
  server.faults.push(fault)
  await expect(ask({ url: server.url })).rejects.toMatchObject({
    name: 'NetworkError',
    fix: undefined,
    message: expect.stringMatching(/^no whole answer from 127/),
  })
})

test('a deadline holds for the body too, and for each question anew', async () => {
  const { server, ask } = await start()
  server.faults.push('stall')
  await expect(ask({ url: server.url })).rejects.toThrow(/did not answer whole within 30 seconds/)
  expect((await ask({ url: server.url })).text).toBe('yes')
})

test.each([301, 302, 303, 307, 308])('a redirect (%i) is refused for good, and not followed', async (status) => {
  const { server, ask } = await start(() => ({ status, headers: { location: '/elsewhere' }, body: '' }))
  await expect(ask({ url: server.url })).rejects.toMatchObject({
    name: 'NetworkError',
    fix: expect.any(String),
    message: expect.stringContaining('/elsewhere'),
  })
  expect(server.got).toHaveLength(1)
})

test('"not changed" is no redirect', async () => {
  const { server, ask } = await start(() => ({ status: 304, body: '' }))
  expect((await ask({ url: server.url })).status).toBe(304)
})

test('an answer that swells beyond 64 MB is refused for good', async () => {
  const bomb = gzipSync(Buffer.alloc(65 * 2 ** 20))
  const server = createServer((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await expect(openNetwork({ clock: virtualClock() })({ url })).rejects.toMatchObject({
    fix: expect.any(String),
    message: expect.stringContaining('more than 64 MB'),
  })
})

test('a secret is struck out of what an upstream echoes: body, headers and redirects', async () => {
  const { server, clock } = await start((got) =>
    got.path === '/away'
      ? { status: 302, headers: { location: 'https://x.example/?t=canary-token' }, body: '' }
      : { headers: { 'x-echo': 'canary-token' }, body: 'Bad credentials: canary-token, canary-token' },
  )
  const ask = openNetwork({ clock, secrets: ['canary-token', ''] })
  expect((await ask({ url: server.url })).text).toBe('Bad credentials: [secret], [secret]')
  expect(JSON.stringify(await ask({ url: server.url }))).not.toContain('canary-token')
  const error: unknown = await ask({ url: `${server.url}/away` }).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(NetworkError)
  expect(String(error)).not.toContain('canary-token')
})

test('questions to one host are paced, those to another and to this machine are not', async () => {
  const { server, clock, ask } = await start()
  // This address reaches the same server, and is none of loopback's names.
  const far = server.url.replace('127.0.0.1', '0.0.0.0')
  await ask({ url: far, paceMs: 500 })
  await ask({ url: server.url, paceMs: 500 })
  await ask({ url: server.url, paceMs: 500 })
  expect(clock.waits).toEqual([])
  await ask({ url: far, paceMs: 500 })
  expect(clock.waits).toEqual([500])
  await clock.wait(200)
  await ask({ url: far, paceMs: 500 })
  expect(clock.waits).toEqual([500, 200, 300])
})

test('questions that are asked at once are paced one after another all the same', async () => {
  const { server, clock, ask } = await start()
  const far = server.url.replace('127.0.0.1', '0.0.0.0')
  await Promise.all([1, 2, 3].map(() => ask({ url: far, paceMs: 500 })))
  expect(clock.waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(1000)
})

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.1.2.3', true],
  ['[::1]', true],
  ['127.0.0.1.example.org', false],
  ['localhost.example.org', false],
  ['api.github.com', false],
])('isLoopback(%j) is %j', (hostname, expected) => {
  expect(isLoopback(hostname)).toBe(expected)
})

test.each([
  ['iso-8859-1 by its XML declaration', Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><t>Tähkäpää</t>', 'latin1'), 'application/xml'],
  ['iso-8859-1 by its header', Buffer.from('<t>Tähkäpää</t>', 'latin1'), 'text/xml; charset="ISO-8859-1"'],
  ['utf-16 by its byte order mark', Buffer.from('\ufeff<t>Tähkäpää</t>', 'utf16le'), 'application/xml'],
  ['utf-8', Buffer.from('<t>Tähkäpää</t>'), 'application/xml'],
  ['an encoding that nobody knows, as utf-8', Buffer.from('<t>Tähkäpää</t>'), 'text/xml; charset=klingon'],
])('text comes as it was written: %s', async (_, bytes, type) => {
  const server = createServer((_request, response) => response.writeHead(200, { 'content-type': type }).end(bytes))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
  })
  const { port } = server.address() as AddressInfo
  expect((await openNetwork()({ url: `http://127.0.0.1:${port}` })).text).toContain('Tähkäpää')
})

test('a secret is struck out however JSON spells it; other escapes stay as they are', async () => {
  const { server, clock } = await start(() => ({ body: '{"a":"ghp\\u005fcanary\\u002D1","b":"\\\\u005f \\u0022 \\u00e4"}' }))
  const { text } = await openNetwork({ clock, secrets: ['ghp_canary-1'] })({ url: server.url })
  expect(JSON.parse(text)).toEqual({ a: '[secret]', b: '\\u005f " ä' })
})

test('a host that wants to be left alone is, by whoever asks; for longer than a quarter of an hour nobody waits', async () => {
  const { server, clock, ask } = await start()
  server.faults.push({ status: 429, headers: { 'retry-after': '40' }, body: '' })
  await ask({ url: server.url })
  await ask({ url: `${server.url}/other` })
  expect(clock.waits).toEqual([40_000])
  server.faults.push({ headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(clock.now() / 1000 + 3600) }, body: '' })
  await ask({ url: server.url })
  await expect(ask({ url: server.url })).rejects.toMatchObject({
    message: expect.stringContaining('is not to be asked before 2026-10-02T10:00Z'),
    fix: expect.any(String),
  })
  expect(server.got).toHaveLength(3)
})
