import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { withLock } from '../src/lock.ts'
import { startOf } from '../src/process.ts'
import { scratch } from './scratch.ts'

const HERE = hostname().replace(/\s/g, '-')
/** Whether a lock file that holds this is in the way. */
const holds = async (token: string): Promise<boolean> => {
  const folder = scratch({ lock: token })
  const taken = await withLock(join(folder, 'lock'), async () => 'mine').catch((error: unknown) => error)
  expect(readdirSync(folder)).toEqual(taken === 'mine' ? [] : ['lock'])
  if (taken === 'mine') return false
  expect(taken).toMatchObject({ name: 'Problem', where: join(folder, 'lock') })
  expect(readFileSync(join(folder, 'lock'), 'utf8')).toBe(token)
  return true
}

describe('withLock()', () => {
  test('lets one work at a time, and is there again when the work has ended or failed', async () => {
    const path = join(scratch(), 'a/lock')
    let release = (): void => undefined
    const first = withLock(
      path,
      () =>
        new Promise<string>((resolve) => {
          release = () => resolve('done')
        }),
    )
    await expect.poll(() => existsSync(path)).toBe(true)
    await expect(withLock(path, async () => 'never')).rejects.toMatchObject({ name: 'Problem' })
    release()
    expect(await first).toBe('done')
    await expect(
      withLock(path, async () => {
        throw new Error('x')
      }),
    ).rejects.toThrow('x')
    expect(await withLock(path, async () => 'again')).toBe('again')
  })
  test('of many that find a dead holder one works at a time', async () => {
    const folder = scratch({ lock: '999999999 x' })
    let inside = 0
    let most = 0
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside)
      await new Promise((resolve) => setImmediate(resolve))
      inside--
    }
    await Promise.all(Array.from({ length: 12 }, () => withLock(join(folder, 'lock'), work, { waitMs: 20_000 })))
    expect([most, inside]).toEqual([1, 0])
  })
  test('a process that is dead holds nothing, nor does one that died before it said who it is, or while it took the lock of a dead one', async () => {
    for (const token of ['999999999', `999999999 x ${HERE} 1`, '', 'what']) expect(await holds(token)).toBe(false)
    const folder = scratch({ lock: '999999999 x', 'lock.dead': '999999998 y', 'lock.dead.dead': '999999997 z' })
    expect(await withLock(join(folder, 'lock'), async () => 'mine')).toBe('mine')
    expect(readdirSync(folder)).toEqual([])
  })
  test('a process that runs holds it, by whatever version of the program; another that has its number now does not', async () => {
    const start = await startOf(process.ppid)
    expect(start).toBeDefined()
    for (const token of [`${process.ppid} x`, `${process.ppid} x ${HERE}`, `${process.ppid} x ${HERE} ${start}`])
      expect(await holds(token)).toBe(true)
    expect(await holds(`${process.ppid} x ${HERE} ${start}0`)).toBe(false)
    expect(await startOf(process.pid)).not.toBe(start)
  })
  test('of a process on another machine it says so, whether or not one of its number runs here', async () => {
    for (const pid of [process.ppid, 999_999_999]) expect(await holds(`${pid} x elsewhere.example 1`)).toBe(true)
    await expect(withLock(join(scratch({ lock: '7 x elsewhere.example 1' }), 'lock'), async () => 'never')).rejects.toMatchObject({
      message: 'Cannot go on: process 7 on elsewhere.example is at it already',
      fix: expect.stringContaining('remove the lock file'),
    })
  })
  test.runIf(process.platform === 'linux')('a process that was killed and that nobody has waited for yet holds nothing', async () => {
    const parent = spawn('sh', ['-c', 'sleep 30 & echo $!; exec sleep 30'])
    onTestFinished(() => void parent.kill())
    const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)))
    const start = await startOf(pid)
    expect(await holds(`${pid} x ${HERE} ${start}`)).toBe(true)
    await expect.poll(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8')).toBe('sleep\n')
    process.kill(pid, 'SIGKILL')
    await expect.poll(() => startOf(pid)).toBe('ended')
    expect(await holds(`${pid} x ${HERE} ${start}`)).toBe(false)
  })
})
