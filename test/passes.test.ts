import { expect, test } from 'vitest'
import { bringUpToDate, collectedAt, lastPass, type Recall, standing, type Stream } from '../src/collect/passes.ts'
import { openStore } from '../src/collect/store.ts'
import { virtualClock } from './clock.ts'
import { scratch } from './scratch.ts'

/** A stream whose answers are instants of their own last update. */
function stream() {
  const clock = virtualClock('2026-10-02T09:00:00Z')
  const store = openStore({ id: 'go', kind: 'feed', url: 'https://x.example' }, { cache: scratch() })
  const given: Stream = { name: 'things', store, clock, updatedAt: (answer) => (typeof answer === 'string' ? answer : undefined) }
  const asked: string[] = []
  /** One run over pages: each is the update it shows, or what it throws. Gives the `from` of each pass and the keys asked for. */
  async function run(pages: (string | Error)[], missing: number[] = [], each: () => Promise<void> = async () => undefined) {
    asked.length = 0
    const froms: (string | undefined)[] = []
    const result = await bringUpToDate(given, async (from, recall: Recall) => {
      froms.push(from)
      for (const [index, page] of pages.entries())
        await recall(`page ${index}`, async () => {
          asked.push(`page ${index}`)
          await each()
          if (page instanceof Error) throw page
          return page
        })
      return { missing: missing.shift() ?? 0 }
    }).catch((error: unknown) => error)
    return { result, froms, asked: [...asked] }
  }
  return { run, stream: given, clock }
}

const stop = new Error('stopped')

test('the first pass asks for everything, a later one for what came since the latest update less an hour', async () => {
  const { run } = stream()
  expect(await run(['2026-09-01T00:00:00Z', '2026-08-01T00:00:00Z'])).toEqual({
    result: { missing: 0 },
    froms: [undefined],
    asked: ['page 0', 'page 1'],
  })
  expect((await run(['2026-09-20T00:00:00Z'])).froms).toEqual(['2026-08-31T23:00:00Z'])
  expect((await run([])).froms).toEqual(['2026-09-19T23:00:00Z'])
  expect((await run([])).froms).toEqual(['2026-09-19T23:00:00Z'])
})

test('a watermark is never later than the beginning of its pass', async () => {
  const { run, clock } = stream()
  await run(['2026-12-31T00:00:00Z'])
  expect((await run([])).froms).toEqual(['2026-10-02T08:00:00Z'])
  const late = stream()
  await late.run(['2026-10-02T11:30:00Z'], [], () => late.clock.wait(3 * 3_600_000))
  expect((await late.run([])).froms).toEqual(['2026-10-02T08:00:00Z'])
  expect(clock.waits).toEqual([])
})

test('a pass without an answer leaves no watermark: everything is asked for again', async () => {
  const { run } = stream()
  await run([])
  expect((await run([])).froms).toEqual([undefined])
})

test('a stopped pass is gone on with, asks nothing twice, and is followed by one for what moved meanwhile', async () => {
  const { run, stream: given } = stream()
  const pages = ['2026-09-01T00:00:00Z', '2026-08-31T00:00:00Z', '2026-08-30T00:00:00Z']
  expect(await run([...pages.slice(0, 2), stop])).toEqual({ result: stop, froms: [undefined], asked: ['page 0', 'page 1', 'page 2'] })
  expect(await standing(given)).toBe('stopped')
  expect(await run([...pages.slice(0, 2), stop])).toMatchObject({ result: stop, asked: ['page 2'] })
  expect(await run(pages)).toEqual({
    result: { missing: 0 },
    froms: [undefined, '2026-08-31T23:00:00Z'],
    asked: ['page 2', 'page 0', 'page 1', 'page 2'],
  })
  expect(await standing(given)).toBe('whole')
})

test('a stopped later pass keeps where it began', async () => {
  const { run } = stream()
  await run(['2026-09-01T00:00:00Z'])
  expect(await run(['2026-09-10T00:00:00Z', stop])).toMatchObject({ froms: ['2026-08-31T23:00:00Z'] })
  expect(await run(['2026-09-10T00:00:00Z', '2026-09-09T00:00:00Z'])).toMatchObject({
    froms: ['2026-08-31T23:00:00Z', '2026-09-09T23:00:00Z'],
    asked: ['page 1', 'page 0', 'page 1'],
  })
})

test('a pass that knows something to be missing is done anew, from everything', async () => {
  const { run, stream: given } = stream()
  expect((await run(['2026-09-01T00:00:00Z'], [2])).result).toEqual({ missing: 2 })
  expect(await standing(given)).toBe('stopped')
  expect(await run(['2026-09-01T00:00:00Z'])).toEqual({ result: { missing: 0 }, froms: [undefined], asked: ['page 0'] })
  expect((await run([])).froms).toEqual(['2026-08-31T23:00:00Z'])
})

test('nothing is whole before its first pass', async () => {
  expect(await standing(stream().stream)).toBe('nothing')
})

test('a stopped pass recalls its own answers, not those of an earlier pass', async () => {
  const { run } = stream()
  await run(['2026-09-01T00:00:00Z', '2026-08-01T00:00:00Z'])
  await run(['2026-09-10T00:00:00Z', stop])
  expect(await run(['2026-09-11T00:00:00Z', '2026-09-12T00:00:00Z'])).toMatchObject({ asked: ['page 1', 'page 0', 'page 1'] })
})

test('the watermark of a pass that was stopped is not later than its own beginning, whenever it was gone on with', async () => {
  const { run, clock } = stream()
  await run(['2026-10-02T08:30:00Z', stop])
  await clock.wait(5 * 3_600_000)
  // What moved while nobody asked is asked for from the beginning of the stopped pass, less an hour.
  expect((await run(['2026-10-02T08:30:00Z', '2026-10-02T13:59:00Z'])).froms).toEqual([undefined, '2026-10-02T08:00:00Z'])
})

test('a stopped pass that ends with something missing is not taken for whole by the pass after it', async () => {
  const { run, stream: given } = stream()
  await run(['2026-09-01T00:00:00Z', stop])
  expect((await run(['2026-09-01T00:00:00Z', '2026-08-01T00:00:00Z'], [1])).froms).toEqual([undefined])
  expect(await standing(given)).toBe('stopped')
  expect((await run(['2026-09-01T00:00:00Z'])).froms).toEqual([undefined])
})

test('the last pass that went through is told from a stopped one, and from those before', async () => {
  const { run, stream: given, clock } = stream()
  const last = async () => {
    const found: unknown[] = []
    for await (const { answer } of lastPass(given)) found.push(answer)
    return [found, await collectedAt(given)]
  }
  expect(await last()).toEqual([[], undefined])
  await run(['a', stop])
  expect(await last()).toEqual([['a'], undefined])
  await run(['a', 'b'])
  expect(await last()).toEqual([['a', 'b'], '2026-10-02T09:00:00Z'])
  await clock.wait(3_600_000)
  await run(['c', stop])
  expect(await last()).toEqual([['a', 'b'], '2026-10-02T09:00:00Z'])
})
