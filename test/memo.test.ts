import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { type Kept, openMemo } from '../src/memo.ts'
import { scratch } from './scratch.ts'

const row = (file: string, key = 'k'): Kept => ({ file, key, facts: `facts of ${file}`, words: `words of ${file}` })

/** What is kept in a file, by file of the content. */
async function recalled(path: string): Promise<Record<string, string>> {
  const memo = await openMemo(path)
  const kept = Object.fromEntries([...memo.recall()].map(([file, { key, facts }]) => [file, `${key} ${facts}`]))
  memo.close()
  return kept
}

/** Keeps rows, and forgets files that are not among these. */
async function keep(path: string, rows: readonly Kept[], files: readonly string[]): Promise<void> {
  const memo = await openMemo(path)
  memo.keep(rows)
  memo.forget(files)
  memo.close()
}

test('openMemo() keeps what was worked out last of each file, and forgets files that are gone', async () => {
  const path = join(scratch(), 'deep/er/memo.db')
  await keep(path, [row('a'), row('b'), row('c')], ['a', 'b', 'c'])
  await keep(path, [row('b', 'other')], ['a', 'b'])
  expect(await recalled(path)).toEqual({ a: 'k facts of a', b: 'other facts of b' })
})

test('openMemo() gives the words of a file under the key that they belong to alone', async () => {
  const path = join(scratch(), 'memo.db')
  await keep(path, [row('a')], ['a'])
  const memo = await openMemo(path)
  await keep(path, [row('a', 'other')], ['a'])
  expect([memo.wordsOf('a', 'k'), memo.wordsOf('a', 'other'), memo.wordsOf('b', 'k')]).toEqual([undefined, 'words of a', undefined])
  memo.close()
})

test('openMemo() gives what was found in the words of a file under their key, for what it was looked for, until the file is gone', async () => {
  const path = join(scratch(), 'memo.db')
  await keep(path, [row('a'), row('b')], ['a', 'b'])
  const memo = await openMemo(path)
  memo.keepFound(['a', 'b'].map((file) => ({ file, key: 'k', against: 'x', found: `in ${file}` })))
  const found = (): (string | undefined)[] =>
    [
      ['a', 'k', 'x'],
      ['a', 'other', 'x'],
      ['a', 'k', 'y'],
      ['b', 'k', 'x'],
    ].map(([file = '', key = '', against = '']) => memo.foundIn(file, key, against))
  expect(found()).toEqual(['in a', undefined, undefined, 'in b'])
  memo.keepFound([{ file: 'a', key: 'k', against: 'y', found: 'other' }])
  expect(found()).toEqual([undefined, undefined, 'other', 'in b'])
  memo.close()
  await keep(path, [], ['a'])
  const later = await openMemo(path)
  expect([later.foundIn('a', 'k', 'y'), later.foundIn('b', 'k', 'x')]).toEqual(['other', undefined])
  later.close()
})

test.each([
  ['is no database', (path: string) => writeFileSync(path, 'x'.repeat(5000))],
  ['is damaged', (path: string) => writeFileSync(path, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8000, 7)]))],
  [
    'has other tables',
    (path: string) => {
      const database = new DatabaseSync(path)
      database.exec('CREATE TABLE kept (file TEXT)')
      database.close()
    },
  ],
] as const)('openMemo() throws away a file that %s', async (_, spoil) => {
  const path = join(scratch(), 'memo.db')
  spoil(path)
  expect(await recalled(path)).toEqual({})
  await keep(path, [row('a')], ['a'])
  expect(await recalled(path)).toEqual({ a: 'k facts of a' })
})

test('openMemo() keeps nothing, and does no harm, where nothing can be kept', async () => {
  const folder = scratch()
  mkdirSync(join(folder, 'memo.db'))
  await keep(join(folder, 'memo.db'), [row('a')], ['a'])
  expect(await recalled(join(folder, 'memo.db'))).toEqual({})
  expect(readdirSync(folder)).toEqual(['memo.db'])
})
