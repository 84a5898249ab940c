import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import fc from './fast-check.ts'
import { describe, expect, test } from 'vitest'
import { readBlobs } from '../src/collect/git/blobs.ts'
import { repository, scratch } from './scratch.ts'

const AT = '2026-07-01T00:00:00Z'

/** A repository of one commit with these files; asks for all of them, and some that are not there. */
async function read(files: Record<string, string>, others: readonly string[] = []) {
  const { folder, hashes } = repository([{ name: 'one', at: AT, message: 'one', files }])
  const commit = hashes.get('one') ?? ''
  const paths = [...others, ...Object.keys(files).flatMap((path) => [`${path} missing`, path])]
  const found = await readBlobs(
    folder,
    paths.map((path) => ({ commit, path })),
  )
  return new Map([...found].map(([name, text]) => [name.slice(commit.length + 1), text]))
}

describe('readBlobs()', () => {
  test('gives texts as they stand, whatever they and their paths hold, and nothing of what is not there', async () => {
    const files = {
      'a b.md': 'one\ntwo',
      'empty.md': '',
      'blob 3': 'blob 3\nabc\n',
      'x: y {z} \'"`$(touch ran)`.md': `${'0'.repeat(40)}:a missing\nblob 5\n`,
      'dir/é\u202e.md': '\ufeff\0é🎉\n\n',
      '-rf': 'a path is no option',
    }
    expect(await read(files, ['nowhere', 'dir', '', '..', '\ufffd'])).toEqual(new Map(Object.entries(files)))
  })

  test('a path with a control character is not asked for, and breaks no other answer', async () => {
    const files = { 'a\nb.md': 'never\n', 'a\tb.md': 'never\n', 'c\r': 'never\n', 'd.md': 'read\n' }
    expect(await read(files, [`x\n${'0'.repeat(40)}`, 'x\0y'])).toEqual(new Map([['d.md', 'read\n']]))
  })

  test('reads past what is larger than 64 KB, over the borders of chunks', async () => {
    const sized = (bytes: number): string => 'é'.repeat(bytes / 2)
    const files = {
      ...Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`${index}.md`, sized(20_000) + String(index)])),
      'a.md': sized(65_536),
      'b.md': sized(65_538),
      'c.md': 'after\n',
    }
    const found = await read(files)
    expect(found.has('b.md')).toBe(false)
    expect(found).toEqual(new Map(Object.entries(files).filter(([path]) => path !== 'b.md')))
  })

  test('any files', async () => {
    const part = fc.string({
      unit: fc.constantFrom('a', 'B', ' ', '"', "'", ':', '\\', '*', '{', 'é', '~', '^', '@', '-'),
      minLength: 1,
      maxLength: 5,
    })
    const path = fc.array(part, { minLength: 1, maxLength: 2 }).map((parts) => `x/${parts.join('/')}.md`)
    const text = fc.string({ unit: fc.constantFrom('blob 1\n', ' missing\n', '\n', 'a', 'é', '\0', '🎉'), maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(fc.dictionary(path, text, { maxKeys: 12, noNullPrototype: true }), async (files) => {
        expect(await read(files)).toEqual(new Map(Object.entries(files)))
      }),
      { numRuns: 20 },
    )
  })

  test('starts nothing for nothing', async () => {
    expect(await readBlobs('/nowhere', [])).toEqual(new Map())
  })

  test('fetches nothing that a partial clone does not have, and gives what it has', async () => {
    const files = { 'a.md': 'here\n', 'b.md': `far away ${'x'.repeat(2000)}\n` }
    const { folder, hashes } = repository([{ name: 'one', at: AT, message: 'one', files }])
    execFileSync('git', ['-C', folder, 'config', 'uploadpack.allowFilter', 'true'])
    const clone = join(scratch(), 'clone')
    execFileSync('git', ['clone', '--quiet', '--no-checkout', '--filter=blob:limit=1000', `file://${folder}`, clone])
    const missing = (): string => execFileSync('git', ['-C', clone, 'rev-list', '--objects', '--all', '--missing=print'], { encoding: 'utf8' })
    const before = missing()
    expect(before).toMatch(/^\?[0-9a-f]{40}$/m)
    const commit = hashes.get('one') ?? ''
    const places = Object.keys(files).map((path) => ({ commit, path }))
    expect(await readBlobs(clone, places)).toEqual(new Map([[`${commit}:a.md`, 'here\n']]))
    expect(missing()).toBe(before)
    expect((await readBlobs(folder, places)).size).toBe(2)
  })
})
