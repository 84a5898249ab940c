import { expect, test } from 'vitest'
import { isServed } from '../src/is-served.ts'

test.each([
  ['2026-01-31', false],
  ['2026-02-01', true],
  ['2026-11-30', true],
  ['2026-12-01', false],
])('on %s a contract from 1 February to 30 November is one that serves: %s', (day, served) => {
  expect(isServed({ since: '2026-02-01', until: '2026-11-30' }, day)).toBe(served)
})

test('without a last day it goes on', () => {
  expect([isServed({ since: '2026-02-01', until: undefined }, '2026-01-31'), isServed({ since: '2026-02-01' }, '2099-01-01')]).toEqual([false, true])
})
