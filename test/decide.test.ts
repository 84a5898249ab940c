import fc from './fast-check.ts'
import { describe, expect, test } from 'vitest'
import { decide } from '../src/curate/decide.ts'
import { type OsvEntry, osvEntrySchema } from '../src/model/osv-entry.ts'
import type { Stack, StackModule } from '../src/model/stack.ts'
import { verdictSchema } from '../src/model/verdict.ts'

type Block = { ecosystem?: string; name?: string; ranges?: object[]; versions?: string[] }
const NAME = 'lattice.example/knot'

const entryOf = (blocks: Block[], given: object = {}): OsvEntry =>
  osvEntrySchema.parse({
    id: 'GO-2026-1',
    modified: '2026-08-01T00:00:00Z',
    affected: blocks.map(({ ecosystem = 'Go', name = NAME, ...rest }) => ({ package: { ecosystem, name }, ...rest })),
    ...given,
  })
const range = (events: object[], type = 'SEMVER') => ({ type, events })
const runs = (given: Partial<StackModule> = {}): StackModule => ({ ecosystem: 'Go', name: NAME, from: 'stacks/acme/go.mod', ...given })
const stack = (modules: StackModule[], whole: string[] = []): Stack => ({ modules, whole })
const verdict = (blocks: Block[], ...modules: StackModule[]) => {
  const found = decide(entryOf(blocks), stack(modules))
  verdictSchema.parse(found)
  return found
}
const said = (blocks: Block[], ...modules: StackModule[]): string => {
  const { says, why, modules: judged } = verdict(blocks, ...modules)
  return `${says}: ${why}${judged.map(({ fixedIn }) => (fixedIn === undefined ? '' : ` → ${fixedIn}`)).join('')}`
}

/** In the order of semantic versions, between those that events name, and before and after them. */
const LINE = [
  '0.0.0-0',
  '0.9.0',
  '1.0.0-alpha',
  '1.0.0-alpha.2',
  '1.0.0-alpha.10',
  '1.0.0-rc.1',
  '1.0.0',
  '1.0.1',
  '1.2.0',
  '1.10.0',
  '2.0.0-0.20260102030405-abcdefabcdef',
  '2.0.0',
  '3.1.4',
]
const at = (index: number): string => LINE[index] ?? ''

/** Stretches of the line that do not overlap: from an index to one that is not in it any more; the last may have no end. */
const stretches = fc
  .uniqueArray(fc.nat(LINE.length - 1), { minLength: 1, maxLength: 7 })
  .map((marks) => marks.sort((a, b) => a - b))
  .chain((marks) => fc.record({ marks: fc.constant(marks), zero: fc.boolean() }))
  .map(({ marks, zero }) =>
    Array.from({ length: Math.ceil(marks.length / 2) }, (_, nth) => ({
      from: zero && nth === 0 ? -1 : (marks[nth * 2] ?? 0),
      to: marks[nth * 2 + 1],
    })),
  )
const eventsOf = (parts: readonly { from: number; to: number | undefined }[], isLast: boolean): object[] =>
  parts.flatMap(({ from, to }) => [
    { introduced: from < 0 ? '0' : at(from) },
    ...(to === undefined ? [] : isLast ? [{ last_affected: at(to - 1) }] : [{ fixed: at(to) }]),
  ])
const isIn = (index: number, parts: readonly { from: number; to: number | undefined }[]): boolean =>
  parts.some(({ from, to }) => from <= index && (to === undefined || index < to))

describe('agrees with the definition', () => {
  test('a version is affected where a stretch holds it, in whatever order events, ranges and blocks stand', () => {
    fc.assert(
      fc.property(stretches, fc.boolean(), fc.constantFrom('SEMVER', 'ECOSYSTEM'), fc.nat(), fc.boolean(), (parts, isLast, type, seed, apart) => {
        const events = parts.map((part) => eventsOf([part], isLast))
        const shuffled = <T>(list: readonly T[]): T[] => {
          const order = list.map((_, index) => (index * 7919 + seed) % 10007)
          return list
            .map((one, index) => ({ one, key: order[index] ?? 0 }))
            .sort((a, b) => a.key - b.key)
            .map(({ one }) => one)
        }
        const ranges = apart ? shuffled(events).map((one) => range(shuffled(one), type)) : [range(shuffled(events.flat()), type)]
        for (const [index, version] of LINE.entries())
          expect([version, verdict([{ ranges }], runs({ version })).says]).toEqual([version, isIn(index, parts) ? 'affected' : 'not affected'])
      }),
    )
  })

  test('what mends it is the least fixed version after it', () => {
    fc.assert(
      fc.property(stretches, fc.nat(LINE.length - 1), (parts, index) => {
        const [module] = verdict([{ ranges: [range(eventsOf(parts, false).reverse())] }], runs({ version: at(index) })).modules
        const expected = parts
          .map(({ to }) => to ?? -1)
          .filter((to) => to > index)
          .sort((a, b) => a - b)[0]
        expect(module?.fixedIn).toBe(isIn(index, parts) && expected !== undefined ? at(expected) : undefined)
      }),
    )
  })

  test('of a least version it tells only what holds of all from it on', () => {
    fc.assert(
      fc.property(stretches, fc.nat(LINE.length - 1), fc.boolean(), (parts, index, isLast) => {
        const later = LINE.map((_, other) => other).filter((other) => other >= index)
        const hit = later.filter((other) => isIn(other, parts)).length
        // Between the last version of the line and all that come after it nothing changes any more.
        const expected =
          hit === 0
            ? 'not affected'
            : hit === later.length && parts.some(({ from, to }) => to === undefined && from <= index)
              ? 'affected'
              : 'cannot tell'
        expect(verdict([{ ranges: [range(eventsOf(parts, isLast))] }], runs({ version: at(index), isLeast: true })).says).toBe(expected)
      }),
    )
  })

  test('never throws, whatever the versions', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('9007199254740993.0.0', '1.0.0-9007199254740993', '99999999999999999999999.1', 'v', '0', '*', '1.0.0+a', '01.2.3'),
    )
    const event = fc.oneof(...['introduced', 'fixed', 'last_affected', 'limit'].map((key) => text.map((value) => ({ [key]: value }))))
    fc.assert(
      fc.property(
        fc.array(event),
        fc.constantFrom('SEMVER', 'ECOSYSTEM', 'GIT', 'OTHER'),
        fc.array(text),
        text,
        fc.constantFrom('Go', 'PyPI'),
        (events, type, versions, version, ecosystem) => {
          const found = decide(
            entryOf([{ ecosystem, ranges: [range(events, type)], versions }]),
            stack([runs({ ecosystem, version: version || '1' })]),
          )
          verdictSchema.parse(found)
          if (versions.includes(version || '1')) expect(found.says).toBe('affected')
        },
      ),
    )
  })
})

const TO_1_2 = { ranges: [range([{ introduced: '0' }, { fixed: '1.2.0' }])] }

test('where one version ends a range and begins the next, the range goes on; where it begins and ends one, there is none', () => {
  const says = (events: object[]): string[] =>
    ['1.0.0', '1.2.0', '1.9.0', '2.0.0'].map((version) => verdict([{ ranges: [range(events)] }], runs({ version })).says)
  const on = [{ introduced: '1.0.0' }, { fixed: '1.2.0' }, { introduced: '1.2.0' }, { fixed: '2.0.0' }]
  for (const events of [on, on.toReversed()]) expect(says(events)).toEqual(['affected', 'affected', 'affected', 'not affected'])
  const none = [{ introduced: '1.2.0' }, { fixed: '1.2.0' }]
  for (const events of [none, none.toReversed()]) expect(new Set(says(events))).toEqual(new Set(['not affected']))
})

describe('the answers and their reasons', () => {
  test.each<[string, string, Block[], Partial<StackModule>]>([
    ['a fix', `affected: ${NAME} 1.1.0 is affected, and fixed in 1.2.0 → 1.2.0`, [TO_1_2], { version: '1.1.0' }],
    [
      'no fix',
      `affected: ${NAME} 1.1.0 is affected, and no later version is known that is not`,
      [{ ranges: [range([{ introduced: '1.0.0' }])] }],
      { version: '1.1.0' },
    ],
    ['after it', `not affected: ${NAME} 1.2.0 is not affected`, [TO_1_2], { version: '1.2.0' }],
    ['no version', `cannot tell: it did not say which version of ${NAME} it runs`, [TO_1_2], {}],
    ['no version, and all are', `affected: every version of ${NAME} is affected`, [{ ranges: [range([{ introduced: '0' }])] }], {}],
    [
      'no version that can be read',
      `cannot tell: of ${NAME} main nobody can tell: "main" cannot be compared with other versions`,
      [TO_1_2],
      { version: 'main' },
    ],
    [
      'no version in the entry that can be read',
      `cannot tell: of ${NAME} 1.1.0 nobody can tell: the entry names versions that cannot be compared`,
      [{ ranges: [range([{ introduced: 'first' }])] }],
      { version: '1.1.0' },
    ],
    [
      'a fork',
      `cannot tell: something else is built in the place of ${NAME}: ask whether it has the fix`,
      [TO_1_2],
      { version: '1.3.0', isReplaced: true },
    ],
    [
      'commits alone',
      `cannot tell: of ${NAME} 1.1.0 nobody can tell: the entry names commits, not versions`,
      [{ ranges: [range([{ introduced: '0' }], 'GIT')] }],
      { version: '1.1.0' },
    ],
    [
      'commits beside versions',
      `not affected: ${NAME} 1.3.0 is not affected`,
      [{ ranges: [range([{ introduced: '0' }], 'GIT'), ...TO_1_2.ranges] }],
      { version: '1.3.0' },
    ],
    ['a list', `affected: ${NAME} 1.1.0 is affected, and no later version is known that is not`, [{ versions: ['1.1.0'] }], { version: '1.1.0' }],
    ['not on the list', `not affected: ${NAME} 1.1.1 is not affected`, [{ versions: ['1.1.0'] }], { version: '1.1.1' }],
    ['neither ranges nor versions', `affected: every version of ${NAME} is affected`, [{}], { version: '1.1.1' }],
    [
      'the fix of a branch is affected by another range',
      `affected: ${NAME} 1.0.0 is affected, and fixed in 1.3.0 → 1.3.0`,
      [TO_1_2, { ranges: [range([{ introduced: '1.2.0' }, { fixed: '1.3.0' }])] }],
      { version: '1.0.0' },
    ],
    [
      'a limit',
      `not affected: ${NAME} 1.5.0 is not affected`,
      [{ ranges: [range([{ introduced: '1.0.0' }, { limit: '1.4.0' }])] }],
      { version: '1.5.0' },
    ],
    [
      'before a limit',
      `affected: ${NAME} 1.3.0 is affected, and no later version is known that is not`,
      [{ ranges: [range([{ introduced: '1.0.0' }, { limit: '1.4.0' }])] }],
      { version: '1.3.0' },
    ],
    [
      'a limit without an end',
      `affected: ${NAME} 1.5.0 is affected, and no later version is known that is not`,
      [{ ranges: [range([{ introduced: '1.0.0' }, { limit: '1.4.0' }, { limit: '*' }])] }],
      { version: '1.5.0' },
    ],
    ['what it was built from', `not affected: ${NAME} 1.2.0+incompatible is not affected`, [TO_1_2], { version: '1.2.0+incompatible' }],
    [
      'one version alone',
      `not affected: ${NAME} 1.0.1 is not affected`,
      [{ ranges: [range([{ introduced: '1.0.0' }, { last_affected: '1.0.0' }])] }],
      { version: '1.0.1' },
    ],
  ])('%s', (_, expected, blocks, module) => {
    expect(said(blocks, runs(module))).toBe(expected)
  })

  test('a pre-release of Go is before its release, as a pseudo-version is before the tag after it', () => {
    const go = (version: string): string =>
      verdict([{ name: 'stdlib', ranges: [range([{ introduced: '1.27.0-0' }, { fixed: '1.27.0-rc.3' }])] }], runs({ name: 'stdlib', version })).says
    for (const version of ['1.27rc2', 'go1.27rc2', '1.27.0-rc.2', '1.27beta1', '1.27.0-0', 'go1.27rc2 X:boring'])
      expect([version, go(version)]).toEqual([version, 'affected'])
    for (const version of ['1.27rc3', 'go1.27.0', '1.27', '1.27.0-acme', '1.26.9', '1.27.1 (Acme 1.27.1-2)'])
      expect([version, go(version)]).toEqual([version, 'not affected'])
    expect(go('devel go1.28-abc')).toBe('cannot tell')
    expect(said([TO_1_2], runs({ version: '1.2.0-0.20260101000000-abcdefabcdef' }))).toContain('is affected, and fixed in 1.2.0')
  })

  test('a least version', () => {
    const go = (events: object[]): string =>
      said([{ name: 'stdlib', ranges: [range(events)] }], runs({ name: 'stdlib', version: '1.25.0', isLeast: true }))
    expect(go([{ introduced: '0' }, { fixed: '1.25.3' }])).toBe(
      'cannot tell: go.mod asks for Go 1.25.0 at least, which is affected: ask which version builds it → 1.25.3',
    )
    expect(go([{ introduced: '1.26.0-0' }, { fixed: '1.26.2' }])).toBe(
      'cannot tell: go.mod asks for Go 1.25.0 at least, which is not affected, but later ones are: ask which version builds it',
    )
    expect(go([{ introduced: '0' }, { fixed: '1.24.9' }])).toBe(
      'not affected: go.mod asks for Go 1.25.0 at least, and no version from that on is affected',
    )
    expect(go([{ introduced: '1.20.0-0' }])).toBe('affected: go.mod asks for Go 1.25.0 at least, and every version from that on is affected')
  })

  test('where the order of versions is not known, only what the entry names can be told', () => {
    const pypi = (version: string, events: object[], versions?: string[]): string =>
      said(
        [{ ecosystem: 'PyPI', name: 'knot', ranges: [range(events, 'ECOSYSTEM')], ...(versions && { versions }) }],
        runs({ ecosystem: 'PyPI', name: 'knot', version }),
      )
    const events = [{ introduced: '1.0' }, { fixed: '1.10' }]
    expect(pypi('1.0', events)).toMatch(/^affected/)
    expect(pypi('1.10', events)).toMatch(/^not affected/)
    expect(pypi('1.9', events, ['1.9'])).toMatch(/^affected/)
    expect(pypi('1.11', events, ['1.9'])).toBe(
      'cannot tell: of knot 1.11 nobody can tell: the entry does not list this version, and the order of versions in PyPI is not known here',
    )
    expect(pypi('1.2', [{ introduced: '0' }, { last_affected: '1.2' }])).toMatch(/^affected/)
    expect(pypi('7', [{ introduced: '0' }])).toMatch(/^affected/)
    expect(
      said(
        [{ ecosystem: 'npm', name: 'knot', ranges: [range([{ introduced: '0' }, { fixed: '1.10.0' }], 'ECOSYSTEM')] }],
        runs({ ecosystem: 'npm', name: 'knot', version: '1.9.0' }),
      ),
    ).toMatch(/^affected/)
    expect(said([{ ecosystem: 'Maven', name: 'g:a' }], runs({ ecosystem: 'Maven', name: 'g:a', version: '1' }))).toBe(
      'cannot tell: of g:a 1 nobody can tell: the entry names no versions',
    )
  })

  test('one module decides, and a withdrawn entry affects nobody', () => {
    const two = [TO_1_2, { ...TO_1_2, name: 'lattice.example/rope' }]
    const rope = (version: string) => runs({ name: 'lattice.example/rope', version })
    expect(said(two, runs({ version: '1.3.0' }), rope('1.1.0'))).toMatch(/^affected: lattice.example\/rope 1.1.0/)
    expect(said(two, runs({}), rope('1.1.0'))).toMatch(/^affected/)
    expect(said(two, runs({}), rope('1.2.0'))).toMatch(/^cannot tell: it did not say which version of lattice.example\/knot/)
    expect(said(two, runs({ version: '1.2.0' }), rope('1.2.0'))).toBe(
      `not affected: ${NAME} 1.2.0 is not affected; lattice.example/rope 1.2.0 is not affected`,
    )
    const withdrawn = decide(entryOf([TO_1_2], { withdrawn: '2026-08-02T00:00:00Z' }), stack([runs({ version: '1.1.0' })]))
    expect([withdrawn.says, withdrawn.why, withdrawn.modules.map(({ says }) => says)]).toEqual([
      'not affected',
      'the entry was withdrawn',
      ['not affected'],
    ])
    expect(said([TO_1_2], runs({ version: '1.3.0' }), runs({ version: '1.1.0' }))).toMatch(/^affected: lattice.example\/knot 1.1.0/)
  })
})

describe('what the stack does not name', () => {
  const absent = (whole: string[], blocks: Block[] = [TO_1_2], modules: StackModule[] = []): string => {
    const { says, why } = decide(entryOf(blocks), stack(modules, whole))
    return `${says}: ${why}`
  }
  test('is not used where the stack is whole', () => {
    expect(absent(['Go'])).toBe(`not affected: it does not use ${NAME}`)
    expect(absent(['npm'])).toBe(`cannot tell: it did not say whether it uses ${NAME}`)
    expect(absent([])).toMatch(/^cannot tell/)
    expect(absent(['Go'], [TO_1_2, { ...TO_1_2, ecosystem: 'npm', name: 'knot' }])).toBe('cannot tell: it did not say whether it uses knot')
    expect(absent(['Debian'], [{ ...TO_1_2, ecosystem: 'Debian:12', name: 'knot' }])).toBe('not affected: it does not use knot')
    expect(absent(['Go'], [])).toBe('cannot tell: the entry names no package')
    expect(
      absent(
        [],
        Array.from({ length: 8 }, (_, index) => ({ ...TO_1_2, name: `m${index}` })),
      ),
    ).toBe('cannot tell: it did not say whether it uses m0 or m1 or m2 or m3 or m4 or 3 more')
  })

  test('who uses Go uses its standard library and its commands, of one version', () => {
    const go = (name: string): Block => ({ ...TO_1_2, name })
    expect(absent(['Go'], [go('stdlib'), go('toolchain')])).toBe('cannot tell: it did not say which version of Go it builds with')
    expect(absent(['Go'], [go('toolchain')], [runs({ name: 'stdlib', version: '1.1.0' })])).toMatch(/^affected: Go 1.1.0/)
    expect(absent(['Go'], [go('toolchain')], [runs({ name: 'stdlib', version: '1.1.0' }), runs({ name: 'toolchain', version: '1.3.0' })])).toMatch(
      /^not affected/,
    )
  })

  test.each<[string, string, string, string, boolean]>([
    ['Go', 'lattice.example/Knot', 'Go', 'lattice.example/knot', false],
    ['npm', 'Knot', 'npm', 'knot', false],
    ['PyPI', 'Knot_Tools', 'PyPI', 'knot-tools', true],
    ['PyPI', 'knot.-tools', 'PyPI', 'knot-tools', true],
    ['npm', 'knot_tools', 'npm', 'knot-tools', false],
    ['Debian', 'knot', 'Debian:12', 'knot', true],
    ['Debian:12', 'knot', 'Debian', 'knot', true],
    ['Debian:12', 'knot', 'Debian:11', 'knot', false],
    ['npm', 'knot', 'PyPI', 'knot', false],
    ['Deb', 'knot', 'Debian', 'knot', false],
    ['go', 'knot', 'Go', 'knot', true],
  ])('%s %s is %s %s: %s', (ecosystem, name, theirs, other, same) => {
    expect(verdict([{ ecosystem: theirs, name: other }], runs({ ecosystem, name })).modules).toHaveLength(same ? 1 : 0)
  })
})
