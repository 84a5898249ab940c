/** Lists inside a node that go on beyond its page: followed to their end, so that nothing is cut in silence. */
import picomatch from 'picomatch'
import { Problem } from '../../errors.ts'
import type { GitHub } from './github-client.ts'
import type { Proposals } from '../../model/proposals.ts'
import { COMMENTS_BEFORE, FILE_TEXTS, type Issue, type Proposal, type Pull, REST, type RestPage } from './github-queries.ts'
import type { PagedQuery } from './github-shapes.ts'

type Node = { id: string; url: string }
type List<T> = { nodes: (T | null)[] | null; pageInfo: { hasNextPage: boolean; endCursor: string | null } }

/** Files, labels, closed issues and reviews of a pull request. @throws {Problem} that names it when GitHub gives no more */
export async function completePull(github: GitHub, pull: Pull): Promise<void> {
  await follow(github, REST.files, pull, pull.files)
  await follow(github, REST.labels, pull, pull.labels)
  await follow(github, REST.closingIssuesReferences, pull, pull.closingIssuesReferences)
  await follow(github, REST.latestReviews, pull, pull.latestReviews)
}

/** Labels of an issue, and its events since an instant. @throws {Problem} that names it */
export async function completeIssue(github: GitHub, issue: Issue, since: string): Promise<void> {
  await follow(github, REST.labels, issue, issue.labels)
  await follow(github, REST.moves, issue, issue.timelineItems, { since })
}

/** Labels and events of a proposal, its comments back to `since`, and the files that tell where it stands. @throws {Problem} that names it */
export async function completeProposal(github: GitHub, proposal: Proposal, { since, marks }: { since: string; marks: Proposals }): Promise<void> {
  await follow(github, REST.files, proposal, proposal.files ?? null)
  await follow(github, REST.labels, proposal, proposal.labels)
  await follow(github, REST.steps, proposal, proposal.timelineItems)
  await fileTexts(github, proposal, marks)
  const { latest } = proposal
  const reaches = (comments: typeof latest.nodes): boolean =>
    (comments ?? []).some((comment) => comment !== null && Date.parse(comment.createdAt) < Date.parse(since))
  if (!latest.pageInfo.hasPreviousPage || reaches(latest.nodes)) return
  for await (const page of github.pages(COMMENTS_BEFORE, { id: proposal.id }, latest.pageInfo.startCursor)) {
    if (!page.node) throw unread('comments', proposal)
    latest.nodes = [...(page.node.latest.nodes ?? []), ...(latest.nodes ?? [])]
    if (reaches(page.node.latest.nodes)) break
  }
}

/** The files of a merged pull request that tell where proposals stand, before and after it. */
async function fileTexts(github: GitHub, proposal: Proposal, { file }: Proposals): Promise<void> {
  const commit = proposal.mergeCommit?.oid
  if (!file || !proposal.mergedAt || commit === undefined) return
  const matches = picomatch(file.path, { dot: true })
  proposal.told = []
  for (const one of proposal.files?.nodes ?? []) {
    if (!one || !matches(one.path)) continue
    const { node } = await github.one(FILE_TEXTS, { id: proposal.id, before: `${commit}^:${one.path}`, after: `${commit}:${one.path}` })
    if (!node) throw unread('files', proposal)
    proposal.told.push({ before: node.repository.before?.text ?? null, after: node.repository.after?.text ?? null })
  }
}

async function follow<T>(github: GitHub, query: PagedQuery<RestPage<T>>, node: Node, list: List<T> | null, variables = {}): Promise<void> {
  if (!list?.pageInfo.hasNextPage) return
  const found = [...(list.nodes ?? [])]
  for await (const page of github.pages(query, { ...variables, id: node.id }, list.pageInfo.endCursor)) {
    if (!page.node?.list) throw unread(query.name.toLowerCase(), node)
    found.push(...(page.node.list.nodes ?? []))
  }
  list.nodes = found
  list.pageInfo.hasNextPage = false
}

function unread(what: string, node: Node): Problem {
  return new Problem({ what: `Cannot read all ${what} of ${node.url}`, where: node.url, fix: 'Run it again: it may have been moved meanwhile' })
}
