import { collect } from '../src/collect/collect.ts'
import { githubAccess } from '../src/collect/github/github-access.ts'
import { type Settled, settle } from '../src/collect/settle.ts'
import { readCoverageBefore } from '../src/content.ts'
import type { Environment } from '../src/environment.ts'
import { openNetwork, REAL_CLOCK } from '../src/http.ts'
import type { Collection } from '../src/model/collection.ts'
import type { Site } from '../src/model/site.ts'
import type { Source } from '../src/model/source.ts'
import type { Window } from '../src/model/window.ts'
import { progress } from './command.ts'

/** What is collected. `before`: what the last run over it recorded; `drafted`: the window of that run, where this one looks further. */
type Wanted = { site: Site; window: Window; before: Collection | undefined; drafted?: Window; offline: boolean }

/** Collects from all sources, shows on stderr how far it is, and settles what came with what was recorded before. */
export async function collectSources(
  sources: readonly Source[],
  { site, window, before, drafted, offline }: Wanted,
  environment: Environment,
): Promise<Settled> {
  const { accounts } = site.author
  const bar = progress('collect')
  const asksGithub = !offline && sources.some((source) => source.kind === 'github')
  const github = asksGithub
    ? await githubAccess(environment.github)
    : { endpoint: environment.github.endpoint, token: undefined, tokenFrom: 'GH_TOKEN' }
  const collected = await collect(sources, window, {
    folder: environment.content,
    cache: environment.cache,
    ask: openNetwork({ secrets: github.token === undefined ? [] : [github.token] }),
    clock: REAL_CLOCK,
    offline,
    accounts,
    ...(drafted && { drafted }),
    github,
    progress: (source, text) => bar.at(`${source}, ${text}`),
  })
  const settled = settle(collected, { window, before, last: await readCoverageBefore(environment.content, window), accounts, offline })
  bar.done(`${collected.items.length} items from ${window.since} to ${window.until}`)
  return settled
}
