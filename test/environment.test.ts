import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readEnvironment } from '../src/environment.ts'

test('readEnvironment() has defaults, and takes an empty variable for none', () => {
  expect(readEnvironment({ DIGEST_CONTENT: '', RESEND_API_KEY: '', DIGEST_NOW: '' })).toMatchObject({
    content: resolve('content'),
    out: resolve('dist'),
    private: resolve('.private'),
    cache: resolve('.cache'),
    resendKey: undefined,
  })
  expect(readEnvironment({ DIGEST_NOW: '2026-10-05T09:00:00Z', DIGEST_CONTENT: '/elsewhere' })).toMatchObject({
    now: new Date('2026-10-05T09:00:00Z'),
    content: '/elsewhere',
  })
})

test.each(['yesterday', '2026-10-05', '2026-10-05T09:00:00'])('readEnvironment() refuses the instant %j', (now) => {
  expect(() => readEnvironment({ DIGEST_NOW: now })).toThrow(/DIGEST_NOW/)
})

test.each([
  [{ DIGEST_OUT: 'content' }],
  [{ DIGEST_OUT: '.' }],
  [{ DIGEST_PRIVATE: 'dist/private' }],
  [{ DIGEST_CONTENT: 'dist/content' }],
  [{ DIGEST_PRIVATE: 'dist' }],
  [{ DIGEST_CACHE: 'dist/cache' }],
  [{ DIGEST_OUT: '/' }],
])('readEnvironment() refuses %j: the public build would hold or replace what is private', (variables) => {
  expect(() => readEnvironment(variables)).toThrow(/DIGEST_OUT/)
})
