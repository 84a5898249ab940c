import { z } from 'zod'
import type { Clock } from '../http.ts'
import { instantSchema } from '../model/instant.ts'
import type { Kept, Store } from './store.ts'
import { instant } from '../model/instant.ts'

const BEGIN = 'pass begins'
const END = 'pass ends'
const beginSchema = z.strictObject({ from: instantSchema.optional() })
const endSchema = z.strictObject({ missing: z.int().nonnegative(), watermark: instantSchema.optional() })
const isMark = (ask: string): boolean => ask === BEGIN || ask === END

/** Whether a line of a stream is an answer, not the beginning or end of a pass. */
export const isAnswer = (ask: string): boolean => !isMark(ask)

/** Asks one question, or gives what an earlier, stopped run got for it. `key` names the question within the pass. */
export type Recall = (key: string, ask: () => Promise<unknown>) => Promise<unknown>

/** One stream of a source. `updatedAt`: the latest update that an answer shows. */
export type Stream = { name: string; store: Store; clock: Clock; updatedAt: (answer: unknown) => string | undefined }

const HOUR_MS = 3_600_000

/**
 * Brings a stream up to date, pass by pass: the first asks for everything, a later one for what was updated since the watermark less
 * an hour (upstreams' clocks and indexes lag). The watermark is the latest update that was seen, and never later than the beginning
 * of its pass. A pass that was stopped is gone on with, nothing finished is asked again, and what moved meanwhile is asked for once it is through.
 * `pass` asks for what was updated since `from` (undefined: everything) and tells how much it knows to be missing: then the next run asks for everything again.
 */
export async function bringUpToDate(
  stream: Stream,
  pass: (from: string | undefined, recall: Recall) => Promise<{ missing: number }>,
): Promise<{ missing: number }> {
  const state = await readState(stream)
  const from = state.open ? state.from : hourBefore(state.watermark)
  const first = await onePass(stream, { ...state, from }, pass)
  if (!state.open || first.missing > 0) return first
  const again = await readState(stream)
  return onePass(stream, { ...again, from: hourBefore(again.watermark) }, pass)
}

/** Whether the last pass over a stream went through whole, was stopped or lacks something, or there never was one. */
export async function standing(stream: Stream): Promise<'whole' | 'stopped' | 'nothing'> {
  let found: 'whole' | 'stopped' | 'nothing' = 'nothing'
  for await (const { ask, answer } of stream.store.read(stream.name, isMark))
    if (ask === BEGIN) found = 'stopped'
    else if (ask === END) found = endOf(answer).missing === 0 ? 'whole' : 'stopped'
  return found
}

/** The answers of the last pass that went through, or of the last one where none did: for what counts only as it stands now. */
export async function* lastPass({ store, name }: Pick<Stream, 'store' | 'name'>): AsyncGenerator<Kept> {
  let passes = 0
  let chosen = 0
  let whole = false
  for await (const { ask, answer } of store.read(name, isMark)) {
    if (ask === BEGIN) passes++
    else if (endOf(answer).missing === 0) [chosen, whole] = [passes, true]
    if (!whole) chosen = passes
  }
  let pass = 0
  for await (const kept of store.read(name)) {
    if (kept.ask === BEGIN) pass++
    else if (pass === chosen && isAnswer(kept.ask)) yield kept
  }
}

/** When the last pass that went through began: what was updated later is not there. */
export async function collectedAt(stream: Stream): Promise<string | undefined> {
  let began: string | undefined
  let through: string | undefined
  for await (const { ask, at } of stream.store.read(stream.name, isMark)) {
    if (ask === BEGIN) began = at
    else through = began
  }
  return through
}

/** Where the passes over a stream stand. `began`: when the last one began; `answers`: what a stopped one got. */
type State = { open: boolean; began: string; from: string | undefined; watermark: string | undefined; answers: Map<string, unknown> }

async function onePass(
  { store, name, clock, updatedAt }: Stream,
  state: State,
  pass: (from: string | undefined, recall: Recall) => Promise<{ missing: number }>,
): Promise<{ missing: number }> {
  const keep = (ask: string, answer: unknown): Promise<void> => store.keep(name, { at: instant(clock.now()), ask, answer })
  const began = state.open ? state.began : instant(clock.now())
  if (!state.open) await keep(BEGIN, state.from === undefined ? {} : { from: state.from })
  let latest = ''
  const result = await pass(state.from, async (key, ask) => {
    const answer = state.answers.has(key) ? state.answers.get(key) : await ask()
    if (!state.answers.has(key)) await keep(key, answer)
    const updated = updatedAt(answer)
    if (updated && updated > latest) latest = updated
    return answer
  })
  const watermark = (latest && (latest < began ? latest : began)) || state.watermark
  await keep(END, { missing: result.missing, ...(result.missing === 0 && watermark && { watermark }) })
  return result
}

async function readState({ store, name }: Stream): Promise<State> {
  const state: State = { open: false, began: '', from: undefined, watermark: undefined, answers: new Map() }
  for await (const { ask, at, answer } of store.read(name, isMark)) {
    if (ask === BEGIN) Object.assign(state, { open: true, began: at, from: beginSchema.safeParse(answer).data?.from })
    else Object.assign(state, { open: false, from: undefined, watermark: endOf(answer).watermark })
  }
  // Only a stopped pass is gone on with: of finished ones no answer is held.
  if (state.open)
    for await (const { ask, answer } of store.read(name)) {
      if (ask === BEGIN) state.answers.clear()
      else if (ask !== END) state.answers.set(ask, answer)
    }
  return state
}

/** An end that cannot be read is none: everything is asked for again. */
function endOf(answer: unknown): z.infer<typeof endSchema> {
  return endSchema.safeParse(answer).data ?? { missing: 1 }
}

function hourBefore(watermark: string | undefined): string | undefined {
  return watermark && instant(Date.parse(watermark) - HOUR_MS)
}
