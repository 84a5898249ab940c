/** What one digest told as under way and the next one follows, as the maintainer sees it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { collectionSchema } from '../src/model/collection.ts'
import { markersOf } from '../src/markers-of.ts'
import { parseMdx } from '../src/mdx.ts'
import { legible, legibleBeside, scratch, SITE } from './scratch.ts'
import { type FakeIssue, githubServer } from './servers/github.ts'
import { listen } from './servers/listen.ts'

const label = (name: string, createdAt: string) => ({ __typename: 'LabeledEvent' as const, createdAt, label: { name } })
const proposal = (number: number, title: string, moves: readonly (readonly [string, string])[]): FakeIssue => ({
  number,
  title: `proposal: ${title}`,
  createdAt: '2026-03-02T00:00:00Z',
  updatedAt: moves.at(-1)?.[1] ?? '2026-04-02T00:00:00Z',
  labels: ['Proposal', ...(moves.at(-1) ? [moves.at(-1)?.[0] ?? ''] : [])],
  events: moves.map(([name, day]) => label(name, day)),
})
const pull = (number: number, title: string, mergedAt?: string): FakeIssue => ({
  number,
  title,
  pull: true,
  author: 'ada',
  createdAt: '2026-06-01T00:00:00Z',
  ...(mergedAt !== undefined && { mergedAt }),
  files: [{ path: 'src/a.ts', additions: 4, deletions: 1 }],
})
const LIKELY = ['Proposal-FinalCommentPeriod', '2026-06-20T00:00:00Z'] as const
const ACCEPTED = ['Proposal-Accepted', '2026-08-09T00:00:00Z'] as const

async function serve(issues: FakeIssue[]) {
  const fake = await githubServer([{ name: 'owner/repo', issues }])
  onTestFinished(() => fake.close())
  return fake
}

test('the next digest opens with what became of what the last one told as under way', async () => {
  const content = join(scratch(), 'content')
  mkdirSync(content)
  writeFileSync(join(content, 'site.yaml'), SITE.replace('example.org }', 'example.org, accounts: [ada] }'))
  writeFileSync(
    join(content, 'sources.yaml'),
    'sources:\n  - { id: hub, kind: github, repository: owner/repo, collect: [pulls, proposals], proposals: { preset: go } }\n',
  )
  const draft = async (id: string, issues: FakeIssue[], now: string) =>
    legibleBeside('draft', [id], content, {
      GITHUB_GRAPHQL_URL: `${(await serve(issues)).url}/graphql`,
      GH_TOKEN: 'ghp_canary',
      DIGEST_NOW: now,
    })
  const file = (id: string): string => join(content, `digests/${id}.mdx`)

  const spring = [
    proposal(10, 'kem: use the other thing', [LIKELY]),
    proposal(11, 'tls: wait for it', [LIKELY]),
    proposal(12, 'x509: perhaps', [['Proposal-Hold', '2026-05-02T00:00:00Z']]),
    pull(3, 'kem: in the works'),
    pull(5, 'aead: long in review'),
    pull(6, 'sign: nobody wants to hear of it'),
    pull(7, 'rand: given up'),
  ]
  const first = await draft('2026-Q2', spring, '2026-07-02T09:00:00Z')
  expect(first.status).toBe(0)
  const told = readFileSync(file('2026-Q2'), 'utf8')
  expect(told).not.toContain('Since last time')
  const kept = told.replace(/^\* \[sign: nobody[\s\S]*?\*\/\}\n(?=\*|\n)/m, '')
  expect(kept).not.toContain('owner/repo#6')
  writeFileSync(file('2026-Q2'), kept)

  const summer = [
    proposal(10, 'kem: use the other thing', [LIKELY, ACCEPTED]),
    ...spring.slice(1, 3),
    pull(3, 'kem: in the works', '2026-08-01T00:00:00Z'),
    ...spring.slice(4, 6),
  ]
  const second = await draft('2026-Q3', summer, '2026-10-02T09:00:00Z')
  expect(second.status).toBe(0)
  expect(second.stderr).toMatch(/followed +3 moved, 2 still open of what 2026-Q2 told/)
  const text = readFileSync(file('2026-Q3'), 'utf8')
  const since = text.slice(text.indexOf('## Since last time'), text.indexOf('## On my desk'))
  expect(text).not.toContain('* Wrote: [rand')
  expect(text.indexOf('## Since last time')).toBeLessThan(text.indexOf('## On my desk'))
  const lines = since.split('\n').filter((line) => line.startsWith('* '))
  expect(lines.sort()).toEqual(
    [
      '* Still open: [aead: long in review](https://github.com/owner/repo/pull/5) (in [2026 Q2](/2026-Q2/): in review) {/* owner/repo#5 */}',
      '* Still open: [proposal: tls: wait for it](https://github.com/owner/repo/issues/11) (in [2026 Q2](/2026-Q2/): likely accept) {/* owner/repo#11 */}',
      '* [kem: in the works](https://github.com/owner/repo/pull/3), landed 1 August (in [2026 Q2](/2026-Q2/): in review) {/* owner/repo#3 */}',
      '* [proposal: kem: use the other thing](https://github.com/owner/repo/issues/10), accepted 9 August (in [2026 Q2](/2026-Q2/): likely accept) {/* owner/repo#10 */}',
      '* TODO see what became of it: [rand: given up](https://github.com/owner/repo/pull/7), no longer among what is open (in [2026 Q2](/2026-Q2/): in review) {/* owner/repo#7 */}',
    ].sort(),
  )
  expect(since).toContain('1 told last time as under way, and not moved since\n    owner/repo#12 proposal: x509: perhaps')
  expect(text.slice(text.indexOf('## On my desk'))).toContain('* [sign: nobody wants to hear of it]')
  expect(new Set(markersOf(parseMdx(text)).map((marker) => marker.id)).size).toBe(markersOf(parseMdx(text)).length)
  const { stories } = collectionSchema.parse(JSON.parse(readFileSync(join(content, 'items/2026-Q3.json'), 'utf8')))
  expect(stories.find((story) => story.id === 'owner/repo#10')).toMatchObject({
    section: 'since',
    followed: { digest: '2026-Q2', state: 'likely accept', moved: true },
    notable: ['accepted proposal'],
    reasons: expect.arrayContaining(['2026-Q2 told it as likely accept']),
  })
  expect((await draft('2026-Q3', summer, '2026-10-02T09:00:00Z')).stderr).toContain('0 lines added')
  expect(readFileSync(file('2026-Q3'), 'utf8')).toBe(text)

  // What is still open goes on being followed, and what is deleted is not.
  writeFileSync(file('2026-Q3'), text.replace(/^\* Still open: \[aead[\s\S]*?\*\/\}\n(?=\*|\n)/m, ''))
  const third = await draft(
    '2026-Q4',
    [proposal(11, 'tls: wait for it', [LIKELY, ['Proposal-Accepted', '2026-11-09T00:00:00Z']]), ...spring.slice(4, 5)],
    '2027-01-02T09:00:00Z',
  )
  expect(third.status).toBe(0)
  const winter = readFileSync(file('2026-Q4'), 'utf8')
  expect(winter).toContain(', accepted 9 November (in [2026 Q3](/2026-Q3/): likely accept) {/* owner/repo#11 */}')
  expect(winter.indexOf('aead: long in review')).toBeGreaterThan(winter.indexOf('## On my desk'))
  expect(legible('check', ['2026-Q4'], content).stdout).not.toContain('marker/unknown')
}, 30_000)

test('what is edited while sources are asked stands in the digest that is drafted', async () => {
  const content = join(scratch(), 'content')
  const digest = join(content, 'digests/2026-Q3.mdx')
  mkdirSync(join(content, 'digests'), { recursive: true })
  const article = (number: number): string =>
    `<item><title>On kems ${number}</title><link>https://feed.example/${number}</link><guid>https://feed.example/${number}</guid><pubDate>Sat, 01 Aug 2026 00:00:00 GMT</pubDate></item>`
  let articles = article(1)
  let edit = (): void => undefined
  const feed = await listen(() => {
    edit()
    return {
      headers: { 'content-type': 'application/rss+xml' },
      body: `<rss version="2.0"><channel><title>F</title><link>https://feed.example</link>${articles}</channel></rss>`,
    }
  })
  onTestFinished(() => feed.close())
  writeFileSync(join(content, 'site.yaml'), SITE)
  writeFileSync(join(content, 'sources.yaml'), `sources:\n  - { id: f, kind: feed, url: "${feed.url}/rss" }\n`)
  expect((await legibleBeside('draft', ['2026-Q3'], content)).status).toBeLessThan(4)
  const edited = readFileSync(digest, 'utf8').replace('[On kems 1]', '**Mine.** [Read it]')
  articles += article(2)
  edit = () => writeFileSync(digest, edited)
  await legibleBeside('draft', ['2026-Q3'], content)
  const text = readFileSync(digest, 'utf8')
  expect(text).toContain('**Mine.** [Read it]')
  expect(markersOf(parseMdx(text)).map((marker) => marker.id)).toEqual(['https://feed.example/1', 'https://feed.example/2'])
})
