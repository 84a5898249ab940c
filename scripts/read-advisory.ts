import { resolve } from 'node:path'
import { findEntry, type Found } from '../src/collect/osv/find-entry.ts'
import { GIVEN } from '../src/collect/osv/entry-places.ts'
import { parseEntry, readEntry } from '../src/collect/osv/read-entry.ts'
import { toAdvisory } from '../src/collect/osv/to-advisory.ts'
import { readSources } from '../src/content.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { readText } from '../src/files.ts'
import { openNetwork, REAL_CLOCK } from '../src/http.ts'

/** Where an entry is had from: a file, where one is given, or the sources, `offline` without a connection. */
export type Origin = { file: string | undefined; offline: boolean }

/**
 * The entry of an id from the sources, or from a file of OSV where one is given; of a file the id may be left out, and must else be one of its own.
 * @throws {Problem} when it cannot be had
 */
export async function readAdvisory(id: string | undefined, given: Origin, environment: Environment): Promise<Found> {
  if (given.file !== undefined) return readFile(id, given.file)
  if (id === undefined)
    throw new Problem({
      what: 'Cannot tell which vulnerability the notice is about',
      fix: 'Give its ID: npm run notice -- GO-2024-1234; or its entry: --file FILE',
    })
  const sources = (await readSources(environment.content)).filter((source) => source.kind === 'osv')
  return findEntry(id, sources, {
    folder: environment.content,
    cache: environment.cache,
    ask: openNetwork(),
    clock: REAL_CLOCK,
    offline: given.offline,
  })
}

async function readFile(id: string | undefined, file: string): Promise<Found> {
  const text = await readText(resolve(file))
  if (text === undefined)
    throw new Problem({ what: `Cannot read ${file}: there is no such file`, where: file, fix: 'Give the path of a file in OSV format' })
  const entry = readEntry(parseEntry(text))
  if ('unreadable' in entry)
    throw new Problem({
      what: `Cannot read ${file}: ${entry.unreadable}`,
      where: file,
      fix: 'Give one entry in OSV format, as vuln.go.dev and api.osv.dev have it',
    })
  const ids = [entry.id, ...entry.aliases]
  if (id !== undefined && !ids.some((one) => one.toLowerCase() === id.toLowerCase()))
    throw new Problem({
      what: `Cannot take ${file} for ${id}: it is about ${ids.join(', ')}`,
      where: file,
      fix: 'Give another file, or leave the ID out',
    })
  return { advisory: toAdvisory(entry, { others: [], from: GIVEN }), at: file, problems: [] }
}
