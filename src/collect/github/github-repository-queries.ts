/** What a repository is asked for as a whole: its name, releases, tags, milestones. `test/github-queries.test.ts` holds texts and shapes to the published schema. */
import { z } from 'zod'
import { actor, address, after, connection, instant, repositoryName, total, type PagedQuery, type Query } from './github-shapes.ts'

const repositoryAnswer = z.object({ repository: z.object({ nameWithOwner: repositoryName }).nullable() })

/** A repository under its name of today. */
export const REPOSITORY: Query<z.infer<typeof repositoryAnswer>> = {
  name: 'Repository',
  text: 'query Repository($owner: String!, $name: String!) { repository(owner: $owner, name: $name, followRenames: true) { nameWithOwner } }',
  answer: repositoryAnswer,
}

const release = z.object({
  tagName: z.string(),
  name: z.string().nullable(),
  isDraft: z.boolean(),
  isPrerelease: z.boolean(),
  createdAt: instant,
  publishedAt: instant.nullable(),
  url: address,
  description: z.string().nullable(),
  author: actor,
})
const releasesAnswer = z.object({ repository: z.object({ releases: connection(release) }).nullable() })

/** Releases, latest first. */
export const RELEASES: PagedQuery<z.infer<typeof releasesAnswer>> = {
  name: 'Releases',
  text: `query Releases($owner: String!, $name: String!, $first: Int!, $cursor: String) { repository(owner: $owner, name: $name) {
    releases(first: $first, after: $cursor, orderBy: { field: CREATED_AT, direction: DESC }) { pageInfo { hasNextPage endCursor }
      nodes { tagName name isDraft isPrerelease createdAt publishedAt url description author { __typename login } } } } }`,
  answer: releasesAnswer,
  page: (data) => after(data.repository?.releases),
}

const target = z.object({
  __typename: z.string(),
  tagger: z.object({ date: instant.nullable() }).nullish(),
  target: z.object({ __typename: z.string(), committedDate: instant.optional() }).optional(),
  committedDate: instant.optional(),
})
const tagsAnswer = z.object({
  repository: z.object({ refs: connection(z.object({ name: z.string(), target: target.nullable() })).nullable() }).nullable(),
})

/** Tags, those of the latest commits first: many projects publish no releases but these. */
export const TAGS: PagedQuery<z.infer<typeof tagsAnswer>> = {
  name: 'Tags',
  text: `query Tags($owner: String!, $name: String!, $first: Int!, $cursor: String) { repository(owner: $owner, name: $name) {
    refs(refPrefix: "refs/tags/", first: $first, after: $cursor, orderBy: { field: TAG_COMMIT_DATE, direction: DESC }) { pageInfo { hasNextPage endCursor }
      nodes { name target { __typename ... on Commit { committedDate } ... on Tag { tagger { date } target { __typename ... on Commit { committedDate } } } } } } } }`,
  answer: tagsAnswer,
  page: (data) => after(data.repository?.refs),
}

const milestone = z.object({
  number: z.int().positive(),
  title: z.string(),
  url: address,
  dueOn: instant.nullable(),
  updatedAt: instant,
  description: z.string().nullable(),
  open: total,
})
const milestonesAnswer = z.object({ repository: z.object({ milestones: connection(milestone).nullable() }).nullable() })

/** Milestones that are open. */
export const MILESTONES: PagedQuery<z.infer<typeof milestonesAnswer>> = {
  name: 'Milestones',
  text: `query Milestones($owner: String!, $name: String!, $first: Int!, $cursor: String) { repository(owner: $owner, name: $name) {
    milestones(states: [OPEN], first: $first, after: $cursor, orderBy: { field: DUE_DATE, direction: ASC }) { pageInfo { hasNextPage endCursor }
      nodes { number title url dueOn updatedAt description open: issues(states: [OPEN]) { totalCount } } } } }`,
  answer: milestonesAnswer,
  page: (data) => after(data.repository?.milestones),
}
