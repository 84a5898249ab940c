import { describe, expect, test } from 'vitest'
import { joinSources } from '../src/collect/join-sources.ts'
import { joinVulnerabilities } from '../src/collect/join-vulnerabilities.ts'
import { curate } from '../src/curate/curate.ts'
import type { Coverage } from '../src/model/coverage.ts'
import type { Item, Reference } from '../src/model/item.ts'
import { BUILT_IN_SECTIONS } from '../src/model/section.ts'
import { change, vulnerability } from './stories.ts'

const fixes = (id: string): Reference => ({ id, verb: 'fixes' })
const updates = (id: string): Reference => ({ id, verb: 'updates' })
const join = (items: readonly Item[], complete = true) => new Map(joinVulnerabilities(items, { complete }).map((item) => [item.id, item]))
const coverage = (kind: string, complete = true): Coverage => ({
  id: kind,
  kind,
  complete,
  returned: complete ? 1 : 0,
  kept: 0,
  dropped: {},
  asked: [],
  served: 'disk',
  requests: 0,
  problems: [],
})

const WINDOW = { since: '2026-04-01T00:00:00Z', until: '2026-10-01T00:00:00Z' }

describe("where a change's text and the database disagree, the database wins and the change gets a note", () => {
  test('an issue: "Fixes golang/go#46598" was the number of the CVE, the report is #79596', () => {
    const found = join([
      change({
        id: 'crypto/cl/781360',
        message: 'Fixes CVE-2026-46598\nFixes golang/go#46598',
        references: [fixes('golang/go#46598'), updates('golang/go#70000')],
      }),
      change({ id: 'crypto/cl/1', references: [fixes('golang/go#46598')] }),
      vulnerability({ id: 'GO-2026-5033', aliases: ['CVE-2026-46598'], references: [fixes('cl/781360'), updates('golang/go#79596')] }),
    ])
    expect(found.get('crypto/cl/781360')).toMatchObject({
      notes: ['It says it fixes golang/go#46598; the vulnerability database says golang/go#79596: the database is right more often'],
      references: [updates('golang/go#70000')],
    })
    expect(found.get('GO-2026-5033')?.references).toEqual([fixes('crypto/cl/781360'), updates('golang/go#79596')])
    const { stories } = curate([...found.values()], { sections: BUILT_IN_SECTIONS, window: WINDOW })
    expect(stories.map((story) => story.items.map((item) => item.id))).toEqual([['GO-2026-5033', 'crypto/cl/781360'], ['crypto/cl/1']])
    expect(stories[0]?.refs).not.toContain('golang/go#46598')
  })

  test('a CVE: "Fixes CVE-2026-3982" is cut short, it is CVE-2026-39827', () => {
    const found = join([
      change({ id: 'crypto/cl/781320', message: 'Fixes CVE-2026-3982' }),
      vulnerability({ id: 'GO-2026-5013', aliases: ['CVE-2026-39827'], references: [fixes('cl/781320')] }),
    ])
    expect(found.get('crypto/cl/781320')?.notes).toEqual([
      'It says CVE-2026-3982; the vulnerability database says CVE-2026-39827: the database is right more often',
    ])
  })

  test.each<[string, Partial<Item>]>([
    ['names the right issue too', { references: [fixes('golang/go#1'), fixes('golang/go#79596')] }],
    ['only works on another issue', { references: [updates('golang/go#1')] }],
    ['fixes an issue of another tracker', { references: [fixes('owner/repo#1')] }],
    ['names the right CVE', { message: 'CVE-2026-39827' }],
    ['is not the fix', { id: 'crypto/cl/2', references: [fixes('golang/go#1')] }],
  ])('no note where the change %s', (_, given) => {
    const [item] = joinVulnerabilities(
      [
        change({ id: 'crypto/cl/1', ...given }),
        vulnerability({ id: 'GO-2026-1', aliases: ['CVE-2026-39827'], references: [fixes('cl/1'), updates('golang/go#79596')] }),
      ],
      { complete: true },
    )
    expect(item).toMatchObject({ notes: [], references: given.references ?? [] })
  })
})

test('a change that merely follows the right issue has named the wrong one, and fixes no vulnerability', () => {
  const follows = (id: string): Reference => ({ id, verb: 'follows' })
  const found = join([
    change({ id: 'crypto/cl/1', references: [fixes('golang/go#1'), follows('golang/go#79596')] }),
    change({ id: 'crypto/cl/2', references: [follows('golang/go#1')] }),
    vulnerability({ id: 'GO-2026-1', references: [fixes('cl/1'), fixes('cl/2'), updates('golang/go#79596')] }),
  ])
  expect(found.get('crypto/cl/1')).toMatchObject({
    notes: [expect.stringContaining('It says it fixes golang/go#1;')],
    references: [follows('golang/go#79596')],
  })
  expect(found.get('crypto/cl/2')).toMatchObject({ notes: [], references: [follows('golang/go#1')] })
})

describe('a CVE that no collected vulnerability has', () => {
  const told = ['CVE-2026-56854 is not in the database yet, or its entry lies outside the window']

  test.each<[string, Partial<Item>, string[]]>([
    ['in a message', { message: 'This is CVE-2026-56854.' }, told],
    ['in a title', { title: 'ssh: fix CVE-2026-56854' }, told],
    ['of long ago', { message: 'as in CVE-2019-11840' }, []],
    ['that is an alias', { message: 'CVE-2026-39827' }, []],
  ])('%s', (_, given, notes) => {
    const items = [
      change({ id: 'crypto/cl/797040', at: '2026-07-12T00:00:00Z', ...given }),
      vulnerability({ id: 'GO-2026-1', aliases: ['CVE-2026-39827'] }),
    ]
    expect(join(items).get('crypto/cl/797040')?.notes).toEqual(notes)
    expect(join(items, false).get('crypto/cl/797040')?.notes).toEqual([])
  })

  test('is worth a note only when a database answered', () => {
    const items = [change({ id: 'a/cl/1', at: '2026-07-12T00:00:00Z', message: 'CVE-2026-56854' })]
    const notes = (kind: string, complete: boolean) =>
      joinSources(
        [
          { items, coverage: coverage('git') },
          { items: [], coverage: coverage(kind, complete) },
        ],
        [],
      )[0]?.notes
    expect(notes('osv', true)).toEqual(told)
    expect(notes('osv', false)).toEqual([])
    expect(notes('feed', true)).toEqual([])
  })
})

describe('what a vulnerability names', () => {
  const resolved = (references: Reference[], ...changes: Item[]) =>
    join([vulnerability({ id: 'GO-2026-1', references }), ...changes]).get('GO-2026-1')?.references

  test('is the one collected change of that number or hash', () => {
    const one = change({ id: 'crypto/cl/1', commit: '0123456789abcdef0123456789abcdef01234567' })
    expect(resolved([fixes('cl/1')], one)).toEqual([fixes('crypto/cl/1')])
    expect(resolved([fixes('go/cl/1')], one)).toEqual([fixes('crypto/cl/1')])
    expect(resolved([fixes('golang/crypto@0123456789ab')], one)).toEqual([fixes('crypto/cl/1')])
    expect(resolved([fixes('golang/crypto@0123456789ab'), fixes('cl/1')], one)).toEqual([fixes('crypto/cl/1')])
  })

  test('is left as it is, or goes, where none or several are collected', () => {
    const two = [change({ id: 'a/cl/1' }), change({ id: 'b/cl/1' })]
    expect(resolved([fixes('cl/1')], ...two)).toEqual([])
    expect(resolved([fixes('cl/1'), fixes('go/cl/2'), updates('golang/go#3')])).toEqual([fixes('go/cl/2'), updates('golang/go#3')])
    expect(resolved([fixes('go/cl/2'), fixes('go@0123456789ab')])).toEqual([fixes('go/cl/2')])
    expect(resolved([fixes('golang/crypto@0123456789ab')])).toEqual([fixes('golang/crypto@0123456789ab')])
  })
})

describe('joinSources()', () => {
  const ids = (...items: Item[]) => joinSources([{ items, coverage: coverage('osv') }], []).map((item) => [item.id, item.aliases])

  test('a vulnerability of two databases is one, by its aliases, told by its own database', () => {
    const general = vulnerability({ id: 'GHSA-aaaa-bbbb-cccc', aliases: ['CVE-2026-1'] })
    const own = vulnerability({ id: 'GO-2026-1', aliases: ['cve-2026-1'] })
    expect(ids(general, own)).toEqual([['GO-2026-1', ['cve-2026-1', 'CVE-2026-1', 'GHSA-aaaa-bbbb-cccc']]])
    expect(ids(own, general)).toEqual([['GO-2026-1', ['cve-2026-1', 'CVE-2026-1', 'GHSA-aaaa-bbbb-cccc']]])
    expect(ids(general, vulnerability({ id: 'GO-2026-2' }))).toHaveLength(2)
  })

  test('what two things turn out to share makes one of them', () => {
    const [one, two] = [vulnerability({ id: 'GO-2026-1', aliases: ['CVE-2026-1'] }), vulnerability({ id: 'GHSA-aaaa-bbbb-cccc' })]
    expect(ids(one, two, vulnerability({ id: 'CVE-2026-1', aliases: ['GHSA-aaaa-bbbb-cccc'] }))).toHaveLength(1)
  })

  test('addresses of articles mean their case, ids of changes do not', () => {
    const link = (id: string): Item => ({ ...change({ id }), kind: 'article' })
    expect(ids(link('https://x.example/A'), link('https://x.example/a'))).toHaveLength(2)
    expect(ids(change({ id: 'Owner/Repo#1' }), change({ id: 'owner/repo#1' }))).toHaveLength(1)
  })
})
