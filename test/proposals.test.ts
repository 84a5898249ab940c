import { describe, expect, onTestFinished, test } from 'vitest'
import { collect } from '../src/collect/collect.ts'
import { openNetwork } from '../src/http.ts'
import type { Item } from '../src/model/item.ts'
import { sourceSchema } from '../src/model/source.ts'
import { libraryTimers, virtualClock } from './clock.ts'
import { scratch } from './scratch.ts'
import { type FakeComment, type FakeEvent, type FakeIssue, githubSchema, githubServer } from './servers/github.ts'

const schema = githubSchema()
const Q2 = { since: '2026-04-01T00:00:00Z', until: '2026-07-01T00:00:00Z' }
const labelled = (label: string, createdAt: string, login = 'gopherbot'): FakeEvent => ({
  __typename: 'LabeledEvent',
  createdAt,
  label: { name: label },
  actor: { __typename: 'User', login },
})
const unlabelled = (label: string, createdAt: string): FakeEvent => ({ __typename: 'UnlabeledEvent', createdAt, label: { name: label } })
const closed = (createdAt: string, stateReason: string): FakeEvent => ({ __typename: 'ClosedEvent', createdAt, stateReason })
const status = (createdAt: string, anchor: string, more: Partial<FakeComment> = {}): FakeComment => ({
  createdAt,
  author: 'aclements',
  association: 'MEMBER',
  body: `Based on the discussion above, this is now **[${anchor}](https://go.dev/s/proposal-status#${anchor})**.\n\n— aclements for the proposal review group`,
  ...more,
})
const proposal = (number: number, more: Partial<FakeIssue>): FakeIssue => ({
  number,
  title: `proposal: crypto/tls: number ${number}`,
  createdAt: '2026-04-06T00:00:00Z',
  updatedAt: '2026-06-30T00:00:00Z',
  labels: ['Proposal'],
  author: 'FiloSottile',
  ...more,
})

async function collected(issues: FakeIssue[], given: Record<string, unknown> = {}, window = Q2, accounts: string[] = []): Promise<Item[]> {
  return (await hub(issues, given, window, accounts)).run()
}

/** A project on GitHub that is collected run by run. */
async function hub(
  issues: FakeIssue[],
  given: Record<string, unknown> = {},
  window = Q2,
  accounts: string[] = [],
): Promise<{ run: () => Promise<Item[]> }> {
  const fake = await githubServer([{ name: 'golang/go', issues }], schema)
  onTestFinished(() => fake.close())
  const clock = virtualClock()
  libraryTimers(clock)
  const source = sourceSchema.parse({
    id: 'go',
    kind: 'github',
    repository: 'golang/go',
    collect: ['proposals'],
    proposals: { preset: 'go' },
    ...given,
  })
  const cache = scratch()
  const run = async (): Promise<Item[]> => {
    const { items, coverage } = await collect([source], window, {
      folder: '/',
      cache,
      ask: openNetwork({ clock }),
      clock,
      offline: false,
      accounts,
      github: { endpoint: `${fake.url}/graphql`, token: 'x', tokenFrom: 'GH_TOKEN' },
    })
    expect(coverage).toMatchObject([{ complete: true, problems: [] }])
    return items
  }
  return { run }
}
const steps = (items: Item[], number: number): string[] =>
  (items.find((item) => item.id === `golang/go#${number}`)?.transitions ?? []).map((step) => `${step.at.slice(5, 10)} ${step.to}`)

describe('Go', () => {
  const chain: FakeIssue = proposal(78543, {
    title: 'crypto/tls: implement MLKEM1024 key exchange',
    comments: [status('2026-04-22T20:00:00Z', 'active'), status('2026-04-29T20:00:00Z', 'likely-accept'), status('2026-05-06T20:00:00Z', 'accepted')],
  })

  test('a proposal is told with the days of its steps, and stands where it stood at the end of the window', async () => {
    const [item] = await collected([chain], { titles: ['^(proposal: )?(x/)?crypto(/|:|,)'], labels: ['Proposal-Crypto'] })
    expect(item).toMatchObject({ kind: 'proposal', id: 'golang/go#78543', state: 'accepted', at: '2026-05-06T20:00:00Z' })
    expect(item?.transitions).toEqual([
      { at: '2026-04-22T20:00:00Z', to: 'active', by: 'aclements', url: 'https://github.com/golang/go/issues/78543#issuecomment-1' },
      { at: '2026-04-29T20:00:00Z', to: 'likely-accept', by: 'aclements', url: 'https://github.com/golang/go/issues/78543#issuecomment-2' },
      { at: '2026-05-06T20:00:00Z', to: 'accepted', by: 'aclements', url: 'https://github.com/golang/go/issues/78543#issuecomment-3' },
    ])
    const [earlier] = await collected([chain], {}, { since: '2026-04-01T00:00:00Z', until: '2026-05-01T00:00:00Z' })
    expect(earlier).toMatchObject({ state: 'likely-accept', at: '2026-04-29T20:00:00Z' })
  })

  test('what an outsider says, quotes or hides in code moves nothing; old links and other members do', async () => {
    const said = status('2026-05-06T20:00:00Z', 'accepted').body
    const items = await collected([
      proposal(1, { comments: [{ createdAt: '2026-05-06T20:00:00Z', author: 'outsider', association: 'CONTRIBUTOR', body: said }] }),
      proposal(2, {
        comments: [
          { createdAt: '2026-05-06T20:00:00Z', author: 'rsc', association: 'MEMBER', body: `> ${said.replaceAll('\n', '\n> ')}\n\nI disagree.` },
        ],
      }),
      proposal(3, { comments: [status('2026-05-06T20:00:00Z', 'accepted', { body: said.replace('go.dev', 'golang.org') })] }),
      proposal(4, { comments: [status('2026-05-06T20:00:00Z', 'accepted', { author: 'newmember' })] }),
      proposal(5, {
        comments: [status('2026-05-06T20:00:00Z', 'accepted', { author: 'newmember', body: 'See https://go.dev/s/proposal-status#accepted' })],
      }),
      proposal(6, { comments: [status('2026-05-06T20:00:00Z', 'accepted', { isMinimized: true })] }),
    ])
    expect(items.map((item) => [item.id, item.state]).sort()).toEqual([
      ['golang/go#1', 'incoming'],
      ['golang/go#2', 'incoming'],
      ['golang/go#3', 'accepted'],
      ['golang/go#4', 'accepted'],
      ['golang/go#5', 'incoming'],
      ['golang/go#6', 'incoming'],
    ])
  })

  test('accepted, the label taken away, accepted again: all is kept', async () => {
    const items = await collected([
      proposal(1, {
        events: [
          labelled('Proposal-Accepted', '2026-04-10T00:00:00Z'),
          unlabelled('Proposal-Accepted', '2026-05-10T00:00:00Z'),
          labelled('Proposal-Accepted', '2026-06-10T00:00:00Z'),
        ],
      }),
    ])
    expect(steps(items, 1)).toEqual(['04-10 accepted', '05-10 active', '06-10 accepted'])
  })

  test('label and comment a day apart at most are one step, further apart both dates stand', async () => {
    const items = await collected([
      proposal(1, { comments: [status('2026-05-06T20:00:00Z', 'accepted')], events: [labelled('Proposal-Accepted', '2026-05-06T20:05:00Z')] }),
      proposal(2, { comments: [status('2026-05-06T20:00:00Z', 'accepted')], events: [labelled('Proposal-Accepted', '2026-05-09T20:05:00Z')] }),
    ])
    expect(steps(items, 1)).toEqual(['05-06 accepted'])
    expect(steps(items, 2)).toEqual(['05-06 accepted', '05-09 accepted'])
  })

  test('closed without a mark is "closed (reason)"; a decline is not said twice; reopened is active again', async () => {
    const at = '2026-05-06T20:00:00Z'
    const items = await collected([
      proposal(1, { closedAt: at, stateReason: 'NOT_PLANNED', events: [closed(at, 'NOT_PLANNED')] }),
      proposal(2, {
        closedAt: at,
        stateReason: 'NOT_PLANNED',
        events: [closed(at, 'NOT_PLANNED')],
        comments: [status('2026-05-06T20:00:30Z', 'declined')],
      }),
      proposal(3, { events: [closed(at, 'NOT_PLANNED'), { __typename: 'ReopenedEvent', createdAt: '2026-05-08T00:00:00Z' }] }),
    ])
    expect(steps(items, 1)).toEqual(['05-06 closed (not planned)'])
    expect(steps(items, 2)).toEqual(['05-06 declined'])
    expect(steps(items, 3)).toEqual(['05-06 closed (not planned)', '05-08 active'])
  })

  test('declined, reopened and closed again stands as it was closed last', async () => {
    const items = await collected([
      proposal(1, {
        closedAt: '2026-06-01T00:00:00Z',
        stateReason: 'COMPLETED',
        comments: [status('2026-05-01T00:00:00Z', 'declined')],
        events: [
          closed('2026-05-01T00:00:10Z', 'NOT_PLANNED'),
          { __typename: 'ReopenedEvent', createdAt: '2026-05-10T00:00:00Z' },
          closed('2026-06-01T00:00:00Z', 'COMPLETED'),
        ],
      }),
    ])
    expect(items[0]?.state).toBe('closed (completed)')
  })

  test('labels that say nothing of its state neither move it nor delay what does', async () => {
    const noise = Array.from({ length: 6 }, (_, index) =>
      labelled(`noise ${index}`, new Date(Date.UTC(2026, 4, 1, 0, 0, 30 + index * 50)).toISOString(), 'passer-by'),
    )
    const items = await collected([proposal(1, { events: [labelled('Proposal-Accepted', '2026-05-01T00:00:00Z', 'rsc'), ...noise] })])
    expect(items[0]?.transitions).toEqual([{ at: '2026-05-01T00:00:00Z', to: 'accepted', by: 'rsc' }])
  })

  test('one that lost its acceptance is not coming any more', async () => {
    const old = proposal(2, {
      createdAt: '2025-01-01T00:00:00Z',
      updatedAt: '2025-06-01T00:00:00Z',
      labels: ['Proposal', 'Proposal-Accepted'],
      events: [labelled('Proposal-Accepted', '2025-06-01T00:00:00Z')],
    })
    const once = hub([old])
    expect((await (await once).run()).map((item) => item.id)).toEqual(['golang/go#2'])
    Object.assign(old, { labels: ['Proposal'] })
    expect(await (await once).run()).toEqual([])
  })

  test('without a step in the window it is left out and counted, one accepted before that waits stands beside', async () => {
    const old = { createdAt: '2025-01-01T00:00:00Z' }
    const items = await collected([
      proposal(1, old),
      proposal(2, { ...old, labels: ['Proposal', 'Proposal-Accepted'], events: [labelled('Proposal-Accepted', '2025-06-01T00:00:00Z')] }),
      proposal(3, {
        ...old,
        labels: ['Proposal', 'Proposal-Accepted'],
        closedAt: '2025-12-01T00:00:00Z',
        updatedAt: '2025-12-01T00:00:00Z',
        events: [labelled('Proposal-Accepted', '2025-06-01T00:00:00Z')],
      }),
    ])
    expect(items.map((item) => [item.id, item.state, item.at])).toEqual([['golang/go#2', 'accepted', '2025-06-01T00:00:00Z']])
  })

  test('comments beyond the last twenty are read back to the beginning of the window; what the maintainer moved is theirs', async () => {
    const chatter = (from: string, count: number): FakeComment[] =>
      Array.from({ length: count }, (_, index) => ({ createdAt: new Date(Date.parse(from) + index * 60_000).toISOString(), body: 'hm' }))
    const items = await collected(
      [
        proposal(1, {
          createdAt: '2025-01-01T00:00:00Z',
          comments: [
            ...chatter('2026-03-01T00:00:00Z', 30),
            status('2026-04-02T00:00:00Z', 'active', { author: 'rsc' }),
            ...chatter('2026-04-03T00:00:00Z', 90),
          ],
        }),
      ],
      {},
      Q2,
      ['rsc'],
    )
    expect(steps(items, 1)).toEqual(['04-02 active'])
    expect(items[0]?.own).toEqual(['decided'])
  })

  test('a proposal with more events than a page is read to its end', async () => {
    const events = Array.from({ length: 130 }, (_, index) =>
      labelled(`noise ${index}`, new Date(Date.parse('2026-04-07T00:00:00Z') + index * 120_000).toISOString()),
    )
    const items = await collected([proposal(1, { events: [...events, labelled('Proposal-Accepted', '2026-05-01T00:00:00Z')] })])
    expect(steps(items, 1)).toEqual(['05-01 accepted'])
  })
})

describe('other projects', () => {
  test('Rust: a final comment period with its disposition, on issues and pull requests', async () => {
    const base = { createdAt: '2026-04-02T00:00:00Z', labels: ['final-comment-period', 'disposition-merge'] }
    const fcp = [labelled('proposed-final-comment-period', '2026-04-10T00:00:00Z'), labelled('disposition-merge', '2026-04-10T00:00:01Z')]
    const entered = [unlabelled('proposed-final-comment-period', '2026-04-20T00:00:00Z'), labelled('final-comment-period', '2026-04-20T00:00:02Z')]
    const finished = [labelled('finished-final-comment-period', '2026-04-30T00:00:00Z'), unlabelled('final-comment-period', '2026-04-30T00:00:01Z')]
    const items = await collected(
      [
        { ...proposal(1, base), labels: ['finished-final-comment-period', 'disposition-merge'], events: [...fcp, ...entered, ...finished] },
        {
          ...proposal(2, base),
          pull: true,
          labels: ['finished-final-comment-period', 'disposition-close'],
          events: [
            labelled('disposition-close', '2026-04-10T00:00:00Z'),
            labelled('final-comment-period', '2026-04-20T00:00:00Z'),
            labelled('finished-final-comment-period', '2026-04-30T00:00:00Z'),
          ],
        },
        {
          ...proposal(3, base),
          pull: true,
          labels: ['final-comment-period'],
          mergedAt: '2026-05-05T00:00:00Z',
          events: [labelled('final-comment-period', '2026-04-20T00:00:00Z')],
        },
      ],
      { proposals: { preset: 'rust' } },
    )
    expect(steps(items, 1)).toEqual(['04-10 active', '04-20 likely-accept', '04-30 accepted'])
    expect(steps(items, 2)).toEqual(['04-20 likely-decline', '04-30 declined'])
    expect(steps(items, 3)).toEqual(['04-20 likely-accept', '05-05 accepted'])
  })

  test('Kubernetes: a KEP by the status in its file, told with its tracking issue, and what the release team tracks', async () => {
    const path = 'keps/sig-auth/10-tickets/kep.yaml'
    const kep = (number: number, before: string | undefined, after: string): FakeIssue => ({
      ...proposal(number, { title: `KEP-10: pull ${number}` }),
      pull: true,
      labels: ['kind/kep'],
      mergedAt: '2026-05-05T00:00:00Z',
      mergedBy: 'approver',
      oid: `c${number}`,
      files: [
        { path, additions: 1, deletions: 1 },
        { path: 'keps/sig-auth/10-tickets/README.md', additions: 1, deletions: 1 },
      ],
      texts: { ...(before && { [`c${number}^:${path}`]: before }), [`c${number}:${path}`]: after },
    })
    const items = await collected(
      [
        kep(1, 'kep-number: 10\nstatus: provisional\n', 'kep-number: 10\nstatus: implementable\n'),
        kep(2, undefined, 'status: provisional\n'),
        kep(3, 'status: implemented\n', 'status: implemented\nauthors: ["@ada"]\n'),
        kep(4, 'status: implementable\n', '{ not: yaml: at all'),
        {
          ...proposal(10, {}),
          labels: ['stage/beta', 'tracked/yes'],
          events: [labelled('lead-opted-in', '2026-04-20T00:00:00Z'), labelled('tracked/yes', '2026-05-20T00:00:00Z')],
        },
      ],
      { proposals: { preset: 'kubernetes' } },
    )
    expect(items.map((item) => item.id).sort()).toEqual(['golang/go#1', 'golang/go#10', 'golang/go#2'])
    expect(items.find((item) => item.id === 'golang/go#1')).toMatchObject({
      state: 'accepted',
      transitions: [{ at: '2026-05-05T00:00:00Z', to: 'accepted', by: 'approver', url: 'https://github.com/golang/go/pull/1' }],
      references: [{ id: 'golang/go#10', verb: 'updates' }],
    })
    expect(steps(items, 2)).toEqual(['05-05 active'])
    expect(steps(items, 10)).toEqual(['04-20 active', '05-20 accepted'])
  })

  test('a project of its own: label and states, comments with their authors', async () => {
    const items = await collected(
      [
        { ...proposal(1, {}), labels: ['RFC'], events: [labelled('rfc: yes', '2026-05-01T00:00:00Z')] },
        { ...proposal(2, {}), labels: ['RFC'], comments: [{ createdAt: '2026-05-02T00:00:00Z', author: 'chair', body: 'RESOLVED: rejected' }] },
      ],
      {
        proposals: {
          label: 'RFC',
          states: { 'rfc: yes': 'accepted' },
          comments: [{ match: '^RESOLVED: rejected', state: 'declined' }],
          authors: ['chair'],
        },
      },
    )
    expect(steps(items, 1)).toEqual(['05-01 accepted'])
    expect(steps(items, 2)).toEqual(['05-02 declined'])
  })

  test.each([
    [{ proposals: undefined }, /must say how proposals are told/],
    [{ proposals: { label: 'RFC', states: { yes: 'agreed' } } }, /must hold .*preset.* or .*label.* accepted, implemented/],
    [{ titles: ['('] }, /must be a regular expression/],
  ])('what cannot work is refused: %j', (given, words) => {
    const parsed = sourceSchema.safeParse({
      id: 'x',
      kind: 'github',
      repository: 'a/b',
      collect: ['proposals'],
      proposals: { preset: 'go' },
      ...given,
    })
    expect(parsed.error?.message).toMatch(words)
  })
})
