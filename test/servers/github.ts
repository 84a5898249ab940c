import { readFileSync } from 'node:fs'
import { buildClientSchema, graphql, type GraphQLSchema, parse, validate } from 'graphql'
import { type Got, listen, type Reply, type Server } from './listen.ts'

/** GitHub's published schema. */
export function githubSchema(): GraphQLSchema {
  return buildClientSchema(JSON.parse(readFileSync(new URL('../../node_modules/@octokit/graphql-schema/schema.json', import.meta.url), 'utf8')))
}

export type FakeEvent = { __typename: string; createdAt: string; [key: string]: unknown }
export type FakeComment = { createdAt: string; author?: string; association?: string; body: string; isMinimized?: boolean }
/** An issue or a pull request. What is absent has a plain value. */
export type FakeIssue = {
  number: number
  title: string
  body?: string
  createdAt: string
  updatedAt?: string
  closedAt?: string
  mergedAt?: string
  pull?: boolean
  stateReason?: string
  author?: string | null
  bot?: boolean
  labels?: string[]
  milestone?: string
  events?: FakeEvent[]
  comments?: FakeComment[]
  files?: { path: string; additions: number; deletions: number }[]
  closes?: { number: number; repository: string }[]
  reviewers?: string[]
  mergedBy?: string
  oid?: string
  /** Texts of files by "COMMIT:PATH". */
  texts?: Record<string, string>
}
export type FakeRepository = {
  name: string
  /** Names it had before. */
  renamedFrom?: string[]
  issues: FakeIssue[]
  releases?: {
    tagName: string
    name?: string
    createdAt: string
    publishedAt?: string
    description?: string
    isDraft?: boolean
    isPrerelease?: boolean
  }[]
  tags?: { name: string; committedAt: string; taggedAt?: string }[]
  milestones?: { number: number; title: string; dueOn?: string; open: number }[]
}

/** How the server behaves. `widest`: a wider page is too heavy; `withheld`: ids that a search counts and does not give; `beforeAnswer`: what happens meanwhile. */
export type GithubServer = Server & {
  repositories: FakeRepository[]
  queries: { query: string; variables: Record<string, unknown> }[]
  widest: number
  withheld: Set<string>
  beforeAnswer: (got: Got) => void
}

type Arguments = { first?: number; last?: number; after?: string | null; before?: string | null }

/** GitHub on loopback, over its published schema: searches with their words, at most 1,000 results of each, pages, cursors, renamed repositories. */
export async function githubServer(repositories: FakeRepository[], schema = githubSchema()): Promise<GithubServer> {
  const server = await listen(async (got): Promise<Reply> => {
    fake.beforeAnswer(got)
    if (got.method !== 'POST' || got.path !== '/graphql') return { status: 404, body: '{"message":"Not Found"}' }
    const { query, variables } = JSON.parse(got.body) as { query: string; variables: Record<string, unknown> }
    fake.queries.push({ query, variables })
    const invalid = validate(schema, parse(query))
    if (invalid.length > 0) return { body: JSON.stringify({ errors: invalid.map((error) => ({ message: error.message })) }) }
    if (/\bsearch\(/.test(query) && Number(variables['first']) > fake.widest)
      return {
        body: JSON.stringify({
          data: { search: null },
          errors: [{ type: 'RESOURCE_LIMITS_EXCEEDED', path: ['search'], message: 'Resource limits for this query exceeded.' }],
        }),
      }
    const result = await graphql({ schema, source: query, variableValues: variables, rootValue: root })
    const errors = result.errors?.map((error) => ({ message: error.message, type: error.extensions['type'], path: error.path }))
    return { body: JSON.stringify({ data: result.data, ...(errors && { errors }) }) }
  })
  const fake: GithubServer = Object.assign(server, {
    repositories,
    queries: [],
    widest: 100,
    withheld: new Set<string>(),
    beforeAnswer: () => undefined,
  })

  const named = (name: string, follow = true): FakeRepository | undefined =>
    fake.repositories.find(
      (one) => one.name.toLowerCase() === name.toLowerCase() || (follow && one.renamedFrom?.some((old) => old.toLowerCase() === name.toLowerCase())),
    )
  const root = {
    repository: ({ owner, name, followRenames }: { owner: string; name: string; followRenames?: boolean }) => {
      const found = named(`${owner}/${name}`, followRenames ?? true)
      return found ? repositoryOf(found) : null
    },
    node: ({ id }: { id: string }) => {
      for (const repository of fake.repositories) {
        const issue = repository.issues.find((one) => idOf(repository, one) === id)
        if (issue) return nodeOf(repository, issue)
      }
      return null
    },
    search: (given: Arguments & { query: string }) => {
      const found = searched(given.query)
      const page = connection(found.slice(0, 1000), given)
      const nodes = page.nodes.map(({ repository, issue }) => (fake.withheld.has(idOf(repository, issue)) ? null : nodeOf(repository, issue)))
      return { ...page, nodes, issueCount: found.length }
    },
  }

  function searched(text: string): { repository: FakeRepository; issue: FakeIssue }[] {
    const words = [...text.matchAll(/(-?)([a-z]+):((?:"[^"]*",?)+|\S+)/g)].map(([, not, key = '', value = '']) => ({ not: not === '-', key, value }))
    const one = (key: string): string | undefined => words.find((word) => word.key === key)?.value
    const repository = named(one('repo') ?? '', false)
    if (!repository) return []
    const within = (time: string | undefined, range: string): boolean => {
      if (!time) return false
      const [since, until] = range.startsWith('>=') ? [range.slice(2), '9999'] : range.split('..')
      return Date.parse(time) >= Date.parse(since ?? '') && (until === '9999' || Date.parse(time) <= Date.parse(until ?? ''))
    }
    return repository.issues
      .filter((issue) =>
        words.every(({ not, key, value }): boolean => {
          const holds = ((): boolean => {
            if (key === 'is')
              return (
                { issue: !issue.pull, pr: issue.pull === true, merged: issue.mergedAt !== undefined, open: !issue.closedAt && !issue.mergedAt }[
                  value
                ] ?? false
              )
            if (key === 'merged') return within(issue.mergedAt, value)
            if (key === 'created') return within(issue.createdAt, value)
            if (key === 'updated') return within(updatedAt(issue), value)
            if (key === 'author') return issue.author?.toLowerCase() === value.toLowerCase()
            if (key === 'label')
              return value.split(',').some((label) => issue.labels?.some((has) => JSON.stringify(has).toLowerCase() === label.toLowerCase()))
            return key === 'repo' || key === 'sort'
          })()
          return holds !== not
        }),
      )
      .sort((a, b) => a.createdAt.localeCompare(b.createdAt) || a.number - b.number)
      .map((issue) => ({ repository, issue }))
  }
  return fake
}

function connection<T>(nodes: readonly T[], { first, last, after, before }: Arguments) {
  const width = first ?? last
  if (width === undefined || width < 1 || width > 100) throw new Error('You must provide a `first` or `last` value of 1 to 100')
  const begin = after ? Number(after.slice(1)) : 0
  const end = before ? Number(before.slice(1)) : nodes.length
  const from = last === undefined ? begin : Math.max(end - last, 0)
  const to = last === undefined ? Math.min(begin + width, nodes.length) : end
  return {
    totalCount: nodes.length,
    nodes: nodes.slice(from, to),
    pageInfo: { hasNextPage: to < nodes.length, hasPreviousPage: from > 0, startCursor: `c${from}`, endCursor: `c${to}` },
  }
}

/** A node's id stays when its repository is renamed. */
export const idOf = (repository: { name: string; renamedFrom?: string[] }, issue: { number: number }): string =>
  Buffer.from(`${repository.renamedFrom?.at(-1) ?? repository.name}#${issue.number}`).toString('base64url')
const updatedAt = (issue: FakeIssue): string => issue.updatedAt ?? issue.mergedAt ?? issue.closedAt ?? issue.createdAt
const actorOf = (login: string | null | undefined, bot = false) => (login ? { __typename: bot ? 'Bot' : 'User', login } : null)

function nodeOf(repository: FakeRepository, issue: FakeIssue) {
  const url = `https://github.com/${repository.name}/${issue.pull ? 'pull' : 'issues'}/${issue.number}`
  const files = issue.files ?? []
  return {
    __typename: issue.pull ? 'PullRequest' : 'Issue',
    id: idOf(repository, issue),
    number: issue.number,
    url,
    title: issue.title,
    body: issue.body ?? '',
    createdAt: issue.createdAt,
    updatedAt: updatedAt(issue),
    closedAt: issue.closedAt ?? issue.mergedAt ?? null,
    mergedAt: issue.mergedAt ?? null,
    state: issue.mergedAt ? 'MERGED' : issue.closedAt ? 'CLOSED' : 'OPEN',
    stateReason: issue.stateReason ?? null,
    repository: {
      nameWithOwner: repository.name,
      object: ({ expression }: { expression: string }) => {
        const text = issue.texts?.[expression]
        return text === undefined ? null : { __typename: 'Blob', text }
      },
    },
    author: issue.author === null ? null : actorOf(issue.author ?? 'someone', issue.bot),
    milestone: issue.milestone ? { title: issue.milestone } : null,
    labels: (given: Arguments) =>
      connection(
        (issue.labels ?? []).map((name) => ({ name })),
        given,
      ),
    comments: (given: Arguments) =>
      given.first === undefined && given.last === undefined
        ? { totalCount: issue.comments?.length ?? 0 }
        : connection(
            (issue.comments ?? []).map((one, index) => ({
              ...one,
              url: `${url}#issuecomment-${index + 1}`,
              author: actorOf(one.author ?? 'someone'),
              authorAssociation: one.association ?? 'NONE',
              isMinimized: one.isMinimized ?? false,
            })),
            given,
          ),
    reactions: { totalCount: 0 },
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    mergedBy: actorOf(issue.mergedBy),
    mergeCommit: issue.mergedAt ? { oid: issue.oid ?? String(issue.number).padStart(40, '0') } : null,
    files: (given: Arguments) => connection(files, given),
    closingIssuesReferences: (given: Arguments) =>
      connection(
        (issue.closes ?? []).map((one) => ({ number: one.number, repository: { nameWithOwner: one.repository } })),
        given,
      ),
    latestReviews: (given: Arguments) =>
      connection(
        (issue.reviewers ?? []).map((login) => ({ author: actorOf(login) })),
        given,
      ),
    timelineItems: (given: Arguments & { since?: string; itemTypes?: string[] }) =>
      connection(
        (issue.events ?? []).filter(
          (event) =>
            (!given.since || Date.parse(event.createdAt) >= Date.parse(given.since)) &&
            (!given.itemTypes || given.itemTypes.includes(event.__typename.replace(/(?<=[a-z])[A-Z]/g, '_$&').toUpperCase())),
        ),
        given,
      ),
  }
}

function repositoryOf(repository: FakeRepository) {
  const url = `https://github.com/${repository.name}`
  return {
    nameWithOwner: repository.name,
    isArchived: false,
    releases: (given: Arguments) =>
      connection(
        (repository.releases ?? [])
          .map((one) => ({
            isDraft: false,
            isPrerelease: false,
            name: null,
            description: null,
            publishedAt: one.createdAt,
            url: `${url}/releases/tag/${one.tagName}`,
            author: null,
            ...one,
          }))
          .sort((a, b) => b.createdAt.localeCompare(a.createdAt)),
        given,
      ),
    refs: (given: Arguments) =>
      connection(
        (repository.tags ?? [])
          .toSorted((a, b) => b.committedAt.localeCompare(a.committedAt))
          .map((tag) => ({
            name: tag.name,
            target: tag.taggedAt
              ? { __typename: 'Tag', tagger: { date: tag.taggedAt }, target: { __typename: 'Commit', committedDate: tag.committedAt } }
              : { __typename: 'Commit', committedDate: tag.committedAt },
          })),
        given,
      ),
    milestones: (given: Arguments) =>
      connection(
        (repository.milestones ?? []).map((one) => ({
          ...one,
          dueOn: one.dueOn ?? null,
          description: null,
          updatedAt: '2026-09-01T00:00:00Z',
          url: `${url}/milestone/${one.number}`,
          issues: () => ({ totalCount: one.open }),
        })),
        given,
      ),
  }
}
