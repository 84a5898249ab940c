import { expect, test } from 'vitest'
import { meanings } from '../src/draft/meanings.ts'
import type { Item } from '../src/model/item.ts'
import type { Story } from '../src/model/story.ts'
import { change, story, vulnerability } from './stories.ts'

const of = (item: Partial<Item>, given: Partial<Story> = {}): string[] =>
  meanings(story({ id: 'o/r#1', reasons: [], items: [change({ id: 'o/r#1', title: 'tls: keep X', ...item })], ...given }))

test('facts that tell nothing mean nothing', () => {
  expect(of({})).toEqual([])
  expect(of({ kind: 'issue', title: 'remove X' })).toEqual([])
  expect(of({ title: 'tls: fix removal of X' })).toEqual([])
})

test('a vulnerability: who is affected, which version has the fix', () => {
  const meant = (item: Item): string[] => meanings(story({ id: item.id, reasons: [], items: [item] }))
  expect(meant(vulnerability({ id: 'GO-2026-1' }))).toEqual([
    'Is it affected by GO-2026-1 (Affects crypto/tls; Fixed in stdlib 1.26.1), and does it run a version that has the fix?',
  ])
  expect(meant(vulnerability({ id: 'GO-2026-1', message: 'Affects everybody.\n\nAffects m\nm: no fix' }))[0]).toContain('(Affects m; m: no fix)')
  expect(meant(vulnerability({ id: 'GO-2026-1', message: 'It breaks.' }))[0]).toContain('by GO-2026-1, and')
  expect(meant(vulnerability({ id: 'GO-2026-1', state: 'withdrawn' }))).toEqual([expect.stringContaining('was withdrawn')])
})

test.each([
  ['tls: deprecate X', 'deprecates something'],
  ['Deprecation of X', 'deprecates something'],
  ['crypto/tls: remove X', 'takes something away'],
  ['Drops X', 'takes something away'],
  ['net: disabled X', 'takes something away'],
])('%s: is it still used, and until when', (title, does) => {
  expect(of({ title })).toEqual([`"${title}" (o/r#1) ${does}: does it still use that, and by when must it have moved?`])
  expect(of({ title, kind: 'proposal', state: 'active' })).toEqual([])
  expect(of({ title, kind: 'proposal', state: 'accepted' })).toHaveLength(2)
})

test('public API, as the ranking saw it', () => {
  for (const given of [{ reasons: ['public API'] }, { reasons: ['adds something public'] }, { notable: ['public API' as const] }])
    expect(of({}, given)).toEqual([expect.stringContaining('Public API is new or changed')])
  expect(of({}, { reasons: ['against: public API'], notable: ['vulnerability'] })).toEqual([])
})

test('what is taken back brings nothing and takes nothing away, unless it has landed again', () => {
  const items = [change({ id: 'o/r#1', title: 'tls: remove X' }), change({ id: 'o/r#2', title: 'Revert "tls: remove X"', reverts: ['o/r#1'] })]
  const given = { id: 'o/r#1', reasons: ['public API'], items }
  expect(meanings(story({ ...given, state: 'landed 1 August, reverted 2 August' }))).toEqual([
    'What was announced is taken back (o/r#2): does it build on it already?',
  ])
  expect(meanings(story({ ...given, state: 'landed 1 August, reverted 2 August, landed again 3 August' }))).toEqual([
    expect.stringContaining('takes something away'),
    expect.stringContaining('Public API is new or changed'),
  ])
})

test.each([
  ['accepted', 'what must it prepare before that lands?'],
  ['implemented', 'does it want to use it now?'],
  ['declined', 'what will it do without it?'],
])('a proposal that was %s', (state, asks) => {
  const transitions = [
    { to: state, at: '2026-06-01T00:00:00Z' },
    { to: 'active', at: '2026-07-01T00:00:00Z' },
    { to: state, at: '2026-08-05T00:00:00Z' },
  ]
  expect(of({ kind: 'proposal', state, transitions })).toEqual([`The proposal o/r#1 was ${state} on 5 August 2026: ${asks}`])
  expect(of({ kind: 'proposal', state })).toEqual([`The proposal o/r#1 was ${state} on 1 August 2026: ${asks}`])
  expect(of({ kind: 'issue', state })).toEqual([])
})

test('the gravest stands first, and of many the first few', () => {
  const items = [
    ...['1', '2', '3', '4'].map((number) => vulnerability({ id: `GO-2026-${number}` })),
    change({ id: 'o/r#1', title: 'Revert "x"', reverts: ['x'] }),
  ]
  expect(meanings(story({ id: 'GO-2026-1', reasons: [], items })).map((text) => text.slice(0, 30))).toEqual([
    'Is it affected by GO-2026-1 (A',
    'Is it affected by GO-2026-2 (A',
    'Is it affected by GO-2026-3 (A',
    'What was announced is taken ba',
  ])
})
