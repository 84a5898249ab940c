import { describe, expect, test } from 'vitest'
import { curate } from '../src/curate/curate.ts'
import { follow } from '../src/curate/follow.ts'
import { underWay } from '../src/curate/under-way.ts'
import { draft } from '../src/draft/draft.ts'
import type { Item } from '../src/model/item.ts'
import { BUILT_IN_SECTIONS, SINCE } from '../src/model/section.ts'
import type { Story } from '../src/model/story.ts'
import type { ToldBefore } from '../src/told-before.ts'
import { change, draftInput, story, vulnerability } from './stories.ts'

const WINDOW = { since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z' }
const proposal = (id: string, state: string, given: Partial<Item> = {}): Item => change({ id, kind: 'proposal', state, paths: [], ...given })
const one = (item: Item, given: Partial<Story> = {}): Story => story({ id: item.id, title: item.title, items: [item], ...given })
const told = (item: Item, given: Partial<ToldBefore> = {}): ToldBefore => ({
  digest: '2026-Q2',
  story: one(item, { drafted: '2026-07-02T00:00:00Z' }),
  standing: true,
  closed: false,
  ...given,
})
/** What became of the stories of a window: id, section, what was told, whether it moved, why it is folded. */
const followed = (stories: Story[], before: ToldBefore[], complete = true) =>
  follow(stories, { told: before, window: WINDOW, complete }).map((each) =>
    [each.id, each.section, each.followed && `${each.followed.digest} ${each.followed.state} ${each.followed.moved ? 'moved' : 'open'}`, each.folded]
      .filter((part) => part !== undefined)
      .join(' | '),
  )

describe('underWay()', () => {
  const landed = change({ id: 'o/r#2', title: 'x509: bound it' })
  test.each<[string, Item[], string | undefined]>([
    ['a proposal about to be accepted', [proposal('o/r#1', 'likely-accept')], 'likely accept, announced'],
    ['a proposal about to be declined', [proposal('o/r#1', 'likely-decline')], 'likely decline, announced'],
    ['an accepted proposal without a change', [proposal('o/r#1', 'accepted')], 'accepted, and not landed, announced'],
    ['an accepted proposal that landed', [proposal('o/r#1', 'accepted'), landed], undefined],
    ['an accepted proposal in review', [proposal('o/r#1', 'accepted'), change({ id: 'o/r#2', state: 'open' })], 'in review, announced'],
    ['a proposal that is discussed', [proposal('o/r#1', 'active')], 'active'],
    ['a proposal on hold', [proposal('o/r#1', 'hold')], 'on hold'],
    ['a declined proposal', [proposal('o/r#1', 'declined')], undefined],
    ['a change in review', [change({ id: 'o/r#2', state: 'open' })], 'in review, announced'],
    ['a change that landed', [landed], undefined],
    ['a fix without a backport', [vulnerability({ id: 'GO-2026-1' }), landed], 'fixed, without a backport, announced'],
    ['a fix that is told by its message', [change({ id: 'o/r#2', message: 'This is CVE-2026-12345.' })], 'fixed, without a backport, announced'],
    [
      'a fix with a backport',
      [vulnerability({ id: 'GO-2026-1' }), landed, change({ id: 'o/r#3', title: '[release-1.2] x509: bound it' })],
      undefined,
    ],
    ['a vulnerability that nothing fixes here', [vulnerability({ id: 'GO-2026-1' })], undefined],
    ['an open issue', [change({ id: 'o/r#4', kind: 'issue', state: 'open' })], 'open'],
    ['a closed issue', [change({ id: 'o/r#4', kind: 'issue', state: 'closed (completed)' })], undefined],
    [
      'a plan whose day is to come',
      [change({ id: 'o/r/milestone/1', kind: 'release', state: 'planned', title: '1.2: due on 2026-10-01, 3 open' })],
      'planned',
    ],
    [
      'a plan whose day has passed',
      [change({ id: 'o/r/milestone/1', kind: 'release', state: 'planned', title: '1.2: due on 2026-09-30, 3 open' })],
      'planned, announced',
    ],
  ])('%s', (_, items, expected) => {
    const found = underWay({ items }, { backports: true, day: '2026-10-01' })
    expect(found && `${found.state}${found.announced ? ', announced' : ''}`).toBe(expected)
  })

  test('where nothing is ever carried to a branch, no backport is missed', () => {
    expect(underWay({ items: [vulnerability({ id: 'GO-2026-1' }), landed] }, { backports: false, day: '2026-10-01' })).toBeUndefined()
  })
})

describe('follow()', () => {
  const likely = told(proposal('o/r#1', 'likely-accept'))

  test('what moved stands under "Since last time", with what was told of it', () => {
    expect(followed([one(proposal('o/r#1', 'accepted'), { section: 'decided' })], [likely])).toEqual(['o/r#1 | since | 2026-Q2 likely accept moved'])
  })

  test('what was announced and did not happen is carried over as still open, as it was told', () => {
    const [carried] = follow([], { told: [likely], window: WINDOW, complete: true })
    expect(carried).toMatchObject({ id: 'o/r#1', section: 'since', state: 'likely accept', reasons: ['2026-Q2 told it as likely accept'] })
    expect(carried?.drafted).toBeUndefined()
    expect(followed([one(proposal('o/r#1', 'likely-accept'), { section: 'decided' })], [likely])).toEqual([
      'o/r#1 | since | 2026-Q2 likely accept open',
    ])
  })

  test('what was told to clients alone is said so in its reasons', () => {
    const [carried] = follow([], { told: [{ ...likely, closed: true }], window: WINDOW, complete: true })
    expect([carried?.reasons, carried?.followed?.closed]).toEqual([['2026-Q2 told it as likely accept, to clients alone'], true])
    const text = draft(draftInput({ stories: carried ? [{ ...carried, rank: 1 }] : [], sections: [SINCE] })).text
    expect(text).toContain('* <Clients>Still open: [area: change o/r#1](https://example.org/o%2Fr%231) {/* o/r#1 */}</Clients>')
    expect(text).not.toContain('](/2026-Q2/)')
  })

  test('a change that is no longer among what is open is not said to be in review, when all came', () => {
    const review = told(change({ id: 'o/r#3', state: 'open' }))
    const state = (complete: boolean) => follow([], { told: [review], window: WINDOW, complete })[0]?.state
    expect([state(true), state(false)]).toEqual(['no longer among what is open', 'in review'])
  })

  test('the latest digest that told it decides, and one whose line was deleted there is followed no more', () => {
    const older = { ...likely, digest: '2026-Q1' }
    expect(followed([], [told(proposal('o/r#1', 'declined')), older])).toEqual([])
    expect(followed([], [{ ...likely, standing: false }, older])).toEqual([])
    expect(followed([], [{ ...likely, standing: false }, told(proposal('o/r#9', 'likely-accept'), { digest: '2026-Q1' })])).toEqual([
      'o/r#9 | since | 2026-Q1 likely accept open',
    ])
  })

  test('what was merely discussed is told when it moves, and else folded, once', () => {
    const active = told(proposal('o/r#1', 'active'))
    expect(followed([one(proposal('o/r#1', 'accepted'))], [active])).toEqual(['o/r#1 | since | 2026-Q2 active moved'])
    expect(followed([one(proposal('o/r#1', 'active'))], [active])).toEqual(['o/r#1 | landed | 2026-Q2 active open'])
    expect(followed([], [active])).toEqual(['o/r#1 | since | 2026-Q2 active open | waiting'])
    expect(followed([], [told(change({ id: 'o/r#7' })), { ...active, digest: '2026-Q1' }])).toEqual([])
  })

  test('is found by what it names, under an alias, in any case, and by what is carried over', () => {
    const accepted = told(proposal('o/r#1', 'accepted', { aliases: ['old/r#1'] }))
    const landing = story({ id: 'o/r#5', refs: ['o/r#5', 'Old/r#1'] })
    expect(followed([landing], [accepted])).toEqual(['o/r#5 | since | 2026-Q2 accepted, and not landed moved'])
    const fix = told(change({ id: 'o/r#8', title: 'x509: bound it', message: 'This is CVE-2026-12345.' }))
    const carried = story({ id: 'o/r#9', title: '[release-1.2] x509: bound it' })
    expect(followed([carried], [fix])).toEqual(['o/r#9 | since | 2026-Q2 fixed, without a backport moved'])
  })

  test('what merely names a promise does not keep it, and what was lost is not looked for again', () => {
    const landing = story({ id: 'o/r#5', refs: ['o/r#5', 'o/r#1'] })
    expect(followed([landing], [likely])).toEqual(['o/r#5 | landed', 'o/r#1 | since | 2026-Q2 likely accept open'])
    const lost = told(change({ id: 'o/r#3', state: 'open' }))
    expect(followed([], [{ ...lost, story: { ...lost.story, state: 'no longer among what is open' } }])).toEqual([])
  })

  test('of several that name it the best holds it, and no story is followed twice', () => {
    const accepted = told(proposal('o/r#1', 'accepted'))
    const naming = (id: string, score: number) => story({ id, score, refs: [id, 'o/r#1'] })
    expect(followed([naming('o/r#5', 1), naming('o/r#6', 3)], [accepted])).toEqual([
      'o/r#5 | landed',
      'o/r#6 | since | 2026-Q2 accepted, and not landed moved',
    ])
    const both = story({ id: 'o/r#5', refs: ['o/r#5', 'o/r#1', 'o/r#2'] })
    expect(followed([both], [accepted, told(proposal('o/r#2', 'accepted'))])).toEqual(['o/r#5 | since | 2026-Q2 accepted, and not landed moved'])
  })
})

test('curate() gives the section only where something is followed, first, and ranks what did not move behind the window', () => {
  const items = [change({ id: 'o/r#5' }), proposal('o/r#1', 'accepted', { transitions: [{ at: '2026-08-01T00:00:00Z', to: 'accepted' }] })]
  const before = [told(proposal('o/r#1', 'likely-accept')), told(proposal('o/r#2', 'likely-decline', { at: '2026-06-01T00:00:00Z' }))]
  const { stories, sections } = curate(items, { sections: BUILT_IN_SECTIONS, window: WINDOW, told: before, complete: true })
  expect(sections.slice(0, 2).map((section) => section.id)).toEqual(['since', 'desk'])
  expect(stories.map((each) => [each.rank, each.id, each.section])).toEqual([
    [1, 'o/r#1', 'since'],
    [2, 'o/r#5', 'landed'],
    [3, 'o/r#2', 'since'],
  ])
  expect(stories[0]).toMatchObject({ notable: ['accepted proposal'], state: 'accepted 1 August' })
  expect(curate(items, { sections: BUILT_IN_SECTIONS, window: WINDOW }).sections[0]?.id).toBe('desk')
})

test.each<[string, Item[], Story['notable']]>([
  ['a vulnerability', [vulnerability({ id: 'GO-2026-1' })], ['vulnerability']],
  ['a proposal accepted in the window', [proposal('o/r#1', 'accepted')], ['accepted proposal']],
  ['one accepted before', [proposal('o/r#1', 'accepted', { transitions: [{ at: '2026-06-30T23:59:59Z', to: 'accepted' }] })], undefined],
  [
    'one accepted before and implemented now',
    [
      proposal('o/r#1', 'implemented', {
        transitions: [
          { at: '2026-06-01T00:00:00Z', to: 'accepted' },
          { at: '2026-08-01T00:00:00Z', to: 'implemented' },
        ],
      }),
    ],
    undefined,
  ],
  ['a declined one', [proposal('o/r#1', 'declined')], undefined],
  ['what changes the list of API', [change({ id: 'o/r#1', paths: ['api/next/1.txt', 'a.go'] })], ['public API']],
  ['that in review', [change({ id: 'o/r#1', paths: ['api/next/1.txt'], state: 'open' })], undefined],
  [
    'that and its revert',
    [
      change({ id: 'o/r#1', paths: ['api/next/1.txt'] }),
      change({ id: 'o/r#2', paths: ['api/next/1.txt'], reverts: ['o/r#1'], at: '2026-08-02T00:00:00Z' }),
    ],
    undefined,
  ],
  ['any other change', [change({ id: 'o/r#1' })], undefined],
])('what must not be passed over in silence: %s', (_, items, notable) => {
  expect(curate(items, { sections: BUILT_IN_SECTIONS, window: WINDOW }).stories[0]?.notable).toEqual(notable)
})
