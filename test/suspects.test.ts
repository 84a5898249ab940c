import { expect, test } from 'vitest'
import { suspects } from '../src/collect/suspects.ts'
import type { Coverage } from '../src/model/coverage.ts'

const source = (id: string, returned: number, asked: Coverage['asked'] = []): Coverage => ({
  id,
  kind: 'github',
  complete: true,
  returned,
  kept: returned,
  dropped: {},
  asked,
  served: 'live',
  requests: 1,
  problems: [],
})
const asked = (what: string, returned: number) => ({ what, query: '', returned })
const before = (sources: Coverage[]) => ({ until: '2026-07-01T00:00:00Z', sources })

test('a source that brought nothing where the window before had many is not complete, and says so', () => {
  const [found] = suspects([source('a', 0)], before([source('a', 10)]))
  expect(found).toMatchObject({ complete: false, problems: [expect.stringContaining('nothing came, where the window until 2026-07-01 had 10')] })
})

test('so is one question of several', () => {
  const now = [source('a', 40, [asked('issues', 40), asked('pulls', 0)])]
  const [found] = suspects(now, before([source('a', 60, [asked('issues', 30), asked('pulls', 30)])]))
  expect(found).toMatchObject({ complete: false, problems: [expect.stringContaining('no pulls came')] })
})

test('few before, a new source, a question that was not asked, and a source that failed anyway are left alone', () => {
  const given = [source('few', 0), source('new', 0), source('other', 3, [asked('issues', 3)]), { ...source('failed', 0), complete: false }]
  expect(suspects(given, before([source('few', 9), source('other', 30, [asked('pulls', 30)]), source('failed', 99)]))).toEqual(given)
  expect(suspects(given, undefined)).toEqual(given)
})
