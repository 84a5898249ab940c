import { join } from 'node:path'
import type { Folder } from '../src/folder.ts'
import { readManyBytes } from '../src/files.ts'
import type { PreparedDocument } from './prepare-folder.ts'

/** The content's own pictures that a build holds, by their files: those alone that the site's pages and the cut trees of the public editions show. */
export function publicImageFiles({ folder }: Folder, prepared: readonly PreparedDocument[]): [path: string, bytes: Uint8Array][] {
  const paths = [...new Set(prepared.flatMap(({ images }) => images.shown))].map((name) => `images/${name}`)
  const read = readManyBytes(paths.map((path) => join(folder, path)))
  return paths.flatMap((path, index) => {
    const bytes = read[index]
    return bytes ? [[path, bytes] as [string, Uint8Array]] : []
  })
}
