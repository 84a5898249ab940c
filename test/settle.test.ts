import { expect, test } from 'vitest'
import { settle } from '../src/collect/settle.ts'
import type { Collection } from '../src/model/collection.ts'
import type { Coverage } from '../src/model/coverage.ts'
import { change, story } from './stories.ts'

const WINDOW = { since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z' }
const source = (id: string, complete: boolean, returned = 1): Coverage => ({
  id,
  kind: 'github',
  complete,
  returned,
  kept: returned,
  dropped: {},
  asked: [],
  served: 'live',
  requests: 5,
  problems: complete ? [] : ['it failed'],
})
const record = (given: Partial<Collection> = {}): Collection => ({
  digest: '2026-Q3',
  ...WINDOW,
  sources: [source('a', true)],
  stories: [story({ id: 'o/r#1' }), story({ id: 'o/r#2', items: [change({ id: 'o/r#2', at: '2026-06-30T00:00:00Z' })] })],
  ...given,
})
const given = { window: WINDOW, before: record(), last: undefined, accounts: [], offline: false }
const ids = (settled: ReturnType<typeof settle>): string[] => settled.items.map((item) => item.id)

test('where all sources are complete, what came is what counts', () => {
  const settled = settle({ items: [change({ id: 'o/r#3' })], coverage: [source('a', true)] }, given)
  expect([ids(settled), settled.failed, settled.empty]).toEqual([['o/r#3'], [], false])
})

test('where one is not, what earlier runs brought inside the window stays, each thing once', () => {
  const renamed = change({ id: 'n/r#1', aliases: ['o/r#1'] })
  const settled = settle({ items: [renamed], coverage: [source('a', false)] }, given)
  expect([ids(settled), settled.failed.length, settled.empty]).toEqual([['n/r#1'], 1, false])
  const other = settle({ items: [change({ id: 'o/r#3' })], coverage: [source('a', false), source('b', true)] }, given)
  expect(ids(other).sort()).toEqual(['o/r#1', 'o/r#3'])
})

test('nothing at all from sources that all failed is empty; something from one that lacks a little is not', () => {
  expect(settle({ items: [], coverage: [source('a', false, 0)] }, given).empty).toBe(true)
  expect(settle({ items: [], coverage: [source('a', false, 0), source('b', true, 0)] }, given).empty).toBe(false)
  expect(settle({ items: [], coverage: [] }, given).empty).toBe(false)
})

test('offline the record of the same window stands for a source out of reach, and says so', () => {
  const out = { items: [], coverage: [source('a', false, 0)] }
  const settled = settle(out, { ...given, offline: true })
  expect(settled.coverage).toEqual([
    { ...source('a', true), served: 'store', requests: 0, problems: [expect.stringContaining('last draft recorded')] },
  ])
  expect([settled.failed, ids(settled)]).toEqual([[], ['o/r#1']])
  const other = settle(out, { ...given, offline: true, before: record({ since: '2026-04-01T00:00:00Z' }) })
  expect(other).toMatchObject({ empty: true, failed: [{ id: 'a' }] })
})
