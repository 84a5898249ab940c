import { resolve } from 'node:path'
import { folderEntries } from './folder-entries.ts'
import type { Brought } from './osv-layout.ts'
import { findPackage, packagesOf, type Wanted } from './osv-packages.ts'

/**
 * The entries of the packages among the OSV files below a folder, whatever their names. Files that cannot be read are candidates too, to be named.
 * @throws {Problem} when there is no such folder, or no file of JSON in it
 */
export async function readOsvFolder(path: string, wanted: readonly Wanted[], options: { folder: string }): Promise<Brought> {
  const folder = resolve(options.folder, path)
  const { entries: read, unreadable, files } = await folderEntries(folder)
  const candidates: Brought['candidates'] = unreadable.map(({ file, answer }) => ({ id: file, answer, wanted: [] }))
  const entries = [...read.values()]
  const resolved = wanted.flatMap((one) => findPackage(one, new Set(entries.flatMap((entry) => packagesOf(entry, one.ecosystem)))) ?? [])
  for (const entry of entries) {
    const ours = resolved.filter((one) => packagesOf(entry, one.ecosystem).includes(one.name))
    if (ours.length > 0) candidates.push({ id: entry.id, answer: entry, wanted: ours })
  }
  return {
    candidates,
    dropped: {},
    asked: [{ what: 'files', query: folder, returned: files }],
    problems: [],
    complete: true,
    unknown: [],
    live: 0,
    stored: 0,
  }
}
