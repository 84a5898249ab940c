import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { instant } from '../src/model/instant.ts'
import { DIGEST, type SendingWorld, sendingWorld } from './sending-world.ts'

const HOUR_MS = 3_600_000
const ahead = (ms = HOUR_MS): string => instant(Date.now() + ms)
const EVERYONE = ['jo@acme.example', 'mei@acme.example', 'teo@borealis.example']
const copies = ({ server }: SendingWorld): number[] => EVERYONE.map((address) => server.copiesTo(address).length)
const cancel = (world: SendingWorld, ...args: string[]) => world.run('send', ['2026-Q3', '--cancel', ...args])
const states = (world: SendingWorld): string[] =>
  [...new Map(world.journal().map(({ revision, recipient, state }) => [`${revision} ${recipient}`, state]))].map((one) => one.join(' '))
/** Says of a mail that its time has come. */
const leave = ({ server }: SendingWorld, address: string): void => server.event(server.copiesTo(address)[0]?.id ?? '', 'sent')

describe('npm run send -- ID --send --at', () => {
  test('hands every mail over to leave at that instant, says when, and a run that goes on keeps to it', async () => {
    const world = await sendingWorld()
    const at = ahead()
    const offset = new Date(Date.parse(at) + 2 * HOUR_MS).toISOString().replace('.000Z', '+02:00')
    expect(await world.send(['--at', offset, '--only', 'borealis', '--yes', '1'])).toMatchObject({
      status: 0,
      stderr: expect.stringContaining(`1 message leaves at ${at}; until then npm run send -- 2026-Q3 --cancel`),
    })
    const other = ahead(2 * HOUR_MS)
    const refused = await world.send(['--at', other])
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining(`borealis/teo was handed over to leave at ${at}`) })
    expect(world.server.mails).toHaveLength(1)
    expect(await world.send()).toMatchObject({ status: 0, stderr: expect.stringContaining(`3 messages leave at ${at}`) })
    expect(await world.send(['--at', at])).toMatchObject({ status: 0, stderr: expect.stringContaining('0 accepted, 3 had a receipt') })
    expect(world.server.mails.map(({ payload, event }) => [payload.scheduled_at, event])).toEqual(Array(3).fill([at, 'scheduled']))
    expect(new Set(world.journal().flatMap(({ state, scheduledAt }) => (state === 'planned' ? [] : [scheduledAt])))).toEqual(new Set([at]))
  })

  test('tries what is not known again with the same instant, so that it is one mail', async () => {
    const world = await sendingWorld({ resend: { script: ['reset-after'] } })
    expect(await world.send(['--at', ahead()])).toMatchObject({ status: 3 })
    expect(await world.send()).toMatchObject({ status: 0 })
    expect(copies(world)).toEqual([1, 1, 1])
  })

  test('asks for no instant that is none, and for none without a provider', async () => {
    const world = await sendingWorld()
    for (const [at, said] of [
      ['tomorrow at 9', 'it is no instant'],
      ['2026-10-06T09:00:00', 'it is no instant'],
      ['2026-10-06T09:00:00Z', 'it is over'],
      [ahead(31 * 24 * HOUR_MS), 'more than 30 days ahead'],
    ] as const)
      expect(await world.send(['--at', at])).toMatchObject({ status: 1, stderr: expect.stringContaining(said) })
    expect(await world.send(['--at', ahead()], { RESEND_API_KEY: '' })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('the outbox writes at once'),
    })
    expect(world.server.mails).toHaveLength(0)
  })
})

describe('npm run send -- ID --cancel', () => {
  test('takes all back, once; the same content goes out again as the next revision, to each once', async () => {
    const world = await sendingWorld()
    await world.send(['--at', ahead()])
    const { hash } = world.freeze()
    expect(copies(world)).toEqual([1, 1, 1])
    expect(await cancel(world)).toMatchObject({ status: 0, stderr: expect.stringMatching(/acme\/jo: canceled[\s\S]*cancel: 3 canceled/) })
    expect(copies(world)).toEqual([0, 0, 0])
    const asked = world.server.got.length
    expect(await cancel(world, '--send')).toMatchObject({ status: 0, stderr: expect.stringContaining('cancel: 3 canceled') })
    expect(world.server.got).toHaveLength(asked)
    expect(states(world)).toEqual(['r1 acme/jo canceled', 'r1 acme/mei canceled', 'r1 borealis/teo canceled'])

    expect(await world.run('send', ['2026-Q3', '--send', '--approve', hash, '--yes', '3'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('Cannot send 2026-Q3 r1: it was canceled'),
    })
    expect(world.freeze()).toMatchObject({ revision: 'r2', hash })
    expect(world.freeze()).toMatchObject({ revision: 'r2' })
    expect(await world.send()).toMatchObject({ status: 0, stderr: expect.stringContaining('3 accepted') })
    expect(copies(world)).toEqual([1, 1, 1])
    expect(world.server.mails.slice(3).map(({ key }) => key)).toEqual([
      'digest/2026-Q3/r2/acme/jo',
      'digest/2026-Q3/r2/acme/mei',
      'digest/2026-Q3/r2/borealis/teo',
    ])
    expect(await cancel(world)).toMatchObject({ status: 0, stderr: expect.stringContaining('r2 was sent') })
    expect(copies(world)).toEqual([1, 1, 1])
  })

  test('names what left meanwhile, and sends those nothing more: no other revision, and no mail twice', async () => {
    const world = await sendingWorld()
    await world.send(['--at', ahead()])
    leave(world, 'mei@acme.example')
    expect(await cancel(world)).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/acme\/mei: not canceled, it left[\s\S]*2 canceled, 1 left/),
    })
    expect(copies(world)).toEqual([0, 1, 0])
    expect(world.freeze()).toMatchObject({
      revision: 'r1',
      findings: [{ code: 'send/canceled', message: expect.stringContaining('2 messages of it were canceled (acme/jo, borealis/teo)') }],
    })
    expect(await world.send()).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/acme\/jo: not sent, it was canceled[\s\S]*0 accepted, 1 had a receipt, 2 canceled/),
    })
    writeFileSync(join(world.content, 'digests/2026-Q3.mdx'), DIGEST.replace('For all', 'For each'))
    expect(await world.run('send', ['2026-Q3'])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/sent as r1, and the text differs now; 2 messages of it were canceled \(acme\/jo, borealis\/teo\)/),
    })
    expect(copies(world)).toEqual([0, 1, 0])
    expect(await cancel(world)).toMatchObject({ status: 3 })
  })

  test('believes nothing that is not read back: until then no other revision is sent', async () => {
    const world = await sendingWorld()
    await world.send(['--at', ahead()])
    world.server.fault = ({ path }) => (path.endsWith('/cancel') ? { body: '{"object":"email"}' } : undefined)
    expect(await cancel(world)).toMatchObject({ status: 3, stderr: expect.stringContaining('0 canceled, 3 not settled') })
    expect(world.journal().map(({ state }) => state)).not.toContain('canceled')
    writeFileSync(join(world.content, 'digests/2026-Q3.mdx'), DIGEST.replace('For all', 'For each'))
    expect(await world.run('send', ['2026-Q3'])).toMatchObject({ status: 1, stderr: expect.stringContaining('was sent as r1') })
    world.server.fault = () => undefined
    expect(await cancel(world)).toMatchObject({ status: 0 })
    expect(world.freeze()).toMatchObject({ revision: 'r2' })
  })

  test('goes on after one that the provider does not answer, ends when it answers none, and can be done again', async () => {
    const world = await sendingWorld()
    await world.send(['--at', ahead()])
    const [first] = world.server.mails
    world.server.fault = ({ path }) => (path === `/emails/${first?.id}` ? '422' : undefined)
    expect(await cancel(world)).toMatchObject({ status: 3, stderr: expect.stringContaining('2 canceled, 1 not settled') })
    expect(copies(world)).toEqual([0, 0, 0])
    world.server.fault = () => '401'
    expect(await cancel(world)).toMatchObject({ status: 3 })
    world.server.fault = () => undefined
    expect(await cancel(world)).toMatchObject({ status: 0 })

    const other = await sendingWorld()
    await other.send(['--at', ahead()])
    other.server.fault = () => '401'
    expect(await cancel(other)).toMatchObject({ status: 1, stderr: expect.stringContaining('RESEND_READ_KEY') })
    expect(copies(other)).toEqual([1, 1, 1])
  })

  test('says of what is not known that it is to be sent again first', async () => {
    const world = await sendingWorld({ resend: { script: [undefined, 'reset-after'] } })
    const at = ahead()
    expect(await world.send(['--at', at])).toMatchObject({ status: 3 })
    expect(await cancel(world)).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/acme\/mei: not canceled, it is not known[\s\S]*next Run the command that sent them again/),
    })
    expect(copies(world)).toEqual([0, 1, 0])
    expect(await world.send()).toMatchObject({ status: 3 })
    expect(copies(world)).toEqual([0, 1, 0])
    expect(await cancel(world)).toMatchObject({ status: 0, stderr: expect.stringContaining('3 canceled') })
    expect(copies(world)).toEqual([0, 0, 0])
  })

  test('has nothing to do where nothing was sent with --at, and needs a key', async () => {
    const world = await sendingWorld()
    expect(await cancel(world)).toMatchObject({ status: 1, stderr: expect.stringContaining('nothing of it was sent with --at') })
    await world.send()
    expect(await cancel(world)).toMatchObject({ status: 1, stderr: expect.stringContaining('nothing of it was sent with --at') })
    const scheduled = await sendingWorld()
    await scheduled.send(['--at', ahead()])
    expect(await scheduled.run('send', ['2026-Q3', '--cancel'], { RESEND_API_KEY: '' })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('there is no key'),
    })
  })
})

test('a journal from before the cancelling learns of it, and takes no canceled mail for one that was sent', async () => {
  const world = await sendingWorld()
  await world.send(['--at', ahead(), '--only', 'borealis', '--yes', '1'])
  await cancel(world)
  const path = join(world.content, 'sent/2026-Q3.jsonl')
  writeFileSync(path, '')
  expect(await world.send()).toMatchObject({ status: 1, stderr: expect.stringContaining('it was canceled') })
  expect(world.freeze()).toMatchObject({ revision: 'r2' })
  expect(await world.send()).toMatchObject({ status: 0, stderr: expect.stringContaining('3 accepted') })
  expect(copies(world)).toEqual([1, 1, 1])
})

test('a journal from before both learns of the mails that came after what was canceled, however old that is', async () => {
  const passed = { ms: -24 * HOUR_MS }
  const world = await sendingWorld({ resend: { now: () => Date.now() + passed.ms } })
  const path = join(world.content, 'sent/2026-Q3.jsonl')
  await world.send(['--at', ahead()])
  await cancel(world)
  passed.ms = 0
  const before = readFileSync(path)
  writeFileSync(path, '')
  expect(await world.send()).toMatchObject({ status: 1, stderr: expect.stringContaining('it was canceled') })
  writeFileSync(path, before)
  expect(world.freeze()).toMatchObject({ revision: 'r2' })
  expect(await world.send()).toMatchObject({ status: 0 })
  writeFileSync(path, '')
  expect(await world.send()).toMatchObject({ status: 0, stderr: expect.stringContaining('0 accepted, 3 had a receipt') })
  expect(states(world).sort()).toEqual(['r2 acme/jo accepted', 'r2 acme/mei accepted', 'r2 borealis/teo accepted'])
  expect(copies(world)).toEqual([1, 1, 1])
})

test('what is not known by its instant is not tried again: a refusal would tell nothing', async () => {
  const world = await sendingWorld({ resend: { script: ['reset-after'] } })
  const at = ahead()
  await world.send(['--at', at])
  const path = join(world.content, 'sent/2026-Q3.jsonl')
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(at, instant(Date.now() - 1000)))
  const posts = world.server.got.filter(({ method }) => method === 'POST').length
  expect(await world.send()).toMatchObject({ status: 3, stderr: expect.stringContaining('acme/jo: uncertain') })
  expect(world.server.got.filter(({ method }) => method === 'POST')).toHaveLength(posts)
  expect(copies(world)).toEqual([1, 1, 1])
})

test('a journal from before the sending learns when mail is to leave, so that it can be canceled', async () => {
  const world = await sendingWorld()
  const at = ahead()
  await world.send(['--at', at])
  writeFileSync(join(world.content, 'sent/2026-Q3.jsonl'), '')
  expect(await world.send()).toMatchObject({ status: 0, stderr: expect.stringMatching(/did not know of[\s\S]*3 messages leave at/) })
  expect(await cancel(world)).toMatchObject({ status: 0 })
  expect(copies(world)).toEqual([0, 0, 0])
})

test('options that contradict each other are refused before anything is asked', async () => {
  const world = await sendingWorld()
  expect(await cancel(world, '--only', 'acme')).toMatchObject({ status: 1, stderr: expect.stringContaining('--cancel together with --only') })
  expect(world.server.got).toHaveLength(0)
})
