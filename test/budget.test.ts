/** What a quarter may cost the upstreams, in requests: a number that rises is a defect, or is argued for here. */
import { expect, onTestFinished, test } from 'vitest'
import { collect } from '../src/collect/collect.ts'
import { openNetwork } from '../src/http.ts'
import { sourcesSchema } from '../src/model/source.ts'
import { libraryTimers, virtualClock } from './clock.ts'
import { scratch } from './scratch.ts'
import { feedServer, rss } from './servers/feed.ts'
import { gerritServer } from './servers/gerrit.ts'
import { type FakeIssue, githubServer } from './servers/github.ts'
import { entry, vulndbServer } from './servers/vulndb.ts'

const WINDOW = { since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z' }
const day = (index: number): string => new Date(Date.UTC(2026, 6, 1 + (index % 90), 1)).toISOString().slice(0, 10)

test('a quarter of 325 pull requests, 100 issues, 25 proposals, 1,150 changes, 12 vulnerabilities and a feed', async () => {
  const hub = await githubServer([
    {
      name: 'owner/repo',
      issues: [
        ...Array.from({ length: 325 }, (_, index): FakeIssue => ({
          number: index + 1,
          title: `pull ${index}`,
          pull: true,
          createdAt: `${day(index)}T00:00:00Z`,
          mergedAt: `${day(index)}T09:00:00Z`,
        })),
        ...Array.from({ length: 100 }, (_, index): FakeIssue => ({
          number: index + 1001,
          title: `issue ${index}`,
          createdAt: `${day(index)}T00:00:00Z`,
        })),
        ...Array.from({ length: 25 }, (_, index): FakeIssue => ({
          number: index + 2001,
          title: `proposal ${index}`,
          labels: ['Proposal'],
          createdAt: `${day(index)}T00:00:00Z`,
        })),
      ],
    },
  ])
  const review = await gerritServer(
    Array.from({ length: 1150 }, (_, index) => ({
      number: index + 1,
      subject: `change ${index}`,
      updated: `${day(index)} 10:00:00.000000000`,
      submitted: `${day(index)} 09:00:00.000000000`,
      status: 'MERGED' as const,
    })),
  )
  const database = await vulndbServer(Array.from({ length: 12 }, (_, index) => entry(`GO-2026-${index + 1}`)))
  const news = await feedServer(rss([{ title: 'News', link: 'https://feed.example/1', date: 'Sat, 01 Aug 2026 00:00:00 GMT' }]))
  for (const server of [hub, review, database, news]) onTestFinished(() => server.close())
  const { sources } = sourcesSchema.parse({
    sources: [
      { id: 'hub', kind: 'github', repository: 'owner/repo', collect: ['pulls', 'issues', 'proposals', 'releases'], proposals: { preset: 'go' } },
      { id: 'review', kind: 'gerrit', url: review.url, project: 'go', branch: 'master' },
      { id: 'database', kind: 'osv', url: database.url, packages: ['stdlib:crypto'] },
      { id: 'news', kind: 'feed', url: news.url },
    ],
  })
  const clock = virtualClock()
  libraryTimers(clock)
  const cache = scratch()
  const run = async () => {
    const { coverage } = await collect(sources, WINDOW, {
      folder: '/',
      cache,
      ask: openNetwork({ clock }),
      clock,
      offline: false,
      accounts: ['ada'],
      github: { endpoint: `${hub.url}/graphql`, token: undefined, tokenFrom: 'GH_TOKEN' },
    })
    expect(coverage.filter((source) => !source.complete)).toEqual([])
    return Object.fromEntries(coverage.map((source) => [source.id, source.requests]))
  }
  // The name, 13 + 4 + 1 pages, the desk, accepted proposals, releases, tags, milestones · three pages, the desk, what moved · index and entries.
  expect(await run()).toEqual({ hub: 24, review: 5, database: 13, news: 1 })
  // Later questions leave labels out: what lost one is seen again.
  expect(await run()).toEqual({ hub: 11, review: 2, database: 1, news: 1 })
  for (const server of [hub, review, database, news]) {
    expect(server.most()).toBe(1)
    expect(server.got.every(({ headers }) => headers['user-agent']?.startsWith('legible/'))).toBe(true)
  }
})
