import fc from './fast-check.ts'
import type { Element, ElementContent } from 'hast'
import { describe, expect, test } from 'vitest'
import { recordedSchema } from '../src/model/recorded.ts'
import { allOf, type Glance, glanceOf, HAPPENED } from '../src/render/glance.ts'
import { glanceCharts } from '../src/render/glance-charts.ts'

type Given = {
  kind?: string
  id?: string
  title?: string
  at?: string
  paths?: string[]
  message?: string
  state?: string
  transitions?: object[]
  aliases?: string[]
}

/** What was collected for a quarter, each item a story of its own. */
function glance(items: readonly Given[], window = { since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z' }): Glance | undefined {
  const stories = items.map((item, index) => {
    const whole = { kind: 'change', id: `a/b#${index}`, title: 'x', at: '2026-07-02T00:00:00Z', ...item }
    return { id: whole.id, title: whole.title, refs: [whole.id], items: [whole] }
  })
  return glanceOf(recordedSchema.parse({ digest: '2026-Q3', ...window, sources: [], stories }))
}

const counts = (given: Glance | undefined): Record<string, number[]> =>
  Object.fromEntries(Object.entries(given?.by ?? {}).filter(([, by]) => by.some((count) => count > 0)))

describe('glanceOf()', () => {
  test('counts what landed, was decided and was fixed, by weeks', () => {
    const given = glance([
      { paths: ['src/tls/a.ts'] },
      { at: '2026-07-08T00:00:00Z', paths: ['src/tls/a.ts'] },
      { at: '2026-09-30T23:59:59Z' },
      {
        kind: 'proposal',
        title: 'tls: add X',
        at: '2026-01-01T00:00:00Z',
        transitions: [
          { at: '2026-08-01T00:00:00Z', to: 'likely-accept' },
          { at: '2026-08-08T00:00:00Z', to: 'accepted' },
        ],
      },
      { kind: 'vulnerability', id: 'GO-2026-1', aliases: ['CVE-2026-1111'], title: 'x', at: '2026-07-20T00:00:00Z' },
      { message: 'Fixes CVE-2026-1111, and CVE-2026-2222', at: '2026-07-03T00:00:00Z' },
    ])
    expect(given?.spans).toHaveLength(13)
    expect([given?.spans[0], given?.spans[12], given?.last, given?.unit]).toEqual(['2026-07-01', '2026-09-23', '2026-09-30', 'week'])
    expect(counts(given)).toEqual({
      landed: [2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
      decided: [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
      fixed: [1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    })
    expect(given?.areas).toEqual([{ name: 'tls', landed: 2, decided: 1, fixed: 0 }])
    expect(given?.elsewhere).toEqual({ landed: 2, decided: 0, fixed: 2 })
  })

  test.each<[what: string, item: Given]>([
    ['outside the window', { at: '2026-10-01T00:00:00Z' }],
    ['that is still in review', { state: 'open' }],
    ['that was withdrawn', { kind: 'vulnerability', state: 'withdrawn' }],
    ['on which nobody has decided', { kind: 'proposal', transitions: [{ at: '2026-08-01T00:00:00Z', to: 'hold' }] }],
    ['that only happened to be spoken of', { kind: 'article' }],
  ])('counts nothing %s', (_, item) => expect(glance([item])).toBeUndefined())

  test('an old vulnerability that a change speaks of was not fixed by it; one of last year may have been', () => {
    expect(counts(glance([{ message: 'as CVE-2014-0160 was' }]))).toEqual({ landed: expect.anything() })
    expect(glance([{ message: 'Fixes CVE-2025-1234' }])?.elsewhere.fixed).toBe(1)
  })

  test('a vulnerability is fixed once, with the first change that names it; a proposal is decided once, as it was last', () => {
    const fixes = ['2026-08-20', '2026-07-03', '2026-09-20'].map((day) => ({ at: `${day}T00:00:00Z`, message: 'Fixes CVE-2026-2222' }))
    expect(counts(glance(fixes))['fixed']).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    const transitions = [
      { at: '2026-07-02T00:00:00Z', to: 'accepted' },
      { at: '2026-07-20T00:00:00Z', to: 'declined' },
      { at: '2026-08-20T00:00:00Z', to: 'hold' },
    ]
    expect(counts(glance([{ kind: 'proposal', transitions }]))).toEqual({ decided: [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] })
  })

  test('the busiest areas come first; one more than seven needs no line for itself', () => {
    const items = (areas: string): Given[] => [...areas].map((area) => ({ paths: [`src/${area}/x.ts`] }))
    const names = (given: readonly Given[]): string | undefined =>
      glance(given)
        ?.areas.map(({ name }) => name)
        .join('')
    expect(names(items('abbccc'))).toBe('cba')
    expect(names(items('abcdefgh'))).toBe('abcdefgh')
    expect(names([...items('abcdefgh'), {}])).toBe('abcdefg')
    expect(names(items('abcdefghi'))).toBe('abcdefg')
  })

  test.each([
    ['2026-07-01', '2026-07-08', 'day', 7, ['2026-07-01', '2026-07-02']],
    ['2026-07-01', '2026-07-15', 'day', 14, []],
    ['2026-07-01', '2026-07-16', 'week', 2, ['2026-07-01', '2026-07-08']],
    ['2026-07-01', '2026-07-17', 'week', 3, ['2026-07-01', '2026-07-08', '2026-07-15']],
    ['2025-01-01', '2027-01-01', 'month', 24, ['2025-01-01', '2025-02-01', '2025-03-01']],
    ['2025-01-31', '2025-09-02', 'month', 9, ['2025-01-31', '2025-02-01', '2025-03-01']],
  ])('from %s to %s is told by %s, in %i parts', (since, until, unit, length, first) => {
    const given = glance([{ at: `${since}T00:00:00Z` }], { since: `${since}T00:00:00Z`, until: `${until}T00:00:00Z` })
    expect(given).toMatchObject({ unit, spans: { length } })
    expect(given?.spans.slice(0, first.length)).toEqual(first)
  })

  test('whatever was collected: everything inside the window is counted once by time and once by area', () => {
    const day = fc.integer({ min: 0, max: 120 })
    fc.assert(
      fc.property(fc.array(fc.tuple(day, fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', '')), { maxLength: 60 }), (drawn) => {
        const items = drawn.map(([at, area]) => ({
          at: new Date(Date.UTC(2026, 5, 20) + at * 86_400_000).toISOString(),
          paths: area ? [`src/${area}/x.ts`] : [],
        }))
        const inside = items.filter(({ at }) => at.slice(0, 10) >= '2026-07-01' && at.slice(0, 10) < '2026-10-01').length
        const given = glance(items)
        if (!given) {
          expect(inside).toBe(0)
          return
        }
        const byArea = [...given.areas, given.elsewhere].reduce((sum, area) => sum + allOf(area), 0)
        const byTime = HAPPENED.flatMap((what) => given.by[what]).reduce((sum, count) => sum + count, 0)
        expect([byTime, byArea]).toEqual([inside, inside])
      }),
    )
  })
})

describe('glanceCharts()', () => {
  const given = glance([{ paths: ['src/tls/a.ts'] }, { paths: ['src/tls/a.ts'], at: '2026-08-20T00:00:00Z' }, { title: 'nowhere' }])
  const parts = (node: Element): Element[] => [node, ...node.children.filter((child): child is Element => child.type === 'element').flatMap(parts)]
  const said = (node: ElementContent): string => (node.type === 'text' ? node.value : 'children' in node ? node.children.map(said).join('') : '')

  test('say in words what they show', () => {
    const { span, time, areas } = glanceCharts(given as Glance, 'en')
    expect(span).toBe('1 July 2026 to 30 September 2026')
    expect(time.svg.properties).toMatchObject({
      role: 'img',
      ariaLabel: 'By week from 1 July 2026. Changes landed: 2, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0.',
    })
    expect(areas?.svg.properties).toMatchObject({ ariaLabel: 'By area: tls 2 landed; elsewhere 1 landed.' })
    expect(said(time.svg)).toBe('3 changes landedJulAugSep')
  })

  test('call one thing one, name each month of a year, and cut a name that is too long', () => {
    const year = { since: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' }
    const long = 'x'.repeat(33)
    const one = glance(
      [
        { paths: [`src/${long}/a.ts`] },
        { kind: 'proposal', transitions: [{ at: '2026-02-01T00:00:00Z', to: 'accepted' }] },
        { kind: 'vulnerability', at: '2026-03-01T00:00:00Z' },
      ],
      year,
    )
    const { time, areas } = glanceCharts(one as Glance, 'en')
    expect(said(time.svg)).toBe('1 change landed1 proposal decided1 vulnerability fixedJFMAMJJASOND')
    expect(areas && said(areas.svg)).toBe(`${'x'.repeat(31)}…1elsewhere2`)
    expect(areas?.svg.properties['ariaLabel']).toContain(`By area: ${long} 1 landed`)
  })

  test('are as high as one another where there is much to tell, and one of something is no peak', () => {
    const items = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((area) => ({ paths: [`src/${area}/a.ts`] }))
    const { time, areas } = glanceCharts(glance([...items, { title: 'nowhere', message: 'CVE-2026-1111' }]) as Glance, 'en')
    expect(time.height).toBe(areas?.height)
    const fixed = parts(time.svg).find(({ properties }) => String(properties['className']).includes('fixed'))
    expect(fixed?.children).toMatchObject([{ properties: { height: 12 } }])
  })

  test.each([
    ['2026-10-05T00:00:00Z', '2026-10-12T00:00:00Z', '2026-10-06', '567891011'],
    ['2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z', '2026-02-06', 'JFMAMJJASOND'],
    ['2024-10-01T00:00:00Z', '2026-10-01T00:00:00Z', '2026-02-06', '202420252026'],
  ])('name each part of the window from %s to %s', (since, until, at, named) => {
    const { time } = glanceCharts(glance([{ at: `${at}T00:00:00Z` }], { since, until }) as Glance, 'en')
    expect(said(time.svg)).toBe(`1 change landed${named}`)
  })

  test('draw a bar for each count, as high as it is, and nothing beyond their width', () => {
    const { time, areas } = glanceCharts(given as Glance, 'en')
    const bars = parts(time.svg).filter(({ tagName }) => tagName === 'rect')
    expect(bars.map(({ properties }) => [properties['x'], properties['height']])).toEqual([
      ['0%', 60],
      ['53.85%', 30],
    ])
    for (const { properties } of [time, areas].flatMap((chart) => (chart ? parts(chart.svg) : [])).filter(({ tagName }) => tagName === 'rect'))
      expect(Number.parseFloat(String(properties['x'])) + Number.parseFloat(String(properties['width']))).toBeLessThanOrEqual(100)
  })
})
