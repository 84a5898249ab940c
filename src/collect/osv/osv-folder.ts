import { join, resolve } from 'node:path'
import { Problem } from '../../errors.ts'
import { listFolders, listNames, listTree, readText } from '../../files.ts'
import type { OsvEntry } from '../../model/osv-entry.ts'
import { readEntry, timeOf } from './read-entry.ts'
import type { Brought } from './osv-layout.ts'
import { findPackage, packagesOf, type Wanted } from './osv-packages.ts'

/**
 * The entries of the packages among the OSV files below a folder, whatever their names. Files that cannot be read are candidates too, to be named.
 * @throws {Problem} when there is no such folder, or no file of JSON in it
 */
export async function readOsvFolder(path: string, wanted: readonly Wanted[], options: { folder: string }): Promise<Brought> {
  const folder = resolve(options.folder, path)
  const fix = 'Mend "path" in sources.yaml'
  if ((await listNames(folder)).length === 0)
    throw new Problem({ what: `Cannot read ${folder}: there is no such folder, or nothing in it`, where: folder, fix })
  // Beside its entries a database in the layout of vuln.go.dev holds indexes.
  const indexed = (await listFolders(folder)).includes('ID')
  const files = (await listTree(folder)).filter((file) => file.endsWith('.json') && !(indexed && file.startsWith('index/')))
  if (files.length === 0) throw new Problem({ what: `Cannot read ${folder}: no file in it ends in .json`, where: folder, fix })
  const read = new Map<string, OsvEntry>()
  const candidates: Brought['candidates'] = []
  for (const file of files) {
    const answer = parse((await readText(join(folder, file))) ?? '')
    const entry = readEntry(answer)
    if ('unreadable' in entry) candidates.push({ id: file, answer, wanted: [] })
    else if ((timeOf(read.get(entry.id)?.modified) ?? 0) <= (timeOf(entry.modified) ?? 0)) read.set(entry.id, entry)
  }
  const entries = [...read.values()]
  const resolved = wanted.flatMap((one) => findPackage(one, new Set(entries.flatMap((entry) => packagesOf(entry, one.ecosystem)))) ?? [])
  for (const entry of entries) {
    const ours = resolved.filter((one) => packagesOf(entry, one.ecosystem).includes(one.name))
    if (ours.length > 0) candidates.push({ id: entry.id, answer: entry, wanted: ours })
  }
  return {
    candidates,
    dropped: {},
    asked: [{ what: 'files', query: folder, returned: files.length }],
    problems: [],
    complete: true,
    unknown: [],
    live: 0,
    stored: 0,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}
