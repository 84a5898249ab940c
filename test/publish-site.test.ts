import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { publishSite } from '../scripts/publish-site.ts'
import type { Tree } from '../src/tree.ts'
import { scratch } from './scratch.ts'

const fill =
  (text: string, search: (text: string) => void = () => undefined) =>
  async (tree: Tree): Promise<void> => {
    await tree.put('index.html', text, () => Buffer.from(text))
    for (const file of await tree.settle()) search(file.read().toString())
  }

test('publishSite() puts what was let through in the place of the last, time and again, and keeps one folder and what is noted in the cache', async () => {
  const folder = scratch()
  const [out, cache] = [join(folder, 'dist'), join(folder, 'cache')]
  for (const text of ['one', 'two', 'three', 'four']) {
    const searched: string[] = []
    await publishSite(
      { out, cache },
      fill(text, (found) => searched.push(found)),
    )
    expect(searched).toEqual([text])
    expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe(text)
    expect(readdirSync(folder).sort()).toEqual(['cache', 'dist'])
    expect(readdirSync(join(cache, 'site')).length).toBe(text === 'one' ? 1 : 2)
  }
})

test('publishSite() leaves the last as it was, and nothing of the files, when they are not let through', async () => {
  const folder = scratch()
  const [out, cache] = [join(folder, 'dist'), join(folder, 'cache')]
  await publishSite({ out, cache }, fill('one'))
  await publishSite({ out, cache }, fill('two'))
  const refuse = (): never => {
    throw new Error('no')
  }
  await expect(publishSite({ out, cache }, fill('secret', refuse))).rejects.toThrow('no')
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
    await publishSite({ out, cache }, fill(text))
    expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe(text)
    expect(readdirSync(folder)).toEqual(['dist'])
  }
})
