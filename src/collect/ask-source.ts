import { join } from 'node:path'
import { Problem } from '../errors.ts'
import { withLock } from '../lock.ts'
import type { Source } from '../model/source.ts'
import { ProgramError } from '../process.ts'
import { openStore } from './store.ts'
import type { CollectOptions, Upstream } from './upstream.ts'

/** How asking a source ended: with what it gave, or with a sentence on what a person can mend. `requests`: over the network. */
export type Asked<T> = { requests: number } & ({ result: T } | { problem: string })

/**
 * Does what asks one source, with its store at hand: by one process at a time, for whose end another waits at most `waitMs` (default: not at all). Offline every question is refused.
 * @throws what is no Problem
 */
export async function askSource<T>(
  source: Source,
  options: CollectOptions & { waitMs?: number },
  work: (upstream: Upstream) => Promise<T>,
): Promise<Asked<T>> {
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
    const asks = source.kind !== 'git' && !options.offline
    const result = await (asks
      ? withLock(join(upstream.store.folder, 'lock'), () => work(upstream), { waitMs: options.waitMs ?? 0 })
      : work(upstream))
    return { requests, result }
  } catch (error) {
    if (!(error instanceof Problem) && !(error instanceof ProgramError)) throw error
    const problem =
      error instanceof Problem
        ? `${error.message}. ${error.fix}`
        : `${error.message}. Run "git fsck" in the clone; a partial clone (--filter) must be fetched whole: git fetch --refetch --no-filter`
    return { requests, problem }
  }
}
