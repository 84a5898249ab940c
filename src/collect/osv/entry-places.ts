import { join, resolve } from 'node:path'
import { z } from 'zod'
import { Problem } from '../../errors.ts'
import { withLock } from '../../lock.ts'
import type { OsvEntry } from '../../model/osv-entry.ts'
import { bodyOf } from '../body-of.ts'
import { patiently } from '../patience.ts'
import { readAnswer } from './read-answer.ts'
import { openStore } from '../store.ts'
import type { Upstream } from '../upstream.ts'
import { askEntry } from './ask-entry.ts'
import { folderEntries } from './folder-entries.ts'
import { layoutOf, type OsvSource } from './osv-layout.ts'
import { openEntries } from './osv-store.ts'
import { readEntry } from './read-entry.ts'

/** Where an entry can be looked for. `name`: its address or folder; `who`: what it is, in words that may be published; `look`: the entry that has an id, and with `aliases` one that names it as its alias too. */
export type Place = { name: string; who: string; look: (id: string, options: { aliases: boolean }) => Promise<OsvEntry | undefined> }

/** How places are asked. `cache`: where what came is kept; `folder`: what relative paths are relative to; `offline`: only folders and what was kept. */
export type Asking = Pick<Upstream, 'ask' | 'clock' | 'offline' | 'folder'> & { cache: string }

/** What a file is called that was given: where it lies on this machine is nobody's business. */
export const GIVEN = 'file that was given'

const indexSchema = z.array(z.looseObject({ id: z.string(), aliases: z.array(z.string()).nullish() }))
type Index = z.infer<typeof indexSchema>

/** A source as a place. What it gives over the network is kept, so that it can be had offline. */
export function placeOf(source: OsvSource, asking: Asking): Place {
  if (source.path === undefined) return databasePlace({ ...source, url: source.url ?? '' }, asking)
  const folder = resolve(asking.folder, source.path)
  let read: Promise<OsvEntry[]> | undefined
  return {
    name: folder,
    who: GIVEN,
    look: async (id, options) => found(await (read ??= folderEntries(folder).then(({ entries }) => [...entries.values()])), id, options),
  }
}

function databasePlace(source: OsvSource & { url: string }, asking: Asking): Place {
  const { base, api, isApi } = layoutOf(source.url)
  const store = openStore(source, { cache: asking.cache })
  const upstream: Upstream = { ...asking, store, accounts: [], progress: () => undefined }
  let asked: Promise<Index | undefined> | undefined
  const index = (): Promise<Index | undefined> => (asked ??= isApi ? Promise.resolve(undefined) : askIds(`${base}/index/vulns.json`, upstream))
  const got = async (url: string, id: string): Promise<OsvEntry | undefined> => {
    const { there, answer } = await askEntry(url, upstream)
    if (!there) return undefined
    const entry = readEntry(answer)
    const wrong =
      'unreadable' in entry
        ? `it cannot be read: ${entry.unreadable}`
        : found([entry], id, { aliases: true })
          ? undefined
          : `it calls itself ${entry.id}`
    if ('unreadable' in entry || wrong !== undefined)
      throw new Problem({
        what: `Cannot use what ${url} answered: ${wrong}`,
        where: url,
        fix: 'Tell those who run it, or give the entry as a file: --file FILE',
      })
    await withLock(join(store.folder, 'lock'), async () => (await openEntries(upstream)).hold([answer]))
    return entry
  }
  return {
    name: base,
    who: `database at ${new URL(base).host}`,
    async look(id, options) {
      if (asking.offline) {
        const entries = await openEntries(upstream)
        const held = entries.ids().flatMap((one) => {
          const entry = readEntry(entries.get(one)?.answer)
          return 'unreadable' in entry ? [] : [entry]
        })
        return found(held, id, options)
      }
      const path = (name: string): string => `${base}/ID/${encodeURIComponent(name)}.json`
      const direct = !isApi && id.startsWith('GO-') ? await got(path(id), id) : undefined
      if (direct) return direct
      const rows = await index()
      if (!rows) return got(`${api}/vulns/${encodeURIComponent(id)}`, id)
      const row = found(rows, id, options)
      return row && row.id !== id ? got(path(row.id), id) : row && !id.startsWith('GO-') ? got(path(id), id) : undefined
    },
  }
}

/** The one that has an id, else with `aliases` the first that names it. Case does not count: GitHub's ids are spelled in two ways. */
function found<T extends { id: string; aliases?: string[] | null | undefined }>(
  all: readonly T[],
  id: string,
  { aliases }: { aliases: boolean },
): T | undefined {
  const same = (other: string): boolean => other.toLowerCase() === id.toLowerCase()
  return all.find((one) => same(one.id)) ?? (aliases ? all.find((one) => one.aliases?.some(same)) : undefined)
}

/** What a database in the layout of vuln.go.dev holds; undefined where there is no such index. @see https://go.dev/doc/security/vuln/database (read 2026-11) */
function askIds(url: string, upstream: Upstream): Promise<Index | undefined> {
  return patiently(
    { url },
    (answer) => {
      if (answer.status === 404) return undefined
      return readAnswer(bodyOf(answer, url), indexSchema, `${url} is no index of entries`)
    },
    upstream,
  )
}
