import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readEnvironment } from '../src/environment.ts'

test('readEnvironment() has defaults, and takes an empty variable for none', () => {
  expect(readEnvironment({ DIGEST_CONTENT: '', RESEND_API_KEY: '', DIGEST_NOW: '' })).toMatchObject({
    content: resolve('content'),
    out: resolve('dist'),
    private: resolve('.private'),
    cache: resolve('.cache'),
    isNowGiven: false,
    resend: { key: undefined, readKey: undefined, baseUrl: 'https://api.resend.com', isLocal: false, isTest: false },
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

test.each([
  [{}, 'https://api.github.com/graphql'],
  [{ GITHUB_API_URL: 'https://api.github.com' }, 'https://api.github.com/graphql'],
  [{ GITHUB_API_URL: 'https://ghe.example.org/api/v3' }, 'https://ghe.example.org/api/graphql'],
  [{ GITHUB_API_URL: 'https://ghe.example.org/api/v3/', GITHUB_GRAPHQL_URL: 'https://other.example/graphql/' }, 'https://other.example/graphql'],
  [{ GITHUB_API_URL: 'http://127.0.0.1:4000' }, 'http://127.0.0.1:4000/graphql'],
])('readEnvironment() finds the GraphQL of %j', (variables, endpoint) => {
  expect(readEnvironment(variables).github.endpoint).toBe(endpoint)
})

test('readEnvironment() takes GH_TOKEN before GITHUB_TOKEN, and says which it was', () => {
  expect(readEnvironment({ GH_TOKEN: 'a', GITHUB_TOKEN: 'b' }).github.token).toEqual({ value: 'a', from: 'GH_TOKEN' })
  expect(readEnvironment({ GH_TOKEN: '', GITHUB_TOKEN: 'b' }).github.token).toEqual({ value: 'b', from: 'GITHUB_TOKEN' })
  expect(readEnvironment({}).github.token).toBeUndefined()
  expect(() => readEnvironment({ GITHUB_API_URL: 'api.github.com' })).toThrow(/GITHUB_API_URL.*http/)
})

test('readEnvironment() takes 32 bytes in base64 for the secret, and tells how to make them without telling what it got', () => {
  const secret = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7))
  expect(readEnvironment({ DIGEST_SECRET: `${secret.toString('base64')}\n` }).secret?.equals(secret)).toBe(true)
  expect(readEnvironment({ DIGEST_SECRET: '' }).secret).toBeUndefined()
  for (const bad of ['correct horse', secret.toString('hex'), secret.toString('base64').slice(1), `${secret.toString('base64')}AAAA`]) {
    try {
      readEnvironment({ DIGEST_SECRET: bad })
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({
        name: 'Problem',
        message: expect.stringContaining('DIGEST_SECRET'),
        fix: expect.stringContaining('openssl rand -base64 32'),
      })
      expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain(bad)
    }
  }
})
