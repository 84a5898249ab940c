/** What is searched at GitHub, and the lists inside a node: texts, and shapes of answers. `test/github-queries.test.ts` holds both to the published schema. */
import { z } from 'zod'
import { actor, address, after, connection, count, instant, pageInfo, repositoryName, total, type PagedQuery, type Query } from './github-shapes.ts'

const label = z.object({ name: z.string() })
const file = z.object({ path: z.string() })
const closing = z.object({ number: z.int().positive(), repository: z.object({ nameWithOwner: repositoryName }) })
const review = z.object({ author: actor })
/** Kinds of events that are not named here come as their `__typename` alone. */
const event = z.object({
  __typename: z.string(),
  createdAt: instant.optional(),
  actor,
  label: label.optional(),
  stateReason: z.string().nullish(),
  milestoneTitle: z.string().optional(),
  previousTitle: z.string().optional(),
})
const comment = z.object({
  url: address,
  createdAt: instant,
  author: actor,
  authorAssociation: z.string(),
  isMinimized: z.boolean(),
  body: z.string(),
})

const LABELS = 'nodes { name } pageInfo { hasNextPage endCursor }'
const FILES = 'nodes { path } pageInfo { hasNextPage endCursor }'
const CLOSING = 'nodes { number repository { nameWithOwner } } pageInfo { hasNextPage endCursor }'
const REVIEWS = 'nodes { author { __typename login } } pageInfo { hasNextPage endCursor }'
const EVENTS = `nodes {
  __typename
  ... on LabeledEvent { createdAt label { name } actor { __typename login } }
  ... on UnlabeledEvent { createdAt label { name } actor { __typename login } }
  ... on ClosedEvent { createdAt stateReason actor { __typename login } }
  ... on ReopenedEvent { createdAt actor { __typename login } }
  ... on MilestonedEvent { createdAt milestoneTitle actor { __typename login } }
  ... on RenamedTitleEvent { createdAt previousTitle actor { __typename login } }
  ... on TransferredEvent { createdAt actor { __typename login } }
} pageInfo { hasNextPage endCursor }`
const COMMENTS = 'nodes { url createdAt author { __typename login } authorAssociation isMinimized body } pageInfo { hasPreviousPage startCursor }'
const FACTS = `__typename id number url title body createdAt updatedAt closedAt
  repository { nameWithOwner } author { __typename login }
  labels(first: 30) { ${LABELS} } comments { totalCount } reactions { totalCount }`
const MOVES = '[LABELED_EVENT, UNLABELED_EVENT, CLOSED_EVENT, REOPENED_EVENT, MILESTONED_EVENT, RENAMED_TITLE_EVENT, TRANSFERRED_EVENT]'
const STEPS = '[LABELED_EVENT, UNLABELED_EVENT, CLOSED_EVENT, REOPENED_EVENT]'

const facts = {
  id: z.string(),
  number: z.int().positive(),
  url: address,
  title: z.string(),
  body: z.string(),
  createdAt: instant,
  updatedAt: instant,
  closedAt: instant.nullable(),
  repository: z.object({ nameWithOwner: repositoryName }),
  author: actor,
  labels: connection(label).nullable(),
  comments: total,
  reactions: total,
}
const pullSchema = z.object({
  ...facts,
  __typename: z.literal('PullRequest'),
  pullState: z.string(),
  mergedAt: instant.nullable(),
  additions: count,
  deletions: count,
  mergedBy: actor,
  mergeCommit: z.object({ oid: z.string() }).nullable(),
  files: connection(file).nullable(),
  closingIssuesReferences: connection(closing).nullable(),
  latestReviews: connection(review).nullable(),
})
const issueSchema = z.object({
  ...facts,
  __typename: z.literal('Issue'),
  issueState: z.string(),
  stateReason: z.string().nullish(),
  timelineItems: connection(event),
})
const proposalSchema = z.object({
  ...facts,
  __typename: z.enum(['Issue', 'PullRequest']),
  issueState: z.string().optional(),
  pullState: z.string().optional(),
  stateReason: z.string().nullish(),
  mergedAt: instant.nullish(),
  mergedBy: actor,
  mergeCommit: z.object({ oid: z.string() }).nullish(),
  files: connection(file).nullish(),
  timelineItems: connection(event),
  /** Not of GitHub's answer: the files that tell its state, before and after it, as `completeProposal` read them. */
  told: z.array(z.strictObject({ before: z.string().nullable(), after: z.string().nullable() })).optional(),
  latest: z.object({
    nodes: z.array(comment.nullable()).nullable(),
    pageInfo: z.object({ hasPreviousPage: z.boolean(), startCursor: z.string().nullable() }),
  }),
})

function search<T extends z.ZodType>(name: string, node: T, parameters: string, selection: string): PagedQuery<SearchPage<z.infer<T>>> {
  return {
    name,
    text: `query ${name}($q: String!, $first: Int!, $cursor: String${parameters}) {
  search(query: $q, type: ISSUE, first: $first, after: $cursor) { issueCount pageInfo { hasNextPage endCursor } nodes { __typename ${selection} } }
}`,
    page: (data) => after(data.search),
    answer: z.object({ search: z.object({ issueCount: z.int().nonnegative(), pageInfo, nodes: z.array(node.nullable()).nullable() }) }),
  }
}

/** One page of a search. `issueCount`: how many there are in all, of which GitHub gives at most 1,000. */
export type SearchPage<T> = {
  search: { issueCount: number; pageInfo: { hasNextPage: boolean; endCursor: string | null }; nodes: (T | null)[] | null }
}
export type Pull = z.infer<typeof pullSchema>
export type Issue = z.infer<typeof issueSchema>
export type Proposal = z.infer<typeof proposalSchema>
export type Event = z.infer<typeof event>
export type Comment = z.infer<typeof comment>

export const PULLS = search(
  'Pulls',
  pullSchema,
  '',
  `... on PullRequest { ${FACTS} pullState: state mergedAt additions deletions mergedBy { __typename login } mergeCommit { oid }
    files(first: 100) { ${FILES} } closingIssuesReferences(first: 10) { ${CLOSING} } latestReviews(first: 20) { ${REVIEWS} } }`,
)

export const ISSUES = search(
  'Issues',
  issueSchema,
  ', $since: DateTime!',
  `... on Issue { ${FACTS} issueState: state stateReason timelineItems(since: $since, first: 50, itemTypes: ${MOVES}) { ${EVENTS} } }`,
)

export const PROPOSALS = search(
  'Proposals',
  proposalSchema,
  '',
  `... on Issue { ${FACTS} issueState: state stateReason timelineItems(first: 50, itemTypes: ${STEPS}) { ${EVENTS} } latest: comments(last: 20) { ${COMMENTS} } }
    ... on PullRequest { ${FACTS} pullState: state mergedAt mergedBy { __typename login } mergeCommit { oid } files(first: 100) { ${FILES} }
      timelineItems(first: 50, itemTypes: ${STEPS}) { ${EVENTS} } latest: comments(last: 20) { ${COMMENTS} } }`,
)

/** The rest of a list that goes on, from a node's id; `field` names the list. */
export const REST = {
  files: rest('Files', `... on PullRequest { list: files(first: 100, after: $cursor) { ${FILES} } }`, file),
  closingIssuesReferences: rest('Closing', `... on PullRequest { list: closingIssuesReferences(first: 50, after: $cursor) { ${CLOSING} } }`, closing),
  latestReviews: rest('Reviews', `... on PullRequest { list: latestReviews(first: 50, after: $cursor) { ${REVIEWS} } }`, review),
  labels: rest('Labels', `... on Labelable { list: labels(first: 100, after: $cursor) { ${LABELS} } }`, label),
  moves: rest(
    'Moves',
    `... on Issue { list: timelineItems(since: $since, first: 100, after: $cursor, itemTypes: ${MOVES}) { ${EVENTS} } }`,
    event,
    ', $since: DateTime!',
  ),
  steps: rest(
    'Steps',
    `... on Issue { list: timelineItems(first: 100, after: $cursor, itemTypes: ${STEPS}) { ${EVENTS} } }
    ... on PullRequest { list: timelineItems(first: 100, after: $cursor, itemTypes: ${STEPS}) { ${EVENTS} } }`,
    event,
  ),
} as const

function rest<T extends z.ZodType>(name: string, selection: string, node: T, parameters = ''): PagedQuery<RestPage<z.infer<T>>> {
  return {
    name,
    text: `query ${name}($id: ID!, $cursor: String${parameters}) { node(id: $id) { __typename ${selection} } }`,
    page: (data) => after(data.node?.list),
    answer: z.object({ node: z.object({ list: connection(node).nullable() }).nullable() }),
  }
}

export type RestPage<T> = {
  node: { list: { pageInfo: { hasNextPage: boolean; endCursor: string | null }; nodes: (T | null)[] | null } | null } | null
}

const commentsBefore = z.object({
  node: z.object({ latest: proposalSchema.shape.latest }).nullable(),
})

/** Comments of a proposal before a cursor, the latest of them. */
export const COMMENTS_BEFORE: PagedQuery<z.infer<typeof commentsBefore>> = {
  name: 'CommentsBefore',
  text: `query CommentsBefore($id: ID!, $cursor: String) { node(id: $id) { __typename
    ... on Issue { latest: comments(last: 50, before: $cursor) { ${COMMENTS} } } ... on PullRequest { latest: comments(last: 50, before: $cursor) { ${COMMENTS} } } } }`,
  answer: commentsBefore,
  page: (data) => ({ more: data.node?.latest.pageInfo.hasPreviousPage ?? false, cursor: data.node?.latest.pageInfo.startCursor ?? null }),
}

const blob = z.object({ text: z.string().nullish() }).nullable()
const fileAnswer = z.object({ node: z.object({ repository: z.object({ before: blob, after: blob }) }).nullable() })

/** A file before and after a pull request; `$before` and `$after` are such as "COMMIT^:PATH". */
export const FILE_TEXTS: Query<z.infer<typeof fileAnswer>> = {
  name: 'FileTexts',
  text: `query FileTexts($id: ID!, $before: String!, $after: String!) { node(id: $id) { __typename ... on PullRequest { repository {
    before: object(expression: $before) { __typename ... on Blob { text } } after: object(expression: $after) { __typename ... on Blob { text } } } } } }`,
  answer: fileAnswer,
}
