/** A GitHub for benchmarks, in a process of its own: prints its address, then answers until it is ended. Arguments: how many pull requests and issues. */
import { githubServer, type FakeIssue } from './github.ts'

const [pulls = 0, issues = 0] = process.argv.slice(2).map(Number)
const WORDS = 'The handshake fails where a server has no certificate for the name that was asked for and the list of groups is empty. '
const at = (index: number, of: number): string => new Date(Date.UTC(2026, 6, 1) + Math.floor((index * 92 * 86_400_000) / of)).toISOString()
const server = await githubServer([
  {
    name: 'owner/repo',
    issues: [
      ...Array.from({ length: pulls }, (_, index): FakeIssue => ({
        number: index + 1,
        title: `area${index % 9}: change number ${index}`,
        body: `${WORDS.repeat(6)}\n\nFixes #${pulls + (index % (issues || 1)) + 1}`,
        createdAt: at(index, pulls),
        mergedAt: at(index, pulls),
        pull: true,
        author: `someone${index % 40}`,
        labels: ['kind/bug', `area/${index % 9}`],
        files: Array.from({ length: 6 }, (__, file) => ({
          path: `src/area${index % 9}/file${(index * 7 + file) % 300}.ts`,
          additions: 12,
          deletions: 4,
        })),
        reviewers: ['ada', 'zoe'],
      })),
      ...Array.from({ length: issues }, (_, index): FakeIssue => ({
        number: pulls + index + 1,
        title: `issue number ${index}`,
        body: WORDS.repeat(8),
        createdAt: at(index, issues),
        labels: ['kind/bug'],
        events: [
          { __typename: 'LabeledEvent', createdAt: at(index, issues), label: { name: 'kind/bug' }, actor: { __typename: 'User', login: 'ada' } },
        ],
      })),
    ],
  },
])
process.stdout.write(`${server.url}/graphql\n`)
// Whoever started it ends it; were that forgotten, it ends itself.
setTimeout(() => process.exit(0), 15 * 60_000)
