import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { appendLine, listFiles, listTree, readText, swapFolder, writeMany, writeWhole } from '../src/files.ts'
import { scratch } from './scratch.ts'

describe('writeMany()', () => {
  test('writes every file below the folder, and syncs each of them and each folder on the way', async () => {
    const folder = scratch()
    const files = new Map<string, string | Buffer>(Array.from({ length: 40 }, (_, nth) => [`a/${nth % 3}/${nth}.txt`, `Zoë ${nth}`]))
    files.set('b.bin', Buffer.from([0, 255]))
    const handle = await open(folder)
    const synced = vi.spyOn(Object.getPrototypeOf(handle), 'sync')
    await handle.close()
    await writeMany(join(folder, 'new'), files)
    // Beside the files: ".", "a" and three below that.
    expect(synced).toHaveBeenCalledTimes(process.platform === 'win32' ? 41 : 46)
    synced.mockRestore()
    expect(await listTree(join(folder, 'new'))).toEqual([...files.keys()].sort())
    expect(readFileSync(join(folder, 'new/a/2/38.txt'), 'utf8')).toBe('Zoë 38')
    expect([...readFileSync(join(folder, 'new/b.bin'))]).toEqual([0, 255])
  })
  test('says what it cannot write', async () => {
    const folder = scratch({ a: 'a file' })
    await expect(writeMany(folder, new Map([['a/b', 'x']]))).rejects.toMatchObject({ name: 'Problem', where: join(folder, 'a/b') })
  })
})

describe('writeWhole()', () => {
  test('says whether the bytes changed, makes folders, and leaves no neighbour', async () => {
    const folder = scratch()
    const path = join(folder, 'a/b/c.txt')
    expect(await writeWhole(path, 'x')).toBe(true)
    expect(await writeWhole(path, 'x')).toBe(false)
    expect(await writeWhole(path, 'y')).toBe(true)
    expect(readFileSync(path, 'utf8')).toBe('y')
    expect(readdirSync(join(folder, 'a/b'))).toEqual(['c.txt'])
  })
  test('does not overwrite what changed since it was read', async () => {
    const folder = scratch({ 'a.txt': 'mine, later' })
    await expect(writeWhole(join(folder, 'a.txt'), 'new', { expected: 'mine' })).rejects.toMatchObject({ name: 'Problem' })
    await expect(writeWhole(join(folder, 'a.txt'), 'new', { expected: undefined })).rejects.toMatchObject({ name: 'Problem' })
    await expect(writeWhole(join(folder, 'b.txt'), 'new', { expected: 'gone' })).rejects.toMatchObject({ name: 'Problem' })
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('mine, later')
    expect(await writeWhole(join(folder, 'a.txt'), 'new', { expected: 'mine, later' })).toBe(true)
  })
  test('does not overwrite what changes while it writes', async () => {
    const path = join(scratch({ 'a.txt': 'mine' }), 'a.txt')
    const handle = await open(path)
    const sync = vi.spyOn(Object.getPrototypeOf(handle), 'sync').mockImplementationOnce(async () => writeFileSync(path, 'mine, later'))
    await handle.close()
    await expect(writeWhole(path, 'new', { expected: 'mine' })).rejects.toMatchObject({ message: expect.stringContaining('changed while this ran') })
    expect(sync).toHaveBeenCalledOnce()
    sync.mockRestore()
    expect(readdirSync(join(path, '..'))).toEqual(['a.txt'])
    expect(readFileSync(path, 'utf8')).toBe('mine, later')
  })
  test('names a place that cannot be written, and leaves nothing behind', async () => {
    const folder = scratch({ 'a.txt': 'old' })
    await expect(writeWhole(join(folder, 'a.txt/b.txt'), 'new')).rejects.toMatchObject({ name: 'Problem' })
    mkdirSync(join(folder, 'full/x'), { recursive: true })
    await expect(writeWhole(join(folder, 'full'), 'new')).rejects.toMatchObject({ name: 'Problem' })
    expect(readdirSync(folder)).toEqual(['a.txt', 'full'])
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('old')
  })
})

describe('readText()', () => {
  test('is undefined for a file that is not there, and leaves a byte order mark', async () => {
    const folder = scratch({ 'a.txt': '\ufeffx' })
    expect(await readText(join(folder, 'nothing'))).toBeUndefined()
    expect(await readText(join(folder, 'a.txt/nothing'))).toBeUndefined()
    expect(await readText(join(folder, 'a.txt'))).toBe('\ufeffx')
  })
  test('names a file that is not UTF-8, and a folder', async () => {
    const folder = scratch({ 'a.txt': Buffer.from([0x66, 0xff]) })
    await expect(readText(join(folder, 'a.txt'))).rejects.toMatchObject({ name: 'Problem', message: expect.stringContaining('not UTF-8') })
    await expect(readText(folder)).rejects.toMatchObject({ name: 'Problem' })
  })
})

test('appendLine() appends, and closes a torn line first', async () => {
  const folder = scratch({ 'a.jsonl': 'one\ntor' })
  await appendLine(join(folder, 'a.jsonl'), 'two')
  await appendLine(join(folder, 'new/b.jsonl'), 'first')
  expect(readFileSync(join(folder, 'a.jsonl'), 'utf8')).toBe('one\ntor\ntwo\n')
  expect(readFileSync(join(folder, 'new/b.jsonl'), 'utf8')).toBe('first\n')
})

test('writeWhole() writes through a link, and leaves the mode of a file as it was', async () => {
  const folder = scratch({ 'real/a.txt': 'old' })
  chmodSync(join(folder, 'real/a.txt'), 0o600)
  symlinkSync(join(folder, 'real/a.txt'), join(folder, 'a.txt'))
  await writeWhole(join(folder, 'a.txt'), 'new')
  expect([
    readFileSync(join(folder, 'real/a.txt'), 'utf8'),
    statSync(join(folder, 'real/a.txt')).mode & 0o777,
    lstatSync(join(folder, 'a.txt')).isSymbolicLink(),
  ]).toEqual(['new', 0o600, true])
  expect(await listFiles(folder, '.txt')).toEqual(['a.txt'])
})

test('swapFolder() puts the fresh folder in place of the old one, or of none, and the old one in its place', async () => {
  const folder = scratch({ 'fresh/a': '1', 'old/b': '2', 'fresh2/c': '3' })
  await swapFolder(join(folder, 'fresh'), join(folder, 'old'))
  await swapFolder(join(folder, 'fresh2'), join(folder, 'none'))
  expect(readdirSync(folder).sort()).toEqual(['fresh', 'none', 'old'])
  expect(['old', 'fresh', 'none'].map((name) => readdirSync(join(folder, name)))).toEqual([['a'], ['b'], ['c']])
  await expect(swapFolder(join(folder, 'nothing'), join(folder, 'old'))).rejects.toThrow()
  expect(existsSync(join(folder, 'old/a'))).toBe(true)
})

test('listFiles() and listTree() are sorted, and know a folder that is not there', async () => {
  const folder = scratch({ 'b.mdx': '', 'a.mdx': '', 'c.txt': '', 'd/e.mdx': '', '.hidden.mdx': '' })
  mkdirSync(join(folder, 'f.mdx'))
  writeFileSync(join(folder, 'f.mdx/g'), '')
  expect(await listFiles(folder, '.mdx')).toEqual(['a.mdx', 'b.mdx'])
  expect(await listFiles(join(folder, 'nowhere'))).toEqual([])
  expect(await listTree(folder)).toEqual(['.hidden.mdx', 'a.mdx', 'b.mdx', 'c.txt', 'd/e.mdx', 'f.mdx/g'])
})
