import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { publishSite } from '../scripts/publish-site.ts'
import { scratch } from './scratch.ts'

const files = (text: string): Map<string, Uint8Array> => new Map([['index.html', Buffer.from(text)]])
const pass = async (): Promise<void> => undefined

test('publishSite() puts what was let through in the place of the last, time and again, and keeps one folder in the cache', async () => {
  const folder = scratch()
  const [out, cache] = [join(folder, 'dist'), join(folder, 'cache')]
  for (const text of ['one', 'two', 'three', 'four']) {
    const searched: string[] = []
    await publishSite(files(text), { out, cache, search: async (fresh) => void searched.push(readFileSync(join(fresh, 'index.html'), 'utf8')) })
    expect(searched).toEqual([text])
    expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe(text)
    expect(readdirSync(folder).sort()).toEqual(['cache', 'dist'])
    expect(readdirSync(join(cache, 'site')).length).toBeLessThanOrEqual(1)
  }
})

test('publishSite() leaves the last as it was, and nothing of the files, when they are not let through', async () => {
  const folder = scratch()
  const [out, cache] = [join(folder, 'dist'), join(folder, 'cache')]
  await publishSite(files('one'), { out, cache, search: pass })
  await publishSite(files('two'), { out, cache, search: pass })
  await expect(publishSite(files('secret'), { out, cache, search: () => Promise.reject(new Error('no')) })).rejects.toThrow('no')
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe('two')
  expect(readdirSync(join(cache, 'site'))).toEqual([])
})

test('publishSite() publishes where cache and output lie on two file systems', async () => {
  const folder = scratch()
  const other = ['/dev/shm', '/run'].find((place) => statSync(place, { throwIfNoEntry: false })?.dev !== statSync(folder).dev)
  const cache = mkdtempSync(join(other ?? folder, 'legible-test-'))
  onTestFinished(() => rmSync(cache, { recursive: true }))
  const out = join(folder, 'dist')
  for (const text of ['one', 'two', 'three']) {
    await publishSite(files(text), { out, cache, search: pass })
    expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe(text)
    expect(readdirSync(folder)).toEqual(['dist'])
  }
})
