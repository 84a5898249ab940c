import fc from './fast-check.ts'
import { describe, expect, test } from 'vitest'
import { curate } from '../src/curate/curate.ts'
import type { Item } from '../src/model/item.ts'
import { BUILT_IN_SECTIONS, type Sections, sectionsSchema } from '../src/model/section.ts'
import { change, story, vulnerability } from './stories.ts'

const WINDOW = { since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z' }
const stories = (items: readonly Item[], sections: Sections = BUILT_IN_SECTIONS) => curate(items, { sections, window: WINDOW }).stories
const fixes = (number: number) => [{ id: `o/r#${number}`, verb: 'fixes' as const }]

describe('curate()', () => {
  test('makes one story of the changes that name one issue, told by the one that matters most', () => {
    const [told, ...rest] = stories([
      change({ id: 'o/r#1', title: 'a: prepare', references: [{ id: 'o/r#9', verb: 'updates' }] }),
      change({ id: 'o/r#2', title: 'a: add the thing', paths: ['api/next.txt', 'src/a.ts'], references: fixes(9) }),
    ])
    expect(rest).toEqual([])
    expect(told).toMatchObject({
      id: 'o/r#2',
      title: 'a: add the thing',
      refs: ['o/r#2', 'o/r#1', 'o/r#9'],
      reasons: expect.arrayContaining(['public API', '2 changes']),
    })
  })

  const WORDS = ['lathe', 'kettle', 'anvil', 'bellows', 'sieve', 'ladle', 'trowel', 'mallet', 'chisel', 'plane', 'hinge', 'pulley', 'winch']
  const apart = (count: number) =>
    WORDS.slice(0, count).map((word, index) =>
      change({
        id: `o/r#${index + 1}`,
        title: `${word}: fix the ${word}`,
        author: `Hand ${index}`,
        paths: [`src/${word}/a.ts`],
        references: fixes(99),
      }),
    )

  test('does not make one story of an umbrella issue over unrelated changes', () => {
    const sizes = (items: readonly Item[]) => stories(items).map((story) => story.items.length)
    expect(sizes(apart(13))).toEqual(Array.from({ length: 13 }, () => 1))
    expect(sizes(apart(12))).toEqual([12])
  })

  test('tells an umbrella issue by itself once its changes are told apart', () => {
    const umbrella = change({ id: 'o/r#99', kind: 'issue', title: 'Fix all tools', paths: [], state: 'open' })
    expect(stories([umbrella, ...apart(13)]).find((story) => story.id === 'o/r#99')?.items).toHaveLength(1)
    expect(stories([umbrella, ...apart(12)]).map((story) => story.items.length)).toEqual([13])
  })

  test('many changes that share a telling word are one story; what one person did in one place is not for that alone', () => {
    const byOne = apart(13).map((item) => ({ ...item, author: 'Ada Example', paths: ['src/shed/a.ts'] }))
    expect(stories(byOne).map((story) => story.items.length)).toEqual(Array.from({ length: 13 }, () => 1))
    const ofOne = apart(13).map((item) => ({ ...item, title: `${item.title} against frost` }))
    expect(stories(ofOne).map((story) => story.items.length)).toEqual([13])
  })

  test('tells a vulnerability with the changes that fix it, by id or commit, and those that share an issue with them', () => {
    const told = stories([
      change({ id: 'a/cl/1', title: 'a: add the thing', paths: ['api/next.txt'], message: 'CVE-2026-1', references: fixes(9) }),
      change({ id: 'a/cl/2', references: [{ id: 'o/r#9', verb: 'updates' }] }),
      change({ id: 'a/cl/3', commit: '0123456789abcdef0123456789abcdef01234567' }),
      change({ id: 'a/cl/4' }),
      vulnerability({
        id: 'GO-2026-1',
        aliases: ['CVE-2026-1'],
        state: 'updated',
        references: [
          { id: 'a/cl/1', verb: 'fixes' },
          { id: 'o/a@0123456789ab', verb: 'fixes' },
          { id: 'a/cl/4', verb: 'updates' },
        ],
      }),
    ])
    expect(told.map((story) => story.items.map((item) => item.id).sort())).toEqual([['GO-2026-1', 'a/cl/1', 'a/cl/2', 'a/cl/3'], ['a/cl/4']])
    expect(told[0]).toMatchObject({
      id: 'GO-2026-1',
      title: 'Trouble GO-2026-1',
      section: 'vulnerabilities',
      refs: expect.arrayContaining(['GO-2026-1', 'CVE-2026-1', 'a/cl/1', 'o/r#9']),
      reasons: expect.arrayContaining(['a vulnerability whose entry was updated', 'public API', '3 changes']),
    })
  })

  test('tells a vulnerability with the changes that name it where the database knows of none', () => {
    const named = [
      change({ id: 'a/cl/1', title: 'a: refuse x (CVE-2026-90011)' }),
      change({ id: 'a/cl/2', message: 'For cve-2026-90011.' }),
      change({ id: 'a/cl/3', message: 'For CVE-2026-900112' }),
      change({ id: 'a/cl/4' }),
    ]
    const told = (references: Item['references']) =>
      stories([...named, vulnerability({ id: 'GO-2026-1', aliases: ['CVE-2026-90011'], references })]).map((story) =>
        story.items.map((item) => item.id).sort(),
      )
    expect(told([])[0]).toEqual(['GO-2026-1', 'a/cl/1', 'a/cl/2'])
    expect(told([{ id: 'a/cl/4', verb: 'fixes' }])[0]).toEqual(['GO-2026-1', 'a/cl/4'])
  })

  test('tells several vulnerabilities that one change fixes as one story', () => {
    const references = [{ id: 'a/cl/1', verb: 'fixes' as const }]
    const told = stories([change({ id: 'a/cl/1' }), vulnerability({ id: 'GO-2026-1', references }), vulnerability({ id: 'GO-2026-2', references })])
    expect(told).toMatchObject([
      {
        id: 'GO-2026-1',
        reasons: expect.arrayContaining(['a new vulnerability', '2 vulnerabilities']),
        refs: ['GO-2026-1', 'GO-2026-2', 'a/cl/1'],
      },
    ])
    expect(told[0]?.reasons[0]).toBe('a new vulnerability')
  })

  test('puts a new vulnerability above every change, and one that is not new below what matters', () => {
    const loud = { title: 'a: add X', message: `CVE-2026-1 BREAKING CHANGE RELNOTE ${'long '.repeat(200)}`, paths: ['api/1.txt', 'doc/next/1.md'] }
    const ranked = stories([
      vulnerability({ id: 'GO-2026-3', state: 'withdrawn' }),
      vulnerability({ id: 'GO-2026-2', state: 'updated' }),
      vulnerability({ id: 'GO-2026-1' }),
      ...Array.from({ length: 12 }, (_, index) => change({ id: `o/r#${index}`, ...loud, references: fixes(99) })),
      change({ id: 'plain' }),
    ])
    expect(ranked.map((story) => story.id)).toEqual(['GO-2026-1', 'o/r#0', 'GO-2026-2', 'GO-2026-3', 'plain'])
  })

  test('folds a revert and what it reverts as a pair, by id, hash or title', () => {
    const target = change({ id: 'o/r#1', title: 'a: risky', commit: 'abcdef0123456789', at: '2026-08-01T00:00:00Z' })
    for (const name of ['o/r#1', 'abcdef0123', 'a: risky']) {
      const told = stories([target, change({ id: 'o/r#2', title: 'Revert "a: risky"', at: '2026-08-02T00:00:00Z', reverts: [name] })])
      expect(told).toMatchObject([{ folded: 'reverted', refs: expect.arrayContaining(['o/r#1', 'o/r#2']) }])
    }
  })

  test('gives a change back when its revert is reverted', () => {
    const told = stories([
      change({ id: 'o/r#1', title: 'a: x', at: '2026-08-01T00:00:00Z' }),
      change({ id: 'o/r#2', title: 'Revert "a: x"', at: '2026-08-02T00:00:00Z', reverts: ['o/r#1', 'a: x'] }),
      change({ id: 'o/r#3', title: 'Revert "Revert "a: x""', at: '2026-08-03T00:00:00Z', reverts: ['o/r#2'] }),
    ])
    expect(told).toMatchObject([
      {
        id: 'o/r#1',
        refs: expect.arrayContaining(['o/r#1', 'o/r#2', 'o/r#3']),
        state: 'landed 1 August, reverted 2 August, landed again 3 August',
        reasons: expect.not.arrayContaining(['landed and was reverted']),
      },
    ])
    expect(told[0]).not.toHaveProperty('folded')
  })

  test('tells what was reverted with what landed again under its title, as one story with its state', () => {
    const told = stories([
      change({ id: 'o/r#1', title: 'a: add hinges', at: '2026-08-01T00:00:00Z', references: fixes(9) }),
      change({ id: 'o/r#2', title: 'Revert "a: add hinges"', at: '2026-08-02T00:00:00Z', reverts: ['a: add hinges'] }),
      change({ id: 'o/r#3', title: 'Reland "a: add hinges"', at: '2026-08-04T00:00:00Z' }),
    ])
    expect(told).toMatchObject([
      { refs: expect.arrayContaining(['o/r#1', 'o/r#2', 'o/r#3']), state: 'landed 1 August, reverted 2 August, landed again 4 August' },
    ])
    expect(told[0]).not.toHaveProperty('folded')
  })

  test('tells a proposal with the changes that implement it, even where they were taken back', () => {
    const proposal = change({ id: 'o/r#9', kind: 'proposal', title: 'proposal: hinges', paths: [], state: 'accepted', at: '2026-07-03T00:00:00Z' })
    const implements9 = [{ id: 'O/R#9', verb: 'updates' as const }]
    const told = stories([
      proposal,
      change({ id: 'o/r#1', title: 'a: add hinges', at: '2026-08-01T00:00:00Z', references: implements9 }),
      change({ id: 'o/r#2', title: 'Revert "a: add hinges"', at: '2026-08-02T00:00:00Z', reverts: ['o/r#1'] }),
    ])
    expect(told).toMatchObject([{ id: 'o/r#9', state: 'accepted 3 July, landed 1 August, reverted 2 August' }])
  })

  test('tells changes that are stacked on one another as one story, and backports with what they carry', () => {
    const stacked = stories([
      change({ id: 'a/cl/1' }),
      change({ id: 'a/cl/2', references: [{ id: 'A/cl/1', verb: 'follows' }] }),
      change({ id: 'a/cl/3', references: [{ id: 'a/cl/2', verb: 'follows' }] }),
    ])
    expect(stacked.map((story) => story.items.length)).toEqual([3])
    const title = 'a: mend the lathe in the shed'
    const carried = stories([
      change({ id: 'a/cl/1', title }),
      change({ id: 'a/cl/2', title: `[release-branch.1.30] ${title}` }),
      change({ id: 'a/cl/3', title, paths: ['src/elsewhere.ts'] }),
      change({ id: 'a/cl/4', title: 'a: typo' }),
      change({ id: 'a/cl/5', title: '[release-branch.1.30] a: typo' }),
    ])
    expect(carried.map((story) => story.items.map((item) => item.id).sort()).sort()).toEqual([
      ['a/cl/1', 'a/cl/2'],
      ['a/cl/3'],
      ['a/cl/4'],
      ['a/cl/5'],
    ])
  })

  test('tells the bumps of one dependency as one story', () => {
    const bump = (id: string, title: string) => change({ id, title, paths: ['package.json'] })
    const told = stories([
      bump('o/r#1', 'Bump kettle from 1.0 to 1.1'),
      bump('o/r#2', 'bump kettle from 1.1 to 1.2'),
      bump('o/r#3', 'Bump sieve from 1 to 2'),
    ])
    expect(told.map((story) => story.items.map((item) => item.id).sort()).sort()).toEqual([['o/r#1', 'o/r#2'], ['o/r#3']])
    expect(told.every((story) => story.folded === 'dependencies')).toBe(true)
  })

  test.each([
    ['Bump @shed/kettle from 1.0 to 1.1', 'Bump @shed/sieve from 1.0 to 1.1', 2],
    ['Bump @shed/kettle from 1.0 to 1.1', 'Bump @shed/kettle from 1.1 to 1.2', 1],
    ['fix(deps): update module example.org/kettle to v2', 'fix(deps): update module example.org/sieve to v2', 2],
    ['fix(deps): update module example.org/kettle to v2', 'go.mod: upgraded example.org/kettle@v3', 1],
    ['chore(deps): update dependency kettle to v2', 'Updates the vendored kettle', 1],
    ['Bump the kettle group with 2 updates', 'Bump the sieve group with 2 updates', 2],
    ['Update Rust crate kettle to 1.2', 'Update Rust crate sieve to 1.2', 2],
  ])('tells %j and %j as %i', (first, second, count) => {
    const paths = ['package.json']
    expect(stories([change({ id: 'o/r#1', title: first, paths }), change({ id: 'o/r#2', title: second, paths })])).toHaveLength(count)
  })

  test('finds what belongs together by whatever name it goes', () => {
    const issue = change({ id: 'o/r#1', kind: 'issue', aliases: ['OLD/r#7'], paths: [], state: 'open' })
    const told = stories([
      issue,
      change({ id: 'o/r#2', references: [{ id: 'o/R#1', verb: 'fixes' }] }),
      change({ id: 'a/cl/3', aliases: ['o/r#13'], references: [{ id: 'old/R#7', verb: 'updates' }] }),
      change({ id: 'a/cl/4', references: [{ id: 'O/r#13', verb: 'follows' }] }),
      vulnerability({ id: 'GO-2026-1', references: [{ id: 'O/r#13', verb: 'fixes' }] }),
    ])
    expect(told.map((story) => story.items.length)).toEqual([5])
  })

  test('tells a revert of what landed before the window as a story of its own', () => {
    expect(stories([change({ id: 'o/r#2', title: 'Revert "a: old"', reverts: ['o/r#1', 'a: old'] })])).toMatchObject([
      { id: 'o/r#2', reasons: expect.arrayContaining(['takes back what landed before']) },
    ])
  })

  test.each(['o/r#1', '0123456789abcdef0123456789abcdef01234567', 'a: add hinges'])(
    'puts what takes back %j, which an earlier digest told, in front of everything',
    (name) => {
      const items = [
        vulnerability({ id: 'GO-2026-1' }),
        change({ id: 'o/r#2', title: 'Revert "a: add hinges"', paths: ['a_test.go'], reverts: [name] }),
        change({ id: 'o/r#3', title: 'Revert "a: add bolts"', reverts: ['a: add bolts'] }),
      ]
      const risky = change({ id: 'o/r#1', title: 'a: add hinges', commit: '0123456789abcdef0123456789abcdef01234567', at: '2026-05-01T00:00:00Z' })
      const before = [{ digest: '2026-Q2', story: story({ id: 'o/r#1', items: [risky] }), standing: true, closed: false }]
      const told = curate(items, { sections: BUILT_IN_SECTIONS, window: WINDOW, told: before }).stories
      expect(told[0]).toMatchObject({ id: 'o/r#2', rank: 1, reasons: expect.arrayContaining(['takes back what 2026-Q2 told']) })
      expect(told.find((story) => story.id === 'o/r#3')?.reasons).toContain('takes back what landed before')
      expect(stories(items)[0]?.id).toBe('GO-2026-1')
    },
  )

  test('a revert does not take back what landed after it', () => {
    const told = stories([
      change({ id: 'o/r#2', title: 'Revert "a: x"', at: '2026-08-01T00:00:00Z', reverts: ['a: x'] }),
      change({ id: 'o/r#3', title: 'a: x', at: '2026-08-05T00:00:00Z' }),
    ])
    expect(told.every((story) => story.folded === undefined)).toBe(true)
  })

  test.each<[string, Partial<Item>, string | undefined]>([
    ['nothing but tests', { paths: ['src/a_test.go', 'test/x.ts', 'src/testdata/y'] }, 'tests'],
    ['tests and code', { paths: ['src/a_test.go', 'src/a.go'] }, undefined],
    ['a version bump', { title: 'build: bump vitest from 5.0.2 to 5.1.0', paths: ['package.json', 'package-lock.json'] }, 'dependencies'],
    ['a manifest for another reason', { title: 'build: require Node 24', paths: ['package.json'] }, undefined],
    [
      'a tree-wide clean-up',
      { title: 'all: fix typos', paths: Array.from({ length: 16 }, (_, index) => `src/d${index % 5}/f${index}.go`), added: 20, deleted: 20 },
      'cleanup',
    ],
    [
      'a tree-wide change of substance',
      { paths: Array.from({ length: 16 }, (_, index) => `src/d${index % 5}/f${index}.go`), added: 2000 },
      undefined,
    ],
    ['tests of a vulnerability', { paths: ['src/a_test.go'], message: 'For CVE-2026-90011' }, undefined],
    ['a manifest that breaks what worked', { title: 'build!: update engines', paths: ['package.json'] }, undefined],
    ['tests that tell of a break', { paths: ['src/a_test.go'], message: 'x\n\nBREAKING CHANGE: y' }, undefined],
    ['tests with a box that nobody ticked', { paths: ['src/a_test.go'], message: '- [ ] BREAKING CHANGE' }, 'tests'],
    [
      'a name that only looks like a clean-up',
      { title: 'user: fixture for x', paths: Array.from({ length: 16 }, (_, index) => `src/d${index % 5}/f${index}.go`) },
      undefined,
    ],
    ['a bump that fixes a vulnerability', { title: 'deps: bump x from 1.0 to 1.1', paths: ['go.mod'], message: 'GHSA-2345-6789-cfgh' }, undefined],
  ])('%s', (_, given, fold) => {
    expect(stories([change({ id: 'o/r#1', ...given })])[0]?.folded).toBe(fold)
  })

  test('folds only what sections.yaml folds', () => {
    const sections = sectionsSchema.parse({ sections: [{ id: 'all', title: 'All' }], fold: [] })
    expect(stories([change({ id: 'o/r#1', paths: ['src/a_test.go'] })], sections)[0]?.folded).toBeUndefined()
  })

  test('puts a story under the first section that matches, and what none takes under "Everything else"', () => {
    const sections = sectionsSchema.parse({
      sections: [
        { id: 'tls', title: 'TLS', match: { paths: ['src/tls/**'] } },
        { id: 'named', title: 'Named', match: { words: ['ticket'] } },
        { id: 'issues', title: 'Issues', match: { kinds: ['issue'] } },
      ],
    })
    const result = curate(
      [
        change({ id: 'o/r#1', paths: ['src/tls/.x/a.ts'], title: 'ticket' }),
        change({ id: 'o/r#2', title: 'Rotate: Ticket keys' }),
        change({ id: 'o/r#3', title: 'a: ticketing' }),
      ],
      { sections, window: WINDOW },
    )
    expect(Object.fromEntries(result.stories.map((story) => [story.id, story.section]))).toEqual({
      'o/r#1': 'tls',
      'o/r#2': 'named',
      'o/r#3': 'rest',
    })
    expect(result.sections.map((section) => section.id)).toEqual(['desk', 'tls', 'named', 'issues', 'rest', 'next'])
  })

  test('pairs a revert with a change alone, whatever issue has its title', () => {
    const title = 'a: add X'
    const issue = change({ id: 'o/r#1', kind: 'issue', title, paths: [], at: '2026-08-01T00:00:00Z', state: 'open' })
    const landed = change({ id: 'o/r#2', title, at: '2026-08-02T00:00:00Z' })
    const revert = change({ id: 'o/r#3', title: `Revert "${title}"`, reverts: [title], at: '2026-08-03T00:00:00Z' })
    expect(stories([issue, landed, revert]).map((story) => [story.items.map((item) => item.id).sort(), story.folded])).toEqual([
      [['o/r#1'], undefined],
      [['o/r#2', 'o/r#3'], 'reverted'],
    ])
    expect(stories([issue, revert]).find((story) => story.id === 'o/r#3')?.reasons).toContain('takes back what landed before')
  })

  test('tells an issue with what was done about it, under the change', () => {
    const issue = change({ id: 'o/r#1', kind: 'issue', paths: [], state: 'closed (completed)' })
    const [only, ...more] = stories([issue, change({ id: 'o/r#2', references: [{ id: 'O/R#1', verb: 'fixes' }] })])
    expect([only?.id, only?.refs, more]).toEqual(['o/r#2', expect.arrayContaining(['o/r#1', 'o/r#2']), []])
  })

  test('matches labels and states, a state with its reason or without', () => {
    const sections = sectionsSchema.parse({
      sections: [
        { id: 'closed', title: 'Closed', match: { kinds: ['issue'], states: ['closed'] } },
        { id: 'crypto', title: 'Crypto', match: { labels: ['Area-Crypto'] } },
      ],
    })
    const found = stories(
      [
        change({ id: 'o/r#1', kind: 'issue', state: 'closed (not planned)' }),
        change({ id: 'o/r#2', kind: 'issue', state: 'open', labels: ['area-crypto'] }),
        change({ id: 'o/r#3', kind: 'issue', state: 'open' }),
      ],
      sections,
    )
    expect(Object.fromEntries(found.map((story) => [story.id, story.section]))).toEqual({ 'o/r#1': 'closed', 'o/r#2': 'crypto', 'o/r#3': 'rest' })
  })

  test('puts open work on the desk, plans and accepted proposals that wait under what comes next, all behind the window', () => {
    const proposal = (id: string, at: string, state: string) => change({ id, kind: 'proposal', at, state, paths: [], title: `proposal: ${id}` })
    const found = curate(
      [
        change({ id: 'o/r#1', state: 'open', own: ['wrote'], paths: ['api/1.txt'], title: 'a: add X' }),
        proposal('o/r#2', '2026-05-01T00:00:00Z', 'accepted'),
        proposal('o/r#3', '2026-08-01T00:00:00Z', 'accepted'),
        change({ id: 'o/r/milestone/4', kind: 'release', state: 'planned', paths: [] }),
        change({ id: 'o/r#5', paths: ['a_test.go'] }),
      ],
      {
        sections: sectionsSchema.parse({
          sections: [
            { id: 'next', title: 'What comes', limit: 3 },
            { id: 'all', title: 'All' },
          ],
        }),
        window: WINDOW,
      },
    )
    expect(found.stories.map((story) => [story.id, story.section])).toEqual([
      ['o/r#3', 'all'],
      ['o/r#5', 'all'],
      ['o/r#1', 'desk'],
      ['o/r/milestone/4', 'next'],
      ['o/r#2', 'next'],
    ])
    expect(found.sections.map((section) => section.title)).toEqual(['On my desk', 'What comes', 'All'])
  })

  test('ranks by what changes mean', () => {
    const ranked = stories([
      change({ id: 'tests', paths: ['a_test.go'] }),
      change({ id: 'cleanup', title: 'a: rename variables' }),
      change({ id: 'plain', title: 'a: mend an edge case' }),
      change({ id: 'fix', title: 'a: handle empty input', references: fixes(1) }),
      change({ id: 'api', title: 'a: add X', paths: ['api/1.txt', 'a.go'], references: fixes(2) }),
      change({ id: 'cve', message: 'CVE-2026-1234', references: fixes(3), paths: ['api/1.txt', 'a.go'] }),
    ])
    expect(ranked.map((story) => story.id)).toEqual(['cve', 'api', 'fix', 'plain', 'cleanup', 'tests'])
    expect(ranked.map((story) => story.rank)).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('loses no item, doubles none, and gives the same whatever the order', () => {
    const item = fc
      .record({
        id: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 40 })).map((number) => `o/r#${number}`),
        at: fc.integer({ min: 1, max: 28 }).map((day) => `2026-08-${String(day).padStart(2, '0')}T00:00:00Z`),
        title: fc.constantFrom('a: add x', 'a: y', 'Revert "a: y"', 'all: typos'),
        references: fc.array(
          fc.integer({ min: 100, max: 103 }).map((number) => ({ id: `o/r#${number}`, verb: 'updates' as const })),
          { maxLength: 2 },
        ),
        reverts: fc.oneof(
          { weight: 3, arbitrary: fc.constant<string[]>([]) },
          { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }).map((number) => [`o/r#${number}`]) },
          { weight: 1, arbitrary: fc.integer({ min: 1, max: 8 }).map((number) => [`o/r#${number}`, 'a: y']) },
        ),
        paths: fc.constantFrom('a.ts', 'a_test.go', 'api/x.txt').map((path) => [path]),
      })
      .map((given) => change(given))
    const fixed = fc.integer({ min: 1, max: 40 }).map((number) => ({ id: `o/r#${number}`, verb: 'fixes' as const }))
    const trouble = fc
      .record({ id: fc.integer({ min: 1, max: 9 }).map((number) => `GO-2026-${number}`), references: fc.array(fixed, { maxLength: 3 }) })
      .map((given) => vulnerability(given))
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.oneof({ weight: 4, arbitrary: item }, { weight: 1, arbitrary: trouble }), { selector: (one) => one.id, maxLength: 25 }),
        fc.infiniteStream(fc.nat()),
        (items, numbers) => {
          const told = stories(items)
          expect(told.flatMap((story) => story.items.map((one) => one.id)).sort()).toEqual(items.map((one) => one.id).sort())
          expect(told.map((story) => story.rank)).toEqual(told.map((_, index) => index + 1))
          const shuffled = items
            .map((one) => ({ one, key: numbers.next().value }))
            .sort((a, b) => a.key - b.key)
            .map(({ one }) => one)
          expect(stories(shuffled)).toEqual(told)
        },
      ),
      { numRuns: 500 },
    )
  })
})
