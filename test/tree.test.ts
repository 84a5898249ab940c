import { linkSync, mkdirSync, opendirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import fc from './fast-check.ts'
import { describe, expect, onTestFinished, test } from 'vitest'
import { NOTHING, type Notes, openTree } from '../src/tree.ts'
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

/** Puts these files into a folder, each under its own text as its key, and gives what is noted of it; `made`: whose bytes were made. */
async function fill(
  folder: string,
  state: ReadonlyMap<string, Buffer>,
  {
    noted = NOTHING,
    other = { folder: '/nowhere', noted: NOTHING },
    made = [],
  }: { noted?: Notes; other?: { folder: string; noted: Notes }; made?: string[] } = {},
): Promise<Notes> {
  const tree = await openTree(folder, noted, other)
  await Promise.all(
    [...state].map(([path, bytes]) =>
      tree.put(path, bytes.toString(), () => {
        made.push(path)
        return bytes
      }),
    ),
  )
  for (const { path, read } of await tree.settle()) expect(read()).toEqual(state.get(path))
  return tree.notes()
}

function expectHolds(folder: string, state: ReadonlyMap<string, Buffer>): void {
  const folders = [...state.keys()].flatMap((path) =>
    path
      .split('/')
      .map((_, index, parts) => parts.slice(0, index).join('/'))
      .filter(Boolean),
  )
  expect(everything(folder)).toEqual([...state.keys(), ...new Set(folders)].map((name) => (state.has(name) ? name : `${name}/`)).sort())
  for (const [path, bytes] of state) expect(readFileSync(join(folder, path))).toEqual(bytes)
}

/** What somebody else may do to a folder. */
const MEDDLING: readonly ((folder: string, path: string) => void)[] = [
  (folder, path) => writeFileSync(join(folder, path), 'z'),
  (folder, path) => rmSync(join(folder, path)),
  (folder, path) => {
    rmSync(join(folder, path))
    symlinkSync('/etc/hostname', join(folder, path))
  },
  (folder, path) => writeFileSync(join(folder, path, '..', 'foreign.html'), 'z'),
  (folder, path) => {
    mkdirSync(join(folder, path, '..', 'foreign'))
    writeFileSync(join(folder, path, '..', 'foreign/x'), 'z')
  },
  // The same size, and the instant of its bytes set back.
  (folder, path) => {
    const { atime, mtime } = statSync(join(folder, path))
    writeFileSync(join(folder, path), readFileSync(join(folder, path), 'utf8').replace(/./g, 'z'))
    utimesSync(join(folder, path), atime, mtime)
  },
  // A file more, and the instants of its folder set back.
  (folder, path) => {
    const above = join(folder, path, '..')
    const { atime, mtime } = statSync(above)
    writeFileSync(join(above, 'foreign.html'), 'z')
    utimesSync(above, atime, mtime)
  },
  () => undefined,
]

describe('openTree()', () => {
  test('leaves the files that were put and no others, nor empty folders, whatever was there before and whoever was at it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(files, fc.nat(MEDDLING.length - 1), fc.nat()), { minLength: 1, maxLength: 4 }), async (states) => {
        const folders = [scratch(), scratch()]
        const notes = [NOTHING, NOTHING]
        for (const [round, [state, meddling, chosen]] of states.entries()) {
          const [here, there] = [round % 2, (round + 1) % 2]
          const folder = folders[here] ?? ''
          notes[here] = await fill(folder, state, {
            noted: notes[here] ?? NOTHING,
            other: { folder: folders[there] ?? '', noted: notes[there] ?? NOTHING },
          })
          expectHolds(folder, state)
          const path = [...state.keys()][chosen % Math.max(1, state.size)]
          if (path !== undefined) MEDDLING[meddling]?.(folder, path)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('makes and writes nothing that stands, and takes from the other folder what stands there', async () => {
    const [one, two] = [scratch(), scratch()]
    const state = new Map(Object.entries({ 'kept/x': Buffer.from('x'), changed: Buffer.from('y') }))
    const first = await fill(one, state)
    const stamp = (path: string): bigint => statSync(join(one, path), { bigint: true }).mtimeNs
    const before = [stamp('kept/x'), stamp('changed')]
    state.set('changed', Buffer.from('z'))
    const made: string[] = []
    const second = await fill(two, state, { other: { folder: one, noted: first }, made })
    expect(made).toEqual(['changed'])
    await fill(one, state, { noted: first, other: { folder: two, noted: second }, made })
    expect(made).toEqual(['changed'])
    expect(stamp('kept/x')).toBe(before[0])
    expect(stamp('changed')).not.toBe(before[1])
  })

  test('shows nothing of what is put to who looks at the folder as it was, nor changes a file that is linked from elsewhere', async () => {
    const folder = scratch()
    const before = await fill(folder, new Map(Object.entries({ x: Buffer.from('x'), 'a/y': Buffer.from('y') })))
    const seen = opendirSync(folder)
    linkSync(join(folder, 'x'), join(scratch(), 'linked'))
    linkSync(join(folder, 'a/y'), join(folder, '..', `${basename(folder)}-linked`))
    onTestFinished(() => rmSync(join(folder, '..', `${basename(folder)}-linked`)))
    const noted = { ...before, files: { ...before.files, 'a/y': { key: 'y', stamp: '' } } }
    await fill(folder, new Map(Object.entries({ x: Buffer.from('secret'), 'a/y': Buffer.from('other') })), { noted })
    expect(seen.readSync()).toBeNull()
    seen.closeSync()
    expect(readFileSync(join(folder, '..', `${basename(folder)}-linked`), 'utf8')).toBe('y')
  })

  test('remembers what was found in a file as long as it stands, in either folder', async () => {
    const [one, two] = [scratch(), scratch()]
    const searched = { against: 'a', hits: [[1, '']] as const }
    const open = async (folder: string, noted: Notes, other: { folder: string; noted: Notes }, text: string) => {
      const tree = await openTree(folder, noted, other)
      await tree.put('x', text, () => Buffer.from(text))
      return { tree, file: (await tree.settle())[0] }
    }
    const nowhere = { folder: '/nowhere', noted: NOTHING }
    const first = await open(one, NOTHING, nowhere, 'x')
    expect(first.file?.searched).toBeUndefined()
    first.file?.remember(searched)
    expect((await open(two, NOTHING, { folder: one, noted: first.tree.notes() }, 'x')).file?.searched).toEqual(searched)
    const second = await open(one, first.tree.notes(), nowhere, 'x')
    expect(second.file?.searched).toEqual(searched)
    const third = await open(one, second.tree.notes(), nowhere, 'y')
    expect(third.file?.searched).toBeUndefined()
    third.file?.remember(searched)
    writeFileSync(join(one, 'x'), 'z')
    expect((await open(one, third.tree.notes(), nowhere, 'y')).file?.searched).toBeUndefined()
  })
})
