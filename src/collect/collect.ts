import { Problem } from '../errors.ts'
import type { Coverage } from '../model/coverage.ts'
import type { Item } from '../model/item.ts'
import type { Source } from '../model/source.ts'
import type { Window } from '../model/window.ts'
import { ProgramError } from '../process.ts'
import { collectGit } from './git.ts'

/**
 * Items of all sources inside the window, newest first, each id once, and the coverage of each source in the order given.
 * A source that fails is named in its coverage and the others go on.
 * `folder`: what relative paths are relative to.
 */
export async function collect(
  sources: readonly Source[],
  window: Window,
  options: { folder: string; progress?: (source: string, count: number) => void },
): Promise<{ items: Item[]; coverage: Coverage[] }> {
  const items = new Map<string, Item>()
  const coverage: Coverage[] = []
  for (const source of sources) {
    const result = await collectOne(source, window, { folder: options.folder, progress: (count) => options.progress?.(source.id, count) })
    coverage.push(result.coverage)
    for (const item of result.items) if (!items.has(item.id)) items.set(item.id, item)
  }
  return { items: [...items.values()].sort((a, b) => b.at.localeCompare(a.at) || a.id.localeCompare(b.id, 'en')), coverage }
}

async function collectOne(
  source: Source,
  window: Window,
  options: { folder: string; progress: (count: number) => void },
): Promise<{ items: Item[]; coverage: Coverage }> {
  try {
    if (source.kind === 'git') return await collectGit(source, window, options)
    throw new Problem({
      what: `Cannot collect source "${source.id}": kind "${source.kind}" is not built yet`,
      fix: 'Use a local clone (kind: git), or take the source out of sources.yaml',
    })
  } catch (error) {
    if (!(error instanceof Problem) && !(error instanceof ProgramError)) throw error
    const said =
      error instanceof Problem
        ? `${error.message}. ${error.fix}`
        : `${error.message}. Run "git fsck" in the clone; a partial clone (--filter) must be fetched whole: git fetch --refetch --no-filter`
    return {
      items: [],
      coverage: { id: source.id, kind: source.kind, complete: false, returned: 0, kept: 0, dropped: {}, requests: 0, problems: [said] },
    }
  }
}
