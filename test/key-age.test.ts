import { expect, test } from 'vitest'
import { isKeyAlive } from '../src/deliver/key-age.ts'

const HOUR_MS = 3_600_000
const firstAttemptAt = '2026-10-06T10:00:00Z'
const FIRST = Date.parse(firstAttemptAt)

test.each<[string, number, boolean]>([
  ['at once', 0, true],
  ['after 22 hours', 22 * HOUR_MS, true],
  ['a moment before 23 hours', 23 * HOUR_MS - 1, true],
  ['after 23 hours', 23 * HOUR_MS, false],
  ['after a week', 7 * 24 * HOUR_MS, false],
  ['by a clock that was set right by four minutes', -4 * 60_000, true],
  ['by a clock that was set back by more', -5 * 60_000, false],
  ['by a clock that was set back by a day', -24 * HOUR_MS, false],
])('isKeyAlive() %s', (_, ageMs, alive) => {
  expect(isKeyAlive({ firstAttemptAt }, FIRST + ageMs)).toBe(alive)
})

test('isKeyAlive() of what was never attempted', () => {
  expect(isKeyAlive({}, FIRST)).toBe(true)
})
