import { z } from 'zod'
import { Problem } from '../../errors.ts'
import type { Asked } from '../../model/coverage.ts'
import { askChanges, quoted } from './gerrit-ask.ts'
import { type Change, changeSchema, type GerritSource } from './gerrit-change.ts'
import { instant } from '../../model/instant.ts'
import type { Upstream } from '../upstream.ts'

const STREAM = 'open'
const keptSchema = z.object({ query: z.string(), changes: z.array(changeSchema) })
type Kept = z.infer<typeof keptSchema>

/** Nobody has more open changes than this many pages hold. */
const MOST_PAGES = 20

/**
 * The maintainer's open changes in the project, as they stand now; without a connection, or when asking fails, as they stood when
 * they were asked for last. An account that the server does not know has none. `problem`: why they are not those of now.
 */
export async function collectOpen(
  source: GerritSource,
  upstream: Upstream,
  options: { ask: boolean },
): Promise<{ changes: Map<number, Change>; asked: Asked[]; problem: string | undefined }> {
  const queries = upstream.accounts
    .filter((account) => /^[^\s"]+$/.test(account))
    .map((account) => `status:open project:${quoted(source.project)} owner:"${account}"`)
  const kept = new Map<string, Kept>()
  for await (const { ask, answer } of upstream.store.read(STREAM)) {
    const { data } = keptSchema.safeParse(answer)
    if (data) kept.set(ask, data)
  }
  let problem: string | undefined
  try {
    for (const query of options.ask ? queries : []) {
      const changes = await askAll(query, source, upstream)
      const answer = keptSchema.parse({ query, changes })
      if (JSON.stringify(answer) !== JSON.stringify(kept.get(query)))
        await upstream.store.keep(STREAM, { at: instant(upstream.clock.now()), ask: query, answer: { query, changes } })
      kept.set(query, answer)
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    problem = `the maintainer's open changes: ${error.message}. ${error.fix}`
  }
  const answers = queries.flatMap((query) => kept.get(query) ?? [])
  return {
    changes: new Map(answers.flatMap((answer) => answer.changes.map((change) => [change._number, change]))),
    asked: answers.map((answer) => ({ what: 'open changes of the maintainer', query: answer.query, returned: answer.changes.length })),
    problem,
  }
}

async function askAll(query: string, source: GerritSource, upstream: Upstream): Promise<unknown[]> {
  const found = new Map<number, unknown>()
  for (let pages = 0, skip = 0; pages < MOST_PAGES; pages++) {
    const page = await askChanges(query, skip, source, upstream)
    if ('refused' in page) return []
    const changes = page.changes.map((change) => ({ raw: change, read: changeSchema.parse(change) }))
    for (const { raw, read } of changes) found.set(read._number, raw)
    if (changes.at(-1)?.read._more_changes !== true) return [...found.values()]
    skip += changes.length
  }
  throw new Problem({
    what: `${source.url} says "_more_changes" after ${MOST_PAGES} pages, to ${query}`,
    where: source.url,
    fix: 'Mend "accounts" in site.yaml',
  })
}
