import { join } from 'node:path'
import { Problem } from '../../errors.ts'
import { listFolders, listNames, listTree, readText } from '../../files.ts'
import type { OsvEntry } from '../../model/osv-entry.ts'
import { parseEntry, readEntry, timeOf } from './read-entry.ts'

/** What the OSV files below a folder hold. `unreadable`: files that are no entry, with what they hold instead; `files`: how many there are. */
export type FolderEntries = { entries: ReadonlyMap<string, OsvEntry>; unreadable: { file: string; answer: unknown }[]; files: number }

/**
 * The entries below a folder by id, whatever the names of the files; of one that is there twice, that which was modified last.
 * @throws {Problem} when there is no such folder, or no file of JSON in it
 */
export async function folderEntries(folder: string): Promise<FolderEntries> {
  const fix = 'Mend "path" in sources.yaml'
  if ((await listNames(folder)).length === 0)
    throw new Problem({ what: `Cannot read ${folder}: there is no such folder, or nothing in it`, where: folder, fix })
  // Beside its entries a database in the layout of vuln.go.dev holds indexes.
  const indexed = (await listFolders(folder)).includes('ID')
  const files = (await listTree(folder)).filter((file) => file.endsWith('.json') && !(indexed && file.startsWith('index/')))
  if (files.length === 0) throw new Problem({ what: `Cannot read ${folder}: no file in it ends in .json`, where: folder, fix })
  const entries = new Map<string, OsvEntry>()
  const unreadable: FolderEntries['unreadable'] = []
  for (const file of files) {
    const answer = parseEntry((await readText(join(folder, file))) ?? '')
    const entry = readEntry(answer)
    if ('unreadable' in entry) unreadable.push({ file, answer })
    else if ((timeOf(entries.get(entry.id)?.modified) ?? 0) <= (timeOf(entry.modified) ?? 0)) entries.set(entry.id, entry)
  }
  return { entries, unreadable, files: files.length }
}
