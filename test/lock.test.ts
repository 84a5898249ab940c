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
  test('a process that is dead holds nothing', async () => {
    const folder = scratch({ lock: '999999999' })
    expect(await withLock(join(folder, 'lock'), async () => 'mine')).toBe('mine')
  })
})
