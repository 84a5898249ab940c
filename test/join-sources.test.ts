import { expect, test } from 'vitest'
import { joinSources } from '../src/collect/join-sources.ts'
import type { Item } from '../src/model/item.ts'
import { change } from './stories.ts'

const COVERAGE = {
  id: 'x',
  kind: 'git',
  complete: true,
  returned: 0,
  kept: 0,
  dropped: {},
  asked: [],
  served: 'disk' as const,
  requests: 0,
  problems: [],
}
const join = (sources: Item[][], accounts: string[] = []): Item[] =>
  joinSources(
    sources.map((items) => ({ items, coverage: COVERAGE })),
    accounts,
  )
const HASH = 'a'.repeat(40)

test('items stand newest first, then by id, whatever source has them', () => {
  const [a, b, c] = [change({ id: 'b' }), change({ id: 'a' }), change({ id: 'c', at: '2026-08-02T00:00:00Z' })]
  expect(join([[a], [b, c]]).map((item) => item.id)).toEqual(['c', 'a', 'b'])
  expect(join([[b, c], [a]]).map((item) => item.id)).toEqual(['c', 'a', 'b'])
})

test('an id in any case is one thing, told by the first source, with what only the second knows', () => {
  const first = change({ id: 'Owner/Repo#1', url: 'https://one.example/1', labels: ['x'], references: [{ id: 'o/r#9', verb: 'fixes' }] })
  const second = change({
    id: 'owner/repo#1',
    title: 'other',
    url: 'https://two.example/1',
    message: 'Why.',
    labels: ['x', 'y'],
    comments: 3,
    references: [
      { id: 'o/r#9', verb: 'updates' },
      { id: 'o/r#8', verb: 'updates' },
    ],
  })
  expect(join([[first], [second]])).toEqual([
    {
      ...first,
      message: 'Why.',
      labels: ['x', 'y'],
      comments: 3,
      links: ['https://two.example/1'],
      references: [
        { id: 'o/r#9', verb: 'fixes' },
        { id: 'o/r#8', verb: 'updates' },
      ],
    },
  ])
})

test('what two sources know of the wording stands together, each text once', () => {
  const clone = change({ id: 'o/r#1', commit: HASH, wording: [{ path: 'changelog.d/1.md', text: 'It is faster.' }] })
  const hub = change({ id: 'o/r#1', wording: [{ text: 'It is faster.' }, { text: 'It is smaller.' }] })
  for (const sources of [
    [clone, hub],
    [hub, clone],
  ])
    expect(join(sources.map((item) => [item]))[0]?.wording).toEqual([{ path: 'changelog.d/1.md', text: 'It is faster.' }, { text: 'It is smaller.' }])
})

test('a reference has the strongest verb of both, and none names the thing itself under its other name', () => {
  const bare = change({ id: `go@${HASH.slice(0, 12)}`, commit: HASH, references: [{ id: 'Go/cl/4', verb: 'updates' }] })
  const numbered = change({
    id: 'go/cl/5',
    commit: HASH,
    references: [
      { id: 'go/cl/4', verb: 'follows' },
      { id: `go@${HASH.slice(0, 12)}`, verb: 'follows' },
    ],
  })
  for (const sources of [
    [bare, numbered],
    [numbered, bare],
  ])
    expect(join(sources.map((item) => [item]))[0]?.references).toEqual([{ id: 'go/cl/4', verb: 'updates' }])
})

test('one commit is one thing, under the number of its change, and both its names find it', () => {
  const bare = change({ id: `go@${HASH.slice(0, 12)}`, commit: HASH })
  const numbered = change({ id: 'go/cl/5', commit: HASH })
  const mirror = change({ id: 'go/cl/5', url: 'https://mirror.example/5' })
  const orders = [
    [bare, numbered, mirror],
    [numbered, bare, mirror],
    [bare, mirror, numbered],
    [mirror, bare, numbered],
  ]
  for (const sources of orders) expect(join(sources.map((item) => [item])).map((item) => item.id)).toEqual(['go/cl/5'])
})

test('a proposal is more than an issue', () => {
  const issue = change({ id: 'o/r#1', kind: 'issue', state: 'open' })
  const proposal = change({ id: 'o/r#1', kind: 'proposal', state: 'accepted' })
  for (const sources of [
    [[issue], [proposal]],
    [[proposal], [issue]],
  ])
    expect(join(sources)).toMatchObject([{ kind: 'proposal', state: 'accepted' }])
})

test('a change that landed is not open, whatever source knew it first', () => {
  const open = change({ id: 'go/cl/1', state: 'open', own: ['wrote'], at: '2026-11-01T00:00:00Z', title: 'an early title' })
  const landed = change({ id: 'go/cl/1', commit: HASH, own: ['reviewed'] })
  for (const sources of [
    [[open], [landed]],
    [[landed], [open]],
  ]) {
    const [item, ...rest] = join(sources)
    expect(rest).toEqual([])
    expect(item).toMatchObject({ title: landed.title, at: landed.at, own: expect.arrayContaining(['wrote', 'reviewed']) })
    expect(item).not.toHaveProperty('state')
  }
  expect(join([[open]])[0]?.state).toBe('open')
})

test('the maintainer wrote what bears a name of theirs', () => {
  const items = [
    change({ id: 'a', author: 'ada example ' }),
    change({ id: 'b', author: 'Bob' }),
    change({ id: 'c', author: 'robot[bot]', own: ['wrote'] }),
  ]
  expect(join([items], ['Ada Example', 'robot']).map((item) => item.own)).toEqual([['wrote'], [], ['wrote']])
})

test('two numbers of one project that landed in one commit are two things; a commit without a number is the first of them', () => {
  const [one, two] = [change({ id: 'o/r#1', commit: HASH }), change({ id: 'o/r#2', commit: HASH })]
  expect(join([[one, two]]).map((item) => item.id)).toEqual(['o/r#1', 'o/r#2'])
  const bare = change({ id: `o/r@${HASH.slice(0, 12)}`, commit: HASH })
  expect(join([[bare], [one]]).map((item) => [item.id, item.aliases])).toEqual([['o/r#1', [bare.id]]])
})

test('two entries of one database stay two, whatever alias they share; of two databases, what stands tells more than what was withdrawn', () => {
  const advisory = (id: string, state: string) => change({ id, kind: 'vulnerability', aliases: ['CVE-2026-1'], state })
  const [one, two] = [advisory('GHSA-aaaa-bbbb-cccc', 'withdrawn'), advisory('GHSA-dddd-eeee-ffff', 'new')]
  expect(join([[one, two]])).toHaveLength(2)
  const go = advisory('GO-2026-1', 'withdrawn')
  for (const order of [
    [[go], [two]],
    [[two], [go]],
  ])
    expect(join(order).map((item) => [item.id, item.state])).toEqual([['GHSA-dddd-eeee-ffff', 'new']])
})

test('a proposal that is a merged pull request is told as the proposal, with what landed', () => {
  const landed = change({ id: 'o/r#1', commit: HASH, added: 7 })
  const proposal = change({ id: 'o/r#1', kind: 'proposal', state: 'accepted', paths: [] })
  for (const order of [[[landed], [proposal]], [[landed, proposal]], [[proposal], [landed]]])
    expect(join(order)).toMatchObject([{ kind: 'proposal', state: 'accepted', commit: HASH, paths: ['src/a.ts'] }])
})

test('what a repository had under its old name is found under its new one', () => {
  const [old, renamed] = [change({ id: 'old/name#1' }), change({ id: 'new/name#1', aliases: ['old/name#1'] })]
  expect(join([[renamed], [old]]).map((item) => item.id)).toEqual(['new/name#1'])
})
