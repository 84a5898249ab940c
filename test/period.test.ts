import { describe, expect, test } from 'vitest'
import { lastQuarter, windowOf } from '../src/period.ts'

describe('windowOf()', () => {
  test.each([
    ['2026-Q1', '2026-01-01', '2026-04-01'],
    ['2026-Q4', '2026-10-01', '2027-01-01'],
    ['2026-09', '2026-09-01', '2026-10-01'],
    ['2026-12', '2026-12-01', '2027-01-01'],
    ['2026-W38', '2026-09-14', '2026-09-21'],
    ['2026-W01', '2025-12-29', '2026-01-05'],
    ['2026-W53', '2026-12-28', '2027-01-04'],
    ['2024-02', '2024-02-01', '2024-03-01'],
  ])('%s is from %s to %s', (id, since, until) => {
    expect(windowOf(id)).toEqual({ since: `${since}T00:00:00Z`, until: `${until}T00:00:00Z` })
  })
  test.each(['2026-Q5', '2026-13', '2026-00', '2026-W00', '2026-W54', '2025-W53', 'special', '2026', '2026-Q1-x'])('%s names no window', (id) => {
    expect(windowOf(id)).toBeUndefined()
  })
})

test.each([
  ['2026-11-23T10:00:00Z', '2026-Q3'],
  ['2026-10-01T00:00:00Z', '2026-Q3'],
  ['2026-09-30T23:59:59Z', '2026-Q2'],
  ['2026-01-01T00:00:00Z', '2025-Q4'],
])('lastQuarter() at %s is %s', (now, id) => {
  expect(lastQuarter(new Date(now))).toBe(id)
})
