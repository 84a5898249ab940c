/** The command that sends, ended while it is at it: killed, interrupted, and started twice. */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type SendingWorld, sendingWorld } from './sending-world.ts'

const EVERYONE = ['jo@acme.example', 'mei@acme.example', 'teo@borealis.example']

const lockOf = (world: SendingWorld): string => join(world.content, 'sent/.2026-Q3.lock')
/** The process that sends, as its lock names it. */
const senderOf = (world: SendingWorld): number => Number(readFileSync(lockOf(world), 'utf8').split(' ')[0])
const copies = (world: SendingWorld): number[] => EVERYONE.map((address) => world.server.copiesTo(address).length)
const posts = (world: SendingWorld): number => world.server.got.filter(({ method, path }) => method === 'POST' && path === '/emails').length

/** Freezes once; gives the command that sends that. */
function sending(world: SendingWorld): (hear?: (text: string) => void) => ReturnType<SendingWorld['run']> {
  const { hash, messages } = world.freeze()
  return (hear) => world.run('send', ['2026-Q3', '--send', '--approve', hash, '--yes', String(messages)], {}, hear)
}

describe('npm run send', () => {
  test.each([0, 1, 2])('killed once the server took message %i: the next run goes on at once, and everyone has one mail', async (nth) => {
    const world = await sendingWorld()
    const send = sending(world)
    const atLock: number[] = []
    world.server.onPost = () => void atLock.push(senderOf(world))
    world.server.script[nth] = { kill: () => process.kill(senderOf(world), 'SIGKILL') }
    expect((await send()).status).toBe(-1)
    expect(copies(world)).toEqual([1, nth > 0 ? 1 : 0, nth > 1 ? 1 : 0])
    expect(existsSync(lockOf(world))).toBe(true)
    const again = await send()
    expect(again).toMatchObject({ status: 0, stderr: expect.stringContaining(`${3 - nth} accepted, ${nth} had a receipt`) })
    expect(copies(world)).toEqual([1, 1, 1])
    expect(existsSync(lockOf(world))).toBe(false)
    expect(new Set(atLock).size).toBe(2)
    expect((await send()).status).toBe(0)
    expect(posts(world)).toBe(4)
  })

  test('killed before the server took it, and again after: everyone has one mail', async () => {
    const world = await sendingWorld()
    const send = sending(world)
    let post = 0
    const kill = (): void => void process.kill(senderOf(world), 'SIGKILL')
    world.server.onPost = () => (post++ === 1 ? kill() : undefined)
    world.server.script[1] = 'reset-before'
    world.server.script[3] = { kill }
    expect([(await send()).status, (await send()).status, (await send()).status]).toEqual([-1, -1, 0])
    expect(copies(world)).toEqual([1, 1, 1])
  })

  test('interrupted: what is on its way is waited for and written, the rest is for the next run', async () => {
    const world = await sendingWorld()
    const send = sending(world)
    let stopping = (): void => undefined
    const hasHeard = new Promise<void>((resolve) => (stopping = resolve))
    world.server.onPost = async () => {
      process.kill(senderOf(world), 'SIGINT')
      await hasHeard
      // As npm hands it on.
      process.kill(senderOf(world), 'SIGINT')
    }
    const ended = await send((text) => (text.includes('Stopping') ? stopping() : undefined))
    expect(ended).toMatchObject({ status: 3, stderr: expect.stringMatching(/1 accepted.*2 not attempted/) })
    expect(world.journal().map(({ recipient, state }) => `${recipient} ${state}`)).toEqual([
      ...['acme/jo', 'acme/mei', 'borealis/teo'].map((recipient) => `${recipient} planned`),
      'acme/jo attempting',
      'acme/jo accepted',
    ])
    expect(posts(world)).toBe(1)
    world.server.onPost = () => undefined
    expect(await send()).toMatchObject({ status: 0, stderr: expect.stringContaining('2 accepted, 1 had a receipt') })
    expect(copies(world)).toEqual([1, 1, 1])
  })

  test('started twice: the second says so and sends nothing; with the lock taken away by force there is still one mail each', async () => {
    const world = await sendingWorld()
    const send = sending(world)
    let goOn = (): void => undefined
    let arrived = (): void => undefined
    const isHeld = new Promise<void>((resolve) => (goOn = resolve))
    const first = new Promise<void>((resolve) => (arrived = resolve))
    let post = 0
    world.server.onPost = () => {
      if (post++ > 0) return undefined
      arrived()
      return isHeld
    }
    const one = send()
    await first
    const two = await send()
    expect(two).toMatchObject({ status: 1, stderr: expect.stringContaining(`process ${senderOf(world)}`) })
    expect(two.stderr).toContain('at it already')
    expect(posts(world)).toBe(1)
    rmSync(lockOf(world))
    expect(await send()).toMatchObject({ status: 0, stderr: expect.stringContaining('3 accepted') })
    goOn()
    expect((await one).status).toBe(0)
    expect(posts(world)).toBe(6)
    expect(copies(world)).toEqual([1, 1, 1])
  })
})
