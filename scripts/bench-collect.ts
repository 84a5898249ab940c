/** Collects a quarter from the GitHub at an address, for `npm run bench`: in a process of its own, whose memory is then known. Prints one line of JSON. */
import { collect } from '../src/collect/collect.ts'
import { openNetwork, REAL_CLOCK } from '../src/http.ts'
import { sourcesSchema } from '../src/model/source.ts'

const [endpoint = '', cache = ''] = process.argv.slice(2)
const { sources } = sourcesSchema.parse({ sources: [{ id: 'bench', kind: 'github', repository: 'owner/repo', collect: ['pulls', 'issues'] }] })
const started = performance.now()
const { items, coverage } = await collect(
  sources,
  { since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z' },
  {
    folder: cache,
    cache,
    ask: openNetwork(),
    clock: REAL_CLOCK,
    offline: false,
    accounts: [],
    github: { endpoint, token: undefined, tokenFrom: 'GH_TOKEN' },
  },
)
const [source] = coverage
process.stdout.write(
  `${JSON.stringify({
    seconds: (performance.now() - started) / 1000,
    items: items.length,
    requests: source?.requests ?? 0,
    complete: source?.complete === true,
    memory: process.resourceUsage().maxRSS / 1024,
  })}\n`,
)
