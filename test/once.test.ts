/** Nobody gets a mail twice and nobody is forgotten, wherever a run dies and whatever the provider does. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import fc from './fast-check.ts'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { readJournal } from '../src/deliver/journal.ts'
import { FAULTS, type FrozenFolder, freezeFour, isWell, notOnce, type OnceWorld, onceWorld, POINTS } from './once-world.ts'
import type { ResendGiven } from './servers/resend.ts'
import type { ResendFault } from './servers/resend-faults.ts'

const HOUR_MS = 3_600_000
/** Long enough for the provider to forget a key. */
const LATER_MS = 25 * HOUR_MS

let four: FrozenFolder
beforeAll(async () => {
  four = await freezeFour()
})
afterAll(() => four.remove())

/** One of each outcome that a fault can have; those are met with several messages on their way, too. */
const WIDE: ReadonlySet<ResendFault | undefined> = new Set<ResendFault | undefined>([
  undefined,
  'reset-before',
  'reset-after',
  '401',
  '409-concurrent',
  '422',
])

const named = FAULTS.map((fault) => [JSON.stringify(fault) ?? 'no fault', fault] as const)

async function world(given?: ResendGiven): Promise<OnceWorld> {
  const one = await onceWorld(four, given)
  onTestFinished(one.close)
  return one
}

/** Runs until it ends well, four times at most. */
async function finish(one: OnceWorld, width = 1): Promise<boolean> {
  for (let run = 0; run < 4; run++) if (isWell(await one.run({ width }))) return true
  return false
}

describe('wherever it is killed, and with any fault of any request, everyone has one mail after three resumes at most', () => {
  test.each(named)('%s', async (_, fault) => {
    const isWide = WIDE.has(fault)
    const { scenarios, killed, broken } = await notOnce(four, { fault, widths: isWide ? [1, 4] : [1] })
    expect(broken).toEqual([])
    expect(scenarios).toBe((fault === undefined ? 21 : 84) * (isWide ? 2 : 1))
    // A run that a fault ends early does not come to the place where it was to be killed.
    expect(killed).toBeGreaterThanOrEqual(scenarios / 4)
    if (fault === undefined) expect(killed).toBe(40)
  })
})

describe('the matrix sees what it is there for', () => {
  const lost = named.filter(([name]) => /after|html-200|empty-200/.test(name))

  test.each(lost)('without keys somebody has two mails: %s', async (_, fault) => {
    const { broken } = await notOnce(four, { fault, widths: [1], resend: { idempotency: 'off' } })
    // Wherever it is killed, and not at all.
    expect(broken.filter((line) => /copies.*2/.test(line)).length).toBeGreaterThanOrEqual(60)
    expect(broken.join()).toContain('killed never')
  })

  test('without keys somebody has two mails when it is killed between the answer and its line, without any fault', async () => {
    const { broken } = await notOnce(four, { fault: undefined, widths: [1], resend: { idempotency: 'off' } })
    expect(broken).toHaveLength(8)
    for (const line of broken) expect(line).toMatch(/killed (taken|answered) .*copies.*2/)
  })

  test('without the journal, once the provider has forgotten the keys, somebody has two mails', async () => {
    const { scenarios, broken } = await notOnce(four, {
      fault: 'reset-after',
      widths: [1],
      between: ({ journal, clock }) => {
        rmSync(journal, { force: true })
        void clock.wait(LATER_MS)
      },
    })
    expect(broken.filter((line) => /copies.*2/.test(line)).length).toBeGreaterThanOrEqual(scenarios * 0.9)
  })

  test('with the journal, and keys that are forgotten as late, nobody has two, and what is not known is said', async () => {
    const { broken } = await notOnce(four, { fault: 'reset-after', widths: [1], between: ({ clock }) => void clock.wait(LATER_MS) })
    expect(broken.length).toBeGreaterThan(0)
    for (const line of broken) expect(line).toMatch(/ended with .*"uncertain":[1-9]/)
    expect(broken.filter((line) => /copies.*[2-9]/.test(line))).toEqual([])
  })

  test('a request that leaves before its line, and one with other bytes, is seen', async () => {
    const one = await world()
    const [[key = '', raw = ''] = []] = four.bytes
    const post = (body: string): Promise<Response> =>
      fetch(`${one.server.url}/emails`, { method: 'POST', body, headers: { 'content-type': 'application/json', 'idempotency-key': key } })
    await one.run({ kill: { at: 'before attempting', nth: 0 } })
    await post(raw)
    expect(one.breaches()).toEqual([`${key} left before its line`])
    await one.run()
    await post(`${raw} `)
    expect(one.breaches()).toEqual([`${key} left before its line`, `${key} went out with other bytes`])
  })
})

describe('a journal that is damaged', () => {
  const kill = fc.option(fc.record({ at: fc.constantFrom(...POINTS), nth: fc.nat(3) }), { nil: undefined })
  const fault = fc.constantFrom(...FAULTS)

  test('cut at any byte, with lines lost or doubled, still gives everyone one mail while the keys live', async () => {
    const damage = fc.record({ cut: fc.nat(), lost: fc.array(fc.nat(), { maxLength: 3 }), doubled: fc.array(fc.nat(), { maxLength: 3 }) })
    await fc.assert(
      fc.asyncProperty(kill, fault, fc.nat(3), fc.constantFrom(1, 4), damage, async (kill, fault, nth, width, { cut, lost, doubled }) => {
        const one = await onceWorld(four, { script: [...Array.from({ length: nth }, () => undefined), fault] })
        try {
          await one.run({ width, kill })
          mkdirSync(dirname(one.journal), { recursive: true })
          const lines = existsSync(one.journal) ? readFileSync(one.journal, 'utf8').split('\n').slice(0, -1) : []
          const of = (places: number[]): Set<number> => new Set(places.map((place) => place % (lines.length || 1)))
          const [without, twice] = [of(lost), of(doubled)]
          const rest = lines.flatMap((line, index) => (without.has(index) ? [] : twice.has(index) ? [line, line] : [line]))
          const bytes = Buffer.from(rest.map((line) => `${line}\n`).join(''))
          writeFileSync(one.journal, bytes.subarray(0, cut % (bytes.length + 1)))
          expect(await finish(one, width)).toBe(true)
          expect(one.copies()).toEqual([1, 1, 1, 1])
          // What a killed run had on its way may arrive after its line was lost.
          expect(one.breaches().filter((breach) => width === 1 || !breach.endsWith('its line'))).toEqual([])
        } finally {
          one.close()
        }
      }),
      { numRuns: 300 },
    )
  })

  test('that lacks nothing but the end of its last line lacks nothing', async () => {
    const one = await world()
    expect(isWell(await one.run())).toBe(true)
    writeFileSync(one.journal, readFileSync(one.journal, 'utf8').trimEnd())
    expect(await one.run()).toMatchObject({ accepted: 0, already: 4 })
    expect(one.server.got).toHaveLength(4)
  })

  test('cut within a letter of more than one byte, it is read up to the line before', async () => {
    const one = await world()
    expect(isWell(await one.run())).toBe(true)
    const [first = ''] = readFileSync(one.journal, 'utf8').split('\n')
    const cut = Buffer.from(JSON.stringify({ ...JSON.parse(first), by: 'zoë' }))
    writeFileSync(one.journal, Buffer.concat([Buffer.from(`${first}\n`), cut.subarray(0, cut.indexOf(0xc3) + 1)]))
    expect(await readJournal(join(one.journal, '../..'), '2026-Q3')).toHaveLength(1)
    expect(await finish(one)).toBe(true)
    expect(one.copies()).toEqual([1, 1, 1, 1])
  })
})

test('the line of a message is synced to the disk before it leaves, and what became of it before the next does', async () => {
  const one = await world()
  const handle = await open(one.journal.replace('sent/2026-Q3.jsonl', ''))
  const prototype = Object.getPrototypeOf(handle)
  await handle.close()
  const real = prototype.datasync
  let synced = ''
  const spy = vi.spyOn(prototype, 'datasync').mockImplementation(async function (this: FileHandle) {
    const written = readFileSync(one.journal, 'utf8')
    await real.call(this)
    synced = written
  })
  onTestFinished(() => spy.mockRestore())
  const [check, seen] = [one.server.onPost, [] as string[][]]
  one.server.onPost = async (raw, headers) => {
    await check(raw, headers)
    seen.push([...synced.matchAll(/"state":"(\w+)"/g)].map(([, state = '']) => state))
  }
  expect(isWell(await one.run())).toBe(true)
  expect(seen.map((states) => states.join(' '))).toEqual([
    'attempting',
    'attempting accepted attempting',
    'attempting accepted attempting accepted attempting',
    'attempting accepted attempting accepted attempting accepted attempting',
  ])
})

describe('one run after another, and at once', () => {
  test('after a run that ended well another asks the provider nothing', async () => {
    const one = await world()
    expect(await one.run()).toMatchObject({ accepted: 4, already: 0 })
    const asked = one.server.got.length
    expect(await one.run()).toMatchObject({ accepted: 0, already: 4, left: 0 })
    expect(one.server.got).toHaveLength(asked)
  })

  test.each([
    [22, { accepted: 1, already: 3, unknown: 0, uncertain: 0 }, 5],
    [23, { accepted: 0, already: 3, unknown: 0, uncertain: 1 }, 4],
  ])('%i hours after a first attempt of which nothing is known', async (hours, sent, requests) => {
    const one = await world({ script: ['reset-after'] })
    expect(await one.run()).toMatchObject({ accepted: 3, unknown: 1 })
    await one.clock.wait(hours * HOUR_MS)
    expect(await one.run()).toMatchObject(sent)
    expect(one.server.got).toHaveLength(requests)
    expect(one.copies()).toEqual([1, 1, 1, 1])
    const states = (await readJournal(join(one.journal, '../..'), '2026-Q3'))
      .filter(({ recipient }) => recipient === 'acme/jo')
      .map(({ state }) => state)
    expect(states.at(-1)).toBe(hours === 22 ? 'accepted' : 'uncertain')
  })

  test.each([1, 4])('two at once, neither of which knows of the other, %i messages on their way at a time', async (width) => {
    for (const slowMs of [0, 1, 4]) {
      const one = await world()
      one.server.fault = () => ({ slowMs })
      await Promise.all([one.run({ width }), one.run({ width })])
      expect(await finish(one)).toBe(true)
      expect(one.copies()).toEqual([1, 1, 1, 1])
      expect(one.breaches()).toEqual([])
    }
  })
})
