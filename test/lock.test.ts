import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { withLock } from '../src/lock.ts'
import { scratch } from './scratch.ts'

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
  test('a process that is dead holds nothing', async () => {
    const folder = scratch({ lock: '999999999' })
    expect(await withLock(join(folder, 'lock'), async () => 'mine')).toBe('mine')
  })
})
