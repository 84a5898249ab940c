import fc from './fast-check.ts'
import { describe, expect, test } from 'vitest'
import { resend } from '../src/deliver/resend.ts'
import { isTooLong, outcomeOf } from '../src/deliver/outcome.ts'
import type { Answered } from '../src/deliver/status-of.ts'
import { virtualClock } from './clock.ts'
import { freezeFour } from './once-world.ts'
import { resendServer } from './servers/resend.ts'
import type { ResendFault } from './servers/resend-faults.ts'

const error = (statusCode: unknown, name: unknown): Answered => ({ data: null, error: { statusCode, name, message: 'jo@acme.example' }, headers: {} })
const kindOf = (answered: Answered): string => {
  const outcome = outcomeOf(answered)
  return 'stops' in outcome && outcome.stops ? `${outcome.state}, stops` : outcome.state
}

describe('outcomeOf()', () => {
  // Every name of the SDK 6.38.0, with the statuses that documents give it, and those that are in documents alone.
  test.each<[number, string, string]>([
    [400, 'invalid_idempotency_key', 'rejected'],
    [400, 'validation_error', 'rejected'],
    [403, 'validation_error', 'rejected, stops'],
    [422, 'validation_error', 'rejected'],
    [401, 'missing_api_key', 'rejected, stops'],
    [401, 'restricted_api_key', 'rejected, stops'],
    [403, 'invalid_api_key', 'rejected, stops'],
    [404, 'not_found', 'rejected'],
    [405, 'method_not_allowed', 'rejected'],
    [409, 'invalid_idempotent_request', 'uncertain'],
    [409, 'concurrent_idempotent_requests', 'wait'],
    [422, 'invalid_attachment', 'rejected'],
    [422, 'invalid_from_address', 'rejected'],
    [403, 'invalid_from_address', 'rejected, stops'],
    [422, 'invalid_access', 'rejected'],
    [422, 'invalid_parameter', 'rejected'],
    [422, 'invalid_region', 'rejected'],
    [422, 'missing_required_field', 'rejected'],
    [429, 'monthly_quota_exceeded', 'rejected, stops'],
    [429, 'daily_quota_exceeded', 'rejected, stops'],
    [429, 'rate_limit_exceeded', 'wait'],
    [451, 'security_error', 'rejected, stops'],
    [500, 'application_error', 'unknown'],
    [500, 'internal_server_error', 'unknown'],
    [409, 'resource_locked', 'wait'],
    [403, 'invalid_permission', 'rejected, stops'],
    [403, 'suspended_api_key', 'rejected, stops'],
    [503, 'service_unavailable', 'unknown'],
    // Names that nobody knows yet: by their status.
    [409, 'a_new_name', 'unknown'],
    [413, 'a_new_name', 'rejected'],
    [429, 'a_new_name', 'wait'],
    [408, 'a_new_name', 'unknown'],
    [425, 'a_new_name', 'unknown'],
    [520, 'a_new_name', 'unknown'],
    [302, 'a_new_name', 'unknown'],
  ])('%i %s: %s', (status, name, kind) => {
    expect(kindOf(error(status, name))).toBe(kind)
    const outcome = outcomeOf(error(status, name))
    expect('reason' in outcome && outcome.reason).toBe(`${status} ${name}`)
  })

  test('a status decides for names that are unknown, missing or strange, and none of their text is kept', () => {
    const named = fc.oneof(fc.string(), fc.constant(null), fc.constant(undefined), fc.constant('jo@acme.example <b>'))
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 599 }), named, (status, name) => {
        fc.pre(!/quota/.test(name ?? ''))
        const kind = kindOf(error(status, name))
        const stops = [401, 403, 451].includes(status)
        const wanted =
          status === 429
            ? 'wait'
            : status < 400 || status >= 500 || [408, 409, 425].includes(status)
              ? 'unknown'
              : `rejected${stops ? ', stops' : ''}`
        expect(kind).toBe(wanted)
        const outcome = outcomeOf(error(status, name))
        expect('reason' in outcome && outcome.reason).toMatch(/^\d{3} (\w{1,64}|no name)$/)
      }),
    )
  })

  test('accepted is what has an id and no error, and nothing else', () => {
    const ok = (data: unknown): Answered => ({ data, error: null, headers: {} })
    expect(outcomeOf(ok({ id: 'x' }))).toEqual({ state: 'accepted', id: 'x' })
    expect(outcomeOf(ok({ id: 'x', object: 'email' }))).toEqual({ state: 'accepted', id: 'x' })
    for (const data of [null, undefined, {}, { id: '' }, { id: 7 }, { id: null }, [], 'x', { object: 'list', data: [] }, { data: { id: 'x' } }])
      expect(outcomeOf(ok(data))).toEqual({ state: 'unknown', reason: 'an answer without an id' })
    fc.assert(fc.property(fc.anything(), (anything) => outcomeOf({ data: { id: 'x' }, error: anything ?? {}, headers: null }).state !== 'accepted'))
  })

  test.each([[null], [undefined], ['500'], [Number.NaN]])('an error whose status is %j is not known', (status) => {
    expect(outcomeOf(error(status, 'application_error'))).toEqual({ state: 'unknown', reason: 'no whole answer' })
    expect(outcomeOf(error(status, 'a_new_name')).state).toBe('unknown')
  })

  test.each<[string, string]>([
    ['daily_quota_exceeded', 'rejected, stops'],
    ['rate_limit_exceeded', 'wait'],
    ['restricted_api_key', 'rejected, stops'],
    ['validation_error', 'rejected'],
    ['invalid_idempotent_request', 'uncertain'],
    ['concurrent_idempotent_requests', 'wait'],
    ['internal_server_error', 'unknown'],
  ])('where the body tells no status, %s tells it: %s', (name, kind) => {
    for (const status of [null, undefined]) expect(kindOf(error(status, name))).toBe(kind)
    // Without headers no answer came: the SDK refuses some requests by itself.
    expect(kindOf({ ...error(null, name), headers: null })).toBe('unknown')
  })
})

test('isTooLong() is beyond a quarter of an hour', () => {
  expect([isTooLong(15 * 60_000), isTooLong(15 * 60_000 + 1)]).toEqual([false, true])
})

describe('resend()', () => {
  const sendOne = async (...script: ResendFault[]) => {
    const four = await freezeFour()
    const clock = virtualClock()
    const server = await resendServer({ script, now: clock.now })
    server.onStall = clock.expire
    const way = resend({ key: server.keys.full, baseUrl: server.url, clock, random: () => 0.5 })
    const [[key = '', bytes = ''] = []] = four.bytes
    four.remove()
    const outcome = await way.send({ key, bytes, payload: JSON.parse(bytes), date: '2026-10-05' })
    return { outcome, posts: server.got.length, mails: server.mails.length, waits: clock.waits }
  }

  test.each<[ResendFault, string]>([
    ['reset-before', 'no whole answer'],
    ['reset-after', 'no whole answer'],
    ['truncate-after', 'no whole answer'],
    ['html-200', 'no whole answer'],
    ['empty-200', 'no whole answer'],
    ['hang', 'no whole answer'],
    ['hang-after', 'no whole answer'],
    ['302', 'no whole answer'],
    ['null-500', 'an answer without an id'],
    ['html-502', '502 application_error'],
    ['500-before', '500 application_error'],
    ['500-after', '500 application_error'],
    [{ body: '{"object":"list","data":[]}' }, 'an answer without an id'],
  ])('%j is not known, and not tried again', async (fault, reason) => {
    expect(await sendOne(fault)).toMatchObject({ outcome: { state: 'unknown', reason }, posts: 1, waits: [] })
  })

  test.each<[ResendFault, object]>([
    ['401', { state: 'rejected', stops: true }],
    ['451', { state: 'rejected', stops: true }],
    ['suspended', { state: 'rejected', stops: true }],
    ['quota', { state: 'rejected', stops: true }],
    ['422', { state: 'rejected', stops: false }],
  ])('%s is refused for good, and not tried again', async (fault, outcome) => {
    expect(await sendOne(fault)).toMatchObject({ outcome, posts: 1, mails: 0 })
  })

  test.each<[ResendFault, number]>([
    ['429', 750],
    ['409-concurrent', 750],
    [{ retryAfterS: 7 }, 7000],
    [{ retryAfterS: 0 }, 0],
  ])('%j is waited for', async (fault, waitMs) => {
    const { outcome, posts, mails, waits } = await sendOne(fault)
    expect([outcome.state, posts, mails, waits.reduce((sum, ms) => sum + ms, 0)]).toEqual(['accepted', 2, 1, waitMs])
  })

  test.each<[ResendFault, number[]]>([
    ['429', [750, 1500, 3000, 6000]],
    [{ retryAfterS: 3 }, [3000, 3000, 3000, 3000]],
  ])('%j five times is not known, and stops the run', async (fault, waits) => {
    const ended = await sendOne(fault, fault, fault, fault, fault)
    expect(ended).toMatchObject({ outcome: { state: 'unknown', stops: true }, posts: 5, mails: 0, waits })
  })

  test('a wait that nobody sits through is not begun', async () => {
    expect(await sendOne({ retryAfterS: 3600 })).toMatchObject({ outcome: { state: 'unknown', stops: true }, posts: 1, waits: [] })
  })

  test('bytes that the SDK would not send as they are do not leave', async () => {
    const server = await resendServer()
    const way = resend({ key: server.keys.full, baseUrl: server.url, clock: virtualClock(), random: () => 0 })
    const payload = JSON.parse('{}')
    await expect(way.send({ key: 'k', bytes: '{ "a": 1 }', payload, date: '2026-10-05' })).rejects.toThrow('the bytes that were frozen')
    expect(server.got).toEqual([])
  })
})
