import { dirname, join } from 'node:path'
import { copyFast, moveEntries, moveFile, readManyBytes, remove, stampOf, writeFast } from './files.ts'

/** What was found in a file when it was searched for something that `against` stands for. */
export type Searched = { against: string; hits: readonly (readonly [number, string])[] }

/** What is noted of a file. `key`: of all that it was made from; `stamp`: its state on the disk. */
type Noted = { key: string; stamp: string; searched?: Searched }

/** What was noted of a folder when it was last closed: its files, and the stamps of the folders in it, "." for itself. */
export type Notes = { files: Readonly<Record<string, Noted>>; folders: Readonly<Record<string, string>> }

export const NOTHING: Notes = { files: {}, folders: {} }

/** A file of the tree as it lies on the disk. */
export type TreeFile = { path: string; read: () => Buffer; searched: Searched | undefined; remember: (searched: Searched) => void }

/** A folder that comes to hold what is put into it and nothing else. Paths have `/`. */
export type Tree = {
  /** Whether a file made from the same lies there, or in the other folder. */
  stands: (path: string, key: string) => boolean
  /** Puts a file; its bytes are made where none from the same stand. */
  put: (path: string, key: string, make: () => Uint8Array | Promise<Uint8Array>) => Promise<void>
  /** The bytes of a file that was put. */
  read: (path: string) => Buffer
  /** Removes whatever else lies there, and gives every file. */
  settle: () => Promise<TreeFile[]>
  notes: () => Notes
}

/**
 * Opens a folder that nobody else is at. `before`: what was noted of it when it was last closed; `other`: a folder from which files are taken over.
 * What the disk does not bear out counts for nothing: a part of the folder in which something came or went is removed, and a file that was written
 * to is written anew. The folder itself is made anew: who still looks at it, as a server that began in it does, sees nothing of what is put.
 */
export async function openTree(folder: string, before: Notes, other: { folder: string; noted: Notes }): Promise<Tree> {
  const stands = (path: string): boolean => stampOf(join(folder, path)) === (before.folders[path] ?? before.files[path]?.stamp)
  const lost = new Set(Object.keys(before.folders).filter((path) => path !== '.' && !stands(path)))
  for (const path of lost) await remove(join(folder, path))
  const names = [...(childrenOf(Object.keys(before.files)).get('.') ?? [])]
  const kept = names.filter((name) => !lost.has(name) && (before.folders[name] !== undefined || stands(name)))
  const fresh = `${folder}.fresh`
  await remove(fresh)
  moveEntries(folder, fresh, kept)
  await remove(folder)
  await moveFile(fresh, folder)
  // Moving a file changes its stamp.
  const moved = kept.flatMap((name) => {
    const note = before.files[name]
    return note ? [[name, { ...note, stamp: stampOf(join(folder, name)) ?? '' }] as const] : []
  })
  const noted: Notes = { ...before, files: { ...before.files, ...Object.fromEntries(moved) } }
  const put = new Map<string, Noted>()
  const written = new Set<string>()
  // Folders in which something may have come or gone since.
  const touched = new Set<string>(['.', ...kept, ...[...lost].flatMap(foldersAbove)])
  const known = new Map<string, Noted | undefined>()
  const lies = (place: { folder: string; noted: Notes }, path: string, key: string): Noted | undefined => {
    const note = place.noted.files[path]
    return note?.key === key && stampOf(join(place.folder, path)) === note.stamp ? note : undefined
  }
  // Several files may need the same place: it is cleared once, and each waits for that.
  const cleared = new Map<string, Promise<void>>()
  const clear = (path: string): Promise<void> => {
    const done = cleared.get(path) ?? remove(join(folder, path))
    cleared.set(path, done)
    return done
  }
  const liesHere = (path: string, key: string): Noted | undefined => {
    if (!known.has(path)) known.set(path, lies({ folder, noted }, path, noted.files[path]?.key ?? ''))
    const note = known.get(path)
    return note?.key === key ? note : undefined
  }
  const read = (path: string): Buffer => readManyBytes([join(folder, path)])[0] ?? Buffer.alloc(0)
  return {
    read,
    stands: (path, key) => liesHere(path, key) !== undefined || lies(other, path, key) !== undefined,
    async put(path, key, make) {
      const standing = liesHere(path, key)
      if (standing) return void put.set(path, standing)
      const target = join(folder, path)
      for (const one of inTheWay(path, noted)) await clear(one)
      const taken = lies(other, path, key)
      if (taken) await copyFast(join(other.folder, path), target)
      else {
        const bytes = await make()
        const isThere = noted.files[path] !== undefined && readManyBytes([target])[0]?.equals(bytes) === true
        if (!isThere) {
          // A file of its own: the old one may be linked from elsewhere.
          if (noted.files[path] !== undefined) await remove(target)
          writeFast(target, bytes)
        }
      }
      written.add(path)
      for (const above of foldersAbove(path)) touched.add(above)
      put.set(path, { key, stamp: '', ...(taken?.searched && { searched: taken.searched }) })
    },
    async settle() {
      const wanted = childrenOf(put.keys())
      for (const [path, names] of childrenOf(Object.keys(noted.files)))
        for (const name of names)
          if (wanted.get(path)?.has(name) === false) {
            touched.add(path)
            await remove(join(folder, path, name))
          }
      for (const path of written) put.set(path, { key: '', ...put.get(path), stamp: stampOf(join(folder, path)) ?? '' })
      return [...put].map(([path, note]) => ({
        path,
        read: () => read(path),
        searched: note.searched,
        remember: (searched) => void put.set(path, { ...note, searched }),
      }))
    },
    notes: () => ({
      files: Object.fromEntries(put),
      folders: Object.fromEntries(
        [...childrenOf(put.keys()).keys()].map((path) => [
          path,
          (touched.has(path) ? undefined : noted.folders[path]) ?? stampOf(join(folder, path)) ?? '',
        ]),
      ),
    }),
  }
}

/** The folders that a path stands in, "." for the topmost. */
function foldersAbove(path: string): string[] {
  const parts = path.split('/')
  return parts.map((_, index) => parts.slice(0, index).join('/') || '.')
}

/** What was noted as a file where a path now needs a folder, or as a folder where it needs a file. */
function inTheWay(path: string, { files, folders }: Notes): string[] {
  return [...foldersAbove(path).filter((one) => files[one] !== undefined), ...(folders[path] === undefined ? [] : [path])]
}

/** Names of the files and folders in every folder above some files, by its path; "." for the topmost. */
function childrenOf(paths: Iterable<string>): Map<string, Set<string>> {
  const children = new Map<string, Set<string>>([['.', new Set()]])
  for (const path of paths) {
    for (let below = path, above = dirname(path); ; below = above, above = dirname(above)) {
      const names = children.get(above)
      names?.add(below.slice(above === '.' ? 0 : above.length + 1))
      if (names && below !== path) break
      if (!names) children.set(above, new Set([below.slice(above === '.' ? 0 : above.length + 1)]))
      if (above === '.') break
    }
  }
  return children
}
