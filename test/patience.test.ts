import { expect, test } from 'vitest'
import { retryAfterMs } from '../src/http.ts'
import { patiently, Unreadable } from '../src/collect/patience.ts'
import { Problem } from '../src/errors.ts'
import { type Answer, NetworkError } from '../src/http.ts'
import { virtualClock } from './clock.ts'

const QUESTION = { url: 'https://upstream.example/path?q=secret+words' }
const answer = (status: number, headers: Record<string, string> = {}): Answer => ({ status, headers, text: `${status}` })
const refused = new NetworkError('no whole answer from upstream.example: gone')

/** Asks an upstream that answers with these, one after another, then for ever with the last. */
async function patient(answers: readonly (Answer | Error)[], read: (answer: Answer) => string = (one) => one.text) {
  const clock = virtualClock()
  let asked = 0
  const ask = async (): Promise<Answer> => {
    const next = answers[Math.min(asked++, answers.length - 1)] ?? answer(200)
    if (next instanceof Error) throw next
    return next
  }
  const result: unknown = await patiently(QUESTION, read, { ask, clock }).catch((error: unknown) => error)
  return { result, asked, waits: clock.waits }
}

test('an answer is read once', async () => {
  expect(await patient([answer(200)])).toEqual({ result: '200', asked: 1, waits: [] })
  expect((await patient([answer(404)])).result).toBe('404')
})

test.each([
  ['a server that fails', answer(500), 'upstream.example answered 500, 3 times'],
  ['a connection that fails', refused, 'no whole answer from upstream.example: gone, 3 times'],
])('%s is asked 3 times', async (_, bad, said) => {
  expect(await patient([bad, bad, answer(200)])).toEqual({ result: '200', asked: 3, waits: [1000, 2000] })
  const { result, asked, waits } = await patient([bad])
  expect(result).toBeInstanceOf(Problem)
  expect(result).toMatchObject({ message: `Cannot collect from https://upstream.example/path: ${said}`, where: QUESTION.url })
  expect({ asked, waits }).toEqual({ asked: 3, waits: [1000, 2000] })
})

test('an answer that cannot be right is asked for 3 times', async () => {
  const { result, asked } = await patient([answer(200)], () => {
    throw new Unreadable('it is a login page')
  })
  expect(asked).toBe(3)
  expect(result).toMatchObject({ name: 'Problem', message: expect.stringContaining('it is a login page, 3 times') })
})

test('what reading throws beside that is thrown at once', async () => {
  const bug = new TypeError('a bug')
  const { result, asked } = await patient([answer(200)], () => {
    throw bug
  })
  expect({ result, asked }).toEqual({ result: bug, asked: 1 })
})

test('what lasts is not asked again', async () => {
  const { result, asked } = await patient([new NetworkError('a redirect, which is refused', { fix: 'Mend the address' })])
  expect(asked).toBe(1)
  expect(result).toMatchObject({ name: 'Problem', fix: 'Mend the address' })
})

test.each([429, 503])('%i is waited for, twice as long each time, 6 times', async (status) => {
  const { result, asked, waits } = await patient([answer(status)])
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000])
  expect(asked).toBe(6)
  expect(result).toMatchObject({ message: expect.stringContaining(`answered ${status}, 6 times`) })
})

test('"too many" and what fails are counted apart', async () => {
  const many = answer(429)
  expect(await patient([many, many, many, refused, many, refused, answer(200)])).toEqual({
    result: '200',
    asked: 7,
    waits: [1000, 2000, 4000, 1000, 8000, 2000],
  })
})

test('Retry-After is obeyed, and no reason to hammer', async () => {
  expect((await patient([answer(429, { 'retry-after': '7' }), answer(200)])).waits).toEqual([7000])
  expect((await patient([answer(500, { 'retry-after': '7' }), answer(200)])).waits).toEqual([7000])
  expect((await patient([answer(429, { 'retry-after': '0' }), answer(429, { 'retry-after': '0' }), answer(200)])).waits).toEqual([1000, 2000])
  expect((await patient([answer(429, { 'retry-after': 'Fri, 02 Oct 2026 08:00:00 GMT' }), answer(200)])).waits).toEqual([1000])
  expect((await patient([answer(429, { 'retry-after': '900' }), answer(200)])).waits).toEqual([900_000])
})

test.each([
  ['901', 'Run it again after 2026-10-02T09:15Z; what came so far is kept'],
  ['9'.repeat(400), 'Run it again after 2027-10-02T09:00Z; what came so far is kept'],
])('a wait of %s seconds is left to the next run', async (seconds, fix) => {
  const { result, asked, waits } = await patient([answer(429, { 'retry-after': seconds })])
  expect(result).toMatchObject({ name: 'Problem', fix })
  expect({ asked, waits }).toEqual({ asked: 1, waits: [] })
})

test.each([
  [undefined, undefined],
  ['', undefined],
  ['soon', undefined],
  [' 12 ', 12_000],
  ['Fri, 02 Oct 2026 09:00:30 GMT', 30_000],
  ['Thu, 01 Oct 2026 09:00:30 GMT', 0],
])('retryAfterMs(%j) is %j', (header, expected) => {
  expect(retryAfterMs(header, Date.parse('2026-10-02T09:00:00Z'))).toBe(expected)
})
