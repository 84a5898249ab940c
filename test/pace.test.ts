import fc from './fast-check.ts'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { pace, waitBefore } from '../src/deliver/pace.ts'
import { resend } from '../src/deliver/resend.ts'
import { type Clock, REAL_CLOCK } from '../src/http.ts'
import { virtualClock } from './clock.ts'
import { resendServer } from './servers/resend.ts'

const MAIL = { from: 'digest@mail.example.org', to: ['jo@acme.example'], subject: 'A mail', html: '<p>Hello</p>', text: 'Hello' }
const START = Date.parse('2026-10-06T10:00:00Z')
const WIDTH = 16

/** Time that passes when nothing is on its way but what is `delay`ed: everyone who waits does so until the same instant, as with a real clock. */
function idleClock(): Clock & { delay: (ms: number) => Promise<void> } {
  let now = START
  let busy = 0
  let quiet = 0
  let isOver = false
  const waiting: { at: number; go: () => void }[] = []
  const wait = (ms: number): Promise<void> => new Promise((go) => waiting.push({ at: now + ms, go }))
  const real = globalThis.fetch
  vi.stubGlobal('fetch', async (...given: Parameters<typeof fetch>) => {
    busy++
    try {
      const answer = await real(...given)
      return new Response(await answer.text(), { status: answer.status, headers: answer.headers })
    } finally {
      busy--
    }
  })
  const pump = (): void => {
    quiet = busy > 0 ? 0 : quiet + 1
    const next =
      quiet > 4
        ? waiting.reduce<(typeof waiting)[number] | undefined>((first, one) => (!first || one.at < first.at ? one : first), undefined)
        : undefined
    if (next) {
      waiting.splice(waiting.indexOf(next), 1)
      now = Math.max(now, next.at)
      quiet = 0
      next.go()
    }
    if (!isOver) setImmediate(pump)
  }
  setImmediate(pump)
  onTestFinished(() => {
    isOver = true
    vi.unstubAllGlobals()
  })
  const delay = async (ms: number): Promise<void> => {
    busy--
    await wait(ms)
    busy++
  }
  return { now: () => now, wait, deadline: () => new AbortController().signal, delay }
}

/** Sends so many messages as a run does, sixteen at once, to a provider that they take `delayMs` to get to. `others`: requests of somebody else under the same limit that come with the nth. */
async function sendMany(count: number, given: { limit: number; windowMs?: number; delayMs?: () => number; others?: (nth: number) => number }) {
  const clock = idleClock()
  const { limit, windowMs = 1000 } = given
  const server = await resendServer({ now: clock.now, rateLimit: { limit, windowMs } })
  let posts = 0
  server.onPost = async () => {
    posts++
    await clock.delay(given.delayMs?.() ?? 0)
    for (let nth = given.others?.(posts) ?? 0; nth > 0; nth--) await fetch(`${server.url}/emails?limit=1`)
  }
  const way = resend({ key: server.keys.full, baseUrl: server.url, clock, random: () => 0.5, paced: true })
  const states: string[] = []
  const underWay = new Set<Promise<void>>()
  for (let nth = 0; nth < count; nth++) {
    while (underWay.size >= (nth === 1 ? 1 : WIDTH)) await Promise.race(underWay)
    await way.turn()
    const bytes = JSON.stringify({ ...MAIL, subject: `${nth}` })
    const one: Promise<void> = way
      .send({ key: `${nth}`, bytes, payload: JSON.parse(bytes), date: '2026-10-05' })
      .then(({ state }) => void states.push(state))
      .finally(() => underWay.delete(one))
    underWay.add(one)
  }
  await Promise.all(underWay)
  return {
    accepted: states.filter((state) => state === 'accepted').length,
    copies: server.mails.length,
    refused: (posts - count) / posts,
    used: (count - 1) / ((clock.now() - START) / windowMs) / limit,
  }
}

describe('a run towards a provider with a limit', () => {
  test.each([
    [2, 0, 0.9],
    [5, 0, 0.95],
    [10, 0, 0.95],
    [100, 0, 0.9],
    [10, 20, 0.95],
    // What comes later than the one after it comes in the wrong window.
    [10, 100, 0.85],
    [10, 400, 0.75],
  ])('%i a second, with what takes 0 to %i ms to get there, uses %d of it', async (limit, mostMs, share) => {
    let seed = 1
    const delayMs = (): number => mostMs * ((seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647)
    const ran = await sendMany(300, { limit, delayMs })
    expect(ran).toMatchObject({ accepted: 300, copies: 300 })
    expect(ran.refused).toBeLessThanOrEqual(0.02)
    expect(ran.used).toBeGreaterThan(share)
    expect(ran.used).toBeLessThanOrEqual(1)
  })

  test('a window of a minute is kept to as well', async () => {
    const ran = await sendMany(200, { limit: 60, windowMs: 60_000 })
    expect(ran.accepted).toBe(200)
    expect(ran.refused).toBeLessThanOrEqual(0.02)
  })

  test.each([
    ['now and then all of it', 2, (nth: number) => (nth < 60 && nth % 6 === 0 ? 5 : 0)],
    ['half of it', 10, () => 1],
  ])('another who uses up %s is made room for, and everything is taken all the same', async (_, limit, others) => {
    const ran = await sendMany(150, { limit, others })
    expect(ran).toMatchObject({ accepted: 150, copies: 150 })
    expect(ran.refused).toBeGreaterThan(0)
    expect(ran.refused).toBeLessThan(0.2)
  })

  test('sixteen that are refused at once are all taken, though only two are allowed in a second', async () => {
    const clock = idleClock()
    const server = await resendServer({ now: clock.now, rateLimit: { limit: 2, windowMs: 1000 } })
    const way = resend({ key: server.keys.full, baseUrl: server.url, clock, random: () => 0.5, paced: true })
    const outcomes = await Promise.all(
      Array.from({ length: WIDTH }, (_, nth) => {
        const bytes = JSON.stringify({ ...MAIL, subject: `${nth}` })
        return way.send({ key: `${nth}`, bytes, payload: JSON.parse(bytes), date: '2026-10-05' })
      }),
    )
    expect(outcomes.map(({ state }) => state)).toEqual(outcomes.map(() => 'accepted'))
    expect(server.mails).toHaveLength(WIDTH)
  })
})

describe('pace()', () => {
  test('no window, wherever it begins, holds more turns than the headers allow', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(1, 2, 60),
        fc.array(fc.nat(400), { minLength: 60, maxLength: 60 }),
        async (limit, resetS, gaps) => {
          const clock = virtualClock()
          const { turn, heard } = pace(clock, { paced: true })
          heard({ 'ratelimit-limit': String(limit), 'ratelimit-reset': String(resetS) })
          const began: number[] = []
          for (const gap of gaps) {
            await turn()
            began.push(clock.now())
            if (gap > 300) await clock.wait(gap)
          }
          for (const [index, at] of began.entries())
            expect(began.filter((other, nth) => nth >= index && other < at + resetS * 1000).length).toBeLessThanOrEqual(limit)
        },
      ),
    )
  })

  test('a quarter of a second lies between turns before the provider has said anything, and none where nothing is paced', async () => {
    for (const [paced, waits] of [
      [true, [250, 250]],
      [false, []],
    ] as const) {
      const clock = virtualClock()
      const { turn, heard } = pace(clock, { paced })
      for (let nth = 0; nth < 3; nth++) {
        await turn()
        heard(nth === 1 ? {} : { 'ratelimit-limit': 'many', 'ratelimit-reset': '-1' })
      }
      expect(clock.waits).toEqual(waits)
    }
  })

  test('turns that come late are made up for, as far as the window allows', async () => {
    const clock = virtualClock()
    const { turn, heard } = pace(clock, { paced: true })
    const began: number[] = []
    const take = async (): Promise<void> => {
      await turn()
      began.push(clock.now())
      heard({ 'ratelimit-limit': '10', 'ratelimit-reset': '1' })
    }
    for (let nth = 0; nth < 400; nth++) {
      await take()
      // A timer that is late by a tenth of a turn, and now and then by more than one.
      await clock.wait(nth % 40 === 0 ? 150 : 10)
    }
    expect(399 / (((began.at(-1) ?? 0) - (began[0] ?? 0)) / 1000)).toBeGreaterThan(9.6)
    for (const [index, at] of began.entries()) expect(began.filter((other, nth) => nth >= index && other < at + 1000).length).toBeLessThanOrEqual(10)
  })

  test('what leaves later than its turn counts from when it left', async () => {
    const clock = virtualClock()
    const { turn, left, heard } = pace(clock, { paced: true })
    const began: number[] = []
    for (let nth = 0; nth < 200; nth++) {
      await turn()
      if (nth % 15 === 7) await clock.wait(90)
      left()
      began.push(clock.now())
      heard({ 'ratelimit-limit': '10', 'ratelimit-reset': '1' })
    }
    for (const [index, at] of began.entries()) expect(began.filter((other, nth) => nth >= index && other < at + 1000).length).toBeLessThanOrEqual(10)
  })

  test.each([true, false])('a provider that refuses is left alone for as long as it says, paced %s', async (paced) => {
    const clock = virtualClock()
    const { turn, blocked } = pace(clock, { paced })
    await turn()
    const start = clock.now()
    blocked(7000)
    await turn()
    expect(clock.now() - start).toBe(7000)
  })

  test('who is told to stop waits no more', async () => {
    const stop = AbortSignal.abort()
    const { turn, blocked } = pace(REAL_CLOCK, { paced: true, stop })
    blocked(3_600_000)
    const started = performance.now()
    await turn()
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe('waitBefore()', () => {
  const now = Date.parse('2026-10-06T10:00:00Z')
  const chance = fc.double({ min: 0, max: 1, noNaN: true })

  test('doubles from a second to sixteen, of which up to half is left to chance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), chance, (tries, random) => {
        const waitMs = waitBefore(tries, { headers: undefined, now, random: () => random })
        const most = Math.min(16, 2 ** (tries - 1)) * 1000
        expect(waitMs).toBeGreaterThanOrEqual(most / 2)
        expect(waitMs).toBeLessThanOrEqual(most)
      }),
    )
    const waits = [0, 0.3, 0.9].map((random) => waitBefore(3, { headers: {}, now, random: () => random }))
    expect(new Set(waits).size).toBe(3)
  })

  test('is what the provider asks for where it does, in seconds or as a date', () => {
    const of = (header: string): number => waitBefore(1, { headers: { 'retry-after': header }, now, random: () => 0 })
    expect([of('7'), of('0'), of('Tue, 06 Oct 2026 10:00:05 GMT'), of('soon')]).toEqual([7000, 0, 5000, 1000])
  })
})
