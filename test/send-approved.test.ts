import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sendingWorld } from './sending-world.ts'

test('a provider that does not answer before anything leaves is asked again later, and nothing is written', async () => {
  const world = await sendingWorld()
  const down = await world.send([], { RESEND_BASE_URL: 'http://127.0.0.1:9' })
  expect([down.status, down.stderr]).toEqual([3, expect.stringContaining('Cannot ask Resend for domains: no whole answer came')])
  world.server.fault = ({ path }) => (path === '/suppressions' ? '500-before' : undefined)
  expect(await world.send()).toMatchObject({
    status: 3,
    stderr: expect.stringContaining('Cannot ask Resend for suppressions: 500 application_error'),
  })
  expect([existsSync(join(world.content, 'sent/2026-Q3.jsonl')), world.server.mails.length]).toEqual([false, 0])
  world.server.fault = () => undefined
  expect((await world.send()).status).toBe(0)
})

test('a key that may only send needs another one to look with, and no key of another is taken', async () => {
  const world = await sendingWorld()
  const { full, sending } = world.server.keys
  const blind = await world.send([], { RESEND_API_KEY: sending })
  expect([blind.status, blind.stderr]).toEqual([1, expect.stringContaining('Set RESEND_READ_KEY to a key with full access')])
  expect((await world.send([], { RESEND_API_KEY: 're_strange', RESEND_READ_KEY: full })).status).toBe(1)
  expect(world.journal().map(({ recipient, state, reason }) => [recipient, state, reason])).toContainEqual([
    'acme/jo',
    'rejected',
    '403 invalid_api_key',
  ])
  expect(world.server.mails).toEqual([])
  expect((await world.send([], { RESEND_API_KEY: sending, RESEND_READ_KEY: full })).status).toBe(0)
  expect(world.server.mails.map(({ key }) => key)).toEqual(
    ['acme/jo', 'acme/mei', 'borealis/teo'].map((recipient) => `digest/2026-Q3/r1/${recipient}`),
  )
})

test('who is suppressed is passed over by name, found by status, and sent to once it is not', async () => {
  const world = await sendingWorld({ resend: { suppressed: ['teo@borealis.example'] } })
  const told = await world.send()
  expect([told.status, told.stderr]).toEqual([3, expect.stringMatching(/ {2}borealis\/teo: not sent, Resend sends nothing to this address/)])
  await world.send()
  expect(world.journal().filter(({ recipient }) => recipient === 'borealis/teo')).toMatchObject([{ state: 'planned', reason: 'suppressed (bounce)' }])
  const { stdout } = await world.run('status', ['2026-Q3', '--json'])
  expect(JSON.parse(stdout).findings).toMatchObject([
    { code: 'deliver/suppressed', message: expect.stringContaining('borealis/teo was not sent it') },
  ])
  world.server.suppressed.clear()
  // Who has it already is nobody's business here.
  world.server.suppressed.add('jo@acme.example')
  expect(await world.send()).toMatchObject({ status: 0, stderr: expect.stringContaining('send: 1 accepted, 2 had a receipt; npm run status') })
  expect(JSON.parse((await world.run('status', ['2026-Q3', '--json'])).stdout).findings).toEqual([])
  expect(world.server.mails).toHaveLength(3)
})
