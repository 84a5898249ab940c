import { expect, test } from 'vitest'
import { agoInWords } from '../src/ago-in-words.ts'

test.each([
  ['2026-10-06', 'today'],
  ['2026-10-05', 'yesterday'],
  ['2026-09-23', '13 days ago'],
  ['2026-09-22', '2 weeks ago'],
  ['2026-08-07', '8 weeks ago'],
  ['2026-08-06', '2 months ago'],
  ['2024-10-08', '23 months ago'],
  ['2024-10-06', '2 years ago'],
  ['2026-10-07', 'tomorrow'],
  ['2026-10-09', 'in 3 days'],
])('%s was %s', (on, words) => {
  expect(agoInWords(on, '2026-10-06')).toBe(words)
})
