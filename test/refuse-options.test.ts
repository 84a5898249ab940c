import { expect, test } from 'vitest'
import { refuseOptions } from '../scripts/refuse-options.ts'

const AT = '2027-01-05T09:00:00Z'

test.each([
  [{ send: true, test: 'me@test.example', canary: true }, '--test together with --canary'],
  [{ send: true, test: 'me@test.example', at: AT }, '--test together with --at'],
  [{ send: true, canary: true, at: AT }, '--canary together with --at'],
  [{ cancel: true, canary: true }, '--cancel together with --canary'],
  [{ cancel: true, only: 'acme' }, '--cancel together with --only'],
  [{ cancel: true, json: true }, '--cancel together with --json'],
  [{ cancel: true, erratum: 'x.mdx' }, '--cancel together with --erratum'],
  [{ cancel: true, at: AT }, '--cancel together with --at'],
  [{ canary: true }, '--canary without --send'],
  [{ test: 'me@test.example' }, '--test without --send'],
  [{ at: AT }, '--at without --send'],
  [{ send: true, erratum: 'x.mdx' }, 'Cannot send a correction at once'],
  [{ letter: true }, 'Cannot choose the paper'],
])('refuseOptions() refuses %j', (options, said) => expect(() => refuseOptions('2026-Q3', options)).toThrow(said))

test.each([
  [{}],
  [{ json: true, only: 'acme', pdf: true, letter: true }],
  [{ erratum: 'x.mdx', 'no-thread': true, json: true }],
  [{ cancel: true }],
  [{ cancel: true, send: true }],
  [{ send: true, at: AT, only: 'acme' }],
  [{ send: true, test: 'me@test.example', only: 'acme', pdf: true }],
  [{ send: true, canary: true, approve: 'x', only: 'acme' }],
  [{ send: true, test: undefined, canary: false, erratum: undefined }],
])('refuseOptions() lets %j be', (options) => expect(() => refuseOptions('2026-Q3', options)).not.toThrow())
