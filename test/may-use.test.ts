import { expect, test } from 'vitest'
import { mayUse } from '../src/deliver/may-use.ts'
import { readEnvironment } from '../src/environment.ts'

const KEY = 're_secret_key'
const using = (variables: Record<string, string>) => (): void => mayUse(readEnvironment({ RESEND_API_KEY: KEY, ...variables }).resend, 'send')

test.each<[Record<string, string>, RegExp | undefined]>([
  [{}, undefined],
  [{ CI: 'false' }, undefined],
  [{ CI: '0' }, undefined],
  [{ CI: '' }, undefined],
  [{ NODE_ENV: 'production' }, undefined],
  [{ CI: 'true' }, /CI or NODE_ENV=test is set, and api\.resend\.com is not this machine/],
  [{ CI: '1' }, /CI or NODE_ENV/],
  [{ CI: 'true', RESEND_BASE_URL: 'https://mail.example.org/' }, /mail\.example\.org is not this machine/],
  [{ NODE_ENV: 'test' }, /CI or NODE_ENV/],
  [{ NODE_ENV: 'test', RESEND_BASE_URL: 'http://127.0.0.1.example.org' }, /CI or NODE_ENV/],
  [{ NODE_ENV: 'test', RESEND_BASE_URL: 'http://localhost.example.org' }, /CI or NODE_ENV/],
  [{ NODE_ENV: 'test', RESEND_BASE_URL: 'http://127.0.0.1:4010' }, undefined],
  [{ CI: 'true', RESEND_BASE_URL: 'http://localhost:4010/' }, undefined],
  [{ CI: 'true', RESEND_BASE_URL: 'http://[::1]:4010' }, undefined],
  [{ RESEND_BASE_URL: 'http://mail.example.org' }, /would carry the key unencrypted/],
  [{ RESEND_BASE_URL: 'https://mail.example.org' }, undefined],
])('mayUse() with %j', (variables, message) => {
  if (message) expect(using(variables)).toThrow(message)
  else expect(using(variables)).not.toThrow()
})

test('mayUse() and readEnvironment() tell nothing of a key', () => {
  for (const variables of [
    { CI: 'true' },
    { RESEND_BASE_URL: 'http://mail.example.org' },
    { RESEND_API_KEY: 'sk_secret_key' },
    { RESEND_READ_KEY: 'secret_key' },
  ]) {
    try {
      using(variables)()
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ name: 'Problem' })
      expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('secret_key')
    }
  }
})

test('readEnvironment() takes only what begins as a key of Resend does, and sends what is read by the sending key where there is no other', () => {
  expect(() => readEnvironment({ RESEND_API_KEY: 'sk_x' })).toThrow(/RESEND_API_KEY.*"re_"/)
  expect(() => readEnvironment({ RESEND_READ_KEY: 're_ x' })).toThrow(/RESEND_READ_KEY/)
  expect(() => readEnvironment({ RESEND_BASE_URL: 'ftp://x.example' })).toThrow(/RESEND_BASE_URL/)
  expect(readEnvironment({ RESEND_API_KEY: 're_a' }).resend).toMatchObject({ key: 're_a', readKey: 're_a' })
  expect(readEnvironment({ RESEND_API_KEY: 're_a', RESEND_READ_KEY: 're_b' }).resend).toMatchObject({ key: 're_a', readKey: 're_b' })
  expect(readEnvironment({ RESEND_BASE_URL: 'http://127.0.0.1:4010//' }).resend).toMatchObject({ baseUrl: 'http://127.0.0.1:4010', isLocal: true })
})
