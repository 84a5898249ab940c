/** What a watch makes of what databases say, run after run. */
import fc from './fast-check.ts'
import { expect, test } from 'vitest'
import { answers, type NoticeKnown } from '../src/curate/answers.ts'
import { factsOf } from '../src/curate/facts-of.ts'
import { pressing } from '../src/curate/pressing.ts'
import { watch } from '../src/curate/watch.ts'
import { type OsvEntry, osvEntrySchema } from '../src/model/osv-entry.ts'
import type { Touched } from '../src/model/verdict.ts'
import { type OpenEvent, type Watched, watchedSchema } from '../src/model/watched.ts'
import { entry as testEntry } from './servers/vulndb.ts'

const HOUR = 3_600_000
const START = Date.parse('2026-09-01T00:00:00Z')
const instantAt = (hours: number): string => new Date(START + hours * HOUR).toISOString().replace('.000Z', 'Z')
const now = (hours: number): Date => new Date(START + hours * HOUR)
const made = (id: string, given: Parameters<typeof testEntry>[1] = {}): OsvEntry => osvEntrySchema.parse(testEntry(id, given))
const from = (...entries: OsvEntry[]) => [{ asked: 'db', complete: true, entries }]
const FAILED = [{ asked: 'db', complete: false, entries: [] }]
const EMPTY: Watched = { sources: [{ asked: 'db', since: instantAt(-1000) }], records: [] }
const waits = ({ records }: Watched): string[] => records.flatMap(({ open, entry }) => (open ? [`${entry.id} ${open.what}`] : []))
const run = (given: Parameters<typeof watch>[0], watched: Watched | undefined, hours = 0, notices: NoticeKnown[] = []) => {
  const found = watch(given, { watched, notices, now: now(hours) })
  return { ...found, watched: watchedSchema.parse(structuredClone(found.watched)) }
}
const sent = (names: string[], given: Partial<NoticeKnown> = {}): NoticeKnown => ({
  id: 'N',
  names: names.map((name) => name.toLowerCase()),
  sentAt: [instantAt(0)],
  status: 'ready',
  state: 'public',
  embargo: undefined,
  updated: undefined,
  ...given,
})

test('of what a database gives first, that to which nothing happened in 30 days is known, and counted', () => {
  const dated = (id: string, published: number, modified: number, withdrawn?: number) =>
    made(id, { published: instantAt(published), modified: instantAt(modified), ...(withdrawn !== undefined && { withdrawn: instantAt(withdrawn) }) })
  const day = 24
  const all = [
    dated('GO-1', -31 * day, -31 * day),
    dated('GO-2', -30 * day, -30 * day),
    dated('GO-3', -400 * day, -2 * day),
    dated('GO-4', -1, -1),
    dated('GO-5', -400 * day, -2 * day, -2 * day),
  ]
  const first = run(from(...all), undefined)
  expect([waits(first.watched), first.known]).toEqual([['GO-2 new', 'GO-3 updated', 'GO-4 new'], 1])
  expect(first.minor).toMatchObject([{ id: 'GO-5', says: expect.stringContaining('withdrawn already') }])
  // A database that was there before gives nothing old for the first time: what it adds late is new.
  expect(waits(run(from(dated('GO-1', -31 * day, -31 * day)), EMPTY).watched)).toEqual(['GO-1 new'])
  // Nor is a run that failed a first one: what comes then is as if nobody had watched.
  const failed = run(FAILED, undefined)
  expect(run(from(dated('GO-1', -31 * day, -31 * day)), failed.watched).known).toBe(1)
})

test('whatever happens, run after run, waits exactly while it is not answered', () => {
  const steps = fc.array(fc.constantFrom('text', 'fact', 'withdraw', 'restore', 'send', 'dismiss', 'fail', 'same'), { maxLength: 12 })
  fc.assert(
    fc.property(steps, (all) => {
      let current = made('GO-1', { published: instantAt(0), modified: instantAt(0) })
      let notice: NoticeKnown | undefined
      let { watched } = run(from(current), EMPTY)
      let open: OpenEvent['what'] | undefined = 'new'
      let hours = 0
      for (const step of all) {
        hours += 30
        const at = instantAt(hours)
        const wasWithdrawn = current.withdrawn !== ''
        if (step === 'text') current = { ...current, details: `Words ${hours}`, modified: at }
        if (step === 'fact') current = { ...current, modified: at, affected: made('x', { fixed: [`1.${hours}.0`] }).affected }
        if (step === 'withdraw' && !wasWithdrawn) current = { ...current, modified: at, withdrawn: at }
        if (step === 'restore' && wasWithdrawn) current = { ...current, modified: at, withdrawn: '' }
        if (step === 'send') notice = sent(['GO-1'], { sentAt: [...(notice?.sentAt ?? []), at], updated: at.slice(0, 10) })
        if (step === 'dismiss')
          watched = { ...watched, records: watched.records.map(({ seen, entry }) => ({ seen, entry, dismissed: { on: at, why: 'W' } })) }
        if (step === 'fact') open ??= 'updated'
        if (step === 'withdraw' && !wasWithdrawn) open = open === 'new' ? undefined : 'withdrawn'
        if (step === 'restore' && wasWithdrawn) open = 'updated'
        if (step === 'send' || step === 'dismiss') open = undefined
        const notices = notice ? [notice] : []
        const found = run(step === 'fail' ? FAILED : from(current), watched, hours, notices)
        expect([step, ...waits(found.watched)]).toEqual([step, ...(open ? [`GO-1 ${open}`] : [])])
        const again = run(from(current), found.watched, hours + 1, notices)
        expect([again.watched, again.fresh, again.minor]).toEqual([found.watched, [], []])
        watched = found.watched
      }
    }),
  )
})

test('where texts or dates change alone, that is said and nothing waits', () => {
  const before = made('GO-1', { published: instantAt(-2000), modified: instantAt(-2000) })
  const { watched } = run(from(before), undefined)
  const later = { ...before, modified: instantAt(1) }
  expect(run(from({ ...later, summary: 'Other words', aliases: ['CVE-2026-1'] }), watched, 2)).toMatchObject({
    fresh: [],
    minor: [{ id: 'GO-1', says: 'has other summary, aliases; its facts are as they were' }],
  })
  expect(run(from(later), watched, 2).minor).toMatchObject([{ says: expect.stringContaining('other dates') }])
  // What is older than what is known, as a cache may give it, says nothing.
  const stale = { ...before, modified: instantAt(-3000), withdrawn: instantAt(-3000) }
  expect(run(from(stale), watched, 2)).toMatchObject({ fresh: [], minor: [], watched })
})

test('facts are the same in whatever order they stand, and others where one is another', () => {
  const base = made('GO-1', {
    affected: [
      {
        package: { name: 'example.org/m', ecosystem: 'Go' },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.2.0' }, { introduced: '1.3.0-0' }, { fixed: '1.3.4' }] }],
        ecosystem_specific: {
          custom_ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '2021.3' }] }],
          imports: [{ path: 'example.org/m/a', symbols: ['A', 'B', 'C.D', 'E', 'F', 'G', 'H'], goos: ['plan9', 'linux'] }],
        },
      },
      {
        package: { name: 'lodger', ecosystem: 'npm' },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }],
        severity: [{ type: 'CVSS_V3', score: 'V' }],
      },
    ],
  })
  expect(factsOf(base)).toEqual([
    'example.org/m by its own numbers: all versions before 2021.3',
    'example.org/m: all versions before 1.2.0',
    'example.org/m: versions from 1.3.0-0 on, before 1.3.4',
    'lodger (npm): all versions',
    'lodger (npm): no fix',
    'severity: CVSS_V3 V',
    ...['A', 'B', 'C.D', 'E', 'F', 'G', 'H'].map((symbol) => `example.org/m/a: ${symbol}`),
    'example.org/m/a: only on linux, plan9',
  ])
  const shuffled = <T>(list: readonly T[]): fc.Arbitrary<T[]> => fc.shuffledSubarray([...list], { minLength: list.length })
  const [one, two] = base.affected
  if (!one || !two) throw new Error('no packages')
  const { ecosystem_specific: specific } = one
  const [imported] = specific?.imports ?? []
  const [range] = one.ranges
  if (!specific || !imported || !range) throw new Error('no imports')
  fc.assert(
    fc.property(shuffled([0, 1]), shuffled(imported.symbols), shuffled(range.events), (order, symbols, events) => {
      const mixed = { ...one, ranges: [{ ...range, events }], ecosystem_specific: { ...specific, imports: [{ ...imported, symbols }] } }
      expect(factsOf({ ...base, affected: order.map((index) => (index === 0 ? mixed : two)) })).toEqual(factsOf(base))
      const fewer = { ...mixed, ecosystem_specific: { ...specific, imports: [{ ...imported, symbols: symbols.slice(1) }] } }
      expect(factsOf({ ...base, affected: [fewer, two] })).not.toEqual(factsOf(base))
      const wider = { ...mixed, ranges: [{ ...range, events: events.filter(({ introduced }) => introduced !== '1.3.0-0') }] }
      expect(factsOf({ ...base, affected: [wider, two] })).not.toEqual(factsOf(base))
    }),
  )
})

test.each<[string, Partial<NoticeKnown>, OpenEvent['what'], number, boolean]>([
  ['sent before it was public', { sentAt: [instantAt(-5)] }, 'new', 0, true],
  ['not sent', { sentAt: [] }, 'new', 0, false],
  ['closed and not sent', { sentAt: [], state: 'closed' }, 'new', 0, true],
  ['sent while only its coming was told', { state: 'pre-announced' }, 'new', 0, false],
  ['sent before the embargo ended', { embargo: instantAt(1) }, 'new', 0, false],
  ['sent when the embargo ended', { embargo: instantAt(0) }, 'new', 0, true],
  ['sent before an update', { updated: '2026-09-02' }, 'updated', 24, false],
  ['sent again after it, with its day', { sentAt: [instantAt(0), instantAt(25)], updated: '2026-09-02' }, 'updated', 24, true],
  ['sent again after it, with an older day', { sentAt: [instantAt(0), instantAt(25)], updated: '2026-09-01' }, 'updated', 24, false],
  ['sent again after it to others, with no day', { sentAt: [instantAt(0), instantAt(25)] }, 'updated', 24, false],
  ['sent for the first time after it', { sentAt: [instantAt(25)] }, 'updated', 24, true],
  ['closed before a withdrawal', { state: 'closed' }, 'withdrawn', 24, false],
  ['closed on the day of a withdrawal', { state: 'closed', updated: '2026-09-02' }, 'withdrawn', 24, true],
])('a notice that was %s', (_, given, what, hours, holds) => {
  expect(answers(sent(['GO-1'], given), { what, at: instantAt(hours) })).toBe(holds)
})

test('a notice answers its vulnerability by an alias, in whatever letters, and no other', () => {
  const published = instantAt(-1)
  const one = made('GO-1', { published, aliases: ['CVE-2026-1'] })
  const other = made('GO-11', { published })
  expect(waits(run(from(one, other), EMPTY, 0, [sent(['cve-2026-1'])]).watched)).toEqual(['GO-11 new'])
})

test('a dismissal holds for the other entry of the vulnerability, and for none that was only withdrawn or known', () => {
  const other = made('GHSA-aaaa', { published: instantAt(-1), aliases: ['GO-1'] })
  const record = { seen: instantAt(-1), entry: made('GO-1') }
  const dismissed = { ...EMPTY, records: [{ ...record, dismissed: { on: instantAt(-1), why: 'W' } }] }
  expect(waits(run(from(record.entry, other), dismissed).watched)).toEqual([])
  expect(waits(run(from(record.entry, other), { ...EMPTY, records: [record] }).watched)).toEqual(['GHSA-aaaa new'])
})

test('the most urgent stands first: whom it touches, then how old it is; entries of one vulnerability stand as one', () => {
  const old = made('GO-1', { published: instantAt(-10) })
  const touching = made('GO-2', { published: instantAt(-1), aliases: ['CVE-2026-2'] })
  const twin = made('GHSA-bbbb', { published: instantAt(-4), aliases: ['CVE-2026-2', 'GO-2'] })
  const unaffected = made('GO-3', { published: instantAt(-3) })
  const found = run(from(old, twin, touching, unaffected), EMPTY)
  const touched = ({ id }: OsvEntry): Touched[] => [
    ...(id === 'GO-2' ? [{ client: 'acme', concerns: [{ id: 'c', evidence: [{ by: 'words' as const, what: 'w', item: id }] }] }] : []),
    ...(id === 'GO-3' ? [{ client: 'borealis', verdict: { says: 'not affected' as const, why: 'w', modules: [] }, concerns: [] }] : []),
  ]
  const waiting = (promisedHours?: number) => pressing(found, { notices: [], touched, promisedHours, now: now(0) })
  expect(waiting(6).map(({ id, also, ageMinutes, isAtRisk }) => [id, also, ageMinutes / 60, isAtRisk])).toEqual([
    ['GO-2', ['GHSA-bbbb'], 4, true],
    ['GO-1', [], 10, true],
    ['GO-3', [], 3, true],
  ])
  expect(waiting(6.1).map(({ isAtRisk }) => isAtRisk)).toEqual([true, true, false])
  expect(waiting().some(({ isAtRisk }) => isAtRisk)).toBe(false)
})

test('what no database gives any more goes on waiting, and is said to be gone only where all of them answered', () => {
  const { watched } = run(from(made('GO-1', { published: instantAt(-1) })), EMPTY)
  expect(run(from(), watched)).toMatchObject({ gone: ['GO-1'], watched: { records: watched.records } })
  expect(run(FAILED, watched)).toMatchObject({ gone: [], watched: { records: watched.records } })
})

test('a day that is still to come neither hides what changes after it nor keeps an age at nothing', () => {
  const later = { modified: instantAt(20_000) }
  const first = run(from(made('GO-1', { ...later, published: instantAt(20_000) })), EMPTY, 10)
  expect(first.watched.records[0]?.open).toMatchObject({ what: 'new', at: instantAt(10) })
  const told = [sent(['GO-1'], { sentAt: [instantAt(11)] })]
  const mended = run(from(made('GO-1', { modified: instantAt(20), fixed: ['1.26.2'] })), first.watched, 21, told)
  expect(mended.watched.records[0]?.open).toMatchObject({ what: 'updated', at: instantAt(20) })
  // Nor does an update of that day wait for an answer until then.
  const ahead = run(from(made('GO-1', { ...later, fixed: ['1.26.3'] })), run(from(made('GO-1')), EMPTY, 10, told).watched, 21, told)
  expect(ahead.watched.records[0]?.open).toMatchObject({ what: 'updated', at: instantAt(21) })
})

test('facts that change while the entry has no date, or had none, are told', () => {
  const told = [sent(['GO-1'])]
  for (const [was, is] of [
    [instantAt(-5), ''],
    ['', instantAt(2)],
  ] as const) {
    const known = run(from(made('GO-1', { modified: was })), EMPTY, 1, told).watched
    expect(waits(run(from(made('GO-1', { modified: is, fixed: ['1.26.2'] })), known, 2, told).watched)).toEqual(['GO-1 updated'])
  }
})

test('an entry that a notice of before answers by a name is told of once', () => {
  const known = run(from(made('GO-1', { aliases: ['CVE-1'] })), EMPTY, 0, [sent(['GO-1', 'CVE-1'])])
  const other = made('GO-2', { aliases: ['CVE-1'], name: 'example.org/other' })
  const next = run(from(made('GO-1', { aliases: ['CVE-1'] }), other), known.watched, 1, [sent(['GO-1', 'CVE-1'])])
  expect([waits(next.watched), next.minor]).toEqual([
    [],
    [{ id: 'GO-2', title: 'Trouble GO-2', says: expect.stringContaining('answered by the notice N already') }],
  ])
  expect(run(from(made('GO-1', { aliases: ['CVE-1'] }), other), next.watched, 2, [sent(['GO-1', 'CVE-1'])]).minor).toEqual([])
})

test('a database that says that there is nothing any more is named, until it gives something again', () => {
  const first = run(from(made('GO-1')), EMPTY)
  expect(first.emptied).toEqual([])
  const none = run(from(), first.watched, 1)
  expect(none.emptied).toEqual(['db'])
  expect(run(from(), none.watched, 2).emptied).toEqual(['db'])
  const again = run(from(made('GO-1')), none.watched, 3)
  expect(again.emptied).toEqual([])
  // One that never gave anything may have nothing.
  expect(run(from(), run(from(), undefined).watched, 1).emptied).toEqual([])
})
