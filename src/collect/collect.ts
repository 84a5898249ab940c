import type { Coverage } from '../model/coverage.ts'
import type { Item } from '../model/item.ts'
import type { Source } from '../model/source.ts'
import type { Window } from '../model/window.ts'
import { askSource } from './ask-source.ts'
import { collectGerrit } from './gerrit/gerrit.ts'
import { collectFeed } from './feed/feed.ts'
import { collectGit } from './git/git.ts'
import { collectGithub } from './github/github.ts'
import type { Access } from './github/github-problem.ts'
import { joinSources } from './join-sources.ts'
import { collectOsv } from './osv/osv.ts'
import type { Collected, CollectOptions, Upstream } from './upstream.ts'

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
  const asked = await askSource(source, options, (upstream) => collectKind(source, window, { ...upstream, access: options.github }))
  const { id, kind } = source
  const { requests } = asked
  if ('result' in asked) return { items: asked.result.items, coverage: { id, kind, requests, ...asked.result.coverage } }
  const served = hostOf(source, options.github.endpoint) === 'disk' ? 'disk' : 'live'
  return {
    items: [],
    coverage: { id, kind, requests, complete: false, returned: 0, kept: 0, dropped: {}, asked: [], served, problems: [asked.problem] },
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
