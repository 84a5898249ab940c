import { appendFileSync, readdirSync, readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Kept, openStore, type Store } from '../src/collect/store.ts'
import type { Source } from '../src/model/source.ts'
import { scratch } from './scratch.ts'

const SOURCE: Source = { id: 'golang/go', kind: 'gerrit', url: 'https://go-review.example.org', project: 'go', branch: 'master' }
const kept = (ask: string, answer: unknown = null): Kept => ({ at: '2026-10-02T09:00:00Z', ask, answer })

async function all(store: Store, stream: string): Promise<Kept[]> {
  return Array.fromAsync(store.read(stream))
}

test('gives what was kept in its order, stream by stream, and nothing where nothing was', async () => {
  const store = openStore(SOURCE, { cache: scratch() })
  await store.keep('changes', kept('a', [1]))
  await store.keep('open', kept('b'))
  await store.keep('changes', kept('c', { d: 'e' }))
  expect(await all(store, 'changes')).toEqual([kept('a', [1]), kept('c', { d: 'e' })])
  expect(await all(store, 'open')).toEqual([kept('b')])
  expect(await all(store, 'nothing')).toEqual([])
})

test('text comes back as it was: line ends, separators that only JavaScript knows, lone surrogates, quotes', async () => {
  const store = openStore(SOURCE, { cache: scratch() })
  const texts = ['a\nb\r\nc', 'one\u2028two\u2029three\u0085four', '\ud800 lone', 'é e\u0301 🎉 \u202e', '"\\', '${process.env.HOME}', '\u0000']
  for (const text of texts) await store.keep('s', kept(text, text))
  expect(await all(store, 's')).toEqual(texts.map((text) => kept(text, text)))
})

test('a line that a stop tore is left out, and what comes after it is not', async () => {
  const store = openStore(SOURCE, { cache: scratch() })
  await store.keep('s', kept('a'))
  await store.keep('s', kept('torn in the middle of 🎉🎉🎉'))
  const file = join(store.folder, 's.jsonl')
  const { length } = readFileSync(file)
  truncateSync(file, length - 22)
  expect(await all(store, 's')).toEqual([kept('a')])
  await store.keep('s', kept('c'))
  expect(await all(store, 's')).toEqual([kept('a'), kept('c')])
})

test('a line that is none of ours is left out', async () => {
  const store = openStore(SOURCE, { cache: scratch() })
  await store.keep('s', kept('a'))
  appendFileSync(
    join(store.folder, 's.jsonl'),
    '\n{}\n[]\nnull\n{"at":"yesterday","ask":"b","answer":1}\n{"at":"2026-10-02T09:00:00Z","ask":"b","answer":1,"headers":{}}\n',
  )
  expect(await all(store, 's')).toEqual([kept('a')])
})

test('another configuration, or another endpoint, is another store; the same is the same', () => {
  const cache = scratch()
  const folder = (source: Source, endpoint?: string): string => openStore(source, { cache, ...(endpoint !== undefined && { endpoint }) }).folder
  const folders = [
    folder(SOURCE),
    folder({ ...SOURCE, branch: 'next' }),
    folder({ ...SOURCE, paths: ['a/**'] }),
    folder({ ...SOURCE, id: 'golang-go' }),
    folder(SOURCE, 'https://ghe.example/api/graphql'),
  ]
  expect(new Set(folders).size).toBe(folders.length)
  expect(folder({ ...SOURCE })).toBe(folders[0])
})

test('no name leads out of the cache', async () => {
  const cache = scratch()
  const store = openStore({ ...SOURCE, id: '../../etc/passwd' }, { cache })
  await store.keep('../../../escape: "x"', kept('a'))
  expect(store.folder.startsWith(join(cache, 'collected/'))).toBe(true)
  expect(readdirSync(store.folder)).toHaveLength(1)
})
