import { join } from 'node:path'
import { collectEntries } from '../src/collect/collect-entries.ts'
import { readSources } from '../src/content.ts'
import { pressing, touches, type Waiting } from '../src/curate/pressing.ts'
import { touchedBy } from '../src/curate/touched.ts'
import { watch } from '../src/curate/watch.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { readFolder } from '../src/folder.ts'
import { openNetwork, REAL_CLOCK } from '../src/http.ts'
import { dayOf } from '../src/model/day.ts'
import { instant } from '../src/model/instant.ts'
import { withWatched } from '../src/private-watch.ts'
import { counted, progress, say, warn } from './command.ts'
import { printWatch } from './print-watch.ts'
import { readNotices } from './read-notices.ts'
import { readStacks } from './read-stacks.ts'

/**
 * Tells what is new, updated or withdrawn in the vulnerability databases since last time, and what of earlier runs still waits for an answer, with its age against the promise and whom it touches:
 * on stdout, as JSON where `json`; nothing there when there is nothing. Keeps what it saw once that is told. Gives the exit code: 3 when a promise is at risk, or when a database failed.
 * @throws {Problem} when no source is such a database, or what it saw last cannot be read
 */
export async function watchVulnerabilities(environment: Environment, { json, offline }: { json: boolean; offline: boolean }): Promise<number> {
  const { content, now } = environment
  const sources = (await readSources(content)).filter(({ kind }) => kind === 'osv')
  if (sources.length === 0)
    throw new Problem({
      what: 'Cannot watch: no source is a vulnerability database',
      where: join(content, 'sources.yaml'),
      fix: 'Add a source of kind "osv", such as { id: vulndb, kind: osv, url: https://vuln.go.dev, packages: [stdlib:crypto] }',
    })
  return withWatched(environment.private, async ({ read, write }) => {
    const watched = await read()
    const bar = progress('watch')
    const given = await collectEntries(sources, instant(now.getTime()), {
      folder: content,
      cache: environment.cache,
      ask: openNetwork(),
      clock: REAL_CLOCK,
      offline,
      accounts: [],
      github: { ...environment.github, token: undefined, tokenFrom: '' },
      progress: (source, text) => bar.at(`${source}, ${text}`),
    })
    bar.done()
    const folder = await readFolder(content)
    const { clients, site } = folder
    const stacks = await readStacks(content, clients)
    const { notices, unread } = await readNotices(folder, environment)
    const found = watch(given, { watched, notices, now })
    const day = dayOf(now)
    const promisedHours = site.promise?.hours
    const waiting = pressing(found, { notices, touched: (entry) => touchedBy(entry, { clients, stacks, day }), promisedHours, now })
    const failed = given.flatMap(({ source, asked, complete, problems }) => {
      if (!complete) return [`${source}: ${problems.join('; ')}`]
      return found.emptied.includes(asked)
        ? [`${source}: it gave entries before, and says now that there are none. Look at it, and at sources.yaml`]
        : []
    })

    for (const { source, asked, problems, complete } of given)
      for (const problem of complete && !found.emptied.includes(asked) ? problems : []) warn(`${source}: ${problem}`)
    for (const file of unread) warn(`${file} cannot be read: it answers nothing; npm run check says why`)
    if (waiting.length > 0 && promisedHours === undefined) warn('site.yaml makes no "promise": nothing can be at risk')
    const counts = countsOf(waiting, { entries: found.watched.records.length, known: found.known, minor: found.minor.length })
    if (json)
      process.stdout.write(`${JSON.stringify({ at: instant(now.getTime()), promisedHours, counts, failed, waiting, minor: found.minor }, null, 2)}\n`)
    else printWatch({ waiting, minor: found.minor, failed, promisedHours })
    const quiet = waiting.length + found.minor.length + failed.length === 0
    say(
      `watch: ${quiet ? 'nothing new and nothing waits' : `${counts.fresh} new to you, ${counts.waiting} waiting`} in ${counted(counts.entries, 'entry', 'entries')} of ${counted(given.length, 'source')}${found.known > 0 ? `; ${found.known} older than 30 days ${found.known === 1 ? 'is' : 'are'} taken as known` : ''}`,
    )
    await write(found.watched)
    return counts.atRisk > 0 || failed.length > 0 ? 3 : 0
  })
}

function countsOf<T extends object>(waiting: readonly Waiting[], others: T): T & Record<'waiting' | 'fresh' | 'atRisk' | 'touching', number> {
  return {
    ...others,
    waiting: waiting.length,
    fresh: waiting.filter(({ isFresh }) => isFresh).length,
    atRisk: waiting.filter(({ isAtRisk }) => isAtRisk).length,
    touching: waiting.filter(touches).length,
  }
}
