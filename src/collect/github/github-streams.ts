import { createHash } from 'node:crypto'
import { z } from 'zod'
import { Problem } from '../../errors.ts'
import type { GithubSource } from '../../model/source.ts'
import type { Window } from '../../model/window.ts'
import type { GitHub } from './github-client.ts'
import { issueItem, NO_PROPOSAL, type Outcome, OUTSIDE, proposalItem, pullItem, type Rules } from './github-items.ts'
import { completeIssue, completeProposal, completePull } from './github-lists.ts'
import { type Issue, ISSUES, type Proposal, PROPOSALS, type Pull, PULLS } from './github-queries.ts'
import { readSearch, type Search } from './github-search.ts'
import { isOwn } from '../own.ts'
import { isAnswer, lastPass, type Recall } from '../passes.ts'
import { PRESETS } from './proposal-presets.ts'
import type { Store } from '../store.ts'

/** One thing to ask a repository for. `words`: the question; `beside`: not of the window, and not counted with it; `read`: what the store has of it. */
export type Stream = {
  name: string
  what: string
  words: string
  beside: boolean
  pass: (from: string | undefined, tools: { recall: Recall; seen: (count: number) => void }) => Promise<{ missing: number; counted: number }>
  updatedAt: (answer: unknown) => string | undefined
  read: (store: Store) => Promise<Outcome[]>
}

const updatesSchema = z.object({ search: z.object({ nodes: z.array(z.object({ updatedAt: z.string() }).nullable()) }) })

/** What the first stream of a project on GitHub asks for. */
export const MERGED = 'merged pull requests'

/** GitHub's beginning: no issue is older. */
const BEGINNING = '2008-01-01T00:00:00Z'

/** The streams of a source, in the order in which they are asked. `asked`: what is asked for; `rules` say of which window what comes is told. */
export function streamsOf(
  source: GithubSource,
  { repository, rules, github, asked }: { repository: string; rules: Rules; github: GitHub; asked: readonly [Window, ...Window[]] },
): Stream[] {
  // What came after an earlier run's window matters for what landed alone: issues and proposals tell all their steps.
  const [window, ...after] = asked
  const name = (what: string): string => `${what}-${window.since}-${window.until}`
  const marks = source.proposals && ('preset' in source.proposals ? PRESETS[source.proposals.preset] : source.proposals)
  const repo = `repo:${repository}`
  // Two labels side by side mean both, with a comma one of them.
  const oneOf = (labels: readonly string[]): string => `label:${labels.map((label) => JSON.stringify(label)).join(',')}`
  const labelled = source.labels && !source.titles ? ` ${oneOf(source.labels)}` : ''
  const updated = (from: string | undefined): string => `updated:>=${from && from > window.since ? from : window.since}`
  const created = { field: 'created' as const, since: BEGINNING, until: window.until }
  const streams: Stream[] = []

  if (source.collect.includes('pulls')) {
    const given = { query: PULLS, variables: {}, complete: (pull: Pull) => completePull(github, pull) }
    streams.push(
      ...[window, ...after].map((span) =>
        stream(github, `pulls-${span.since}-${span.until}`, span === window ? MERGED : 'pull requests merged since', {
          search: (from) => ({ ...given, words: `${repo} is:pr is:merged${from ? ` updated:>=${from}` : ''}`, span: { field: 'merged', ...span } }),
          outcome: (pull) => pullItem(pull, rules),
        }),
      ),
      ...rules.accounts.filter(isLogin).map((login) =>
        stream(github, `desk-${login}`, `open pull requests of ${login}`, {
          beside: true,
          search: () => ({ ...given, words: `${repo} is:pr is:open author:${login}`, span: undefined }),
          outcome: (pull) =>
            pull.pullState === 'OPEN' && isOwn(pull.author?.login, [login]) ? pullItem(pull, rules) : { dropped: 'no longer open' },
        }),
      ),
    )
  }
  if (source.collect.includes('issues')) {
    const proposed =
      source.collect.includes('proposals') && marks?.on.includes('issues') ? marks.label.map((label) => ` -${oneOf([label])}`).join('') : ''
    streams.push(
      stream(github, name('issues'), 'issues', {
        search: (from) => ({
          query: ISSUES,
          variables: { since: window.since },
          // What lost a label since must be seen again: later passes ask without, and the labels are looked at here.
          words: `${repo} is:issue${from ? '' : `${labelled}${proposed}`} ${updated(from)}`,
          span: created,
          complete: (issue: Issue) => completeIssue(github, issue, window.since),
        }),
        outcome: (issue) => issueItem(issue, rules),
        stray: (reason) => labelled !== '' && reason === OUTSIDE,
      }),
    )
  }
  if (source.collect.includes('proposals') && marks) {
    const given = {
      query: PROPOSALS,
      variables: {},
      complete: (proposal: Proposal) => completeProposal(github, proposal, { since: window.since, marks }),
    }
    for (const on of marks.on)
      streams.push(
        stream(github, name(`proposals-${on}`), on === 'issues' ? 'proposals' : 'proposed pull requests', {
          search: (from) => ({
            ...given,
            words: `${repo} is:${on === 'issues' ? 'issue' : 'pr'}${from ? '' : ` ${oneOf(marks.label)}${labelled}`} ${updated(from)}`,
            span: created,
          }),
          outcome: (proposal) => proposalItem(proposal, { ...rules, marks }),
          stray: (reason) => reason === NO_PROPOSAL || (labelled !== '' && reason === OUTSIDE),
        }),
      )
    const accepted = Object.entries(marks.states).flatMap(([label, state]) => (state === 'accepted' && !label.includes(' + ') ? [label] : []))
    if (marks.on.includes('issues') && accepted.length > 0)
      streams.push(
        stream(github, 'accepted', 'accepted proposals that are open', {
          beside: true,
          search: () => ({ ...given, words: `${repo} is:issue is:open ${oneOf(accepted)}${labelled}`, span: undefined }),
          outcome: (proposal) => proposalItem(proposal, { ...rules, marks, coming: true }),
        }),
      )
  }
  return streams
}

/**
 * A stream of one kind of nodes. A node that comes again, updated later, replaces what it was; beside the window only the last pass counts.
 * `stray` tells the reasons for which a node that the first question would not have brought is not even counted. A changed query is another
 * stream: what is kept was asked for otherwise.
 */
function stream<T extends { id: string; updatedAt: string }>(
  github: GitHub,
  called: string,
  what: string,
  given: { beside?: boolean; search: (from: string | undefined) => Search<T>; outcome: (node: T) => Outcome; stray?: (reason: string) => boolean },
): Stream {
  const { query, words } = given.search(undefined)
  const name = `${called}-${createHash('sha256').update(query.text).digest('hex').slice(0, 8)}`
  return {
    name,
    what,
    words,
    beside: given.beside ?? false,
    pass: (from, tools) => readSearch(given.search(from), { github, ...tools }),
    updatedAt: latestUpdate,
    async read(store) {
      const found = new Map<string, { updatedAt: string; outcome: Outcome }>()
      for await (const { ask, answer } of given.beside ? lastPass({ store, name }) : store.read(name, isAnswer)) {
        const page = query.answer.safeParse(answer)
        if (!page.success)
          throw new Problem({ what: `Cannot read what was kept of "${ask}"`, where: store.folder, fix: 'Delete that folder: it is collected anew' })
        for (const node of page.data.search.nodes ?? []) {
          const known = node && found.get(node.id)
          if (!node || (known && known.updatedAt > node.updatedAt)) continue
          const outcome = given.outcome(node)
          if (known || !('dropped' in outcome && given.stray?.(outcome.dropped))) found.set(node.id, { updatedAt: node.updatedAt, outcome })
        }
      }
      return [...found.values()].map(({ outcome }) => outcome)
    },
  }
}

/** Of a page of any kind, without reading what else is there: every answer that is kept is looked at in every run. */
function latestUpdate(answer: unknown): string | undefined {
  const nodes = updatesSchema.safeParse(answer).data?.search.nodes ?? []
  return nodes.reduce((latest, node) => (node && node.updatedAt > latest ? node.updatedAt : latest), '') || undefined
}

function isLogin(account: string): boolean {
  return /^[A-Za-z0-9](?:-?[A-Za-z0-9])*$/.test(account)
}
