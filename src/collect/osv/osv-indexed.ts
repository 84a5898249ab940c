import { Problem } from '../../errors.ts'
import { askEntry } from './ask-entry.ts'
import { readEntry, timeOf } from './read-entry.ts'
import { INDEX, type Modules, modulesSchema } from './osv-index.ts'
import type { Asking, Brought } from './osv-layout.ts'
import { findPackage, type Wanted } from './osv-packages.ts'
import { leftOut } from '../upstream.ts'

/**
 * The entries that an index names for the packages: what is held and not older than the index says is not asked for, and what was last
 * modified before the window is not looked at. `online` false: only what is held. An entry that is not there is named, and the rest goes on;
 * once the server fails, what is held serves.
 */
export async function collectIndexed(index: unknown, { base, wanted, window, entries, upstream, online }: Asking): Promise<Brought> {
  const modules = modulesSchema.parse(index)
  const names = new Set(modules.map((module) => module.path))
  const resolved = wanted.flatMap((one) => (one.ecosystem === 'Go' ? (findPackage(one, names) ?? []) : []))
  const unknown = wanted.map((one) => one.text).filter((text) => !resolved.some((one) => one.text === text))
  const { dropped, drop } = leftOut()
  const brought: Brought = { candidates: [], dropped, asked: [], problems: [], complete: true, unknown, live: online ? 1 : 0, stored: 0 }
  const listed = listEntries(modules, resolved)
  brought.asked.push({ what: 'index', query: `${base}/${INDEX}`, returned: listed.size })
  let asking = online
  let came = 0
  for (const [id, { modified, wanted: found }] of listed) {
    if (modified !== undefined && modified < Date.parse(window.since)) {
      drop('outside the window')
      continue
    }
    const held = entries.get(id)
    let answer = held?.answer
    let missing = 'not collected yet'
    if (asking && !(held && modified !== undefined && held.modified >= modified)) {
      try {
        const got = await askEntry(`${base}/ID/${encodeURIComponent(id)}.json`, upstream)
        brought.live++
        if (got.there) came++
        const entry = readEntry(got.answer)
        const wrong = !got.there
          ? 'is in the index, and the database does not have it (404)'
          : 'unreadable' in entry
            ? `cannot be read: ${entry.unreadable}`
            : entry.id !== id && `calls itself ${entry.id}`
        if (!wrong) {
          await entries.hold([got.answer])
          // A cache on the way may give what is older than what is held.
          answer = entries.get(id)?.answer
        } else {
          brought.problems.push(`the entry ${id} ${wrong}${held ? '; what it said before is used' : ''}`)
          brought.complete = false
          missing = got.there ? 'unreadable' : 'not there'
        }
        upstream.progress(`${came} entries so far`)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        brought.problems.push(`${error.message}. ${error.fix}`)
        asking = false
      }
    } else if (held) brought.stored++
    if (answer === undefined) drop(missing)
    else brought.candidates.push({ id, answer, wanted: found })
  }
  brought.asked.push({ what: 'entries', query: `${base}/ID/`, returned: brought.candidates.length })
  const left = brought.dropped['not collected yet'] ?? 0
  if (left > 0)
    brought.problems.push(
      `${left} ${left === 1 ? 'entry' : 'entries'} of the packages could not be had and ${left === 1 ? 'is' : 'are'} not known from before`,
    )
  if (left > 0 || asking !== online) brought.complete = false
  return brought
}

function listEntries(modules: Modules, resolved: readonly Wanted[]): Map<string, { modified: number | undefined; wanted: Wanted[] }> {
  const listed = new Map<string, { modified: number | undefined; wanted: Wanted[] }>()
  for (const { path, vulns } of modules)
    for (const { id, modified } of vulns) {
      const ours = resolved.filter((one) => one.name === path)
      if (ours.length > 0) listed.set(id, { modified: timeOf(modified), wanted: [...(listed.get(id)?.wanted ?? []), ...ours] })
    }
  return listed
}
