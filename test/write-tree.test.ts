import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeTree } from '../src/write-tree.ts'
import { scratch } from './scratch.ts'

const part = fc.constantFrom('a', 'b', 'c.html', 'index.html')
const files = fc
  .array(fc.tuple(fc.array(part, { minLength: 1, maxLength: 3 }), fc.constantFrom('', 'x', 'y')), { maxLength: 8 })
  .map((pairs) => new Map(pairs.map(([parts, text]) => [parts.join('/'), Buffer.from(text)])))
  // No path may be a file and a folder at once.
  .filter((map) => [...map.keys()].every((path) => ![...map.keys()].some((other) => other.startsWith(`${path}/`))))

/** Every file and every folder below a folder. */
function everything(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => `${join(entry.parentPath, entry.name).slice(folder.length + 1)}${entry.isDirectory() ? '/' : ''}`)
    .sort()
}

test('writeTree() leaves the files that it was given and no others, nor empty folders, whatever was there before', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(files, { minLength: 1, maxLength: 3 }), async (states) => {
      const folder = scratch()
      for (const state of states) {
        await writeTree(folder, state)
        const folders = [...state.keys()].flatMap((path) =>
          path
            .split('/')
            .map((_, index, parts) => parts.slice(0, index).join('/'))
            .filter(Boolean),
        )
        expect(everything(folder)).toEqual([...state.keys(), ...new Set(folders)].map((name) => (state.has(name) ? name : `${name}/`)).sort())
        for (const [path, bytes] of state) expect(readFileSync(join(folder, path))).toEqual(bytes)
      }
    }),
    { numRuns: 60 },
  )
})

test('writeTree() does not write what has not changed', async () => {
  const folder = scratch()
  const first = { kept: Buffer.from('x'), changed: Buffer.from('y') }
  await writeTree(folder, new Map(Object.entries(first)))
  const before = statSync(join(folder, 'kept'), { bigint: true }).mtimeNs
  const changed = statSync(join(folder, 'changed'), { bigint: true }).mtimeNs
  await writeTree(folder, new Map(Object.entries({ ...first, changed: Buffer.from('z') })))
  expect(statSync(join(folder, 'kept'), { bigint: true }).mtimeNs).toBe(before)
  expect(statSync(join(folder, 'changed'), { bigint: true }).mtimeNs).not.toBe(changed)
})
