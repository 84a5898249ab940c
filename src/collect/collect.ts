import { join } from 'node:path'
import { Problem } from '../errors.ts'
import type { Ask, Clock } from '../http.ts'
import { withLock } from '../lock.ts'
import type { Coverage } from '../model/coverage.ts'
import type { Item } from '../model/item.ts'
import type { Source } from '../model/source.ts'
import type { Window } from '../model/window.ts'
import { ProgramError } from '../process.ts'
import { collectGerrit } from './gerrit/gerrit.ts'
import { collectFeed } from './feed/feed.ts'
import { collectGit } from './git/git.ts'
import { collectGithub } from './github/github.ts'
import type { Access } from './github/github-problem.ts'
import { joinSources } from './join-sources.ts'
import { collectOsv } from './osv/osv.ts'
import { openStore } from './store.ts'
import type { Collected, Upstream } from './upstream.ts'

/** Where and with what is collected. `folder`: what relative paths are relative to; `cache`: where what came is kept; `accounts`: names and accounts of the maintainer; `drafted`: see `Upstream`. */
export type CollectOptions = {
  folder: string
  cache: string
  ask: Ask
  clock: Clock
  offline: boolean
  accounts: readonly string[]
  drafted?: Window
  github: Access
  progress?: (source: string, text: string) => void
}

/**
 * Items of all sources inside the window, newest first, each thing once, and the coverage of each source in the order given.
 * A source that fails is named in its coverage and the others go on. Hosts are asked side by side, the sources of one host one after another, and one source by one process at a time.
 */
export async function collect(sources: readonly Source[], window: Window, options: CollectOptions): Promise<{ items: Item[]; coverage: Coverage[] }> {
  const groups = Map.groupBy(sources, (source) => hostOf(source, options.github.endpoint))
  const results = new Map<Source, { items: Item[]; coverage: Coverage }>()
  await Promise.all(
    [...groups.values()].map(async (group) => {
      for (const source of group) results.set(source, await collectOne(source, window, options))
    }),
  )
  const collected = sources.flatMap((source) => results.get(source) ?? [])
  return { items: joinSources(collected, options.accounts), coverage: collected.map((result) => result.coverage) }
}

async function collectOne(source: Source, window: Window, options: CollectOptions): Promise<{ items: Item[]; coverage: Coverage }> {
  let requests = 0
  const upstream: Upstream = {
    ...options,
    store: openStore(source, { cache: options.cache, ...(source.kind === 'github' && { endpoint: options.github.endpoint }) }),
    progress: (text) => options.progress?.(source.id, text),
    ask(question) {
      if (options.offline)
        throw new Problem({ what: `Cannot ask ${question.url}: --offline opens no connection`, fix: 'Run it again without --offline' })
      requests++
      return options.ask(question)
    },
  }
  try {
    const work = (): Promise<Collected> => collectKind(source, window, { ...upstream, access: options.github })
    const asks = source.kind !== 'git' && !options.offline
    const { items, coverage } = await (asks ? withLock(join(upstream.store.folder, 'lock'), work) : work())
    return { items, coverage: { id: source.id, kind: source.kind, requests, ...coverage } }
  } catch (error) {
    if (!(error instanceof Problem) && !(error instanceof ProgramError)) throw error
    const said =
      error instanceof Problem
        ? `${error.message}. ${error.fix}`
        : `${error.message}. Run "git fsck" in the clone; a partial clone (--filter) must be fetched whole: git fetch --refetch --no-filter`
    const nothing = {
      complete: false,
      returned: 0,
      kept: 0,
      dropped: {},
      asked: [],
      served: hostOf(source, options.github.endpoint) === 'disk' ? ('disk' as const) : ('live' as const),
    }
    return { items: [], coverage: { id: source.id, kind: source.kind, requests, ...nothing, problems: [said] } }
  }
}

async function collectKind(source: Source, window: Window, upstream: Upstream & { access: Access }): Promise<Collected> {
  if (source.kind === 'git') return collectGit(source, window, upstream)
  if (source.kind === 'github') return collectGithub(source, window, upstream)
  if (source.kind === 'gerrit') return collectGerrit(source, window, upstream)
  if (source.kind === 'osv') return collectOsv(source, window, upstream)
  // Of articles nothing moves: what came after an earlier run's window says nothing of what it brought.
  return collectFeed(source, upstream.drafted ?? window, upstream)
}

/** The host that a source asks; what lies on this machine is one host of its own. */
function hostOf(source: Source, github: string): string {
  if ('url' in source && source.url !== undefined) return new URL(source.url).host
  return source.kind === 'github' ? new URL(github).host : 'disk'
}
